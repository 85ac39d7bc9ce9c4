/// A word of the command line, told apart by its form alone.
enum Word: Equatable {
  /// A value: anything without a leading dash, `-` alone, a negative number.
  case value
  /// `--`: only values follow.
  case terminator
  /// `--name` or `--name=value`; the name includes its dashes.
  case long(name: String, value: String?)
  /// `-x`, `-xyz` or `-xvalue`, without the dash.
  case short(letters: String)

  // Bytes are compared, not characters: a combining mark after a dash or an equals sign would
  // make one character of the two.
  init(_ text: String) {
    let bytes = text.utf8
    let dash = UInt8(ascii: "-")
    guard bytes.first == dash, let second = bytes.dropFirst().first else {
      self = .value
      return
    }
    guard second == dash else {
      self =
        Word.isNegativeNumber(text)
        ? .value : .short(letters: String(text.unicodeScalars.dropFirst()))
      return
    }
    if bytes.count == 2 {
      self = .terminator
    } else if let equals = bytes.firstIndex(of: UInt8(ascii: "=")) {
      let value = text[bytes.index(after: equals)...]
      self = .long(name: String(text[..<equals]), value: String(value))
    } else {
      self = .long(name: text, value: nil)
    }
  }

  /// Whether a word with a leading dash is a number; no option's letter is a digit.
  private static func isNegativeNumber(_ text: String) -> Bool {
    let numerals = UInt8(ascii: "0")...UInt8(ascii: "9")
    guard let first = text.utf8.dropFirst().first else { return false }
    return (numerals.contains(first) || first == UInt8(ascii: ".")) && Double(text) != nil
  }
}
