import TestSupport
import Testing
import VastServer

/// What follows a reset: the new value in the user's own places, and what an attacker left behind.
@Suite struct AfterwardsTests {
  private func sceneWithClient() throws -> Scene {
    let scene = try Scene()
    let home = scene.repository.home
    try scene.repository.write(home + "/.config/vastai/vast_api_key", scene.primary)
    try scene.repository.write(home + "/.vast_api_key", scene.primary + "\n")
    try scene.repository.write(".gitignore", ".env\n")
    try scene.repository.write(".env", "A=1\nVAST_API_KEY=\(scene.primary)\nB=2\n")
    try scene.repository.write("tracked.sh", "export VAST_API_KEY=\(scene.primary)\n")
    try scene.leak(scene.primary)
    return scene
  }

  @Test func `puts the new value where the client reads it, if it is told to`() throws {
    let scene = try sceneWithClient()
    let home = scene.repository.home
    let outcome = try scene.run(
      "reset", "--yes", "--write-back", "--new-key-file", "new.key",
      places: ["new.key", ".env", "~/.config/vastai/vast_api_key", "~/.vast_api_key"])
    #expect(outcome.status == 0, "\(outcome.said)")
    let value = try #require(scene.server.minted.first)
    #expect(try scene.repository.text(home + "/.config/vastai/vast_api_key") == value)
    #expect(try scene.repository.text(".env") == "A=1\nVAST_API_KEY=\(value)\nB=2\n")
    let legacy = try scene.repository.text(home + "/.vast_api_key")
    #expect(legacy == value + "\n" || legacy == value)
    #expect(try scene.repository.mode(home + "/.config/vastai/vast_api_key") & 0o077 == 0)
    // What git would commit is never given a key.
    #expect(try !scene.repository.text("tracked.sh").contains(value))
    #expect(try !scene.repository.text("settings-0.sh").contains(value))
  }

  @Test func `leaves the client's files alone, if it is not told to`() throws {
    let scene = try sceneWithClient()
    let outcome = try scene.run("reset", "--yes", "--new-key-file", "new.key")
    #expect(outcome.status == 0, "\(outcome.said)")
    #expect(
      try scene.repository.text(scene.repository.home + "/.config/vastai/vast_api_key")
        == scene.primary)
    #expect(try scene.repository.text(".env").contains(scene.primary))
  }

  @Test func `replaces no other key in the client's files`() throws {
    let scene = try Scene.withLeakedPrimary()
    let other = scene.server.addKey(.primary, to: scene.server.addAccount())
    let file = scene.repository.home + "/.config/vastai/vast_api_key"
    try scene.repository.write(file, other)
    _ = try scene.run("reset", "--yes", "--write-back", "--new-key-file", "new.key")
    #expect(try scene.repository.text(file) == other)
  }

  @Test func `lists what came since the leak, if it is asked to`() throws {
    let scene = try Scene.withLeakedPrimary()
    let after = 1_900_000_000.0
    scene.server.addKey(.userCreated, to: scene.account, name: "backdoor", created: after)
    scene.server.addSSHKey("ssh-ed25519 AAAAC3 mallory", to: scene.account, created: after)
    let outcome = try scene.run("reset", "--yes", "--review", "--new-key-file", "new.key")
    #expect(outcome.status == 0, "\(outcome.said)")
    #expect(outcome.said.contains("backdoor"))
    #expect(outcome.said.contains("mallory") || outcome.said.contains("SSH"))
  }

  @Test(arguments: [Route.listKeys, .listSSHKeys, .auditLog, .listSessions, .listInstances])
  func `what could not be listed is said, and spoils nothing`(route: Route) throws {
    let scene = try Scene.withLeakedPrimary()
    let pause = scene.server.pause(.resetKey, acted: true)
    let program = try scene.start(
      "reset", "--yes", "--review", "--new-key-file", "new.key", streams: .pipes(input: ""))
    #expect(pause.wait(), "\(program.said)")
    scene.server.fail(route, .answer(.html(500, "Error"), acted: false))
    pause.release()
    #expect(program.wait() == 0, "\(program.said)")
    try scene.expectNewKey()
  }
}
