/// Part of a content that is read piece by piece; pieces overlap so that nothing is cut in two.
package struct Window: Hashable, Sendable {
  /// Where the piece's first byte stands in the content.
  package var offset: Int
  /// The line and column of the first byte, from 1; columns count UTF-16 code units.
  package var line: Int
  package var column = 1
  /// The offsets in the piece of which it is the owner: what begins elsewhere is another's.
  package var owned: Range<Int>

  package init(offset: Int, line: Int, owned: Range<Int>) {
    self.offset = offset
    self.line = line
    self.owned = owned
  }

  /// The window of a content that is read in one piece.
  package static func whole(count: Int) -> Window {
    Window(offset: 0, line: 1, owned: 0..<(count + 1))
  }

  /// Whether a piece of this many bytes is the whole content.
  package func isWhole(count: Int) -> Bool { owned == 0..<(count + 1) && offset == 0 }

  /// Moves the begin past the first bytes, up to `cut` or the begin of the character there.
  ///
  /// Counts their lines and columns; bytes that are no UTF-8 may count wrongly.
  ///
  /// - Returns: How many bytes were passed.
  package mutating func advance(to cut: Int, in bytes: Span<UInt8>) -> Int {
    var count = cut
    if cut < bytes.count {
      while count > max(0, cut - 3), bytes[count] & 0xC0 == 0x80 { count -= 1 }
    }
    let hasMark =
      offset == 0 && count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF
    for index in (hasMark ? 3 : 0)..<count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\n") {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += byte >= 0xF0 ? 2 : 1
      }
    }
    offset += count
    return count
  }
}
