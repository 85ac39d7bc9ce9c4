import Foundation
import Glibc
import TestSupport
import Testing
import VastServer

/// Closed streams, full outputs, two runs at once: a new value gets to its place all the same.
@Suite struct RoughConditionsTests {
  static let outputs: [Case<String>] = [
    Case("no standard output", "RUN >&-"), Case("no standard error", "RUN 2>&-"),
    Case("no standard input", "RUN <&-"), Case("no streams at all", "RUN <&- >&- 2>&-"),
    Case("a full output", "RUN >/dev/full"), Case("full outputs", "RUN >/dev/full 2>&1"),
    Case("a reader that goes away", "(RUN; echo $? >status) | true"),
    Case("readers that go away", "(RUN 2>&1; echo $? >status) | true"),
  ]

  @Test(arguments: outputs)
  func `a new value is kept whatever becomes of what is said`(output: Case<String>) throws {
    let scene = try Scene.withLeakedPrimary()
    let command = "'\(Tool.executable)' reset --yes --new-key-file new.key"
    let program = try RunningProgram(
      ["sh", "-c", output.what.replacing("RUN", with: command)], in: scene.repository.path,
      environment: scene.repository.environment.merging(scene.environment) { $1 },
      streams: .pipes(input: ""))
    #expect(program.wait() != nil, "\(program.said)")
    // To end before anything was done is right as well.
    if scene.server.isAlive(scene.primary) {
      #expect(scene.server.requests(.resetKey).isEmpty)
    } else {
      try scene.expectNewKey()
    }
    scene.expectClean(program.said)
  }

  @Test func `no crash can write a key to disk`() throws {
    let scene = try Scene.withLeakedPrimary()
    let pause = scene.server.pause(.resetKey, acted: true)
    let program = try RunningProgram(
      [
        "sh", "-c",
        "ulimit -c unlimited; exec '\(Tool.executable)' reset --yes --new-key-file new.key",
      ], in: scene.repository.path,
      environment: scene.repository.environment.merging(scene.environment) { $1 },
      streams: .pipes(input: ""))
    #expect(pause.wait(), "\(program.said)")
    let limits = try scene.repository.shell(
      "for p in $(ps -s \(program.id) -o pid=); do "
        + "echo \"$(cat /proc/$p/comm) $(grep 'core file' /proc/$p/limits)\"; done")
    for line in limits.stdout.split(separator: "\n") where line.hasPrefix("vastguard") {
      #expect(line.split(separator: " ").dropFirst(5).first == "0", "\(line)")
    }
    pause.release()
    #expect(program.wait() == 0, "\(program.said)")
  }

  @Test func `a second run beside the first resets nothing again`() throws {
    let scene = try Scene.withLeakedPrimary()
    let pause = scene.server.pause(.resetKey, acted: true)
    let first = try scene.start(
      "reset", "--yes", "--new-key-file", "new.key", streams: .pipes(input: ""))
    #expect(pause.wait(), "\(first.said)")
    let second = try scene.start(
      "reset", "--yes", "--new-key-file", "other.key", streams: .pipes(input: ""))
    // It may wait for the first, end at once, or go on: it must not reset.
    _ = second.wait(seconds: 2)
    pause.release()
    #expect(first.wait() == 0, "\(first.said)")
    #expect(second.wait() ?? 255 < 128, "\(second.said)")
    #expect(scene.server.requests(.resetKey).count == 1)
    #expect(!scene.repository.exists("other.key"))
    try scene.expectNewKey()
  }

  @Test func `two runs that both know of a live key lose no value`() throws {
    let scene = try Scene.withLeakedPrimary()
    let runs = try ["a.key", "b.key"].map {
      try scene.start("reset", "--new-key-file", $0)
    }
    for run in runs { #expect(run.waits(toSay: "?"), "\(run.said)") }
    for run in runs { run.type("yes\n") }
    for run in runs { #expect(run.wait() ?? 255 < 128, "\(run.said)") }
    let files = try scene.repository.names().filter { $0.hasSuffix(".key") }
    let texts = try files.map { try scene.repository.text($0) }
    #expect(Set(scene.server.minted) == Set(texts))
    #expect(scene.server.minted.filter(scene.server.isAlive).count == 1)
  }

  @Test func `a login that another tool keeps for the host is not used`() throws {
    let scene = try Scene()
    let home = scene.repository.home
    try scene.repository.write(home + "/.netrc", "machine 127.0.0.1 login a password b\n")
    try scene.repository.write(home + "/.curlrc", "user = \"a:b\"\nproxy = \"127.0.0.1:1\"\n")
    let outcome = try scene.run("verify", "-", input: scene.primary)
    #expect(outcome.verdict(of: scene.primary) == "live", "\(outcome.said)")
    #expect(scene.server.requests.allSatisfy { $0.bearer == scene.primary })
  }

  @Test func `resets what a report names`() throws {
    let scene = try Scene.withLeakedPrimary()
    _ = try scene.run("audit", "--format", "json", "--output", "report.json")
    let outcome = try scene.run(
      "reset", "--yes", "--from", "report.json", "--new-key-file", "new.key")
    #expect(outcome.status == 0, "\(outcome.said)")
    #expect(!scene.server.isAlive(scene.primary))
    try scene.expectNewKey()
  }

  @Test func `ends a session of an account with two factors, or tells how`() throws {
    let scene = try Scene()
    let account = scene.server.addAccount(twoFactors: true)
    let primary = scene.server.addKey(.primary, to: account)
    let session = scene.server.addKey(.session, to: account)
    try scene.leak(session)
    let outcome = try scene.run("reset", "--yes", "--new-key-file", "new.key")
    #expect(outcome.status == (scene.server.isAlive(session) ? 1 : 0), "\(outcome.said)")
    #expect(scene.server.isAlive(primary))
    #expect(scene.server.requests(.resetKey).isEmpty)
    #expect(outcome.status == 0 || outcome.said.contains("vast.ai"))
  }

  @Test func `asks for another place where the first fails after the reset`() throws {
    let scene = try Scene.withLeakedPrimary()
    try scene.repository.makeFolder("place")
    let pause = scene.server.pause(.resetKey, acted: true)
    let program = try scene.start("reset", "--yes", "--new-key-file", "place/new.key")
    #expect(pause.wait(), "\(program.said)")
    try scene.repository.shell("rm -rf place")
    let before = program.said.count
    pause.release()
    #expect(program.waits { program.said.dropFirst(before).contains("file") }, "\(program.said)")
    usleep(200_000)
    program.type("saved.key\n")
    #expect(program.wait() != nil, "\(program.said)")
    #expect(try scene.repository.text("saved.key") == scene.server.minted.first)
    #expect(try scene.repository.mode("saved.key") == 0o600)
    scene.expectClean(program.said)
  }

  @Test func `gives up without a key on the screen where no other place is named`() throws {
    let scene = try Scene.withLeakedPrimary()
    try scene.repository.makeFolder("place")
    let pause = scene.server.pause(.resetKey, acted: true)
    let program = try scene.start("reset", "--yes", "--new-key-file", "place/new.key")
    #expect(pause.wait(), "\(program.said)")
    try scene.repository.shell("rm -rf place")
    pause.release()
    for _ in 0..<20 where program.wait(seconds: 0.3) == nil { program.type("\u{4}") }
    #expect([1, 3].contains(program.wait()), "\(program.said)")
    #expect(program.said.contains("manage-keys"), "\(program.said)")
    scene.expectClean(program.said)
  }
}
