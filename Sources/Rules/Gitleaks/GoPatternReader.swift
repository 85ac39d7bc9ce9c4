/// Reads a regular expression in Go's syntax once, from left to right, and writes it in PCRE2's.
struct GoPatternReader {
  private let text: [UInt8]
  private let secretGroup: Int?
  private(set) var at = 0
  private var depth = 0
  private(set) var output: [UInt8] = []
  private(set) var groupCount = 0

  /// How deep groups may nest: this reader recurses.
  private static let deepest = 100

  init(_ text: String, secretGroup: Int?) {
    self.text = Array(text.utf8)
    self.secretGroup = secretGroup
  }

  /// Reads the whole text.
  mutating func whole() throws(GoPattern.Problem) -> PatternShape {
    let shape = try alternation()
    guard at == text.count else { throw GoPattern.Problem(text: "it has a ')' without '('") }
    return shape
  }

  private var next: UInt8? { at < text.count ? text[at] : nil }

  private func isNext(_ expected: String) -> Bool { text[at...].starts(with: expected.utf8) }

  private mutating func write(_ bytes: String) { output += bytes.utf8 }

  private mutating func copy() {
    output.append(text[at])
    at += 1
  }

  private mutating func alternation() throws(GoPattern.Problem) -> PatternShape {
    var branches = [try sequence()]
    while next == UInt8(ascii: "|") {
      copy()
      branches.append(try sequence())
    }
    return branches.count == 1 ? branches[0] : PatternShape.alternation(branches)
  }

  private mutating func sequence() throws(GoPattern.Problem) -> PatternShape {
    var parts: [PatternShape] = []
    while let byte = next, byte != UInt8(ascii: "|"), byte != UInt8(ascii: ")") {
      var part = try atom(byte)
      while let count = repetition() { part = part.repeated(atLeast: count.0, atMost: count.1) }
      parts.append(part)
    }
    return PatternShape.sequence(parts)
  }

  private mutating func atom(_ byte: UInt8) throws(GoPattern.Problem) -> PatternShape {
    switch byte {
    case UInt8(ascii: "("): return try group()
    case UInt8(ascii: "["): return try byteClass()
    case UInt8(ascii: "\\"): return try escape()
    case UInt8(ascii: "."):
      copy()
      return .anyByte
    case UInt8(ascii: "^"), UInt8(ascii: "$"):
      copy()
      return .empty
    case 0x80...:
      // A repeat is of the character, not of its last byte.
      let start = at
      at += 1
      while let byte = next, byte & 0xc0 == 0x80 { at += 1 }
      write("(?:")
      output += text[start..<at]
      write(")")
      return .oneOf([Array(text[start..<at])])
    default:
      copy()
      return .oneOf([[byte]])
    }
  }

  /// Reads what says how often the atom before is repeated, if that stands here.
  private mutating func repetition() -> (Int, Int?)? {
    var count: (Int, Int?)
    switch next {
    case UInt8(ascii: "*"): count = (0, nil)
    case UInt8(ascii: "+"): count = (1, nil)
    case UInt8(ascii: "?"): count = (0, 1)
    case UInt8(ascii: "{"):
      guard let end = text[at...].firstIndex(of: UInt8(ascii: "}")) else { return nil }
      let bounds = String(decoding: text[(at + 1)..<end], as: UTF8.self)
        .split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
      guard bounds.allSatisfy({ $0.utf8.allSatisfy("0123456789".utf8.contains) }),
        let least = bounds.first.flatMap({ Int($0) }), (0...65_535).contains(least)
      else { return nil }
      count = (least, bounds.count == 1 ? least : Int(bounds[1]))
      guard bounds.count == 1 || bounds[1].isEmpty || count.1 != nil else { return nil }
      while at < end { copy() }
    default: return nil
    }
    copy()
    if next == UInt8(ascii: "?") { copy() }
    return count
  }

  private mutating func group() throws(GoPattern.Problem) -> PatternShape {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else { throw GoPattern.Problem(text: "its groups nest too deep") }
    at += 1
    if try !openGroup() { return .empty }
    let shape = try alternation()
    guard next == UInt8(ascii: ")") else {
      throw GoPattern.Problem(text: "it has a '(' without ')'")
    }
    copy()
    return shape
  }

  /// Reads what follows the parenthesis up to the content; false for flags without content.
  private mutating func openGroup() throws(GoPattern.Problem) -> Bool {
    guard next == UInt8(ascii: "?") else {
      openCapture()
      return true
    }
    if isNext("?P<") || isNext("?<") && !isNext("?<=") && !isNext("?<!") {
      guard let end = text[at...].firstIndex(of: UInt8(ascii: ">")) else {
        throw GoPattern.Problem(text: "it has a group whose name does not end")
      }
      at = end + 1
      openCapture()
      return true
    }
    write("(?")
    at += 1
    while let byte = next, "imsU-".utf8.contains(byte) { copy() }
    guard let byte = next, byte == UInt8(ascii: ":") || byte == UInt8(ascii: ")") else {
      throw GoPattern.Problem(text: "it has a group of a kind that Go does not know")
    }
    copy()
    return byte == UInt8(ascii: ":")
  }

  private mutating func openCapture() {
    groupCount += 1
    write(groupCount == secretGroup ? "(?<secret>" : "(?:")
  }

