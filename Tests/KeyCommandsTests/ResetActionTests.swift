import TestSupport
import Testing
import VastServer

/// What `reset` does to which key, in which order, and how it proves it.
@Suite struct ResetActionTests {
  @Test(arguments: [false, true])
  func `resets a primary key once, and keeps the new value`(older: Bool) throws {
    let scene = try Scene.withLeakedPrimary { $0.answersWithSent = older }
    let outcome = try scene.run("reset", "--yes", "--new-key-file", "new.key")
    #expect(outcome.status == 0, "\(outcome.said)")
    #expect(scene.server.requests(.resetKey).map { $0.json ?? .null } == [["client_id": "me"]])
    #expect(!scene.server.isAlive(scene.primary))
    try scene.expectNewKey()
    // It was proven by asking again, with the old value.
    let last = scene.server.requests.lastIndex { $0.route == .resetKey } ?? 0
    #expect(
      scene.server.requests[last...].contains {
        $0.route == .whoAmI && $0.bearer == scene.primary
      })
  }

  @Test func `deletes a key that its user made, by its number`() throws {
    let scene = try Scene()
    let key = scene.userKey()
    let id = try #require(scene.server.id(of: key))
    try scene.leak(key)
    let outcome = try scene.run("reset", "--yes", "--new-key-file", "new.key")
    #expect(outcome.status == 0, "\(outcome.said)")
    #expect(!scene.server.isAlive(key))
    #expect(scene.server.isAlive(scene.primary))
    #expect(scene.server.requests(.deleteKey).map(\.path) == ["/api/v0/auth/apikeys/\(id)/"])
    #expect(scene.server.requests(.resetKey).isEmpty)
    // There is no new value, and so nothing at its place.
    #expect(!scene.repository.exists("new.key"))
  }

  @Test func `a key that its user made needs no place for a new one`() throws {
    let scene = try Scene()
    let key = scene.userKey()
    try scene.leak(key)
    #expect(try scene.run("reset", "--yes").status == 0)
    #expect(!scene.server.isAlive(key))
  }

  @Test func `makes a key of the same scope first, where it is told to`() throws {
    let scene = try Scene()
    let scopes = ["instance_read", "user_read", "user_write"]
    let key = scene.userKey(scopes)
    try scene.leak(key)
    let outcome = try scene.run(
      "reset", "--yes", "--replace-scoped", "--new-key-file", "new.key")
    #expect(outcome.status == 0, "\(outcome.said)")
    #expect(scene.server.changes.map(\.route) == [.createKey, .deleteKey])
    #expect(
      scene.server.requests(.createKey).first?.json?["permissions"]["api"].names == scopes)
    #expect(!scene.server.isAlive(key))
    try scene.expectNewKey()
  }

  static let failures: [Case<Fault>] = [
    Case("refused", .answer(.refusal(400, "Failed to create API key."), acted: false)),
    Case("dropped", .dropped(acted: false)), Case("lost", .dropped(acted: true)),
    Case("500", .answer(.html(500, "Error"), acted: false)), Case("cut", .cut),
    Case("without a key", .answer(.json(["success": true, "id": 5]), acted: false)),
  ]

  @Test(arguments: failures)
  func `deletes nothing where the replacement could not be had`(fault: Case<Fault>) throws {
    let scene = try Scene()
    let key = scene.userKey(["user_read", "user_write"])
    try scene.leak(key)
    scene.server.fail(.createKey, fault.what)
    let outcome = try scene.run(
      "reset", "--yes", "--replace-scoped", "--new-key-file", "new.key")
    #expect([1, 3].contains(outcome.status), "\(outcome.said)")
    #expect(scene.server.isAlive(key))
    #expect(scene.server.requests(.createKey).count == 1)
    #expect(scene.server.requests(.deleteKey).isEmpty)
  }

  @Test func `ends a session`() throws {
    let scene = try Scene()
    let session = scene.server.addKey(.session, to: scene.account)
    let id = try #require(scene.server.id(of: session))
    try scene.leak(session)
    let outcome = try scene.run("reset", "--yes", "--new-key-file", "new.key")
    #expect(outcome.status == 0, "\(outcome.said)")
    #expect(!scene.server.isAlive(session))
    #expect(scene.server.requests(.endSession).map { $0.json?["key_id"].integer } == [id])
    #expect(scene.server.requests(.resetKey).isEmpty)
    #expect(scene.server.isAlive(scene.primary))
  }

  static let helpless: [Case<@Sendable (VastServer) -> String>] = [
    Case("an instance's key", { $0.addKey(.instance(7), to: $0.addAccount()) }),
    Case(
      "a subaccount's key",
      { $0.addKey(.derived, to: $0.addAccount(parent: $0.addAccount())) }),
    Case(
      "a key without the permission",
      { $0.addKey(.userCreated, to: $0.addAccount(), scopes: ["user_read"]) }),
    Case(
      "a key that may not read its user",
      { $0.addKey(.userCreated, to: $0.addAccount(), scopes: ["instance_read"]) }),
    Case(
      "a key that may write and not read",
      { $0.addKey(.userCreated, to: $0.addAccount(), scopes: ["user_write", "instance_read"]) }),
    Case(
      "a key stopped by a second factor",
      { $0.addKey(.primary, to: $0.addAccount(twoFactors: true)) }),
  ]

  @Test(arguments: helpless)
  func `tells what to do about a key that it can't end`(
    what: Case<@Sendable (VastServer) -> String>
  ) throws {
    let scene = try Scene()
    let key = what.what(scene.server)
    try scene.leak(key)
    let outcome = try scene.run("reset", "--yes", "--new-key-file", "new.key")
    #expect(outcome.status == 1, "\(outcome.said)")
    #expect(scene.server.requests(.resetKey).isEmpty, "a reset may end another key")
    #expect(scene.server.isAlive(key))
    #expect(scene.server.isAlive(scene.primary))
    #expect(scene.server.minted.isEmpty)
    #expect(!scene.repository.exists("new.key"))
    #expect(outcome.said.contains("vast.ai"))
  }

  @Test func `never resets where the number may be another key's`() throws {
    let scene = try Scene { $0.namesPrimaryKey = true }
    let key = scene.userKey()
    let bystander = scene.userKey()
    try scene.leak(key)
    let outcome = try scene.run("reset", "--yes", "--new-key-file", "new.key")
    #expect(scene.server.isAlive(scene.primary), "\(outcome.said)")
    #expect(scene.server.isAlive(bystander))
    #expect(outcome.status == (scene.server.isAlive(key) ? 1 : 0))
  }

  @Test func `contains two keys of one account`() throws {
    let scene = try Scene()
    let key = scene.userKey()
    try scene.leak(scene.primary, key)
    let outcome = try scene.run("reset", "--yes", "--new-key-file", "new.key")
    #expect(outcome.status == 0, "\(outcome.said)")
    #expect(!scene.server.isAlive(key))
    #expect(!scene.server.isAlive(scene.primary))
    #expect(scene.server.requests(.resetKey).count == 1)
    try scene.expectNewKey()
  }

  @Test func `two new values get two files, and none is lost`() throws {
    let scene = try Scene()
    let other = scene.server.addKey(.primary, to: scene.server.addAccount())
    try scene.leak(scene.primary, other)
    let outcome = try scene.run(
      "reset", "--yes", "--new-key-file", "new.key", places: ["new.key", "new.key.2"])
    #expect(outcome.status == 0, "\(outcome.said)")
    try scene.expectNewKey()
    try scene.expectNewKey(in: "new.key.2")
    #expect(
      Set([try scene.repository.text("new.key"), try scene.repository.text("new.key.2")])
        == Set(scene.server.minted))
  }

  @Test func `resets once for a key that stands in fifty places`() throws {
    let scene = try Scene()
    for number in 0..<50 {
      try scene.repository.write("\(number)/job.sh", "export VAST_API_KEY=\(scene.primary)\n")
    }
    try scene.repository.commit("Adds jobs")
    #expect(try scene.run("reset", "--yes", "--new-key-file", "new.key").status == 0)
    #expect(scene.server.requests(.resetKey).count == 1)
    try scene.expectNewKey()
  }

  @Test func `a key that dies between the plan and the consent is no failure`() throws {
    let scene = try Scene.withLeakedPrimary()
    let program = try scene.start("reset", "--new-key-file", "new.key")
    #expect(program.waits(toSay: "?"), "\(program.said)")
    scene.server.kill(scene.primary)
    program.type("yes\n")
    #expect(program.wait() == 0, "\(program.said)")
    #expect(scene.server.minted.isEmpty)
    #expect(!scene.repository.exists("new.key"))
  }

  @Test func `a key made by its user that dies before it is deleted is no failure`() throws {
    let scene = try Scene()
    let key = scene.userKey()
    try scene.leak(key)
    let pause = scene.server.pause(.deleteKey)
    let program = try scene.start("reset", "--yes", streams: .pipes(input: ""))
    #expect(pause.wait(), "\(program.said)")
    scene.server.kill(key)
    pause.release()
    #expect(program.wait() == 0, "\(program.said)")
  }

  // MARK: - With another key of the account

  @Test func `lets a key of the same account delete one that can't delete itself`() throws {
    let scene = try Scene()
    let key = scene.userKey(["user_read"])
    try scene.leak(key)
    try scene.repository.write(scene.repository.home + "/admin", scene.primary)
    let outcome = try scene.run(
      "reset", "--yes", "--with-key-file", scene.repository.home + "/admin")
    #expect(outcome.status == 0, "\(outcome.said)")
    #expect(!scene.server.isAlive(key))
    #expect(scene.server.isAlive(scene.primary))
    #expect(scene.server.requests(.deleteKey).map(\.bearer) == [scene.primary])
  }

  @Test(arguments: ["another account's", "dead", "no key at all", "missing"])
  func `does nothing with a key that proves nothing`(admin: String) throws {
    let scene = try Scene()
    let key = scene.userKey(["user_read"])
    try scene.leak(key)
    let stranger = scene.server.addKey(.primary, to: scene.server.addAccount())
    let text = ["another account's": stranger, "dead": MadeUp.key(), "no key at all": "hello\n"]
    if let text = text[admin] { try scene.repository.write(scene.repository.home + "/admin", text) }
    let outcome = try scene.run(
      "reset", "--yes", "--with-key-file", scene.repository.home + "/admin")
    #expect([1, 2].contains(outcome.status), "\(outcome.said)")
    #expect(scene.server.isAlive(key) && scene.server.isAlive(stranger))
    scene.expectUntouched()
  }

  @Test func `does not end the key that it was given to act with`() throws {
    let scene = try Scene()
    let key = scene.userKey()
    try scene.leak(key)
    try scene.repository.write(scene.repository.home + "/admin", scene.primary)
    let outcome = try scene.run(
      "reset", "--yes", "--with-key-file", scene.repository.home + "/admin", "--new-key-file",
      "new.key")
    #expect(outcome.status == 0, "\(outcome.said)")
    #expect(scene.server.isAlive(scene.primary))
    #expect(!scene.server.isAlive(key))
    #expect(scene.server.requests(.resetKey).isEmpty)
  }

  @Test func `a key that may not read its user is not deleted by a guess`() throws {
    let scene = try Scene()
    let key = scene.userKey(["instance_read"])
    let twin = scene.userKey(["instance_read"])
    try scene.leak(key)
    try scene.repository.write(scene.repository.home + "/admin", scene.primary)
    let outcome = try scene.run(
      "reset", "--yes", "--with-key-file", scene.repository.home + "/admin")
    #expect(scene.server.isAlive(twin), "\(outcome.said)")
    #expect(scene.server.isAlive(scene.primary))
    #expect(outcome.status == (scene.server.isAlive(key) ? 1 : 0))
  }
}
