/// Makes views in which dumps of bytes stand as the bytes, as `xxd`, `hexdump`, `od` and others write
/// them: an offset, the bytes in hex digits, octal ones or characters, and mostly the text once more.
struct HexDump {
  /// The dumps, in order.
  private(set) var ranges: [Range<Int>] = []
  private var forms: [Form] = []
  /// The end of what was looked at last.
  private var taken = 0

  /// What the second line of a dump begins with.
  static let beginnings = [
    "0000010: ", "\n00000010 ", "\n0000020 ",
  ]

  /// How a line is written.
  private struct Form {
    enum Word { case characters, hex(bytes: Int), octal(bytes: Int) }
    var word: Word
    /// Whether the first byte of a word comes first.
    var isInOrder: Bool
    /// The most bytes of a line.
    var count: Int
  }

  /// How long a line is at most.
  private static let longestLine = 400
  /// The fewest bytes of a dump.
  private static let least = 32

  /// Takes the dump whose second line has its offset at a place.
  mutating func add(at place: Int, in text: Span<UInt8>) {
    var offset = place
    while offset < text.count, Self.isBlank(text[offset]) { offset += 1 }
    let second = Self.startOfLine(offset, in: text)
    guard second > taken, place >= taken,
      let first = Self.offset(ofLineAt: Self.startOfLine(second - 1, in: text), in: text),
      let next = Self.offset(ofLineAt: second, in: text),
      let form = Self.form(first, next, in: text)
    else { return }
    var (line, count, end) = (first.line, 0, first.line)
    while let offset = Self.offset(ofLineAt: line, in: text) {
      var found = 0
      Self.forEachByte(of: offset, form, in: text) { _, _ in found += 1 }
      guard found > 0 else { break }
      count += found
      end = Self.endOfLine(offset.end, in: text)
      guard end < text.count, found == form.count else { break }
      line = end + 1
    }
    taken = max(taken, end)
    guard count >= Self.least else { return }
    ranges.append(first.line..<end)
    forms.append(form)
  }

  func view(of range: Range<Int>, in text: Span<UInt8>) -> View {
    var view = View(from: range.lowerBound, capacity: range.count)
    var copied = range.lowerBound
    for (dump, form) in zip(ranges, forms) where dump.upperBound > range.lowerBound {
      guard dump.lowerBound < range.upperBound else { break }
      view.copy(copied..<max(copied, dump.lowerBound), of: text)
      var line = dump.lowerBound
      while line < dump.upperBound, let offset = Self.offset(ofLineAt: line, in: text) {
        Self.forEachByte(of: offset, form, in: text) { byte, place in
          if range.contains(place.lowerBound) { view.put(byte, for: place) }
        }
        line = Self.endOfLine(offset.end, in: text) + 1
      }
      copied = min(range.upperBound, dump.upperBound)
    }
    view.copy(copied..<range.upperBound, of: text)
    return view
  }

  /// The offset at the begin of a line.
  private struct Offset {
    var line: Int
    var digits: Range<Int>
    var hasColon: Bool
    var end: Int { digits.upperBound + (hasColon ? 1 : 0) }

    func value(base: UInt32, in text: Span<UInt8>) -> Int {
      digits.reduce(0) { $0 &* Int(base) &+ Int(HexDigit.value(of: text[$1]) ?? 0) }
    }
  }

  private static func offset(ofLineAt line: Int, in text: Span<UInt8>) -> Offset? {
    var start = line
    while start < text.count, isBlank(text[start]), start - line < 16 { start += 1 }
    var end = start
    while end < text.count, end - start < 17, HexDigit.value(of: text[end]) != nil { end += 1 }
    guard 4...16 ~= end - start, end < text.count else { return nil }
    let hasColon = text[end] == UInt8(ascii: ":")
    guard hasColon || isBlank(text[end]) else { return nil }
    return Offset(line: line, digits: start..<end, hasColon: hasColon)
  }

  /// How two lines are written, if they follow each other.
  private static func form(_ first: Offset, _ second: Offset, in text: Span<UInt8>) -> Form? {
    guard first.value(base: 16, in: text) == 0, first.hasColon == second.hasColon else {
      return nil
    }
    let isOctal = first.digits.count == 7 && second.value(base: 8, in: text) == 16
    let count = second.value(base: isOctal ? 8 : 16, in: text)
    guard 8...64 ~= count else { return nil }
    guard let word = word(behind: first, in: text) else { return nil }
    return Form(word: word, isInOrder: first.hasColon, count: count)
  }

