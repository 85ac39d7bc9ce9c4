/// A JSON value that another program sent; its texts are the bytes that they stand for, in UTF-8.
///
/// Read here and not by `JSONDecoder`, which keeps one of two members with the same name without
/// saying so, refuses a text that holds half a surrogate pair, as an agent's text can, and takes
/// minutes for a request of nothing but small values.
package enum JSONValue: Equatable, Sendable {
  case null
  case boolean(Bool)
  /// A number as it was written: nobody calculates with it.
  case number([UInt8])
  case text([UInt8])
  case list([JSONValue])
  /// The members in their order; no two have the same name.
  case object([Member])

  /// A name in an object, and its value.
  package struct Member: Equatable, Sendable {
    package let name: [UInt8]
    package let value: JSONValue
  }

  /// Reads one value, with nothing but blanks around it and a byte order mark before it.
  ///
  /// An object that has a name twice is refused: whoever sent it may take the other of the two.
  /// So are more than a million values: nobody sends them, and each takes memory. Half a surrogate
  /// pair becomes U+FFFD, as in JavaScript's UTF-8.
  /// - Throws: `JSONProblem` also where values nest deeper than anybody writes them.
  package init(reading bytes: [UInt8]) throws(JSONProblem) {
    var reader = JSONReader(bytes: bytes)
    self = try reader.wholeValue()
  }

  /// The value of a member; nil where there is none, or where this is no object.
  package subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name.elementsEqual(name.utf8) }?.value
  }

  /// The bytes of a text; nil for any other value.
  package var bytes: [UInt8]? {
    if case .text(let bytes) = self { bytes } else { nil }
  }
}

/// Why something is not read as JSON.
package struct JSONProblem: Error, Equatable, CustomStringConvertible {
  /// Where it is seen, in bytes from the start.
  package let offset: Int
  let what: String

  package var description: String { "it is not the JSON expected: \(what) at byte \(offset)" }
}

/// Reads JSON as RFC 8259 has it.
private struct JSONReader {
  /// Arrays and objects in one another; agents send fewer than ten.
  private static let deepest = 200
  private static let mostValues = 1_000_000

  let bytes: [UInt8]
  private var place = 0
  private var count = 0

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  mutating func wholeValue() throws(JSONProblem) -> JSONValue {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
    let value = try value(depth: 0)
    skipBlanks()
    if place < bytes.count { throw problem("something follows the value") }
    return value
  }

  private mutating func value(depth: Int) throws(JSONProblem) -> JSONValue {
    skipBlanks()
    guard depth < Self.deepest else { throw problem("values nest too deep") }
    count += 1
    guard count <= Self.mostValues else { throw problem("there are too many values") }
    switch next {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try list(depth: depth)
    case UInt8(ascii: "\""): return .text(try text())
    case UInt8(ascii: "t"): return try word("true", .boolean(true))
    case UInt8(ascii: "f"): return try word("false", .boolean(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func object(depth: Int) throws(JSONProblem) -> JSONValue {
    place += 1
    var members: [JSONValue.Member] = []
    var names: Set<[UInt8]> = []
    skipBlanks()
    if take("}") { return .object([]) }
    repeat {
      skipBlanks()
      guard next == UInt8(ascii: "\"") else { throw problem("a name is missing") }
      let name = try text()
      guard names.insert(name).inserted else { throw problem("a name stands twice") }
      skipBlanks()
      guard take(":") else { throw problem("':' is missing") }
      members.append(JSONValue.Member(name: name, value: try value(depth: depth + 1)))
      skipBlanks()
    } while take(",")
    guard take("}") else { throw problem("'}' is missing") }
    return .object(members)
  }

  private mutating func list(depth: Int) throws(JSONProblem) -> JSONValue {
    place += 1
    var values: [JSONValue] = []
    skipBlanks()
    if take("]") { return .list([]) }
    repeat {
      values.append(try value(depth: depth + 1))
      skipBlanks()
    } while take(",")
    guard take("]") else { throw problem("']' is missing") }
    return .list(values)
  }

  private mutating func text() throws(JSONProblem) -> [UInt8] {
    place += 1
    var text: [UInt8] = []
    while true {
      let start = place
      while place < bytes.count, bytes[place] >= 0x20, bytes[place] != UInt8(ascii: "\""),
        bytes[place] != UInt8(ascii: "\\")
      {
        place += 1
      }
      text += bytes[start..<place]
      if take("\"") { return text }
      guard take("\\") else { throw problem("a text does not end") }
      try escape(into: &text)
    }
  }

  private mutating func escape(into text: inout [UInt8]) throws(JSONProblem) {
    let letter = next
    place += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text += [letter ?? 0]
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"): text += Array(String(try scalar()).utf8)
    default: throw problem("an escape is unknown")
    }
  }

  /// The character of `\u` and four digits, and of the pair that they may be half of.
  private mutating func scalar() throws(JSONProblem) -> Character {
    let unit = try unit()
    if let scalar = Unicode.Scalar(unit) { return Character(scalar) }
    let after = place
    if UTF16.isLeadSurrogate(unit), take("\\"), take("u") {
      let second = try self.unit()
      if UTF16.isTrailSurrogate(second) {
        return Character(UTF16.decode(UTF16.EncodedScalar([unit, second])))
      }
    }
    place = after
    return "\u{FFFD}"
  }

  private mutating func unit() throws(JSONProblem) -> UInt16 {
    let digits = bytes[place..<min(place + 4, bytes.count)]
    let hex = String(decoding: digits, as: UTF8.self)
    guard digits.count == 4, hex.first != "+", hex.first != "-", let unit = UInt16(hex, radix: 16)
    else { throw problem("four digits are missing") }
    place += 4
    return unit
  }

  private mutating func number() throws(JSONProblem) -> JSONValue {
    let start = place
    while let byte = next, "+-.0123456789eE".utf8.contains(byte) { place += 1 }
    let text = bytes[start..<place]
    guard Double(String(decoding: text, as: UTF8.self)) != nil else {
      throw problem("a value is missing")
    }
    return .number(Array(text))
  }

  private mutating func word(
    _ word: String, _ value: JSONValue
  ) throws(JSONProblem) -> JSONValue {
    guard bytes[place...].starts(with: word.utf8) else { throw problem("a value is missing") }
    place += word.utf8.count
    return value
  }

  private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  private mutating func skipBlanks() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      place += 1
    }
  }

  private func problem(_ what: String) -> JSONProblem {
    JSONProblem(offset: place, what: place < bytes.count ? what : "it ends too early")
  }
}
