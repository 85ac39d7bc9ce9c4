import TestSupport
import Testing

/// A scan that is asked to end tells what it found until then.
@Suite struct InterruptionTests {
  @Test(arguments: [("INT", 130), ("TERM", 143)] as [(String, Int32)])
  func `an interrupted scan writes what it found and ends with the signal's status`(
    signal: String, status: Int32
  ) throws {
    let folder = try TemporaryFolder()
    let key = MadeUp.key()
    try folder.write("input", assignment(key))
    // The input stays open, so that only the signal ends the scan.
    let outcome = try folder.shell(
      "(cat input; sleep 5) | timeout --preserve-status -s \(signal) 1 "
        + "'\(Tool.executable)' scan -")
    #expect(outcome.status == status)
    #expect(outcome.stdout.contains(redacted(key)))
    #expect(outcome.stdout.contains("the scan was interrupted before its end"))
    #expect(!outcome.stdout.contains(key))
  }

  @Test func `one file of which each line takes its time does not hold up an interruption`() throws
  {
    let folder = try TemporaryFolder()
    let key = MadeUp.key()
    let refused = (0..<200).map { _ in "vast_api_key_sha256: \(MadeUp.key())\n" }.joined()
    try folder.write("input", assignment(key) + String(repeating: refused, count: 1000))
    // Without a look at each anchor it goes on for minutes, and is killed.
    let outcome = try folder.shell(
      "timeout --preserve-status -k 30 -s TERM 3 '\(Tool.executable)' scan input")
    #expect(outcome.status == 143)
    #expect(outcome.stdout.contains(redacted(key)))
  }
}
