import Glibc
import TestSupport
import Testing
import VastServer

/// `reset` touches nothing without being told to, and only what it was told of.
@Suite struct ResetConsentTests {
  @Test func `a dry run prints the plan and leaves nothing behind`() throws {
    let scene = try Scene.withLeakedPrimary()
    func files() throws -> [String] {
      try scene.repository.shell("find . '\(scene.repository.home)' -not -path '*/.cache*' | sort")
        .stdout.split(separator: "\n").map(String.init)
    }
    let before = try files()
    let outcome = try scene.run("reset", "--dry-run", "--yes", "--new-key-file", "new.key")
    #expect(outcome.status == 1, "\(outcome.said)")
    #expect(outcome.stdout.contains(redacted(scene.primary)))
    #expect(outcome.stdout.contains("settings-0.sh"))
    scene.expectUntouched()
    #expect(try files() == before)
  }

  @Test func `a dry run tells that a place can't serve`() throws {
    let scene = try Scene.withLeakedPrimary()
    try scene.repository.makeFolder("new.key")
    let outcome = try scene.run("reset", "--dry-run", "--new-key-file", "new.key")
    #expect(outcome.status == 2, "\(outcome.said)")
    scene.expectUntouched()
  }

  @Test(arguments: ["", "y\n", "yes\n", "YES\nyes\ny\n", "\n\n\n"])
  func `takes no consent from a pipe`(input: String) throws {
    let scene = try Scene.withLeakedPrimary()
    let outcome = try scene.run("reset", "--new-key-file", "new.key", input: input)
    #expect([1, 2].contains(outcome.status), "\(outcome.said)")
    scene.expectUntouched()
    #expect(!scene.repository.exists("new.key"))
  }

  @Test func `takes no keys and no consent from the same pipe`() throws {
    let scene = try Scene.withLeakedPrimary()
    let outcome = try scene.run(
      "reset", "--any-leak", "--new-key-file", "new.key", "-", input: scene.primary + "\nyes\nyes\n"
    )
    #expect([1, 2].contains(outcome.status), "\(outcome.said)")
    scene.expectUntouched()
  }

  @Test func `asks at a terminal, and acts on yes`() throws {
    let scene = try Scene.withLeakedPrimary()
    let program = try scene.start("reset", "--new-key-file", "new.key")
    #expect(program.waits(toSay: "?"), "\(program.said)")
    scene.expectUntouched()
    #expect(program.said.contains(redacted(scene.primary)))
    program.type("yes\n")
    #expect(program.wait() == 0, "\(program.said)")
    #expect(!scene.server.isAlive(scene.primary))
    try scene.expectNewKey()
    scene.expectClean(program.said)
  }

  @Test(arguments: ["no\n", "n\n", "\n", "\u{4}", "yess\n\u{4}", "\u{1b}[A\n\u{4}"])
  func `does nothing on any other answer`(answer: String) throws {
    let scene = try Scene.withLeakedPrimary()
    let program = try scene.start("reset", "--new-key-file", "new.key")
    #expect(program.waits(toSay: "?"), "\(program.said)")
    program.type(answer)
    #expect(program.wait() == 1, "\(program.said)")
    scene.expectUntouched()
    #expect(!scene.repository.exists("new.key"))
  }

  @Test func `a terminal that goes away is no consent`() throws {
    let scene = try Scene.withLeakedPrimary()
    let program = try scene.start("reset", "--new-key-file", "new.key")
    #expect(program.waits(toSay: "?"), "\(program.said)")
    program.signalGroup(SIGHUP)
    #expect(program.wait() ?? 0 != 0)
    scene.expectUntouched()
    #expect(!program.leftSomethingRunning)
  }

