import Glibc
import TestSupport
import Testing
import VastServer

/// A command that takes the new value on its standard input.
@Suite struct NewKeyCommandTests {
  @Test func `gets the 64 characters and nothing else`() throws {
    let scene = try Scene.withLeakedPrimary()
    let outcome = try scene.run(
      "reset", "--yes", "--new-key-command", try scene.command("umask 077; cat >got"),
      places: ["got"])
    #expect(outcome.status == 0, "\(outcome.said)")
    try scene.expectNewKey(in: "got")
    #expect(scene.server.requests(.resetKey).count == 1)
  }

  @Test func `goes together with a file`() throws {
    let scene = try Scene.withLeakedPrimary()
    let outcome = try scene.run(
      "reset", "--yes", "--new-key-file", "new.key", "--new-key-command",
      try scene.command("umask 077; cat >got"), places: ["new.key", "got"])
    #expect(outcome.status == 0, "\(outcome.said)")
    try scene.expectNewKey()
    #expect(try scene.repository.text("got") == scene.repository.text("new.key"))
  }

  @Test func `sees no key in its arguments or variables, and tells none to the user`() throws {
    let scene = try Scene.withLeakedPrimary()
    let outcome = try scene.run(
      "reset", "--yes", "--new-key-command",
      try scene.command(
        "env >variables; tr '\\0' ' ' </proc/$$/cmdline >arguments; tee got; cat got >&2"),
      places: ["got"])
    #expect(scene.repository.exists("variables"), "\(outcome.said)")
    #expect(try scene.repository.text("got") == scene.server.minted.first)
  }

  static let unfit: [Case<String>] = [
    Case("no program", "/no/such/program"), Case("no program by name", "vastguard-no-such-program"),
    Case("a folder", "/tmp"), Case("no words", ""), Case("spaces", "   "),
  ]

  @Test(arguments: unfit)
  func `that can't serve stops it before anything is touched`(command: Case<String>) throws {
    let scene = try Scene.withLeakedPrimary()
    let outcome = try scene.run("reset", "--yes", "--new-key-command", command.what)
    #expect([1, 2].contains(outcome.status), "\(outcome.said)")
    scene.expectUntouched()
  }

  static let failing = ["cat >&-; exit 3", "exit 1", "kill -9 $$", "exec <&-; exit 7"]

  @Test(arguments: failing)
  func `that fails is told, and the file has the value`(command: String) throws {
    let scene = try Scene.withLeakedPrimary()
    let outcome = try scene.run(
      "reset", "--yes", "--new-key-file", "new.key", "--new-key-command", try scene.command(command)
    )
    #expect(outcome.status == 1, "\(outcome.said)")
    if scene.server.isAlive(scene.primary) {
      #expect(scene.server.changes.isEmpty)
    } else {
      try scene.expectNewKey()
    }
  }

  @Test(arguments: failing)
  func `that fails alone leaves nothing unsaid`(command: String) throws {
    let scene = try Scene.withLeakedPrimary()
    let outcome = try scene.run("reset", "--yes", "--new-key-command", try scene.command(command))
    #expect([1, 2, 3].contains(outcome.status), "\(outcome.said)")
    if !scene.server.isAlive(scene.primary) {
      #expect(outcome.said.contains("manage-keys"), "\(outcome.said)")
    }
  }

  @Test func `that does not read its input is no crash`() throws {
    let scene = try Scene.withLeakedPrimary()
    let outcome = try scene.run(
      "reset", "--yes", "--new-key-file", "new.key", "--new-key-command",
      try scene.command("exec <&-; sleep 0.1"))
    #expect([0, 1].contains(outcome.status), "\(outcome.said)")
    try scene.expectNewKey()
  }

  @Test func `that says much does not hold it up`() throws {
    let scene = try Scene.withLeakedPrimary()
    let outcome = try scene.run(
      "reset", "--yes", "--new-key-command",
      try scene.command("head -c 3000000 /dev/zero; head -c 3000000 /dev/zero >&2; cat >got"),
      places: ["got"])
    #expect(outcome.status == 0)
    #expect(try scene.repository.text("got") == scene.server.minted.first)
  }

  @Test func `that hangs is ended with an interrupt, and nothing of it is left`() throws {
    let scene = try Scene.withLeakedPrimary()
    let program = try scene.start(
      "reset", "--yes", "--new-key-file", "new.key", "--new-key-command",
      try scene.command("cat >got; touch started; sleep 300"), streams: .pipes(input: ""))
    #expect(program.waits { scene.repository.exists("started") }, "\(program.said)")
    program.signalAlone(SIGINT)
    #expect(program.wait() == 130, "\(program.said)")
    #expect(!program.leftSomethingRunning)
    try scene.expectNewKey()
  }

  @Test func `is not run where nothing is to be kept`() throws {
    let scene = try Scene()
    let key = scene.userKey()
    try scene.leak(key)
    #expect(
      try scene.run("reset", "--yes", "--new-key-command", try scene.command("touch ran")).status
        == 0)
    #expect(!scene.repository.exists("ran"))
    let dry = try Scene.withLeakedPrimary()
    _ = try dry.run("reset", "--dry-run", "--new-key-command", try dry.command("touch ran"))
    #expect(!dry.repository.exists("ran"))
  }

  @Test func `gets each of two values`() throws {
    let scene = try Scene()
    let other = scene.server.addKey(.primary, to: scene.server.addAccount())
    try scene.leak(scene.primary, other)
    let outcome = try scene.run(
      "reset", "--yes", "--new-key-command", try scene.command("cat >>got; echo >>got"),
      places: ["got"])
    #expect(outcome.status == 0, "\(outcome.said)")
    let got = try scene.repository.text("got").split(separator: "\n").map(String.init)
    #expect(Set(got) == Set(scene.server.minted) && got.count == 2)
  }
}
