/// One escape of a text: `%3D`, `\u003d`, `\x3d`, `\075`, `\n`, `&#61;`, `&#x3d;` or `&equals;`.
///
/// A byte of a list, `0x3d` with what parts it from the next, is one too.
struct Escape {
  /// What it stands for: a byte, or the number of a character.
  enum Meaning {
    case byte(UInt8)
    case scalar(UInt32)
  }

  let meaning: Meaning
  let length: Int
  /// Whether a name or a value may hide behind it: not so line ends and quotes, which rules know.
  var hides = true

  /// The escape that begins at a place, if one does.
  init?(at place: Int, in text: Span<UInt8>) {
    switch text[place] {
    case UInt8(ascii: "%"): self.init(percentAt: place, in: text)
    case UInt8(ascii: "\\"): self.init(backslashAt: place, in: text)
    case UInt8(ascii: "&"): self.init(referenceAt: place, in: text)
    case UInt8(ascii: "0"): self.init(byteAt: place, in: text)
    default: return nil
    }
  }

  private init(_ meaning: Meaning, length: Int, hides: Bool = true) {
    self.meaning = meaning
    self.length = length
    self.hides = hides
  }

  private init?(percentAt place: Int, in text: Span<UInt8>) {
    if place + 1 < text.count, text[place + 1] == UInt8(ascii: "u"),
      let value = Self.number(from: place + 2, digits: 4, base: 16, in: text)
    {
      self.init(.scalar(value), length: 6)
      return
    }
    guard let value = Self.number(from: place + 1, digits: 2, base: 16, in: text) else {
      return nil
    }
    self.init(.byte(UInt8(truncatingIfNeeded: value)), length: 3)
  }

  private init?(byteAt place: Int, in text: Span<UInt8>) {
    guard place + 4 <= text.count, text[place + 1] == UInt8(ascii: "x"),
      let value = Self.number(from: place + 2, digits: 2, base: 16, in: text),
      place + 4 == text.count || HexDigit.value(of: text[place + 4]) == nil
    else { return nil }
    var next = place + 4
    while next < text.count, next < place + 12,
      [UInt8(ascii: ","), UInt8(ascii: " "), UInt8(ascii: "\n")].contains(text[next])
    {
      next += 1
    }
    let goesOn =
      next + 1 < text.count && text[next] == UInt8(ascii: "0")
      && text[next + 1] == UInt8(ascii: "x")
    self.init(
      .byte(UInt8(truncatingIfNeeded: value)), length: goesOn ? next - place : 4, hides: false)
  }

  private init?(backslashAt place: Int, in text: Span<UInt8>) {
    guard place + 1 < text.count else { return nil }
    switch text[place + 1] {
    case UInt8(ascii: "u"):
      guard let escape = Self.unicode(at: place, in: text) else { return nil }
      self = escape
    case UInt8(ascii: "U"):
      guard let value = Self.number(from: place + 2, digits: 8, base: 16, in: text) else {
        return nil
      }
      self.init(.scalar(value), length: 10)
    case UInt8(ascii: "x"):
      guard let value = Self.number(from: place + 2, digits: 2, base: 16, in: text) else {
        guard let escape = Self.braced(at: place, in: text) else { return nil }
        self = escape
        return
      }
      self.init(.scalar(value), length: 4)
    case UInt8(ascii: "0")...UInt8(ascii: "7"):
      if text[place + 1] <= UInt8(ascii: "3"),
        let value = Self.number(from: place + 1, digits: 3, base: 8, in: text)
      {
        self.init(.byte(UInt8(truncatingIfNeeded: value)), length: 4)
      } else if let value = Self.number(from: place + 1, digits: 2, base: 8, in: text) {
        // What refers to a group of a pattern looks the same.
        self.init(.byte(UInt8(truncatingIfNeeded: value)), length: 3, hides: false)
      } else {
        return nil
      }
    case let byte:
      if let value = Self.rtf(at: place, in: text) {
        self.init(.scalar(value), length: 4, hides: false)
        return
      }
      guard let meaning = Self.short(byte) else { return nil }
      self.init(.byte(meaning), length: 2, hides: false)
    }
  }

  /// `\u003d` or `\u{3d}`.
  private static func unicode(at place: Int, in text: Span<UInt8>) -> Escape? {
    if let value = number(from: place + 2, digits: 4, base: 16, in: text) {
      return Escape(.scalar(value), length: 6)
    }
    return braced(at: place, in: text)
  }

