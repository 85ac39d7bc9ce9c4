/// How the text of a content is written down, as far as it matters for telling lines and columns.
package enum TextEncoding: Sendable, Hashable {
  /// Bytes of which ASCII has one for each character: UTF-8, Latin-1 and the like.
  case bytes
  /// UTF-16 or UTF-32: the bytes of a unit, and whether the lowest comes first.
  case units(of: Int, isLittleEndian: Bool)

  /// The bytes of a unit.
  package var unit: Int {
    if case .units(let count, _) = self { count } else { 1 }
  }

  /// How many units are looked at where no mark tells.
  private static let sample = 256

  /// The encoding of a content, by its byte order mark, or by where its first bytes are zero; the
  /// bytes may be a piece of it that begins at `offset`.
  package static func of(_ bytes: Span<UInt8>, at offset: Int = 0) -> TextEncoding {
    if offset == 0, let marked = byMark(of: bytes) { return marked }
    for unit in [4, 2] {
      let first = (unit - offset % unit) % unit
      for isLittle in [true, false]
      where isWritten(bytes, from: first, unit: unit, isLittleEndian: isLittle) {
        return .units(of: unit, isLittleEndian: isLittle)
      }
    }
    return .bytes
  }

  private static func byMark(of bytes: Span<UInt8>) -> TextEncoding? {
    for unit in [4, 2] where bytes.count >= unit {
      for isLittle in [true, false]
      where WideText.number(0, unit: unit, isLittleEndian: isLittle, in: bytes) == mark {
        return .units(of: unit, isLittleEndian: isLittle)
      }
    }
    return nil
  }

  /// U+FEFF, which stands before a text and is no part of it.
  package static let mark: UInt32 = 0xfeff

  /// Whether most of the first units are ASCII in that order of bytes, and none is past the end of
  /// Unicode.
  private static func isWritten(
    _ bytes: Span<UInt8>, from first: Int, unit: Int, isLittleEndian: Bool
  ) -> Bool {
    var (ascii, count, at) = (0, 0, first)
    while at + unit <= bytes.count, count < sample {
      let number = WideText.number(at, unit: unit, isLittleEndian: isLittleEndian, in: bytes)
      guard number > 0, number <= 0x10ffff else { return false }
      if number < 0x80 { ascii += 1 }
      count += 1
      at += unit
    }
    return count > 1 && ascii * 4 > count * 3
  }

  /// The number of the unit that begins at a place of a content, which is not cut there.
  package func number(at place: Int, in bytes: Span<UInt8>) -> UInt32 {
    switch self {
    case .bytes: UInt32(bytes[place])
    case .units(let unit, let isLittle):
      WideText.number(place, unit: unit, isLittleEndian: isLittle, in: bytes)
    }
  }
}
