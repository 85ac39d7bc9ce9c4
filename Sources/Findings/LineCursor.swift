import Blobs
import Candidates

/// Counts lines and columns on the way through a content, so that each byte is passed once.
struct LineCursor {
  /// The line, from 1.
  ///
  /// LF ends one; so does CR in a content without any LF. In UTF-16 and UTF-32 both are units.
  private(set) var line: Int
  /// The column in UTF-16 code units, from 1; a byte order mark is none.
  private(set) var column: Int
  private var offset = 0
  private let encoding: TextEncoding
  private let newline: UInt32

  /// Starts at the first byte of a piece of a content.
  ///
  /// - Parameters:
  ///   - window: Where the piece begins.
  ///   - bytes: The piece.
  init(_ window: Window, in bytes: Span<UInt8>) {
    line = window.line
    column = window.column
    encoding = TextEncoding.of(bytes, at: window.offset)
    newline = Self.newline(of: bytes, encoding)
    let unit = encoding.unit
    offset = min(bytes.count, (unit - window.offset % unit) % unit)
    guard window.offset == 0 else { return }
    if unit > 1 {
      offset = encoding.number(at: 0, in: bytes) == TextEncoding.mark ? unit : 0
    } else if Self.hasMark(bytes) {
      offset = 3
    }
  }

  /// Whether a content begins with the byte order mark of UTF-8.
  static func hasMark(_ bytes: Span<UInt8>) -> Bool {
    bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF
  }

  /// The columns of the characters of UTF-8 that begin in a range, and where the last of them ends.
  static func columns(
    in bytes: Span<UInt8>, _ range: Range<Int>
  ) -> (count: Int, end: Int) {
    var (count, offset) = (0, range.lowerBound)
    while offset < range.upperBound {
      let (length, units) = character(at: offset, in: bytes)
      offset += length
      count += units
    }
    return (count, offset)
  }

  /// Moves forward; a place behind the present one is not gone back to.
  mutating func advance(to target: Int, in bytes: Span<UInt8>) {
    let unit = encoding.unit
    while offset < target, offset + unit <= bytes.count {
      let number = encoding.number(at: offset, in: bytes)
      if number == newline {
        line += 1
        column = 1
        offset += unit
      } else if unit > 1 {
        offset += unit
        column += number > 0xFFFF ? 2 : 1
      } else {
        let (length, units) = Self.character(at: offset, in: bytes)
        offset += length
        column += units
      }
    }
  }

  private static func newline(of bytes: Span<UInt8>, _ encoding: TextEncoding) -> UInt32 {
    let (feed, carriage) = (UInt32(UInt8(ascii: "\n")), UInt32(UInt8(ascii: "\r")))
    var sawCarriage = false
    let unit = encoding.unit
    // A content of this many bytes in one line is no text of an old Macintosh.
    for place in stride(from: 0, through: min(bytes.count, 1 << 20) - unit, by: unit) {
      let number = encoding.number(at: place, in: bytes)
      if number == feed { return feed }
      if number == carriage { sawCarriage = true }
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
