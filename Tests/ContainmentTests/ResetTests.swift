import Containment
import Foundation
import KeyRequests
import TestSupport
import Testing
import VastAI

/// A leaked key is dead afterwards, or the person is told; the new value is kept, and nothing else is
/// touched.
@Suite struct ResetTests {
  private let folder: TemporaryFolder
  private let leaked = NewValue.make()
  private var file: String { folder.path + "/new" }

  init() throws {
    folder = try TemporaryFolder()
  }

  private func run(
    _ api: MadeUpAPI, _ values: [String], change: (inout KeysRequest) -> Void = { _ in }
  ) -> (status: Int32, verdicts: [KeyVerdict]) {
    var options = KeysRequest.Options()
    options.isConfirmed = true
    options.newKeyFile = file
    let keys = values.map { value in
      var key = KeysRequest.LeakedKey(
        value: value, fingerprint: String(value.prefix(8)), secretClass: "vast-account-key",
        redacted: "…")
      key.isInHistory = true
      return key
    }
    var request = KeysRequest(
      command: .reset, parent: 0, server: "https://example.invalid", options: options, keys: keys)
    change(&request)
    let silence = unsafe open("/dev/null", O_WRONLY)
    defer { close(silence) }
    let client = Client(
      api, timeout: 1,
      waiting: Client.Waiting(now: { 0 }, sleep: { _ in }, isInterrupted: { false }))
    var run = KeyRun(
      request, client: client, voice: Voice(descriptor: silence, notes: silence, secrets: values),
      environment: ["HOME": folder.home])
    let status = run.run()
    return (status, run.answer.verdicts)
  }

  private var kept: String? { try? String(contentsOfFile: file, encoding: .utf8) }

  private func left() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  @Test(arguments: ["new_api_key", "key"])
  func `the only key is reset, once, and the new value kept`(form: String) throws {
    let api = MadeUpAPI([leaked: .init(id: 1, isPrimary: true)], resetForm: form)
    let (status, verdicts) = run(api, [leaked])
    #expect(status == 0)
    #expect(verdicts == [.dead])
    #expect(api.keys.keys.first == kept)
    #expect(try left() == ["new"])
    let attributes = try FileManager.default.attributesOfItem(atPath: file)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    #expect(api.changes.filter { $0.hasPrefix("PUT") }.count == 1)
  }

  @Test func `the primary key is reset beside others once its id is proven`() {
    let other = NewValue.make()
    let api = MadeUpAPI([leaked: .init(id: 1, isPrimary: true), other: .init(id: 2)])
    #expect(run(api, [leaked]).status == 0)
    #expect(api.keys.values.map(\.id).sorted() == [1, 2])
    #expect(api.keys[leaked] == nil && api.keys[other] != nil)
  }

  @Test func `a key is not reset where the account tells the primary key's id for it`() throws {
    let primary = NewValue.make()
    let api = MadeUpAPI(
      [primary: .init(id: 1, isPrimary: true), leaked: .init(id: 2)], tellsPrimaryID: true)
    #expect(run(api, [leaked]).status == 1)
    #expect(api.keys.values.map(\.id).sorted() == [1, 2])
    #expect(api.keys[primary] != nil)
    #expect(try left() == [])
  }

  @Test func `a key that somebody made is deleted, and nothing else`() throws {
    let primary = NewValue.make()
    let api = MadeUpAPI([primary: .init(id: 1, isPrimary: true), leaked: .init(id: 2)])
    #expect(run(api, [leaked]).status == 0)
    #expect(api.keys.values.map(\.id) == [1])
    #expect(api.changes == ["DELETE /api/v0/auth/apikeys/2/"])
    #expect(try left() == [])
  }

  @Test func `two keys of one account are closed, each in its way`() {
    let primary = NewValue.make()
    let api = MadeUpAPI([primary: .init(id: 1, isPrimary: true), leaked: .init(id: 2)])
    let (status, verdicts) = run(api, [primary, leaked])
    #expect(status == 0)
    #expect(verdicts == [.dead, .dead])
    #expect(api.keys.count == 1 && api.keys[kept ?? ""]?.id == 1)
  }

  @Test func `new values of two accounts go to two files`() throws {
    let second = NewValue.make()
    let api = MadeUpAPI([
      leaked: .init(id: 1, isPrimary: true), second: .init(id: 9, user: 6, isPrimary: true),
    ])
    #expect(run(api, [leaked, second]).status == 0)
    #expect(try left() == ["new", "new.2"])
    #expect(api.keys[kept ?? ""] != nil)
    #expect(api.keys[try String(contentsOfFile: file + ".2", encoding: .utf8)] != nil)
  }

  @Test func `a dry run changes nothing and leaves nothing`() throws {
    let api = MadeUpAPI([leaked: .init(id: 1, isPrimary: true)])
    #expect(run(api, [leaked]) { $0.options.isDryRun = true }.status == 1)
    #expect(api.changes == [])
    #expect(try left() == [])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.home) == [])
  }

  @Test func `a key in no git history is left alone`() {
    let api = MadeUpAPI([leaked: .init(id: 1, isPrimary: true)])
    #expect(run(api, [leaked]) { $0.keys[0].isInHistory = false }.status == 1)
    #expect(api.changes == [])
  }

  @Test func `a file that is there is kept, and the key not touched`() throws {
    try "mine".write(toFile: file, atomically: false, encoding: .utf8)
    let api = MadeUpAPI([leaked: .init(id: 1, isPrimary: true)])
    #expect(run(api, [leaked]).status == 2)
    #expect(api.changes == [])
    #expect(kept == "mine")
    #expect(run(api, [leaked]) { $0.options.replacesFile = true }.status == 0)
    #expect(api.keys[kept ?? ""] != nil)
  }

