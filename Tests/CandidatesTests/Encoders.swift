import Foundation

/// A way to write a text down, as the encoded texts of the tests are.
struct Encoder: Sendable, CustomStringConvertible {
  let description: String
  let encode: @Sendable ([UInt8]) -> [UInt8]

  /// What the encoded text is made of.
  let kind: Kind

  enum Kind {
    /// Letters and digits mostly.
    case text
    /// An escape for every character.
    case escapes
    case utf16
    case utf32
  }

  init(
    _ description: String, kind: Kind = .text, _ encode: @escaping @Sendable ([UInt8]) -> [UInt8]
  ) {
    self.description = description
    self.kind = kind
    self.encode = encode
  }

  /// Whether it says itself that it is UTF-16 or UTF-32.
  var hasMark: Bool { description.hasSuffix("mark") }

  /// Whether it writes all bytes with the same few characters.
  var isPacked: Bool {
    (description.hasPrefix("base64") || description.hasPrefix("hex"))
      && !description.hasSuffix("UTF-16")
  }

  /// Encodings of a whole text.
  static let all: [Encoder] =
    wide + packed + escapes + [
      Encoder("percent") { percent($0) }, Encoder("JSON with \\u") { json($0) },
      Encoder("HTML") { html($0) },
    ]

  private static let packed = [
    Encoder("base64") { base64($0) },
    Encoder("base64 for URLs") { forURLs(base64($0)) },
    Encoder("base64 in lines of 76") { wrapped(base64($0), at: 76) },
    Encoder("base64 in lines of 64, CRLF") { wrapped(base64($0), at: 64, "\r\n  ") },
    Encoder("base64 in a JSON string with \\n") { wrapped(base64($0), at: 76, "\\n") },
    Encoder("base64 of UTF-16") { base64(utf16($0, isLittle: true)) },
    Encoder("base64 of base64") { base64(base64($0)) },
    Encoder("hex") { $0.flatMap { Array(hex($0).utf8) } },
    Encoder("hex in lines of 60") { wrapped($0.flatMap { Array(hex($0).utf8) }, at: 60) },
  ]

  private static let escapes = [
    Encoder("%XX", kind: .escapes) { $0.flatMap { Array(("%" + hex($0)).utf8) } },
    Encoder("\\xXX", kind: .escapes) { $0.flatMap { Array(("\\x" + hex($0)).utf8) } },
    Encoder("\\uXXXX", kind: .escapes) { $0.flatMap { Array(("\\u00" + hex($0)).utf8) } },
    Encoder("\\OOO", kind: .escapes) { $0.flatMap { Array(("\\" + octal($0)).utf8) } },
    Encoder("&#xXX;", kind: .escapes) { $0.flatMap { Array("&#x\(hex($0));".utf8) } },
    Encoder("&#DD;", kind: .escapes) { $0.flatMap { Array("&#\($0);".utf8) } },
    Encoder("&#00DD;", kind: .escapes) { $0.flatMap { Array("&#00\($0);".utf8) } },
    Encoder("&#x00XX;", kind: .escapes) { $0.flatMap { Array("&#x00\(hex($0));".utf8) } },
    Encoder("\\u{00XX}", kind: .escapes) { $0.flatMap { Array("\\u{00\(hex($0))}".utf8) } },
    Encoder("\\U000000XX", kind: .escapes) { $0.flatMap { Array("\\U000000\(hex($0))".utf8) } },
  ]

  static let wide = [
    Encoder("UTF-16LE with a mark", kind: .utf16) { [0xff, 0xfe] + utf16($0, isLittle: true) },
    Encoder("UTF-16BE with a mark", kind: .utf16) { [0xfe, 0xff] + utf16($0, isLittle: false) },
    Encoder("UTF-16LE", kind: .utf16) { utf16($0, isLittle: true) },
    Encoder("UTF-16BE", kind: .utf16) { utf16($0, isLittle: false) },
    Encoder("UTF-32LE with a mark", kind: .utf32) {
      [0xff, 0xfe, 0, 0] + utf32($0, isLittle: true)
    },
    Encoder("UTF-32BE with a mark", kind: .utf32) {
      [0, 0, 0xfe, 0xff] + utf32($0, isLittle: false)
    },
    Encoder("UTF-32LE", kind: .utf32) { utf32($0, isLittle: true) },
    Encoder("UTF-32BE", kind: .utf32) { utf32($0, isLittle: false) },
  ]
}

func base64(_ bytes: [UInt8]) -> [UInt8] { Array(Data(bytes).base64EncodedString().utf8) }

func forURLs(_ bytes: [UInt8]) -> [UInt8] {
  bytes.filter { $0 != UInt8(ascii: "=") }.map {
    $0 == UInt8(ascii: "+") ? UInt8(ascii: "-") : $0 == UInt8(ascii: "/") ? UInt8(ascii: "_") : $0
  }
}

func wrapped(_ bytes: [UInt8], at width: Int, _ newline: String = "\n") -> [UInt8] {
  Array(
    stride(from: 0, to: bytes.count, by: width).map { bytes[$0..<min(bytes.count, $0 + width)] }
      .joined(separator: newline.utf8))
}

func utf16(_ bytes: [UInt8], isLittle: Bool) -> [UInt8] {
  String(decoding: bytes, as: UTF8.self).utf16.flatMap { unit in
    isLittle ? [UInt8(unit & 255), UInt8(unit >> 8)] : [UInt8(unit >> 8), UInt8(unit & 255)]
  }
}

func utf32(_ bytes: [UInt8], isLittle: Bool) -> [UInt8] {
  String(decoding: bytes, as: UTF8.self).unicodeScalars.flatMap { scalar in
    let all = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: scalar.value >> $0) }
    return isLittle ? all.reversed() : all
  }
}

func hex(_ byte: UInt8) -> String { String(format: "%02x", byte) }

private func octal(_ byte: UInt8) -> String { String(format: "%03o", byte) }

private func isWord(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"):
    true
  default: false
  }
}

/// Everything but letters and digits as a form does it.
func percent(_ bytes: [UInt8]) -> [UInt8] {
  bytes.flatMap { isWord($0) ? [$0] : Array(("%" + hex($0).uppercased()).utf8) }
}

/// As careful writers of JSON do it.
func json(_ bytes: [UInt8]) -> [UInt8] {
  bytes.flatMap { isWord($0) || $0 == 0x20 ? [$0] : Array(("\\u00" + hex($0)).utf8) }
}

/// Everything but letters, digits and spaces as numbers, in turns.
func html(_ bytes: [UInt8]) -> [UInt8] {
  bytes.flatMap { byte -> [UInt8] in
    if isWord(byte) || byte == 0x20 { return [byte] }
    return Array((byte % 2 == 0 ? "&#x\(hex(byte));" : "&#\(byte);").utf8)
  }
}

/// Quoted-printable as mailers write it: lines of at most 76.
func quotedPrintable(_ bytes: [UInt8]) -> [UInt8] {
  var (text, column) = ([UInt8](), 0)
  for byte in bytes {
    let escaped = byte != 0x0a && (byte < 0x20 || byte > 0x7e || byte == UInt8(ascii: "="))
    let piece = escaped ? Array(("=" + hex(byte).uppercased()).utf8) : [byte]
    if byte == 0x0a {
      column = 0
    } else if column + piece.count > 75 {
      text += Array("=\n".utf8)
      column = piece.count
    } else {
      column += piece.count
    }
    text += piece
  }
  return text
}
