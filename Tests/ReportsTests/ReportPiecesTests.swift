import Reports
import Testing

/// Reading a report that comes in pieces.
@Suite struct ReportPiecesTests {
  /// The findings, secrets and gaps that are handed on, by number.
  private func counts(_ text: String, pieces size: Int) throws -> [Int] {
    var reader = ReportRowReader()
    var counts = [0, 0, 0]
    let take: (ReportRowReader.Row) -> Void = { row in
      switch row {
      case .finding: counts[0] += 1
      case .secret: counts[1] += 1
      case .gap: counts[2] += 1
      }
    }
    let bytes = Array(text.utf8)
    for start in stride(from: 0, to: bytes.count, by: size) {
      try reader.add(bytes[start..<min(start + size, bytes.count)].span, take)
    }
    _ = try reader.finish(take)
    return counts
  }

  @Test(arguments: [ReportFormat.json, .jsonl], [1, 7, 4096])
  func `gives all rows, however it is cut`(format: ReportFormat, size: Int) throws {
    let text = try Sample.text(Sample.story, format.reporter())
    #expect(try counts(text, pieces: size) == [6, 2, 1])
  }

  @Test(arguments: [1, 5, 100_000])
  func `gives all rows of a report that is one line, or has a byte order mark`(size: Int) throws {
    let text = try Sample.text(Sample.story, JSONReporter())
    #expect(try counts(text.replacing("\n", with: ""), pieces: size) == [6, 2, 1])
    #expect(try counts("\u{FEFF}" + text, pieces: size) == [6, 2, 1])
  }

  @Test func `a report that is cut anywhere is refused`() throws {
    let bytes = Array(try Sample.text(Sample.story, JSONReporter()).utf8)
    for end in stride(from: 0, to: bytes.count - 3, by: 97) {
      #expect(throws: JSONReport.ReadingError.self, "\(end)") {
        try JSONReport(reading: Array(bytes[..<end]))
      }
    }
  }

  @Test(arguments: [
    ("\"complete\"", "\"findings\" : [],\n  \"complete\"", "twice"),
    ("\"schemaVersion\" : 1", "\"schemaVersion\" : 1,", "not JSON"),
    ("\"secrets\" : [", "\"secrets\" : [,", "not JSON"),
    ("\"tool\" :", "\"tool\" =", "not JSON"),
    ("\"secrets\" : [", "\"sekrets\" : [", "no `secrets`"),
    ("\"complete\" : false", "\"complete\" : perhaps", "damaged"),
  ])
  func `what no program would write is refused`(old: String, new: String, why: String) throws {
    let text = try Sample.text(Sample.story, JSONReporter()).replacing(old, with: new)
    let error = #expect(throws: JSONReport.ReadingError.self) {
      try JSONReport(reading: Array(text.utf8))
    }
    #expect(error?.description.contains(why) == true, "\(error?.description ?? "")")
  }

  @Test func `something behind the report is refused`() throws {
    let text = try Sample.text(Sample.story, JSONReporter())
    #expect(throws: JSONReport.ReadingError.self) {
      try JSONReport(reading: Array((text + "{}").utf8))
    }
  }

  @Test func `of how many were silenced, only a number or true is believed`() throws {
    let text = try Sample.text(Sample.report(), JSONReporter())
    for value in ["3", "true", "false", "0", "-1", "\"x\""] {
      let changed = text.replacing(
        "\"statistics\"", with: "\"silenced\" : \(value),\n\"statistics\"")
      let read = try? JSONReport(reading: Array(changed.utf8))
      #expect((read != nil) == ["3", "true"].contains(value), "\(value)")
    }
  }
}
