import Findings
import Testing

@Suite struct LineHashTests {
  /// The hash of every line of `text`, in order.
  private func hashes(_ text: String) -> [String] {
    hashes(Array(text.utf8))
  }

  private func hashes(_ bytes: [UInt8]) -> [String] {
    let found = LineHash.hashes(of: bytes.span, lines: Set(1...100))
    return found.sorted { $0.key < $1.key }.map(\.value)
  }

  @Test func `an empty text has one line`() {
    #expect(hashes("") == ["c129715d7a2bc9a3:1"])
  }

  @Test func `blanks do not count`() {
    let expected = [
      "271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1",
    ]
    #expect(hashes(" a\nb\n  \t\tc\n d") == expected)
    #expect(hashes("a\nb\nc\nd") == expected)
  }

  @Test func `a hash that occurs again is numbered`() {
    let text = String(repeating: "Lorem ipsum dolor sit amet.\n", count: 10)
    #expect(
      hashes(text) == (1...6).map { "a7f2ff13bc495cf2:\($0)" } + [
        "a7f2ff1481e87703:1", "a9cf91f7bbf1862b:1", "55ec222b86bcae53:1", "cc97dc7b1d7d8f7b:1",
        "c129715d7a2bc9a3:1",
      ])
  }

  @Test func `a short program`() {
    let text = "x = 2\nx = 1\nprint(x)\nx = 3\nprint(x)\nx = 4\nprint(x)\n"
    #expect(
      hashes(text) == [
        "e54938cc54b302f1:1", "bb609acbe9138d60:1", "1131fd5871777f34:1", "5c482a0f8b35ea28:1",
        "54517377da7028d2:1", "2c644846cb18d53e:1", "f1b89f20de0d133:1", "c129715d7a2bc9a3:1",
      ])
  }

  @Test(arguments: ["\r\n", "\r", "\n"])
  func `every kind of line break counts as a line feed`(lineBreak: String) {
    let lines = ["one", "two", "", "four", ""]
    #expect(hashes(lines.joined(separator: lineBreak)) == hashes("one\ntwo\n\nfour\n"))
  }

  @Test func `bytes that are not UTF-8 count as the replacement character`() {
    #expect(hashes([0x61, 0xFF, 0x0A, 0xE2, 0x82]) == hashes("a\u{FFFD}\n\u{FFFD}"))
  }

  @Test func `a byte order mark is part of the text`() {
    #expect(hashes("\u{FEFF}a") != hashes("a"))
  }

  @Test func `only the lines asked for are returned, numbered as in the whole text`() {
    let text = Array(String(repeating: "Lorem ipsum dolor sit amet.\n", count: 10).utf8)
    let found = LineHash.hashes(of: text.span, lines: [2, 11, 12, 0])
    #expect(found == [2: "a7f2ff13bc495cf2:2", 11: "c129715d7a2bc9a3:1"])
  }
}
