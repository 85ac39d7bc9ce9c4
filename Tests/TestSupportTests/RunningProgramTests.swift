import Glibc
import TestSupport
import Testing

/// Programs that tests talk to while they run.
@Suite struct RunningProgramTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func start(
    _ script: String, streams: RunningProgram.Streams = .terminal
  ) throws -> RunningProgram {
    try RunningProgram(
      ["sh", "-c", script], in: folder.path, environment: folder.environment, streams: streams)
  }

  @Test func `has a terminal of its own, which is also /dev/tty`() throws {
    let program = try start("test -t 0 && read a </dev/tty && echo got $a >/dev/tty; exit 7")
    program.type("word\n")
    #expect(program.wait() == 7)
    #expect(program.said.contains("got word"))
  }

  @Test func `has no terminal where it is given pipes`() throws {
    let program = try start(
      "test -t 0 || echo none; (: </dev/tty) 2>&- || echo none; cat", streams: .pipes(input: "text")
    )
    #expect(program.wait() == 0)
    #expect(program.said.split(separator: "\n").filter { $0 == "none" }.count == 2)
    #expect(program.said.hasSuffix("text"))
  }

  @Test func `ends with the keys of a terminal, and with signals`() throws {
    let typed = try start("echo ready; sleep 60")
    #expect(typed.waits(toSay: "ready"))
    typed.type("\u{3}")
    #expect(typed.wait() == 128 + SIGINT)
    let told = try start("echo ready; sleep 60", streams: .pipes(input: ""))
    #expect(told.waits(toSay: "ready"))
    told.signalGroup(SIGTERM)
    #expect(told.wait() == 128 + SIGTERM)
    #expect(!told.leftSomethingRunning)
  }

  @Test func `knows what was left running`() throws {
    let program = try start("sleep 60 & echo $!", streams: .pipes(input: ""))
    #expect(program.wait() == 0)
    #expect(program.leftSomethingRunning)
    let child = Int32(program.said.prefix { $0.isNumber }) ?? 0
    #expect(child > 0)
    if child > 0 { kill(child, SIGKILL) }
  }

  @Test func `does not wait for what will not come`() throws {
    let program = try start("echo one; exit 3")
    #expect(!program.waits(toSay: "two"))
    #expect(program.wait() == 3)
  }
}
