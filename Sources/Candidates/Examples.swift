package import Rules

/// An example of a rule with its placeholders filled in.
package struct FilledExample: Sendable {
  package let text: [UInt8]
  package let path: [UInt8]?
  /// What was put in for `{key}`, in order of place.
  package let keys: [[UInt8]]

  /// Fills the placeholders with values made up now.
  package init(_ example: Rule.Example) {
    var filler = Filler()
    text = filler.filled(Array(example.text.utf8)[...])
    keys = filler.keys
    path = example.path.map { Array($0.utf8) }
  }
}

/// Fills placeholders: `{NAME}`, `{NAME:COUNT}`, `{times:COUNT:TEXT}`, and `{CHECKSUM:TEXT}` whose
/// text may hold others.
private struct Filler {
  private(set) var keys: [[UInt8]] = []
  private var depth = 0

  private static let deepest = 4

  mutating func filled(_ template: ArraySlice<UInt8>) -> [UInt8] {
    depth += 1
    defer { depth -= 1 }
    var (text, rest) = ([UInt8](), template)
    while let brace = rest.firstIndex(of: UInt8(ascii: "{")) {
      text += rest[..<brace]
      rest = rest[brace...]
      if depth <= Self.deepest, let end = Self.end(of: rest),
        let value = value(for: rest[(brace + 1)..<end])
      {
        text += value
        rest = rest[(end + 1)...]
      } else {
        text.append(rest.removeFirst())
      }
    }
    return text + rest
  }

  /// The place of the brace that closes the one with which the text begins.
  private static func end(of text: ArraySlice<UInt8>) -> Int? {
    var open = 0
    for index in text.indices {
      if text[index] == UInt8(ascii: "{") { open += 1 }
      if text[index] == UInt8(ascii: "}") { open -= 1 }
      if open == 0 { return index }
    }
    return nil
  }

  /// What takes the place of a placeholder, or nil where it is none.
  private mutating func value(for placeholder: ArraySlice<UInt8>) -> [UInt8]? {
    let colon = placeholder.firstIndex(of: UInt8(ascii: ":")) ?? placeholder.endIndex
    let name = String(decoding: placeholder[..<colon], as: UTF8.self)
    guard colon < placeholder.endIndex else {
      let value = MadeUp.value(for: name)
      if name == "key", let value { keys.append(value) }
      return value
    }
    let argument = placeholder[(colon + 1)...]
    if name == "times" { return Self.repeated(argument) }
    if let count = Int(String(decoding: argument, as: UTF8.self)),
      let text = MadeUp.text(of: name, count: count)
    {
      return text
    }
    guard let sum = MadeUp.Sum(name) else { return nil }
    return sum.text(of: filled(argument))
  }

  /// `64:0` is a text of 64 zeros: for values that nobody made up by chance.
  private static func repeated(_ argument: ArraySlice<UInt8>) -> [UInt8]? {
    guard let colon = argument.firstIndex(of: UInt8(ascii: ":")),
      let count = Int(String(decoding: argument[..<colon], as: UTF8.self)), 1...1000 ~= count
    else { return nil }
    return Array(repeatElement(argument[(colon + 1)...], count: count).joined())
  }
}

/// Values made up by chance, so that no file of the project holds one.
package enum MadeUp {
  /// 64 lower-case hex digits, as an account key has.
  package static func key() -> [UInt8] {
    text(of: alphabets["hex", default: ""], 64)
  }

  /// The characters that `{NAME:COUNT}` can be made of.
  private static let alphabets: [String: String] = {
    let upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    let (lower, digits) = (upper.lowercased(), "0123456789")
    return [
      "hex": digits + "abcdef", "digits": digits, "letters": upper + lower,
      "alnum": upper + lower + digits, "lower": lower + digits, "upper": upper + digits,
      "base32": upper + "234567", "base64": upper + lower + digits + "+/",
      "base64url": upper + lower + digits + "-_",
    ]
  }()

  /// A value for the placeholder of this name in an example, or nil where there is none: `key` is
  /// 64 hex digits, `base64` four lines of it, `base32` 32 characters, `code` a backup code.
  static func value(for placeholder: String) -> [UInt8]? {
    switch placeholder {
    case "key": return key()
    case "base32": return text(of: "base32", count: 32)
    case "base64":
      let lines = (0..<4).compactMap { _ in text(of: "base64", count: 64) }
      return Array(lines.joined(separator: [UInt8(ascii: "\n")]))
    case "code":
      let parts = (0..<3).compactMap { _ in text(of: "upper", count: 4) }
      return Array(parts.joined(separator: [UInt8(ascii: "-")]))
    default: return nil
    }
  }

  /// `count` characters of the alphabet of that name, 1 to 4096; nil where there is none.
  ///
  /// At least one is a digit and one a letter, where the alphabet has both and the text has room.
  static func text(of name: String, count: Int) -> [UInt8]? {
    guard let alphabet = alphabets[name], (1...4096).contains(count) else { return nil }
    return text(of: alphabet, count)
  }

  private static func text(of alphabet: String, _ count: Int) -> [UInt8] {
    let alphabet = Array(alphabet.utf8)
    var text: [UInt8] = []
    // What a scanner would take for a word, or for no token at all, is no good example of one.
    repeat {
      text = (0..<count).map { _ in alphabet[Int.random(in: 0..<alphabet.count)] }
    } while count >= 16 && alphabet.count > 10
      && !(Randomness.isRandom(text.span) && holdsAllKinds(text, of: alphabet))
    return text
  }

  /// Whether a text holds a digit, a small and a large letter, as far as its alphabet does.
  private static func holdsAllKinds(_ text: [UInt8], of alphabet: [UInt8]) -> Bool {
    ["09", "az", "AZ"].allSatisfy { bounds in
      let kind = Array(bounds.utf8)
      let isOfKind = { (byte: UInt8) in (kind[0]...kind[1]).contains(byte) }
      return !alphabet.contains(where: isOfKind) || text.contains(where: isOfKind)
    }
  }

  /// A checksum in an example: `{crc32-base62:TEXT}` is the checksum of the text,
  /// `{with-crc32-base62:TEXT}` the text with its checksum behind it.
  struct Sum {
    private let digest: Checksum.Algorithm
    private let digits: Checksum.Digits
    private let keepsText: Bool

    /// Reads the name; digits are hex where it names none.
    init?(_ name: String) {
      keepsText = name.hasPrefix("with-")
      let parts = (keepsText ? String(name.dropFirst("with-".count)) : name).split(separator: "-")
      guard (1...2).contains(parts.count),
        let digest = Checksum.Algorithm(rawValue: String(parts[0])),
        let digits = parts.count == 1 ? .hex : Checksum.Digits(rawValue: String(parts[1])),
        digest.text(of: [], in: digits) != nil
      else { return nil }
      self.digest = digest
      self.digits = digits
    }

    func text(of text: [UInt8]) -> [UInt8] {
      (keepsText ? text : []) + (digest.text(of: text, in: digits) ?? [])
    }
  }
}