  private mutating func escape() throws(GoPattern.Problem) -> PatternShape {
    if isNext("\\Q") { return quotation() }
    guard at + 1 < text.count else { throw GoPattern.Problem(text: "it ends in a '\\'") }
    let byte = text[at + 1]
    switch byte {
    case UInt8(ascii: "b"), UInt8(ascii: "B"), UInt8(ascii: "A"), UInt8(ascii: "z"):
      copy()
      copy()
      return .empty
    case UInt8(ascii: "C"):
      at += 2
      write("(?s:.)")
      return .anyByte
    default:
      guard let character = try character() else { return .anyByte }
      return .oneOf([Self.bytes(of: character)])
    }
  }

  private mutating func quotation() -> PatternShape {
    at += 2
    let start = at
    while at < text.count, !isNext("\\E") { at += 1 }
    let quoted = Array(text[start..<at])
    at = min(text.count, at + 2)
    write("(?:" + GoPattern.quoted(String(decoding: quoted, as: UTF8.self)) + ")")
    return .oneOf([quoted])
  }

  private static func bytes(of character: UInt32) -> [UInt8] {
    Unicode.Scalar(character).map { Array(String(Character($0)).utf8) } ?? []
  }

  /// Reads an escape that stands for one character, in a class or outside.
  ///
  /// - Returns: The character, or nil where it is one of many.
  private mutating func character() throws(GoPattern.Problem) -> UInt32? {
    let byte = at + 1 < text.count ? text[at + 1] : 0
    let controls: [UInt8: UInt32] = [
      UInt8(ascii: "a"): 7, UInt8(ascii: "f"): 12, UInt8(ascii: "n"): 10, UInt8(ascii: "r"): 13,
      UInt8(ascii: "t"): 9, UInt8(ascii: "v"): 11,
    ]
    if "dDwWsS".utf8.contains(byte) {
      copy()
      copy()
      return nil
    }
    if byte == UInt8(ascii: "p") || byte == UInt8(ascii: "P") {
      let isLong = at + 2 < text.count && text[at + 2] == UInt8(ascii: "{")
      let end = isLong ? text[at...].firstIndex(of: UInt8(ascii: "}")) : at + 2
      guard let end, end < text.count else { throw GoPattern.Problem(text: "it ends in a '\\p'") }
      while at <= end { copy() }
      return nil
    }
    if let control = controls[byte] {
      at += 2
      return write(control)
    }
    if byte == UInt8(ascii: "x") || "01234567".utf8.contains(byte) { return try number(byte) }
    let isWord = GoPattern.quoted(String(decoding: [byte], as: UTF8.self)).utf8.count == 1
    guard byte >= 0x20, byte < 0x7f, !isWord || byte == UInt8(ascii: "_") else {
      throw GoPattern.Problem(text: "it has an escape that Go does not know")
    }
    copy()
    copy()
    return UInt32(byte)
  }

  /// Reads `\x41`, `\x{41}` or `\101`.
  private mutating func number(_ byte: UInt8) throws(GoPattern.Problem) -> UInt32 {
    var digits = ArraySlice<UInt8>()
    var base = 16
    if isNext("\\x{"), let end = text[at...].firstIndex(of: UInt8(ascii: "}")) {
      digits = text[(at + 3)..<end]
      at = end + 1
    } else if byte == UInt8(ascii: "x") {
      digits = text[min(text.count, at + 2)..<min(text.count, at + 4)]
      at = min(text.count, at + 4)
    } else {
      base = 8
      digits = text[(at + 1)...].prefix(3).prefix { "01234567".utf8.contains($0) }
      at += 1 + digits.count
      guard byte == UInt8(ascii: "0") || digits.count > 1 else {
        throw GoPattern.Problem(text: "it refers to one of its groups, which Go does not know")
      }
    }
    guard let number = UInt32(String(decoding: digits, as: UTF8.self), radix: base),
      Unicode.Scalar(number) != nil
    else { throw GoPattern.Problem(text: "it has a number that is no character") }
    return write(number)
  }

  /// Writes a character in a way that has one meaning in a class and outside.
  private mutating func write(_ character: UInt32) -> UInt32 {
    let bytes = Self.bytes(of: character)
    let escapes = bytes.map { "\\x{" + String($0, radix: 16) + "}" }.joined()
    write(bytes.count > 1 && !isInClass ? "(?:" + escapes + ")" : escapes)
    return character
  }

  private var isInClass = false

  private mutating func byteClass() throws(GoPattern.Problem) -> PatternShape {
    isInClass = true
    defer { isInClass = false }
    var members: [[UInt8]]? = []
    let start = at
    copy()
    if next == UInt8(ascii: "^") {
      copy()
      members = nil
    }
    let first = at
    while let byte = next, byte != UInt8(ascii: "]") || at == first {
      if isNext("[:"), let end = text[at...].firstIndex(of: UInt8(ascii: "]")) {
        while at <= end { copy() }
        members = nil
      } else if byte == UInt8(ascii: "\\") {
        if let character = try character() {
          members?.append(Self.bytes(of: character))
        } else {
          members = nil
        }
      } else {
        let isLast = at + 1 < text.count && text[at + 1] == UInt8(ascii: "]")
        if byte == UInt8(ascii: "-"), at > first, !isLast { members = nil }
        if byte >= 0x80 { members = nil }
        // PCRE2 would take it for the begin of `[.x.]`.
        if byte == UInt8(ascii: "[") { write("\\") }
        copy()
        members?.append([byte])
      }
    }
    guard next == UInt8(ascii: "]") else {
      throw GoPattern.Problem(text: "the class at byte \(start) does not end")
    }
    copy()
    guard let members, Set(members).count <= 4, !members.contains([]) else { return .anyByte }
    return .oneOf(members)
  }
}
