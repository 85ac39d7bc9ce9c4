/// One setting: a key such as `core.bare`, and its value.
struct ConfigurationEntry: Sendable, Equatable {
  /// The section and the name in lower case; a subsection between them stands as it was written.
  let key: [UInt8]
  /// The value, or nil where the name stands alone, which means yes.
  let value: [UInt8]?
}

/// Reads the text of a configuration file as git reads it.
struct ConfigurationParser {
  private let bytes: [UInt8]
  private var position = 0
  private var line = 1
  private var isAtEnd = false
  private var section: [UInt8] = []

  private static let lineBreak = UInt8(ascii: "\n")
  private static let quote = UInt8(ascii: "\"")
  private static let backslash = UInt8(ascii: "\\")

  private init(_ bytes: [UInt8]) {
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  /// Returns the settings in the order of the file.
  ///
  /// - Throws: `corrupt` with the number of the line where git would give up.
  static func entries(of bytes: [UInt8], named file: Path) throws(GitError) -> [ConfigurationEntry]
  {
    var parser = ConfigurationParser(bytes)
    var entries: [ConfigurationEntry] = []
    guard parser.read(into: &entries) else {
      throw GitError(
        .corrupt, "configuration", "\(file.text) can't be understood at line \(parser.line)")
    }
    return entries
  }

  private mutating func read(into entries: inout [ConfigurationEntry]) -> Bool {
    var isComment = false
    while true {
      let byte = next()
      if byte == Self.lineBreak {
        if isAtEnd { return true }
        isComment = false
      } else if isComment || Self.isSpace(byte) {
        continue
      } else if byte == UInt8(ascii: "#") || byte == UInt8(ascii: ";") {
        isComment = true
      } else if byte == UInt8(ascii: "[") {
        guard readSection() else { return false }
      } else {
        guard Self.isLetter(byte), let entry = readEntry(Self.lowered(byte)) else { return false }
        entries.append(entry)
      }
    }
  }

  /// Takes the next byte; a line break at the end, and in place of CR and LF.
  private mutating func next() -> UInt8 {
    guard position < bytes.count else {
      isAtEnd = true
      return Self.lineBreak
    }
    var byte = bytes[position]
    position += 1
    if byte == UInt8(ascii: "\r"), position < bytes.count, bytes[position] == Self.lineBreak {
      byte = Self.lineBreak
      position += 1
    }
    if byte == Self.lineBreak { line += 1 }
    return byte
  }

  /// Reads what follows `[`.
  private mutating func readSection() -> Bool {
    section = []
    while true {
      let byte = next()
      if isAtEnd { return false }
      if byte == UInt8(ascii: "]") { return true }
      if Self.isSpace(byte) { return readSubsection(byte) }
      guard Self.isName(byte) || byte == UInt8(ascii: ".") else { return false }
      section.append(Self.lowered(byte))
    }
  }

  /// Reads what follows the white space after a section's name: text in quotes.
  private mutating func readSubsection(_ first: UInt8) -> Bool {
    var byte = first
    while Self.isSpace(byte) {
      if byte == Self.lineBreak { return false }
      byte = next()
    }
    guard byte == Self.quote else { return false }
    section.append(UInt8(ascii: "."))
    while true {
      byte = next()
      if byte == Self.lineBreak { return false }
      if byte == Self.quote { return next() == UInt8(ascii: "]") }
      if byte == Self.backslash {
        byte = next()
        if byte == Self.lineBreak { return false }
      }
      section.append(byte)
    }
  }

  private mutating func readEntry(_ first: UInt8) -> ConfigurationEntry? {
    var key = section.isEmpty ? [first] : section + [UInt8(ascii: "."), first]
    var byte = next()
    while !isAtEnd, Self.isName(byte) {
      key.append(Self.lowered(byte))
      byte = next()
    }
    while byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { byte = next() }
    if byte == Self.lineBreak { return ConfigurationEntry(key: key, value: nil) }
    guard byte == UInt8(ascii: "="), let value = readValue() else { return nil }
    return ConfigurationEntry(key: key, value: value)
  }

  private mutating func readValue() -> [UInt8]? {
    var value: [UInt8] = []
    var spaces = 0
    var isQuoted = false
    var isComment = false
    while true {
      var byte = next()
      if byte == Self.lineBreak { return isQuoted ? nil : value }
      if isComment { continue }
      if Self.isSpace(byte), !isQuoted {
        if !value.isEmpty { spaces += 1 }
        continue
      }
      if !isQuoted, byte == UInt8(ascii: ";") || byte == UInt8(ascii: "#") {
        isComment = true
        continue
      }
      value.append(contentsOf: repeatElement(UInt8(ascii: " "), count: spaces))
      spaces = 0
      if byte == Self.quote {
        isQuoted.toggle()
        continue
      }
      if byte == Self.backslash {
        byte = next()
        if byte == Self.lineBreak { continue }
        guard let escaped = Self.escapes[byte] else { return nil }
        byte = escaped
      }
      value.append(byte)
    }
  }

  private static let escapes: [UInt8: UInt8] = [
    UInt8(ascii: "t"): 9, UInt8(ascii: "b"): 8, UInt8(ascii: "n"): 10, backslash: backslash,
    quote: quote,
  ]

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private static func isName(_ byte: UInt8) -> Bool {
    isLetter(byte) || byte == UInt8(ascii: "-")
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  static func lowered(_ byte: UInt8) -> UInt8 { isLetter(byte) ? byte | 0x20 : byte }
}
