package import Rules

/// An example of a rule with its placeholders filled in.
package struct FilledExample: Sendable {
  package let text: [UInt8]
  package let path: [UInt8]?
  /// What was put in for `{key}`, in order of place.
  package let keys: [[UInt8]]

  /// Fills the placeholders with what `MadeUp.value(for:)` makes up now.
  package init(_ example: Rule.Example) {
    var (text, keys): ([UInt8], [[UInt8]]) = ([], [])
    var rest = Array(example.text.utf8)[...]
    while let brace = rest.firstIndex(of: UInt8(ascii: "{")) {
      text += rest[..<brace]
      rest = rest[brace...]
      let name = rest.dropFirst().prefix { $0 != UInt8(ascii: "}") }
      guard let value = MadeUp.value(for: name), name.endIndex < rest.endIndex else {
        text.append(rest.removeFirst())
        continue
      }
      if name.elementsEqual("key".utf8) { keys.append(value) }
      text += value
      rest = rest[(name.endIndex + 1)...]
    }
    self.text = text + rest
    self.keys = keys
    path = example.path.map { Array($0.utf8) }
  }
}

/// Values made up by chance, so that no file of the project holds one.
package enum MadeUp {
  /// 64 lower-case hex digits, as an account key has.
  package static func key() -> [UInt8] {
    text(of: "0123456789abcdef", count: 64)
  }

  /// A value for the placeholder of this name in an example, or nil where there is none: `key` is
  /// 64 hex digits, `base64` four lines of it, `base32` 32 characters, `code` a backup code.
  static func value(for placeholder: some Collection<UInt8>) -> [UInt8]? {
    let upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    switch String(decoding: placeholder, as: UTF8.self) {
    case "key": return key()
    case "base32": return text(of: upper + "234567", count: 32)
    case "base64":
      let lines = (0..<4).map { _ in
        text(of: upper + upper.lowercased() + "0123456789+/", count: 64)
      }
      return Array(lines.joined(separator: [UInt8(ascii: "\n")]))
    case "code":
      let parts = (0..<3).map { _ in text(of: upper + "0123456789", count: 4) }
      return Array(parts.joined(separator: [UInt8(ascii: "-")]))
    default: return nil
    }
  }

  private static func text(of alphabet: String, count: Int) -> [UInt8] {
    let alphabet = Array(alphabet.utf8)
    return (0..<count).map { _ in alphabet[Int.random(in: 0..<alphabet.count)] }
  }
}
