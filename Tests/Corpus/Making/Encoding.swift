import Foundation

/// Ways in which a text is written as another text.
enum Encoding {
  /// A text in the encoding that a filter of a gap names.
  static func named(_ name: String, _ text: String) -> String {
    switch name {
    case "base64": Data(text.utf8).base64EncodedString()
    case "base64line": Data((text + "\n").utf8).base64EncodedString()
    case "base64url": base64url(text)
    case "base64wrapped": wrapped(Data(text.utf8).base64EncodedString(), at: 76)
    case "hex": text.utf8.map { Digest.hex(UInt64($0), digits: 2) }.joined()
    case "HEX": text.utf8.map { Digest.hex(UInt64($0), digits: 2).uppercased() }.joined()
    case "xescape": text.utf8.map { "\\x" + Digest.hex(UInt64($0), digits: 2) }.joined()
    case "carray":
      text.utf8.map { "0x" + Digest.hex(UInt64($0), digits: 2) }.joined(separator: ", ")
    case "charcodes": text.utf8.map { String($0) }.joined(separator: ", ")
    case "charlist": text.map { "'\($0)'" }.joined(separator: ", ")
    case "padded": text.utf8.map { "&#00\($0);" }.joined()
    case "braced": text.utf8.map { "\\u{00" + Digest.hex(UInt64($0), digits: 2) + "}" }.joined()
    case "longunicode": text.utf8.map { "\\U" + Digest.hex(UInt64($0), digits: 8) }.joined()
    case "xxd": xxd(Array(text.utf8))
    case "octal": text.utf8.map { "\\" + String($0, radix: 8) }.joined()
    case "percent": percent(text) { $0.isLetter || $0.isNumber || "-_.~".contains($0) }
    case "percentall": percent(text) { _ in false }
    case "json": json(text)
    case "unicode": text.utf16.map { "\\u" + Digest.hex(UInt64($0), digits: 4) }.joined()
    case "decimal": text.unicodeScalars.map { "&#\($0.value);" }.joined()
    case "entities": text.unicodeScalars.map { "&#x\(String($0.value, radix: 16));" }.joined()
    case "markup": markup(text)
    case "quoted": quoted(text)
    case "quotedall": quotedAll(text)
    case "reversed": String(text.reversed())
    default: piece(name, text)
    }
  }

  /// A part of a text, or a text that is laid out or packed anew.
  private static func piece(_ name: String, _ text: String) -> String {
    switch name {
    case "indent": text.replacing("\n", with: "\n    ")
    case "indent6": text.replacing("\n", with: "\n      ")
    case "first": String(text.prefix(text.count / 2))
    case "rest": String(text.dropFirst(text.count / 2))
    case "a": String(text.prefix(20))
    case "b": String(text.dropFirst(20).prefix(23))
    case "c": String(text.dropFirst(43))
    case "firsthex": text.utf8.prefix(1).map { Digest.hex(UInt64($0), digits: 2) }.joined()
    case "eighty": String(text.prefix(80))
    case "tail": String(text.dropFirst())
    case "registry": registry(text)
    case "gzip64": Data(Archive.gzip(Array(text.utf8))).base64EncodedString()
    case "base64slashes": Data(text.utf8).base64EncodedString().replacing("/", with: "\\/")
    case "sha256": Digest.sha256(text.utf8)
    case "utf16base64":
      Data(text.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] })
        .base64EncodedString()
    default: preconditionFailure("no filter: \(name)")
    }
  }

  /// A dump of bytes as `xxd` writes it.
  private static func xxd(_ bytes: [UInt8]) -> String {
    stride(from: 0, to: bytes.count, by: 16).map { start in
      let line = bytes[start..<min(bytes.count, start + 16)]
      let digits = line.map { Digest.hex(UInt64($0), digits: 2) }
      let words = stride(from: 0, to: digits.count, by: 2).map { word in
        digits[word..<min(digits.count, word + 2)].joined()
      }
      let text = line.map { 0x20...0x7e ~= $0 ? String(Unicode.Scalar($0)) : "." }.joined()
      return Digest.hex(UInt64(start), digits: 8) + ": " + words.joined(separator: " ") + "  "
        + text
    }.joined(separator: "\n")
  }

  /// Cuts a text into lines.
  static func wrapped(_ text: String, at width: Int, by end: String = "\n") -> String {
    stride(from: 0, to: text.count, by: width).map { start in
      String(text.dropFirst(start).prefix(width))
    }.joined(separator: end)
  }

  private static func base64url(_ text: String) -> String {
    String(
      Data(text.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
        .prefix { $0 != "=" })
  }

  private static func percent(_ text: String, plain: (Character) -> Bool) -> String {
    text.map { character in
      plain(character)
        ? String(character)
        : character.utf8.map { "%" + Digest.hex(UInt64($0), digits: 2).uppercased() }.joined()
    }.joined()
  }

  /// What stands between the quotes of a JSON string.
  private static func json(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
      .replacing("\n", with: "\\n").replacing("\t", with: "\\t").replacing("\r", with: "\\r")
  }

  private static func markup(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
  }

  /// UTF-16 as `reg export` writes it: bytes between commas, long lines continued.
  private static func registry(_ text: String) -> String {
    let bytes = text.utf16.flatMap { [$0 & 255, $0 >> 8] }.map { Digest.hex(UInt64($0), digits: 2) }
    return wrapped(bytes.joined(separator: ","), at: 75, by: "\\\r\n  ")
  }

  /// Quoted-printable (RFC 2045) with soft line breaks.
  private static func quoted(_ text: String) -> String {
    var written = ""
    var width = 0
    for character in text {
      let piece = character == "=" ? "=3D" : String(character)
      if width + piece.count > 75 && character != "\n" {
        written += "=\n"
        width = 0
      }
      written += piece
      width = character == "\n" ? 0 : width + piece.count
    }
    return written
  }

  private static func quotedAll(_ text: String) -> String {
    let all = text.utf8.map { "=" + Digest.hex(UInt64($0), digits: 2).uppercased() }.joined()
    return wrapped(all, at: 75, by: "=\n")
  }
}