  private static func word(behind offset: Offset, in text: Span<UInt8>) -> Form.Word? {
    var start = offset.end
    while start < text.count, text[start] == UInt8(ascii: " ") { start += 1 }
    var end = start
    while end < text.count, end - start < 9, HexDigit.value(of: text[end]) != nil { end += 1 }
    let isWhole = end < text.count && isBlank(text[end])
    switch end - start {
    case 2 where isWhole: return .hex(bytes: 1)
    case 3 where isWhole: return .octal(bytes: 1)
    case 4 where isWhole: return .hex(bytes: 2)
    case 6 where isWhole: return .octal(bytes: 2)
    case 8 where isWhole: return .hex(bytes: 4)
    default: return start - offset.end == 3 || start - offset.end == 2 ? .characters : nil
    }
  }

  /// Calls `body` with every byte of a line and what stands for it.
  private static func forEachByte(
    of offset: Offset, _ form: Form, in text: Span<UInt8>, _ body: (UInt8, Range<Int>) -> Void
  ) {
    switch form.word {
    case .characters: forEachCharacter(of: offset, form.count, in: text, body)
    case .hex(let bytes):
      forEachWord(of: offset, form, bytes: bytes, digits: bytes * 2, base: 16, in: text, body)
    case .octal(let bytes):
      forEachWord(of: offset, form, bytes: bytes, digits: bytes * 3, base: 8, in: text, body)
    }
  }

  private static func forEachWord(
    of offset: Offset, _ form: Form, bytes: Int, digits: Int, base: UInt32, in text: Span<UInt8>,
    _ body: (UInt8, Range<Int>) -> Void
  ) {
    var (at, count) = (offset.end, 0)
    while count < form.count {
      let gap = at
      while at < text.count, text[at] == UInt8(ascii: " ") { at += 1 }
      // The text stands behind a wider gap.
      guard at > gap, at - gap < 3 || count == 0, count == 0 || !offset.hasColon || at - gap < 2
      else { return }
      let start = at
      var value: UInt32 = 0
      while at < text.count, at - start < digits, let digit = HexDigit.value(of: text[at]),
        digit < base
      {
        value = value &* base &+ digit
        at += 1
      }
      // An odd byte at the end has a word of its own.
      let isOdd = base == 16 && at - start == 2 && bytes == 2
      guard at - start == digits || isOdd, at == text.count || isBlank(text[at]) else { return }
      for number in 0..<(isOdd ? 1 : bytes) {
        let shift = UInt32(8 * (form.isInOrder && !isOdd ? bytes - 1 - number : number))
        body(UInt8(truncatingIfNeeded: value >> shift), start..<at)
        count += 1
      }
    }
  }

  /// `od -c` has four columns for each character, and an escape or an octal number where it is none.
  private static func forEachCharacter(
    of offset: Offset, _ count: Int, in text: Span<UInt8>, _ body: (UInt8, Range<Int>) -> Void
  ) {
    let end = endOfLine(offset.end, in: text)
    for number in 0..<count {
      let column = offset.end + 4 * number
      guard column + 4 <= end, text[column] == UInt8(ascii: " ") else { return }
      let (before, last) = (text[column + 2], text[column + 3])
      switch (before, last) {
      case (UInt8(ascii: " "), _): body(last, column..<(column + 4))
      case (UInt8(ascii: "\\"), UInt8(ascii: "n")): body(0x0a, column..<(column + 4))
      case (UInt8(ascii: "\\"), UInt8(ascii: "t")): body(0x09, column..<(column + 4))
      case (UInt8(ascii: "\\"), UInt8(ascii: "r")): body(0x0d, column..<(column + 4))
      default: body(0xff, column..<(column + 4))
      }
    }
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\n")
      || byte == UInt8(ascii: "\r")
  }

  private static func startOfLine(_ place: Int, in text: Span<UInt8>) -> Int {
    var start = place
    let floor = max(0, place - longestLine)
    while start > floor, text[start - 1] != UInt8(ascii: "\n") { start -= 1 }
    return start
  }

  private static func endOfLine(_ place: Int, in text: Span<UInt8>) -> Int {
    var end = place
    while end < text.count, text[end] != UInt8(ascii: "\n") { end += 1 }
    return end
  }
}
