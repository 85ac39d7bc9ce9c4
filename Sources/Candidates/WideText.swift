/// Text of units of two or four bytes: UTF-16 and UTF-32.
enum WideText {
  /// The most units in a row without a character of ASCII that still pass for text.
  private static let longestForeign = 256

  /// The characters of ASCII in a row that go on with a text behind others: in the bytes of a program, one
  /// stands beside a zero by chance.
  private static let leastRow = 4

  /// Says at the begin of a text how it is encoded, and is no part of it.
  private static let byteOrderMark = TextEncoding.mark

  /// The stretch of such text around an anchor, of units of `unit` bytes; `place` says where in its
  /// unit the anchor begins, counted from the character, and `floor` where the stretch may begin.
  static func piece(
    at anchor: Int, unit: Int, place: Int, floor: Int, in text: Span<UInt8>
  ) -> Piece {
    // The first character of ASCII at or behind the anchor; zeros stand on both of its sides, or on that on
    // which the order of bytes has them.
    var character = anchor + (unit - place) % unit
    while character + unit < text.count, !isASCII(character, unit: unit, in: text) {
      character += unit
    }
    let first = reach(from: character, by: -unit, unit: unit, floor: floor, in: text)
    let last = reach(from: character, by: unit, unit: unit, floor: floor, in: text)
    let isLittle = isLittleEndian(first: first, unit: unit, floor: floor, in: text)
    var start = max(floor, isLittle ? first : first - unit + 1)
    if start - unit >= floor,
      number(start - unit, unit: unit, isLittleEndian: isLittle, in: text) == byteOrderMark
    {
      start -= unit
    }
    let end = min(text.count, isLittle ? last + unit : last + 1)
    let whole = start..<(start + (end - start) / unit * unit)
    return Piece(coding: .wide(unit: unit, isLittleEndian: isLittle), range: whole)
  }

  /// The last character of the text, up or down from one.
  private static func reach(
    from character: Int, by step: Int, unit: Int, floor: Int, in text: Span<UInt8>
  ) -> Int {
    var (last, foreign, row, at) = (character, 0, 0, character + step)
    while at >= floor, at < text.count, foreign < longestForeign {
      if isASCII(at, unit: unit, in: text) {
        row += 1
        // It may be alone where the content begins or ends.
        let isLast = at + step < 0 || at + step >= text.count
        if row >= leastRow || isLast { foreign = 0 }
        if foreign == 0 { last = at }
      } else {
        (row, foreign) = (0, foreign + 1)
      }
      at += step
    }
    return last
  }

  /// Whether a character of ASCII stands there, in either order of bytes.
  private static func isASCII(_ at: Int, unit: Int, in text: Span<UInt8>) -> Bool {
    guard (1..<0x80).contains(text[at]) else { return false }
    let rest = unit - 1
    let after = at + rest < text.count && (1...rest).allSatisfy { text[at + $0] == 0 }
    return after || at >= rest && (1...rest).allSatisfy { text[at - $0] == 0 }
  }

  /// The order of bytes of text whose first character of ASCII stands at `first`.
  private static func isLittleEndian(
    first: Int, unit: Int, floor: Int, in text: Span<UInt8>
  ) -> Bool {
    let rest = unit - 1
    guard first - rest >= floor, (1...rest).allSatisfy({ text[first - $0] == 0 }) else {
      return true
    }
    guard first + rest < text.count, (1...rest).allSatisfy({ text[first + $0] == 0 }) else {
      return false
    }
    // A byte order mark, or else the place: text mostly begins at a multiple of its unit.
    if first >= rest + 2, text[first - rest - 2] == 0xfe, text[first - rest - 1] == 0xff {
      return false
    }
    return first % unit == 0
  }

  /// Appends what a piece's units in a range stand for to a view.
  static func decode(
    _ range: Range<Int>, unit: Int, isLittleEndian: Bool, of text: Span<UInt8>,
    into view: inout View
  ) {
    var at = range.lowerBound
    while at + unit <= range.upperBound {
      let number = self.number(at, unit: unit, isLittleEndian: isLittleEndian, in: text)
      var (scalar, size) = (number, unit)
      if unit == 2, 0xd800..<0xdc00 ~= number, at + 4 <= range.upperBound {
        let next = self.number(at + 2, unit: 2, isLittleEndian: isLittleEndian, in: text)
        if 0xdc00..<0xe000 ~= next {
          scalar = 0x10000 + (number - 0xd800) << 10 + (next - 0xdc00)
          size = 4
        }
      }
      if scalar == byteOrderMark {
        view.noteGap()
      } else {
        view.put(scalar: scalar, for: at..<(at + size))
      }
      at += size
    }
  }

  static func number(
    _ at: Int, unit: Int, isLittleEndian: Bool, in text: Span<UInt8>
  ) -> UInt32 {
    (0..<unit).reduce(0) { number, index in
      number << 8 | UInt32(text[isLittleEndian ? at + unit - 1 - index : at + index])
    }
  }
}

extension StretchFinder {
  /// Takes the UTF-16 or UTF-32 text around an anchor, unless an anchor before has it.
  mutating func addWide(_ anchor: Anchor, unit: Int, place: Int, in text: Span<UInt8>) {
    guard anchor.range.upperBound > taken else { return }
    let floor = max(0, taken)
    guard anchor.offset >= floor else { return }
    add(WideText.piece(at: anchor.offset, unit: unit, place: place, floor: floor, in: text))
  }
}
