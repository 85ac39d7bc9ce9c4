/// The bytes that a bracket expression such as `[!a-z[:digit:]]` stands for.
struct ByteSet: Sendable {
  // 256 bits.
  private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

  /// Whether the byte is in the set.
  func contains(_ byte: UInt8) -> Bool {
    let bit = UInt64(1) << UInt64(byte & 63)
    return switch byte >> 6 {
    case 0: words.0 & bit != 0
    case 1: words.1 & bit != 0
    case 2: words.2 & bit != 0
    default: words.3 & bit != 0
    }
  }

  /// The set without one byte.
  func removing(_ byte: UInt8) -> ByteSet {
    var result = ByteSet()
    for other in UInt8.min...UInt8.max where other != byte && contains(other) {
      result.insert(other)
    }
    return result
  }

  private init() {}

  private mutating func insert(_ byte: UInt8) {
    let bit = UInt64(1) << UInt64(byte & 63)
    switch byte >> 6 {
    case 0: words.0 |= bit
    case 1: words.1 |= bit
    case 2: words.2 |= bit
    default: words.3 |= bit
    }
  }

  private mutating func insert(where condition: (UInt8) -> Bool) {
    for byte in UInt8.min...UInt8.max where condition(byte) { insert(byte) }
  }

  /// Reads a bracket expression from `position`, where its `[` stands, and moves past its `]`.
  ///
  /// Letters of the text are lower-case where case is folded; then a range or class of capitals
  /// holds the small ones too, but a single capital stands for itself, as git has it.
  init?(_ pattern: [UInt8], _ position: inout Int, foldsCase: Bool) {
    func at(_ index: Int) -> UInt8? { index < pattern.count ? pattern[index] : nil }
    position += 1
    let isNegated = at(position) == UInt8(ascii: "!") || at(position) == UInt8(ascii: "^")
    if isNegated { position += 1 }
    // The byte that may begin a range; after a range or class there is none.
    var previous: UInt8?
    var isFirst = true
    while true {
      guard var byte = at(position) else { return nil }
      if byte == UInt8(ascii: "]"), !isFirst { break }
      isFirst = false
      if byte == UInt8(ascii: "["), at(position + 1) == UInt8(ascii: ":") {
        guard let close = pattern[(position + 2)...].firstIndex(of: UInt8(ascii: "]"))
        else { return nil }
        if close > position + 2, pattern[close - 1] == UInt8(ascii: ":") {
          let name = String(decoding: pattern[(position + 2)..<(close - 1)], as: UTF8.self)
          guard insertClass(name, foldsCase) else { return nil }
          previous = nil
          position = close + 1
          continue
        }
      }
      let low = previous
      if byte == UInt8(ascii: "-"), let low, let high = at(position + 1),
        high != UInt8(ascii: "]")
      {
        position += 1
        byte = high
        if byte == UInt8(ascii: "\\") {
          position += 1
          guard let escaped = at(position) else { return nil }
          byte = escaped
        }
        insertRange(low, byte, foldsCase)
        previous = nil
      } else {
        if byte == UInt8(ascii: "\\") {
          position += 1
          guard let escaped = at(position) else { return nil }
          byte = escaped
        }
        insert(byte)
        previous = byte
      }
      position += 1
    }
    position += 1
    if isNegated { words = (~words.0, ~words.1, ~words.2, ~words.3) }
  }

  private mutating func insertRange(_ low: UInt8, _ high: UInt8, _ foldsCase: Bool) {
    guard low <= high else { return }
    let range = low...high
    insert { byte in
      range.contains(byte) || foldsCase && Self.isLower(byte) && range.contains(byte & ~0x20)
    }
  }

  /// Adds a named class; false where there is none of this name.
  private mutating func insertClass(_ name: String, _ foldsCase: Bool) -> Bool {
    let isIn: (UInt8) -> Bool
    switch name {
    case "alnum": isIn = { Self.isLetter($0) || Self.isDigit($0) }
    case "alpha": isIn = Self.isLetter
    case "blank": isIn = { $0 == 32 || $0 == 9 }
    case "cntrl": isIn = { $0 < 32 || $0 == 127 }
    case "digit": isIn = Self.isDigit
    case "graph": isIn = { (33...126).contains($0) }
    case "lower": isIn = Self.isLower
    case "print": isIn = { (32...126).contains($0) }
    case "punct":
      isIn = { (33...126).contains($0) && !Self.isLetter($0) && !Self.isDigit($0) }
    case "space": isIn = { [9, 10, 13, 32].contains($0) }
    case "upper": isIn = { Self.isUpper($0) || foldsCase && Self.isLower($0) }
    case "xdigit":
      isIn = { Self.isDigit($0) || (97...102).contains($0 | 0x20) && Self.isLetter($0) }
    default: return false
    }
    insert(where: isIn)
    return true
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
  private static func isLower(_ byte: UInt8) -> Bool { (97...122).contains(byte) }
  private static func isUpper(_ byte: UInt8) -> Bool { (65...90).contains(byte) }
  private static func isLetter(_ byte: UInt8) -> Bool { isLower(byte) || isUpper(byte) }
}
