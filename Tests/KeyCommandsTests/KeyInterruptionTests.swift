import Glibc
import TestSupport
import Testing
import VastServer

/// An interrupted run begins no further change, leaves nothing running, and leaves a state that the
/// next run understands.
@Suite struct KeyInterruptionTests {
  static let signals: [(number: Int32, status: Int32)] = [(SIGINT, 130), (SIGTERM, 143)]

  @Test(arguments: signals, [true, false])
  func `ends a question that gets no answer`(
    signal: (number: Int32, status: Int32), toGroup: Bool
  ) throws {
    let scene = try Scene.withLeakedPrimary()
    let pause = scene.server.pause(.whoAmI)
    let program = try scene.start(
      "verify", streams: .pipes(input: ""), environment: ["VASTGUARD_CALL_TIMEOUT": "30000"])
    #expect(pause.wait(), "\(program.said)")
    if toGroup { program.signalGroup(signal.number) } else { program.signalAlone(signal.number) }
    #expect(program.wait() == signal.status, "\(program.said)")
    #expect(!program.leftSomethingRunning)
    pause.release()
    scene.expectClean(program.said)
  }

  @Test(arguments: signals)
  func `ends at the question whether to go on`(signal: (number: Int32, status: Int32)) throws {
    let scene = try Scene.withLeakedPrimary()
    let program = try scene.start("reset", "--new-key-file", "new.key")
    #expect(program.waits(toSay: "?"), "\(program.said)")
    program.signalGroup(signal.number)
    #expect(program.wait() == signal.status, "\(program.said)")
    #expect(!program.leftSomethingRunning)
    scene.expectUntouched()
    #expect(!scene.repository.exists("new.key"))
  }

  @Test func `ends with the key that a terminal has for it`() throws {
    let scene = try Scene.withLeakedPrimary()
    let program = try scene.start("reset", "--new-key-file", "new.key")
    #expect(program.waits(toSay: "?"), "\(program.said)")
    program.type("\u{3}")
    #expect(program.wait() == 130, "\(program.said)")
    scene.expectUntouched()
  }

  @Test(arguments: signals, [Route.whoAmI, .listKeys, .deleteKey])
  func `begins no reset after it`(
    signal: (number: Int32, status: Int32), route: Route
  ) throws {
    let scene = try Scene.withLeakedPrimary()
    let pause = scene.server.pause(route)
    let program = try scene.start(
      "reset", "--yes", "--new-key-file", "new.key", streams: .pipes(input: ""))
    // Not every way to a reset goes by every one of these.
    if program.waits(20, until: { pause.wait(seconds: 0.01) }) {
      program.signalGroup(signal.number)
      pause.release()
      #expect(program.wait() == signal.status, "\(program.said)")
      #expect(scene.server.requests(.resetKey).isEmpty)
      #expect(scene.server.isAlive(scene.primary))
      #expect(!scene.repository.exists("new.key"))
    }
    #expect(!program.leftSomethingRunning)
  }

  @Test(arguments: signals, [true, false])
  func `keeps the new value of a reset that was under way`(
    signal: (number: Int32, status: Int32), acted: Bool
  ) throws {
    let scene = try Scene.withLeakedPrimary()
    let pause = scene.server.pause(.resetKey, acted: acted)
    let program = try scene.start(
      "reset", "--yes", "--new-key-file", "new.key", streams: .pipes(input: ""))
    #expect(pause.wait(), "\(program.said)")
    program.signalGroup(signal.number)
    usleep(50_000)
    pause.release()
    #expect(program.wait() == signal.status, "\(program.said)")
    #expect(!program.leftSomethingRunning)
    #expect(scene.server.requests(.resetKey).count == 1)
    if !scene.server.isAlive(scene.primary) { try scene.expectNewKey() }
    scene.expectClean(program.said)
  }