  /// What stands in braces, as in `\u{3d}` and `\x{3d}`.
  private static func braced(at place: Int, in text: Span<UInt8>) -> Escape? {
    guard place + 2 < text.count, text[place + 2] == UInt8(ascii: "{") else { return nil }
    for digits in 1...8 {
      guard let value = number(from: place + 3, digits: digits, base: 16, in: text) else {
        return nil
      }
      let end = place + 3 + digits
      if end < text.count, text[end] == UInt8(ascii: "}") {
        return Escape(.scalar(value), length: digits + 4)
      }
    }
    return nil
  }

  /// What `\'34` of RTF stands for: a quote may be escaped too, so there must be two in a row.
  private static func rtf(at place: Int, in text: Span<UInt8>) -> UInt32? {
    guard let number = quoted(at: place, in: text),
      quoted(at: place + 4, in: text) ?? quoted(at: place - 4, in: text) != nil
    else { return nil }
    return number
  }

  private static func quoted(at place: Int, in text: Span<UInt8>) -> UInt32? {
    guard place >= 0, place + 4 <= text.count, text[place] == UInt8(ascii: "\\"),
      text[place + 1] == UInt8(ascii: "'"), 0x32...0x37 ~= text[place + 2]
    else { return nil }
    return number(from: place + 2, digits: 2, base: 16, in: text)
  }

  /// What a backslash and this byte stand for.
  private static func short(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "n"): UInt8(ascii: "\n")
    case UInt8(ascii: "r"): UInt8(ascii: "\r")
    case UInt8(ascii: "t"): UInt8(ascii: "\t")
    case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "/"),
      UInt8(ascii: "`"), UInt8(ascii: "_"):
      byte
    default: nil
    }
  }

  /// A character reference of HTML or XML.
  private init?(referenceAt place: Int, in text: Span<UInt8>) {
    var end = place + 1
    while end < text.count, end < place + 12, text[end] != UInt8(ascii: ";") { end += 1 }
    guard end < text.count, text[end] == UInt8(ascii: ";"), end > place + 2 else { return nil }
    let length = end + 1 - place
    guard text[place + 1] == UInt8(ascii: "#") else {
      guard let meaning = Self.names[Self.name(text, (place + 1)..<end)] else { return nil }
      self.init(.scalar(meaning), length: length)
      return
    }
    let isHex = text[place + 2] | 0x20 == UInt8(ascii: "x")
    let first = place + (isHex ? 3 : 2)
    guard
      let value = Self.number(
        from: first, digits: end - first, base: isHex ? 16 : 10, in: text)
    else { return nil }
    self.init(.scalar(value), length: length)
  }

  private static func name(_ text: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
    range.map { text[$0] }
  }

  /// The references to characters of ASCII that names, values and what joins them are written with.
  private static let names: [[UInt8]: UInt32] = Dictionary(
    uniqueKeysWithValues: [
      ("quot", "\""), ("apos", "'"), ("amp", "&"), ("lt", "<"), ("gt", ">"), ("nbsp", " "),
      ("Tab", "\t"), ("NewLine", "\n"), ("equals", "="), ("colon", ":"), ("semi", ";"),
      ("comma", ","), ("period", "."), ("sol", "/"), ("bsol", "\\"), ("lowbar", "_"),
      ("UnderBar", "_"), ("hyphen", "-"), ("dash", "-"), ("num", "#"), ("quest", "?"),
      ("excl", "!"), ("commat", "@"), ("dollar", "$"), ("percnt", "%"), ("plus", "+"),
      ("ast", "*"), ("lpar", "("), ("rpar", ")"), ("lsqb", "["), ("lbrack", "["), ("rsqb", "]"),
      ("rbrack", "]"), ("lcub", "{"), ("lbrace", "{"), ("rcub", "}"), ("rbrace", "}"),
      ("verbar", "|"), ("vert", "|"), ("grave", "`"),
    ].map { (Array($0.0.utf8), $0.1 as Unicode.Scalar) }.map { ($0.0, $0.1.value) })

  private static func number(
    from start: Int, digits: Int, base: UInt32, in text: Span<UInt8>
  ) -> UInt32? {
    guard 1...8 ~= digits, start + digits <= text.count else { return nil }
    var number: UInt32 = 0
    for index in start..<(start + digits) {
      guard let value = HexDigit.value(of: text[index]), value < base else { return nil }
      number = number &* base &+ value
    }
    return number
  }
}

