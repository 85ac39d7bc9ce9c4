import TestSupport
import Testing

/// Lines and columns count from 1, and columns count UTF-16 code units.
@Suite struct ScanPositionTests {
  let key = MadeUp.key()

  private func place(_ text: [UInt8]) throws -> ToolReport.Finding {
    try Tool.json(["scan", "-"], standardInput: text).place(of: key)
  }

  private func expectPlace(
    _ line: Int, _ column: Int, _ text: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let place = try place(Array(text.utf8))
    #expect([place.line, place.column] == [line, column], sourceLocation: sourceLocation)
    #expect(
      [place.endLine, place.endColumn] == [line, column + 64], sourceLocation: sourceLocation)
  }

  @Test func `counts lines that end in LF, CRLF and CR`() throws {
    try expectPlace(1, 14, assignment(key))
    try expectPlace(3, 14, "a\nb\n" + assignment(key))
    try expectPlace(3, 14, "a\r\nb\r\nVAST_API_KEY=\(key)\r\nc\r\n")
    try expectPlace(3, 14, "a\rb\rVAST_API_KEY=\(key)\rc\r")
    try expectPlace(2, 16, "a\n\t VAST_API_KEY=\(key)")
  }

  @Test func `counts a byte order mark as nothing`() throws {
    try expectPlace(1, 14, "\u{FEFF}" + assignment(key))
    try expectPlace(2, 14, "\u{FEFF}a\n" + assignment(key))
  }

  @Test func `counts characters as UTF-16 does`() throws {
    // é: one unit; a combining accent: one more; 密: one; an emoji: two.
    try expectPlace(1, 17, "é; " + assignment(key))
    try expectPlace(1, 18, "e\u{301}; " + assignment(key))
    try expectPlace(1, 17, "密; " + assignment(key))
    try expectPlace(1, 18, "😀; " + assignment(key))
    try expectPlace(2, 18, "😀😀\n😀; " + assignment(key))
  }

  @Test func `counts a byte that is no UTF-8 as one`() throws {
    let place = try place([0xFF, 0xC3, UInt8(ascii: " ")] + Array(assignment(key).utf8))
    #expect([place.line, place.column] == [1, 17])
  }

  @Test func `counts in a line of any length`() throws {
    let padding = String(repeating: "é ", count: 100_000)
    try expectPlace(1, 200_014, padding + assignment(key))
  }

  @Test func `tells several keys of a line apart, and a key that stands twice`() throws {
    let other = MadeUp.key()
    let report = try Tool.json(
      ["scan", "-"],
      standardInput: Array(
        "VAST_API_KEY=\(key) VAST_API_KEY=\(other)\nVAST_API_KEY=\(key)\n".utf8))
    #expect(report.places(of: key).map(\.line) == [1, 2])
    #expect(try report.place(of: other).column == 92)
    #expect(Set(report.findings.map(\.fingerprint)).count == 3)
  }

  @Test func `counts in a blob with too many anchors to be read in one piece`() throws {
    let repository = try RepositoryBuilder()
    // More than fits into one piece, and all in one line: a character of two bytes, one of two units.
    let padding = String(repeating: "--login é😀 ", count: 280_000)
    try repository.write("log", "\n" + padding + assignment(key) + padding + "\n" + assignment(key))
    try repository.commit("Adds a log")
    try repository.git("gc", "--quiet")
    let places = try repository.report(["history", "--no-cache"]).places(of: key)
    #expect(places.map(\.line) == [2, 4])
    #expect(places.map(\.column) == [280_000 * 12 + 14, 14])
  }
}
