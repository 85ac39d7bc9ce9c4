/// Ways in which a whole text is stored as bytes.
struct Charset: Sendable {
  var name: String
  var bytes: @Sendable (String) -> [UInt8]

  static let all = [
    Charset("utf-8 with a mark") { [0xef, 0xbb, 0xbf] + Array($0.utf8) },
    Charset("utf-16le with a mark") { [0xff, 0xfe] + utf16($0, bigEndian: false) },
    Charset("utf-16be with a mark") { [0xfe, 0xff] + utf16($0, bigEndian: true) },
    Charset("utf-16le") { utf16($0, bigEndian: false) },
    Charset("utf-16be") { utf16($0, bigEndian: true) },
    Charset("utf-32le with a mark") { [0xff, 0xfe, 0, 0] + utf32($0, bigEndian: false) },
    Charset("utf-32be with a mark") { [0, 0, 0xfe, 0xff] + utf32($0, bigEndian: true) },
    Charset("utf-32le") { utf32($0, bigEndian: false) },
    Charset("utf-32be") { utf32($0, bigEndian: true) },
    Charset("crlf") { Array(crlf($0).utf8) },
    Charset("cr") { Array($0.replacing("\n", with: "\r").utf8) },
    Charset("utf-16le with a mark and crlf") { [0xff, 0xfe] + utf16(crlf($0), bigEndian: false) },
    Charset("latin-1") { latin1("# Schlüssel für «Änderungen» – é\n\($0)\n# ÄÖÜß\n") },
  ]

  private init(_ name: String, _ bytes: @escaping @Sendable (String) -> [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  private static func crlf(_ text: String) -> String {
    text.replacing("\r\n", with: "\n").replacing("\n", with: "\r\n")
  }

  private static func utf16(_ text: String, bigEndian: Bool) -> [UInt8] {
    text.utf16.flatMap { unit in
      let bytes = [UInt8(unit >> 8), UInt8(unit & 255)]
      return bigEndian ? bytes : bytes.reversed()
    }
  }

  private static func utf32(_ text: String, bigEndian: Bool) -> [UInt8] {
    text.unicodeScalars.flatMap { scalar in
      let bytes = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: scalar.value >> $0) }
      return bigEndian ? bytes : bytes.reversed()
    }
  }

  private static func latin1(_ text: String) -> [UInt8] {
    text.unicodeScalars.map { UInt8(exactly: $0.value) ?? UInt8(ascii: "?") }
  }
}

extension Charset {
  /// Forms of the plain part, stored in every charset.
  static func items(seed: UInt64, rounds: Int) -> [Item] {
    let forms = carriers
    return all.flatMap { charset in
      (1...rounds).map { round in
        var dice = Dice(seed: seed, charset.name, "\(round)")
        let form = dice.pick(forms)
        let filled = form.filled(using: &dice)
        return Item(
          kind: .encoded, group: "charsets", name: "\(charset.name): \(form.name) \(round)",
          path: filled.path, bytes: charset.bytes(filled.text), secrets: filled.labels)
      }
    }
  }

  /// Forms whose text means the same in every charset and with every line's end.
  static let carriers: [Form] =
    [
      Group.shells, .settings, .infrastructure, .pipelines, .services, .languages, .network,
      .windows,
    ]
    .flatMap(\.forms)
}