  @Test func `leaves a key alone that is in the work tree only`() throws {
    let scene = try Scene()
    try scene.repository.write("settings.sh", "export VAST_API_KEY=\(scene.primary)\n")
    let outcome = try scene.run("reset", "--yes", "--new-key-file", "new.key")
    #expect(outcome.status == 1, "\(outcome.said)")
    scene.expectUntouched()
    #expect(!scene.repository.exists("new.key"))
    #expect(
      try scene.run("reset", "--yes", "--any-leak", "--new-key-file", "new.key").status == 0)
    #expect(!scene.server.isAlive(scene.primary))
    try scene.expectNewKey()
  }

  @Test(arguments: [true, false])
  func `needs --any-leak for keys that are given`(asFile: Bool) throws {
    let scene = try Scene()
    try scene.repository.write(scene.repository.home + "/given", scene.primary)
    let source = asFile ? ["--key-file", scene.repository.home + "/given"] : ["-"]
    func reset(_ more: String...) throws -> ChildProcess.Outcome {
      try Tool.run(
        ["reset", "--yes", "--new-key-file", "new.key"] + more + source, in: scene.repository,
        environment: scene.environment, standardInput: Array(scene.primary.utf8))
    }
    let refused = try reset()
    #expect(refused.status == 1, "\(refused.said)")
    scene.expectUntouched()
    #expect(!scene.repository.exists("new.key"))
    let outcome = try reset("--any-leak")
    #expect(outcome.status == 0, "\(outcome.said)")
    try scene.expectNewKey()
  }

  @Test func `touches a key of the history, and not one beside it in the work tree`() throws {
    let scene = try Scene()
    let (inHistory, atHand) = (scene.userKey(), scene.userKey())
    try scene.leak(inHistory)
    try scene.repository.write("local.sh", "export VAST_API_KEY=\(atHand)\n")
    let outcome = try scene.run("reset", "--yes", "--new-key-file", "new.key")
    #expect(!scene.server.isAlive(inHistory), "\(outcome.said)")
    #expect(scene.server.isAlive(atHand))
    #expect(outcome.status == 1)
  }

  @Test func `touches a key that was committed and removed again`() throws {
    let scene = try Scene()
    let key = scene.userKey()
    try scene.leak(key)
    try scene.repository.git("rm", "--quiet", "settings-0.sh")
    try scene.repository.commit("Removes settings")
    let outcome = try scene.run("reset", "--yes")
    #expect(outcome.status == 0, "\(outcome.said)")
    #expect(!scene.server.isAlive(key))
  }

  @Test func `does not reset a primary key without a place for the new one`() throws {
    let scene = try Scene.withLeakedPrimary()
    let outcome = try scene.run("reset", "--yes")
    #expect([1, 2].contains(outcome.status), "\(outcome.said)")
    #expect(scene.server.requests(.resetKey).isEmpty)
    #expect(scene.server.isAlive(scene.primary))
    #expect(outcome.said.contains("--new-key-file"))
  }

  @Test(arguments: ["dead", "unknown", "gated"])
  func `touches live keys only`(verdict: String) throws {
    let scene = try Scene()
    let key =
      verdict == "dead"
      ? MadeUp.key()
      : scene.server.addKey(.primary, to: scene.server.addAccount(twoFactors: verdict == "gated"))
    if verdict == "unknown" { scene.server.fail(.whoAmI, .noise) }
    try scene.leak(key)
    let outcome = try scene.run("reset", "--yes", "--new-key-file", "new.key")
    #expect(outcome.status == ["dead": 0, "unknown": 3, "gated": 1][verdict], "\(outcome.said)")
    scene.expectUntouched()
    #expect(!scene.repository.exists("new.key"))
  }

  @Test func `nothing leaked is nothing to do`() throws {
    let scene = try Scene()
    try scene.repository.commit("Starts")
    #expect(try scene.run("reset", "--yes", "--new-key-file", "new.key").status == 0)
    #expect(scene.server.requests.isEmpty)
    #expect(!scene.repository.exists("new.key"))
  }

  @Test func `variables of the environment do not consent`() throws {
    let scene = try Scene.withLeakedPrimary()
    let outcome = try scene.run(
      "reset", "--new-key-file", "new.key",
      environment: ["VASTGUARD_YES": "1", "VASTGUARD_ANY_LEAK": "1", "CI": "true"])
    #expect([1, 2].contains(outcome.status), "\(outcome.said)")
    scene.expectUntouched()
  }
}