  @Test func `a lost answer is asked about, and the reset not sent again`() throws {
    for (fault, isDead) in [(MadeUpAPI.Fault.lostBefore, false), (.lostAfter, true)] {
      let api = MadeUpAPI([leaked: .init(id: 1, isPrimary: true)])
      api.fail("reset_apikey", fault)
      let (status, verdicts) = run(api, [leaked])
      #expect(status == 1)
      #expect(verdicts == [isDead ? .dead : .live])
      #expect(api.changes.filter { $0.hasPrefix("PUT") }.count == 1)
      #expect(try left() == [])
    }
  }

  @Test func `a value in an answer that was cut behind it is not lost`() {
    let api = MadeUpAPI([leaked: .init(id: 1, isPrimary: true)])
    api.fail("reset_apikey", .cutAfter)
    #expect(run(api, [leaked]).status == 1)
    #expect(api.keys[kept ?? ""] != nil)
  }

  @Test func `a failed gateway is no proof of anything`() {
    let api = MadeUpAPI([leaked: .init(id: 1, isPrimary: true)])
    api.fail("reset_apikey", .failedAfter)
    #expect(run(api, [leaked]).status == 1)
    #expect(api.changes.filter { $0.hasPrefix("PUT") }.count == 1)
  }

  @Test func `a refused change leaves a live key`() {
    let api = MadeUpAPI([leaked: .init(id: 1, isPrimary: true)])
    api.fail("reset_apikey", .refused)
    #expect(run(api, [leaked]).status == 1)
    #expect(api.keys[leaked] != nil)
  }

  @Test func `a deletion whose answer got lost is proven by asking`() {
    let scoped = #"{"api":{"user_read":{},"user_write":{}}}"#
    for (fault, status) in [(MadeUpAPI.Fault.lostBefore, 1), (.lostAfter, 0)] {
      let api = MadeUpAPI([leaked: .init(id: 2, rights: scoped)])
      api.fail("apikeys/2", fault)
      #expect(run(api, [leaked]).status == Int32(status))
    }
  }

  @Test func `a limited key is replaced before it is deleted`() {
    let scoped = #"{"api":{"user_read":{},"user_write":{}}}"#
    let api = MadeUpAPI([leaked: .init(id: 2, rights: scoped)])
    #expect(run(api, [leaked]) { $0.options.replacesScoped = true }.status == 0)
    #expect(api.keys[kept ?? ""]?.rights == scoped)
    #expect(api.keys.count == 1)
    #expect(api.changes.map { $0.prefix(4) } == ["POST", "DELE"])
  }

  @Test func `a command gets the value, and one that fails is told of`() throws {
    let other = folder.path + "/taken"
    for (command, status) in [("cat > '\(other)'", 0), ("cat > '\(other)'; exit 3", 1)] {
      let value = NewValue.make()
      let api = MadeUpAPI([value: .init(id: 1, isPrimary: true)])
      let result = run(api, [value]) { request in
        request.options.newKeyFile = status == 0 ? nil : file
        request.options.newKeyCommand = command
      }
      #expect(result.status == Int32(status))
      #expect(api.keys[try String(contentsOfFile: other, encoding: .utf8)] != nil)
    }
    #expect(kept != nil)
  }

  @Test(arguments: ["no-such-program-anywhere x", "cat > (", " "])
  func `a command that can't be started stops it beforehand`(command: String) {
    let api = MadeUpAPI([leaked: .init(id: 1, isPrimary: true)])
    #expect(run(api, [leaked]) { $0.options.newKeyCommand = command }.status == 2)
    #expect(api.changes == [])
  }

  @Test func `a new value is written back to the client's files only where the old one stood`()
    throws
  {
    let client = folder.home + "/.vast_api_key"
    let environment = folder.path + "/.env"
    try "\(leaked)\n".write(toFile: client, atomically: false, encoding: .utf8)
    try "A=1\nVAST_API_KEY=\(leaked)\n".write(
      toFile: environment, atomically: false, encoding: .utf8)
    let api = MadeUpAPI([leaked: .init(id: 1, isPrimary: true)])
    let result = run(api, [leaked]) { request in
      request.options.writesBack = true
      request.keys[0].environmentFiles = [environment, folder.path + "/.env.gone"]
    }
    #expect(result.status == 0)
    let value = try #require(kept)
    #expect(try String(contentsOfFile: client, encoding: .utf8) == "\(value)\n")
    #expect(
      try String(contentsOfFile: environment, encoding: .utf8) == "A=1\nVAST_API_KEY=\(value)\n")
    #expect(try left() == [".env", "new"])
  }

  @Test func `an account's other key can do the work, another account's can't`() throws {
    let helper = NewValue.make()
    let path = folder.home + "/helper"
    try helper.write(toFile: path, atomically: false, encoding: .utf8)
    let reader = #"{"api":{"user_read":{}}}"#
    for (user, status) in [(5, 0), (6, 1)] {
      let api = MadeUpAPI([
        leaked: .init(id: 2, rights: reader), helper: .init(id: 3, user: user),
      ])
      #expect(run(api, [leaked]) { $0.options.helperKeyFile = path }.status == Int32(status))
      #expect(api.keys[helper] != nil)
    }
  }

  @Test func `the journal holds no value, and tells what was not proven`() throws {
    let api = MadeUpAPI([leaked: .init(id: 1, isPrimary: true)])
    api.fail("reset_apikey", .lostAfter)
    _ = run(api, [leaked])
    let path = folder.home + "/.local/state/vastguard/keys.jsonl"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(!text.contains(leaked))
    #expect(text.contains("\"reset\""))
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    #expect(Journal.unfinished(environment: ["HOME": folder.home]).isEmpty)
  }
}
