import Reports
import Testing

@Suite struct ProgressTextTests {
  @Test(arguments: [
    (0, 100, 0.0, "scanning: 0 %, 0 of 100 objects and files"),
    (50, 100, 0.5, "scanning: 50 %, 50 of 100 objects and files, 100/s"),
    (1000, 10_000, 2.0, "scanning: 10 %, 1,000 of 10,000 objects and files, 500/s, 18 s left"),
    (10, 10_000, 10.0, "scanning: 0 %, 10 of 10,000 objects and files, 1/s, 2 h 46 min left"),
    (100, 10_000, 10.0, "scanning: 1 %, 100 of 10,000 objects and files, 10/s, 16 min 30 s left"),
    (120, 100, 2.0, "scanning: 100 %, 100 of 100 objects and files, 50/s"),
    (1, 1_000_000_000, 60.0, "scanning: 0 %, 1 of 1,000,000,000 objects and files, 0/s, days left"),
  ])
  func `tells how far, how fast and how long`(
    done: Int, total: Int, seconds: Double, expected: String
  ) {
    #expect(ProgressText.line(done: done, total: total, seconds: seconds, width: 200) == expected)
  }

  @Test func `fits the terminal`() {
    for width in [0, 1, 10, 40] {
      let line = ProgressText.line(done: 5, total: 10, seconds: 3, width: width)
      #expect(line.count <= max(1, width - 1))
    }
  }
}