  @Test func `two interrupts in a row lose no value either`() throws {
    let scene = try Scene.withLeakedPrimary()
    let pause = scene.server.pause(.resetKey, acted: true)
    let program = try scene.start(
      "reset", "--yes", "--new-key-file", "new.key", streams: .pipes(input: ""))
    #expect(pause.wait(), "\(program.said)")
    program.signalGroup(SIGINT)
    usleep(20_000)
    program.signalGroup(SIGINT)
    usleep(20_000)
    pause.release()
    #expect(program.wait() == 130, "\(program.said)")
    #expect(!program.leftSomethingRunning)
    #expect(
      scene.repository.exists("new.key") || program.said.contains("manage-keys"), "\(program.said)")
  }

  @Test(arguments: signals)
  func `begins nothing on the second of two keys`(
    signal: (number: Int32, status: Int32)
  ) throws {
    let scene = try Scene()
    let keys = [scene.userKey(), scene.userKey()]
    try scene.leak(keys[0], keys[1])
    let pause = scene.server.pause(.deleteKey)
    let program = try scene.start("reset", "--yes", streams: .pipes(input: ""))
    #expect(pause.wait(), "\(program.said)")
    program.signalGroup(signal.number)
    usleep(50_000)
    pause.release()
    #expect(program.wait() == signal.status, "\(program.said)")
    #expect(scene.server.requests(.deleteKey).count == 1)
    #expect(!program.leftSomethingRunning)
    // The next run does the rest, and only that.
    #expect(try scene.run("reset", "--yes").status == 0)
    #expect(keys.map(scene.server.isAlive) == [false, false])
    #expect(Set(scene.server.requests(.deleteKey).compactMap(\.bearer)).count == 2)
  }

  // MARK: - The next run

  @Test(arguments: [true, false])
  func `a run after a kill knows what it can know`(acted: Bool) throws {
    let scene = try Scene.withLeakedPrimary()
    let pause = scene.server.pause(.resetKey, acted: acted)
    if !acted { scene.server.fail(.resetKey, .dropped(acted: false), calls: 1...1) }
    let program = try scene.start(
      "reset", "--yes", "--new-key-file", "new.key", streams: .pipes(input: ""))
    #expect(pause.wait(), "\(program.said)")
    program.signalGroup(SIGKILL)
    #expect(program.wait() != nil)
    pause.release()
    let isDead = !scene.server.isAlive(scene.primary)
    let next = try scene.run("reset", "--yes", "--replace", "--new-key-file", "new.key")
    if isDead {
      // The new value is lost: the user has to hear of it, and nothing is reset again.
      #expect(scene.server.requests(.resetKey).count == 1)
      #expect(next.said.contains("manage-keys"), "\(next.said)")
    } else {
      #expect(next.status == 0, "\(next.said)")
      try scene.expectNewKey()
    }
  }

  @Test func `a run after one that was contained has nothing to do`() throws {
    let scene = try Scene.withLeakedPrimary()
    #expect(try scene.run("reset", "--yes", "--new-key-file", "new.key").status == 0)
    let next = try scene.run("reset", "--yes", "--new-key-file", "other.key")
    #expect(next.status == 0, "\(next.said)")
    #expect(scene.server.requests(.resetKey).count == 1)
    #expect(!scene.repository.exists("other.key"))
    try scene.expectNewKey()
  }

  @Test func `the journal is private and holds no key`() throws {
    let scene = try Scene.withLeakedPrimary()
    #expect(try scene.run("reset", "--yes", "--new-key-file", "new.key").status == 0)
    let files = try scene.stateFiles()
    #expect(!files.isEmpty)
    for file in files {
      #expect(try scene.repository.mode(file) == 0o600)
      scene.expectClean(try scene.repository.text(file))
    }
  }

  @Test(arguments: ["", "garbage\u{0}\n", "{\"version\": 99}\n", "{\"a\":"])
  func `a broken journal stops nothing`(text: String) throws {
    let scene = try Scene.withLeakedPrimary()
    _ = try scene.run("reset", "--dry-run")
    let dead = MadeUp.key()
    _ = try scene.run("reset", "--yes", "--any-leak", "-", input: dead)
    let key = scene.userKey()
    _ = try scene.run("reset", "--yes", "--any-leak", "-", input: key)
    let files = try scene.stateFiles()
    #expect(!files.isEmpty)
    for file in files { try scene.repository.write(file, text) }
    let outcome = try scene.run("reset", "--yes", "--new-key-file", "new.key")
    #expect(outcome.status == 0, "\(outcome.said)")
    try scene.expectNewKey()
  }

  @Test func `a home that can't be written stops it before, or not at all`() throws {
    let scene = try Scene.withLeakedPrimary()
    try scene.repository.write(scene.repository.home + "/file", "no folder\n")
    let nowhere = scene.repository.home + "/file/below"
    let outcome = try scene.run(
      "reset", "--yes", "--new-key-file", "new.key",
      environment: ["HOME": nowhere, "XDG_STATE_HOME": nowhere, "XDG_CACHE_HOME": nowhere])
    if outcome.status == 0 {
      try scene.expectNewKey()
    } else {
      #expect([1, 2].contains(outcome.status), "\(outcome.said)")
      scene.expectUntouched()
    }
  }
}
