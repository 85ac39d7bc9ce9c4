import PCRE
import Testing

@Suite struct MatchTests {
  @Test func `finds the first match and its groups`() throws {
    let match = try #require(try first("([a-z]+)=(\\d+)", in: "  key=42 other=7"))
    #expect(match.range == 2..<8)
    #expect(match.groups == [2..<5, 6..<8])
    #expect(match.group(0) == 2..<8)
    #expect(match.group(2) == 6..<8)
    #expect(match.group(3) == nil)
  }

  @Test func `a group that took no part has no range`() throws {
    let match = try #require(try first("(a)|(b)|(c)", in: "b"))
    #expect(match.groups == [nil, 0..<1, nil])
  }

  @Test func `an empty group has an empty range`() throws {
    #expect(try first("a()b", in: "ab")?.groups == [1..<1])
  }

  @Test func `what does not match gives nil`() throws {
    #expect(try first("x", in: "abc") == nil)
  }

  @Test func `groups above the thirty-second are not told`() throws {
    let pattern = String(repeating: "(a)", count: 40)
    let match = try #require(try first(pattern, in: String(repeating: "a", count: 40)))
    #expect(match.range == 0..<40)
    #expect(match.groups.count == 32)
    #expect(match.groups.last == .some(31..<32))
    #expect(match.group(40) == nil)
  }

  @Test func `a match begins in the range`() throws {
    #expect(try first("ab", in: "ab ab ab", range: 1..<8)?.range == 3..<5)
    #expect(try first("ab", in: "ab ab ab", range: 6..<8)?.range == 6..<8)
    #expect(try first("ab", in: "ab ab ab", range: 7..<8) == nil)
  }

  @Test func `look-behind sees the bytes before the range`() throws {
    #expect(try first("(?<=key=)\\d+", in: "key=42", range: 4..<6)?.range == 4..<6)
    #expect(try first("(?<![a-z])b", in: "ab", range: 1..<2) == nil)
    #expect(try first("\\bb", in: "ab", range: 1..<2) == nil)
    #expect(try first("^b", in: "ab", range: 1..<2) == nil)
  }

  @Test func `nothing sees the bytes after the range`() throws {
    #expect(try first("a(?=b)", in: "ab", range: 0..<1) == nil)
    #expect(try first("a(?!b)", in: "ab", range: 0..<1)?.range == 0..<1)
    #expect(try first("a+", in: "aaaa", range: 0..<2)?.range == 0..<2)
    #expect(try first("a$", in: "ab", range: 0..<1)?.range == 0..<1)
    #expect(try first("a\\b", in: "ab", range: 0..<1)?.range == 0..<1)
  }

  @Test func `an empty text and an empty range can match`() throws {
    #expect(try first("", in: "")?.range == 0..<0)
    #expect(try first("^$", in: "")?.range == 0..<0)
    #expect(try first("a", in: "") == nil)
    #expect(try first("", in: "abc", range: 2..<2)?.range == 2..<2)
    #expect(try first("$", in: "abc", range: 3..<3)?.range == 3..<3)
  }

  @Test func `bytes need not be text`() throws {
    let bytes: [UInt8] = [0, 0xff, 0xc3, 0x28, 0, 0x80, 0x0a]
    #expect(try first("\\xc3.\\x00", in: bytes)?.range == 2..<5)
    #expect(try first("[\\x80-\\xff]+", in: bytes)?.range == 1..<3)
    #expect(try first(".", in: bytes, range: 6..<7) == nil)
    #expect(try first("\\n", in: bytes)?.range == 6..<7)
  }

  @Test func `every byte is one character`() throws {
    let all = (0...255).map { UInt8($0) }
    #expect(try first("(?s)^.{256}$", in: all)?.range == 0..<256)
    #expect(try first("(?s)^.{5}$", in: "päß")?.range == 0..<5)
  }

  @Test func `letter case is that of ASCII`() throws {
    #expect(try first("(?i)vast", in: "VaSt")?.range == 0..<4)
    // In Latin-1 these two bytes are one letter, large and small.
    #expect(try first("(?i)\\xe4", in: [0xc4]) == nil)
  }

  private func first(
    _ source: String, in text: String, range: Range<Int>? = nil
  ) throws -> Match? {
    try first(source, in: Array(text.utf8), range: range)
  }

  private func first(
    _ source: String, in bytes: [UInt8], range: Range<Int>? = nil
  ) throws -> Match? {
    guard var scratch = MatchScratch() else { throw NoMemory() }
    return try scratch.firstMatch(
      of: Pattern(source), in: bytes.span, range: range ?? 0..<bytes.count)
  }
}

struct NoMemory: Error {}
