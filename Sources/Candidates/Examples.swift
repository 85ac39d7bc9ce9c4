package import Rules

/// An example of a rule with its placeholders filled in.
package struct FilledExample: Sendable {
  package let text: [UInt8]
  package let path: [UInt8]?
  /// What was put in for `{key}`, in order of place.
  package let keys: [[UInt8]]

  /// Fills `{key}` with 64 hex digits and `{base64}` with four lines of base64, made up now.
  package init(_ example: Rule.Example) {
    var (text, keys): ([UInt8], [[UInt8]]) = ([], [])
    var rest = Array(example.text.utf8)[...]
    while let brace = rest.firstIndex(of: UInt8(ascii: "{")) {
      text += rest[..<brace]
      rest = rest[brace...]
      if rest.starts(with: "{key}".utf8) {
        keys.append(MadeUp.key())
        text += keys[keys.count - 1]
        rest = rest.dropFirst("{key}".utf8.count)
      } else if rest.starts(with: "{base64}".utf8) {
        text += MadeUp.base64Lines()
        rest = rest.dropFirst("{base64}".utf8.count)
      } else {
        text.append(rest.removeFirst())
      }
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
    let digits = Array("0123456789abcdef".utf8)
    return (0..<64).map { _ in digits[Int.random(in: 0..<16)] }
  }

  /// Four lines of 64 characters of base64.
  static func base64Lines() -> [UInt8] {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    let lines = (0..<4).map { _ in (0..<64).map { _ in alphabet[Int.random(in: 0..<64)] } }
    return Array(lines.joined(separator: [UInt8(ascii: "\n")]))
  }
}
