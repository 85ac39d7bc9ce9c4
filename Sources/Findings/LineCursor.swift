import Blobs

/// Counts lines and columns on the way through a content, so that each byte is passed once.
struct LineCursor {
  /// The line, from 1.
  ///
  /// LF ends one; so does CR in a content without any LF.
  private(set) var line: Int
  /// The column in UTF-16 code units, from 1; a byte order mark is none.
  private(set) var column: Int
  private var offset = 0
  private let newline: UInt8

  /// Starts at the first byte of a piece of a content.
  ///
  /// - Parameters:
  ///   - window: Where the piece begins.
  ///   - bytes: The piece.
  init(_ window: Window, in bytes: Span<UInt8>) {
    line = window.line
    column = window.column
    newline = Self.newline(of: bytes)
    if window.offset == 0, bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF {
      offset = 3
    }
  }

  /// Moves forward; a place behind the present one is not gone back to.
  mutating func advance(to target: Int, in bytes: Span<UInt8>) {
    while offset < target {
      let byte = bytes[offset]
      if byte == newline {
        line += 1
        column = 1
        offset += 1
      } else {
        let (length, units) = Self.character(at: offset, in: bytes)
        offset += length
        column += units
      }
    }
  }

  private static func newline(of bytes: Span<UInt8>) -> UInt8 {
    let (feed, carriage) = (UInt8(ascii: "\n"), UInt8(ascii: "\r"))
    var sawCarriage = false
    // A content of this many bytes in one line is no text of an old Macintosh.
    for index in 0..<min(bytes.count, 1 << 20) {
      if bytes[index] == feed { return feed }
      if bytes[index] == carriage { sawCarriage = true }
    }
    return sawCarriage ? carriage : feed
  }

  /// The bytes of the character at `offset`, and how many UTF-16 code units it has; a byte that
  /// is no UTF-8 counts as one character.
  private static func character(at offset: Int, in bytes: Span<UInt8>) -> (Int, Int) {
    let expected =
      switch bytes[offset] {
      case 0xC2...0xDF: 2
      case 0xE0...0xEF: 3
      case 0xF0...0xF4: 4
      default: 1
      }
    guard expected > 1, offset + expected <= bytes.count else { return (1, 1) }
    for index in (offset + 1)..<(offset + expected) where bytes[index] & 0xC0 != 0x80 {
      return (1, 1)
    }
    return (expected, expected == 4 ? 2 : 1)
  }
}
