import Glibc
import TestSupport
import Testing
import VastServer

/// A number is acted on only where the account proves that it is the leaked key's.
@Suite struct KeyIdentityTests {
  /// A scene in which a user's key is leaked, and the server describes its user in some way.
  private func scene(
    _ describe: (Scene, String) -> JSON
  ) throws -> (scene: Scene, key: String, bystander: String) {
    let scene = try Scene()
    let (key, bystander) = (scene.userKey(), scene.userKey())
    try scene.leak(key)
    scene.server.fail(
      .whoAmI, .answer(.json(describe(scene, bystander)), acted: false), by: key)
    return (scene, key, bystander)
  }

  private func user(_ scene: Scene, _ members: [String: JSON]) -> JSON {
    .object(
      ["id": JSON(scene.account), "email": "a@example.invalid", "balance": 1, "rights": nil]
        .merging(members) { $1 })
  }

  static let numbers: [Case<JSON?>] = [
    Case("none", nil), Case("null", .null), Case("zero", 0), Case("negative", -1),
    Case("a fraction", 4713.5), Case("too large", 1e300), Case("text", "me"),
    Case("a path", "1/../../commands/reset_apikey"), Case("a query", "1/?all=true#"),
    Case("a list", [1, 2]), Case("true", true), Case("nobody's", 999_999_999),
  ]

  @Test(arguments: numbers)
  func `a number that is none ends no key`(number: Case<JSON?>) throws {
    let (scene, key, bystander) = try scene { scene, _ in
      user(scene, number.what.map { ["key_id": $0] } ?? [:])
    }
    let outcome = try scene.run("reset", "--yes", "--new-key-file", "new.key")
    #expect([1, 3].contains(outcome.status), "\(outcome.said)")
    #expect(scene.server.isAlive(key) && scene.server.isAlive(bystander))
    #expect(scene.server.isAlive(scene.primary))
    #expect(scene.server.requests(.resetKey).isEmpty)
    // Asking to delete or end what does not exist does no harm, nor does a key that was made for a
    // proof and is gone; a path of the server's making would.
    let routes = Set(scene.server.changes.map(\.route))
    #expect(routes.isSubset(of: [.createKey, .deleteKey, .endSession]))
    #expect(scene.server.changes.allSatisfy { $0.query.isEmpty })
    #expect(scene.server.keys(of: scene.account).count == 3)
    #expect(!scene.repository.exists("new.key"))
  }

  @Test func `a number of another account's key ends nothing`() throws {
    let stranger = try Scene()
    let (scene, key, _) = try scene { scene, _ in
      let other = scene.server.addKey(.userCreated, to: scene.server.addAccount())
      return user(scene, ["key_id": JSON(scene.server.id(of: other) ?? 0)])
    }
    let outcome = try scene.run("reset", "--yes", "--new-key-file", "new.key")
    #expect(outcome.status == 1, "\(outcome.said)")
    #expect(scene.server.isAlive(key) && stranger.server.isAlive(stranger.primary))
    #expect(scene.server.requests(.resetKey).isEmpty)
  }

  @Test(arguments: [true, false])
  func `no key is left that was made on the way`(isPrimary: Bool) throws {
    let scene = try Scene()
    let key = scene.userKey()
    try scene.leak(isPrimary ? scene.primary : key)
    let outcome = try scene.run("reset", "--yes", "--new-key-file", "new.key")
    #expect(outcome.status == 0, "\(outcome.said)")
    let left = scene.server.keys(of: scene.account).map(\.value)
    #expect(
      left == (isPrimary ? [try scene.repository.text("new.key"), key] : [scene.primary]))
  }

  @Test func `a key that was made on the way is gone or named after an interrupt`() throws {
    let scene = try Scene()
    let key = scene.userKey()
    try scene.leak(key)
    let pause = scene.server.pause(.createKey, acted: true)
    let program = try scene.start("reset", "--yes", streams: .pipes(input: ""))
    guard program.waits(20, until: { pause.wait(seconds: 0.01) }) else { return }
    program.signalGroup(SIGINT)
    usleep(50_000)
    pause.release()
    #expect(program.wait() == 130, "\(program.said)")
    #expect(scene.server.isAlive(key) && scene.server.isAlive(scene.primary))
    let extra = scene.server.keys(of: scene.account).filter {
      ![key, scene.primary].contains($0.value)
    }
    #expect(extra.allSatisfy { program.said.contains($0.name) }, "\(program.said)")
    scene.expectClean(program.said)
  }

  @Test func `puts the new value where the leaked one was read, if it is told to`() throws {
    let scene = try Scene()
    let file = scene.repository.home + "/.config/vastai/vast_api_key"
    try scene.repository.write(file, scene.primary)
    let outcome = try scene.run(
      "reset", "--yes", "--any-leak", "--key-file", file, "--replace", "--new-key-file", file)
    #expect(outcome.status == 0, "\(outcome.said)")
    try scene.expectNewKey(in: file)
    #expect(scene.server.requests(.resetKey).count == 1)
  }

  @Test func `keeps the old value in its file where the reset is refused`() throws {
    let scene = try Scene()
    let file = scene.repository.home + "/.config/vastai/vast_api_key"
    try scene.repository.write(file, scene.primary)
    scene.server.fail(.resetKey, .answer(.refusal(403, "Not authorized."), acted: false))
    let outcome = try scene.run(
      "reset", "--yes", "--any-leak", "--key-file", file, "--replace", "--new-key-file", file)
    #expect([1, 3].contains(outcome.status), "\(outcome.said)")
    #expect(try scene.repository.text(file) == scene.primary)
  }
}
