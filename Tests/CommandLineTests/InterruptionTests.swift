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
}
