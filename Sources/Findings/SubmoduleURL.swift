/// Tells whether a text stands in the address of a submodule, as `.gitmodules` and git's
/// configuration write it.
package enum SubmoduleURL {
  /// A line that begins farther away than this is none, and a section that does is not looked for.
  private static let longestLine = 1024
  private static let longestSection = 8192

  /// Whether what stands at `offset` is part of the value of `url` in a section `submodule`.
  package static func holds(_ bytes: Span<UInt8>, at offset: Int) -> Bool {
    guard let start = lineStart(before: offset, in: bytes, from: max(0, offset - longestLine))
    else {
      return false
    }
    var key = skipBlanks(in: bytes, from: start, to: offset)
    var isHeaded = false
    if key < offset, bytes[key] == UInt8(ascii: "[") {
      // git takes a name on the line of its section, too.
      guard matches("[submodule", in: bytes, at: key),
        let end = end(ofHeader: key, in: bytes, offset)
      else { return false }
      isHeaded = true
      key = skipBlanks(in: bytes, from: end, to: offset)
    }
    guard matches("url", in: bytes, at: key) else { return false }
    let sign = skipBlanks(in: bytes, from: key + 3, to: offset)
    guard sign < offset, bytes[sign] == UInt8(ascii: "=") else { return false }
    return isHeaded || isBelowHeader(start, in: bytes)
  }

  /// Whether the nearest header above a line is that of a submodule.
  private static func isBelowHeader(_ line: Int, in bytes: Span<UInt8>) -> Bool {
    let top = max(0, line - longestSection)
    var end = line
    while end > top, let start = lineStart(before: end - 1, in: bytes, from: top) {
      let first = skipBlanks(in: bytes, from: start, to: end)
      if first < end, bytes[first] == UInt8(ascii: "[") {
        return matches("[submodule", in: bytes, at: first)
      }
      end = start
    }
    return false
  }

  /// Where the line that holds `offset` begins; nil where it begins before `lowest`.
  private static func lineStart(
    before offset: Int, in bytes: Span<UInt8>, from lowest: Int
  ) -> Int? {
    var start = offset
    while start > lowest, bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
    return start == 0 || bytes[start - 1] == UInt8(ascii: "\n") ? start : nil
  }

  private static func skipBlanks(in bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
    var index = start
    while index < end, bytes[index] == UInt8(ascii: " ") || bytes[index] == UInt8(ascii: "\t") {
      index += 1
    }
    return index
  }

  private static func end(ofHeader start: Int, in bytes: Span<UInt8>, _ limit: Int) -> Int? {
    var index = start
    while index < limit, bytes[index] != UInt8(ascii: "]") { index += 1 }
    return index < limit ? index + 1 : nil
  }

  /// Whether a word of lower-case letters and signs stands at a place, in letters of any case.
  private static func matches(_ word: String, in bytes: Span<UInt8>, at start: Int) -> Bool {
    let word = Array(word.utf8)
    guard start + word.count <= bytes.count else { return false }
    return word.indices.allSatisfy { index in
      let byte = bytes[start + index]
      return byte == word[index]
        || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) && byte | 0x20 == word[index]
    }
  }
}