/// Makes views in which escapes stand for what they mean.
enum Unescaping {
  static func view(of range: Range<Int>, in text: Span<UInt8>) -> View {
    var view = View(from: range.lowerBound, capacity: range.count)
    var (copied, at) = (range.lowerBound, range.lowerBound)
    while at < range.upperBound {
      guard isLead(text[at]), let escape = Escape(at: at, in: text),
        at + escape.length <= range.upperBound
      else {
        at += 1
        continue
      }
      view.copy(copied..<at, of: text)
      switch escape.meaning {
      case .byte(let byte): view.put(byte, for: at..<(at + escape.length))
      case .scalar(let scalar): view.put(scalar: scalar, for: at..<(at + escape.length))
      }
      at += escape.length
      copied = at
    }
    view.copy(copied..<range.upperBound, of: text)
    return view
  }

  private static func isLead(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "%") || byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "&")
      || byte == UInt8(ascii: "0")
  }
}

/// Makes views in which quoted-printable text (RFC 2045) stands decoded: `=3D`, and a line that
/// goes on behind `=`.
enum QuotedPrintable {
  static func view(of range: Range<Int>, in text: Span<UInt8>) -> View {
    var view = View(from: range.lowerBound, capacity: range.count)
    var (copied, at) = (range.lowerBound, range.lowerBound)
    while at < range.upperBound {
      let length = escapeLength(at: at, in: text)
      guard length > 0, at + length <= range.upperBound else {
        at += 1
        continue
      }
      view.copy(copied..<at, of: text)
      if length == 3, let high = upperDigit(text[at + 1]), let low = upperDigit(text[at + 2]) {
        view.put(high << 4 | low, for: at..<(at + length))
      } else {
        view.noteGap()
      }
      at += length
      copied = at
    }
    view.copy(copied..<range.upperBound, of: text)
    return view
  }

  /// How long a line is at least that mail cuts in two: of 76 characters, less what a word needs.
  private static let shortestLine = 48

  /// Whether the line is so long that `=` at its end can only mean that it goes on: the empty value
  /// of a setting ends its line in the same way.
  private static func isCut(at place: Int, in text: Span<UInt8>) -> Bool {
    guard place >= shortestLine else { return false }
    for before in (place - shortestLine)..<place where text[before] == UInt8(ascii: "\n") {
      return false
    }
    return true
  }

  /// Whether an escape stands there that a mail needs: a value of hex digits alone may follow `=`,
  /// and most of its first two look like one.
  static func hides(at place: Int, in text: Span<UInt8>) -> Bool {
    guard case let length = escapeLength(at: place, in: text), length > 0 else { return false }
    guard length == 3, let high = upperDigit(text[place + 1]), let low = upperDigit(text[place + 2])
    else { return true }
    switch high << 4 | low {
    case UInt8(ascii: "="), UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"),
      UInt8(ascii: "\r"), UInt8(ascii: "\""), UInt8(ascii: "'"):
      return true
    default: return false
    }
  }

  /// The length of `=3D`, or of `=` and a line end; 0 for anything else.
  static func escapeLength(at place: Int, in text: Span<UInt8>) -> Int {
    guard text[place] == UInt8(ascii: "="), place + 1 < text.count else { return 0 }
    let next = text[place + 1]
    if next == UInt8(ascii: "\n") || next == UInt8(ascii: "\r") {
      guard isCut(at: place, in: text) else { return 0 }
    }
    if next == UInt8(ascii: "\n") { return 2 }
    guard place + 2 < text.count else { return 0 }
    if next == UInt8(ascii: "\r") { return text[place + 2] == UInt8(ascii: "\n") ? 3 : 2 }
    return upperDigit(next) != nil && upperDigit(text[place + 2]) != nil ? 3 : 0
  }

  /// A hex digit as this encoding has them: with upper-case letters, which keys have not.
  private static func upperDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}

/// Makes views in which CR alone, as of old Macintosh files, stands for LF.
enum LineEnds {
  static func view(of range: Range<Int>, in text: Span<UInt8>) -> View {
    var view = View(from: range.lowerBound, capacity: range.count)
    var copied = range.lowerBound
    for at in range where isAlone(at, in: text) {
      view.copy(copied..<at, of: text)
      view.put(UInt8(ascii: "\n"), for: at..<(at + 1))
      copied = at + 1
    }
    view.copy(copied..<range.upperBound, of: text)
    return view
  }

  static func isAlone(_ place: Int, in text: Span<UInt8>) -> Bool {
    text[place] == UInt8(ascii: "\r")
      && (place + 1 == text.count || text[place + 1] != UInt8(ascii: "\n"))
  }
}
