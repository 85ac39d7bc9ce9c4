import Foundation
import TestSupport
import Testing

@Suite struct ChildProcessTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func shell(_ script: String, input: [UInt8] = []) throws -> ChildProcess.Outcome {
    try ChildProcess(
      ["sh", "-c", script], in: folder.path, environment: folder.environment, standardInput: input
    ).run()
  }

  @Test func `tells both streams and the status apart`() throws {
    let outcome = try shell("echo out; echo err >&2; exit 7")
    #expect(outcome.stdout == "out\n")
    #expect(outcome.stderr == "err\n")
    #expect(outcome.status == 7)
  }

  @Test func `tells a signal as shells do`() throws {
    #expect(try shell("kill -TERM $$").status == 143)
  }

  @Test func `runs in the folder, with the given environment only`() throws {
    let outcome = try shell(#"pwd; printf %s "$HOME""#)
    #expect(outcome.stdout == "\(folder.path)\n\(folder.home)")
    #expect(try shell("echo ${SHELL:-none}${USER:-none}").stdout == "nonenone\n")
  }

  @Test func `carries megabytes in three directions at a time`() throws {
    let bytes = (0..<4_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let outcome = try shell("tee /dev/stderr", input: bytes)
    #expect(outcome.output == bytes)
    #expect(outcome.errors == bytes)
  }

  @Test func `does not mind a program that reads nothing`() throws {
    #expect(try shell("exit 3", input: [UInt8](repeating: 10, count: 1_000_000)).status == 3)
  }

  @Test func `lets a broken pipe end a program, as outside of tests`() throws {
    #expect(try shell("yes | head -n 1").stdout == "y\n")
    #expect(try shell("kill -PIPE $$").status == 141)
  }

  @Test func `ends a program that takes too long, and what it started`() throws {
    let child = ChildProcess(
      ["sh", "-c", "echo started >&2; sleep 60 & sleep 60"], in: folder.path,
      environment: folder.environment, timeout: .milliseconds(300))
    let error = #expect(throws: ChildProcessError.self) { try child.run() }
    #expect(error?.description.contains("started") == true)
  }

  @Test func `says with status 127 that there is no such program`() throws {
    let child = ChildProcess(
      ["/nowhere/program"], in: folder.path, environment: folder.environment)
    #expect(try child.run().status == 127)
  }

  @Test(.timeLimit(.minutes(1)), arguments: 0..<20)
  func `keeps programs that run at the same time apart`(number: Int) throws {
    #expect(try shell("cat; sleep 0.05", input: Array("\(number)".utf8)).stdout == "\(number)")
  }
}
