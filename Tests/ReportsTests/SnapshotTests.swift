import Findings
import Foundation
import Reports
import Testing

/// What each format looks like, whole; the texts stand in `Tests/Snapshots`.
///
/// With `VASTGUARD_WRITE_SNAPSHOTS=1` in the environment they are written anew, to be read in the
/// difference that git shows.
@Suite struct SnapshotTests {
  @Test(arguments: ReportFormat.allCases)
  func `a format looks as it did`(format: ReportFormat) throws {
    try expect(try Sample.text(Sample.story, format.reporter()), format.rawValue)
  }

  @Test func `the page on an incident looks as it did`() throws {
    try expect(
      try Sample.text(Sample.story, Sample.sheet(replacements: "/tmp/it's here")), "incident")
  }

  private func expect(_ text: String, _ name: String) throws {
    // Digests are no part of a file in this project: they look like keys.
    let text = text.replacing(String(repeating: "0e", count: 32), with: "{sha256}")
      .replacing(String(repeating: "9a", count: 32), with: "{digest}")
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Snapshots/\(name).txt")
    if ProcessInfo.processInfo.environment["VASTGUARD_WRITE_SNAPSHOTS"] != nil {
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(text == (try String(contentsOf: file, encoding: .utf8)))
  }
}
