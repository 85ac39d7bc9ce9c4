import Foundation
import TestSupport
import Testing
import VastServer

/// The client that Vast.ai publishes takes the tests' server for Vast.ai.
///
/// It is looked for where `VASTAI_CLIENT` says; `.ci/run` installs it.
@Suite(
  .enabled(if: OfficialClient.path != nil, "VASTAI_CLIENT does not name a vastai program"),
  .serialized)
struct OfficialClientTests {
  let folder: TemporaryFolder
  let server: VastServer
  let account: Int
  let primary: String

  init() throws {
    folder = try TemporaryFolder()
    server = try VastServer()
    account = server.addAccount()
    primary = server.addKey(.primary, to: account)
    try client("set", "api-key", primary)
  }

  @discardableResult
  private func client(_ arguments: String...) throws -> ChildProcess.Outcome {
    let path = try #require(OfficialClient.path)
    let more = [
      "VAST_URL": server.url, "VASTAI_NO_UPDATE_CHECK": "1",
      "XDG_STATE_HOME": folder.home + "/.local/state",
      "XDG_DATA_HOME": folder.home + "/.local/share",
    ]
    return try ChildProcess(
      [path] + arguments, in: folder.path, environment: folder.environment.merging(more) { $1 }
    ).run()
  }

  @Test func `set api-key keeps the key, and show user shows its owner`() throws {
    #expect(try folder.text(folder.home + "/.config/vastai/vast_api_key") == primary)
    let outcome = try client("show", "user", "--raw")
    #expect(outcome.status == 0, "\(outcome.stderr)")
    #expect(JSON(outcome.output)?["id"].integer == account)
    #expect(JSON(outcome.output)?["email"].string == server.email(of: account))
    let request = try #require(server.requests(.whoAmI).last)
    #expect(request.bearer == primary)
    #expect(request.headers["user-agent"]?.hasPrefix("vastai") == true)
  }

  @Test func `show api-keys lists them without values`() throws {
    server.addKey(.userCreated, to: account, scopes: ["instance_read"], name: "reader")
    let rows = JSON(try client("show", "api-keys", "--raw").output)?["apikeys"].items ?? []
    #expect(rows.map { $0["name"] } == ["", "reader"])
    #expect(rows.allSatisfy { $0["key"] == .null })
  }

  @Test func `create and delete api-key work on one and the same key`() throws {
    try folder.write("permissions.json", #"{"api": {"instance_read": {}}}"#)
    let made = try client(
      "create", "api-key", "--name", "ci", "--permission_file", "permissions.json")
    let value = try #require(server.minted.first, "\(made.stderr)")
    #expect(made.stdout.contains(value))
    let id = try #require(server.id(of: value))
    #expect(try client("delete", "api-key", "\(id)").stdout == "Successfully Deleted API Key\n")
    #expect(!server.isAlive(value))
    let refused = try client("delete", "api-key", "\(server.id(of: primary) ?? 0)")
    #expect(refused.stderr.contains("400: You cannot delete your primary key."))
  }

  @Test func `reset api-key shows the new value, and the old one is dead`() throws {
    let outcome = try client("reset", "api-key")
    let value = try #require(server.minted.first)
    #expect(outcome.stdout == "New api-key: \(value)\n")
    #expect(!server.isAlive(primary))
    #expect(try client("show", "user").stderr.contains("404: Invalid user key"))
    try client("set", "api-key", value)
    #expect(JSON(try client("show", "user", "--raw").output)?["id"].integer == account)
    #expect(server.requests(.resetKey).map { $0.json ?? .null } == [["client_id": "me"]])
  }

  @Test func `an account with two factors is told so`() throws {
    let gated = server.addKey(.primary, to: server.addAccount(twoFactors: true))
    let outcome = try client("--api-key", gated, "show", "user")
    #expect(outcome.stderr.contains("vastai tfa login"))
  }

  @Test func `show ssh-keys and audit-logs are understood`() throws {
    server.addSSHKey("ssh-ed25519 AAAA someone", to: account, created: 1_700_000_000)
    #expect(JSON(try client("show", "ssh-keys", "--raw").output)?.items.count == 1)
    #expect(JSON(try client("show", "audit-logs", "--raw").output)?.items == [])
  }
}

enum OfficialClient {
  /// The program, where there is one.
  static var path: String? {
    guard let path = ProcessInfo.processInfo.environment["VASTAI_CLIENT"], !path.isEmpty,
      FileManager.default.isExecutableFile(atPath: path)
    else { return nil }
    return path
  }
}
