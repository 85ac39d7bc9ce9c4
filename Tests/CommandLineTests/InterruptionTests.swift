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
    // The input stays open, so that only the signal ends the scan; it comes once the program has
    // taken more than the pipe holds.
    let outcome = try folder.shell(
      """
      mkfifo pipe
      (cat input; yes '' | head -c 300000; touch taken; exec sleep 60) > pipe &
      feeder=$!
      env --default-signal=\(signal) '\(Tool.executable)' scan - < pipe &
      program=$!
      until [ -e taken ]; do sleep 0.05; done
      kill -s \(signal) $program
      wait $program
      status=$?
      kill $feeder
      exit $status
      """)
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
    // Without a look at each anchor it goes on for minutes, and is killed. The signal comes when the
    // program has worked for a second, however long that takes.
    let outcome = try folder.shell(
      """
      '\(Tool.executable)' scan input &
      program=$!
      until [ "$(cut -d' ' -f14 /proc/$program/stat)" -ge "$(getconf CLK_TCK)" ]; do sleep 0.05; done
      kill -s TERM $program
      (sleep 30; kill -s KILL $program) >/dev/null 2>&1 &
      killer=$!
      wait $program
      status=$?
      kill $killer
      exit $status
      """)
    #expect(outcome.status == 143)
    #expect(outcome.stdout.contains(redacted(key)))
  }
}
