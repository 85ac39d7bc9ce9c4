import FoundationEssentials

/// Writes a JSON document piece by piece, so that a million rows need the memory of one.
///
/// The result is what `JSONEncoder` would write in one piece, with keys in the order in which they
/// are given; give them sorted. Control and invisible characters are escaped, all of them, because
/// people look at JSON in terminals too.
struct JSONWriter {
  private let encoder: JSONEncoder
  /// For each object or array that is open: whether it has a member.
  private var hasMembers: [Bool] = []

  init() {
    encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  }

  /// Opens an object or array, as the value of `key` where the place is inside an object.
  mutating func open(
    _ bracket: String, key: String? = nil, to output: inout OutputBuffer
  ) throws {
    try beginMember(key, to: &output)
    try output.append(bracket)
    hasMembers.append(false)
  }

  /// Closes the innermost object or array.
  mutating func close(_ bracket: String, to output: inout OutputBuffer) throws {
    if hasMembers.popLast() == false { try output.append("\n") }
    try output.append("\n" + indent + bracket)
    if hasMembers.isEmpty { try output.append("\n") }
  }

  /// Writes one value, as a member `key` inside an object or as the next element of an array.
  mutating func member(
    _ key: String? = nil, _ value: some Encodable, to output: inout OutputBuffer
  ) throws {
    try beginMember(key, to: &output)
    try output.append(indentedAndEscaped(try encoder.encode(value)))
  }

  /// Writes an array as the value of `key`, one element after the other.
  mutating func array(
    _ key: String, _ elements: some Sequence<some Encodable>, to output: inout OutputBuffer
  ) throws {
    try open("[", key: key, to: &output)
    for element in elements { try member(element, to: &output) }
    try close("]", to: &output)
  }

  private mutating func member(_ value: some Encodable, to output: inout OutputBuffer) throws {
    try member(nil, value, to: &output)
  }

  private var indent: String {
    String(repeating: "  ", count: hasMembers.count)
  }

  private mutating func beginMember(_ key: String?, to output: inout OutputBuffer) throws {
    guard let hasMember = hasMembers.last else { return }
    try output.append((hasMember ? ",\n" : "\n") + indent)
    hasMembers[hasMembers.count - 1] = true
    if let key { try output.append("\"\(key)\" : ") }
  }

  /// Fits encoded bytes into the place they go to.
  ///
  /// A line feed in them always ends a line of the document, and whatever is not ASCII stands in a
  /// string: JSON escapes the one and allows no other place for the other.
  private func indentedAndEscaped(_ encoded: Data) -> [UInt8] {
    let bytes = [UInt8](encoded)
    let margin = Array(indent.utf8)
    let lineFeed = UInt8(ascii: "\n")
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + 32 * margin.count)
    var index = 0
    while index < bytes.count {
      let start = index
      while index < bytes.count, bytes[index] >= 0x7F { index += 1 }
      if index > start {
        JSONText.appendEscaped(bytes[start..<index], to: &result)
        continue
      }
      if index > 0, bytes[index - 1] == lineFeed, bytes[index] != lineFeed { result += margin }
      result.append(bytes[index])
      index += 1
    }
    return result
  }
}

/// What is JSON for `JSONEncoder`, made fit to be looked at in a terminal.
enum JSONText {
  /// Appends characters above `~`, those that can't be seen by their number.
  static func appendEscaped(_ bytes: ArraySlice<UInt8>, to result: inout [UInt8]) {
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      guard DisplayText.isInvisible(scalar) else {
        result += String(scalar).utf8
        continue
      }
      for unit in String(scalar).utf16 {
        let digits = String(unit, radix: 16)
        result += ("\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits).utf8
      }
    }
  }
}
