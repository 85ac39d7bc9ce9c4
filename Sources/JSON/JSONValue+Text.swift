extension JSONValue {
  /// The value as JSON without blanks; members keep their order, numbers their digits.
  package var text: String {
    switch self {
    case .null: "null"
    case .boolean(let value): value ? "true" : "false"
    case .number(let digits): String(decoding: digits, as: UTF8.self)
    case .text(let bytes): Self.quoted(String(decoding: bytes, as: UTF8.self))
    case .list(let values): "[" + values.map(\.text).joined(separator: ",") + "]"
    case .object(let members):
      "{"
        + members.map { member in
          Self.quoted(String(decoding: member.name, as: UTF8.self)) + ":" + member.value.text
        }.joined(separator: ",") + "}"
    }
  }

  /// A text as JSON.
  package static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }

  /// The text of a member; nil where it is none.
  package func text(_ name: String) -> String? {
    self[name]?.bytes.map { String(decoding: $0, as: UTF8.self) }
  }

  /// The digits of a member that is a whole number above zero: an id; nil for anything else.
  package func id(_ name: String) -> String? {
    guard case .number(let digits)? = self[name], digits.count <= 18,
      digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      digits.contains(where: { $0 != UInt8(ascii: "0") })
    else { return nil }
    return String(decoding: digits, as: UTF8.self)
  }

  /// A member that is a number.
  package func number(_ name: String) -> Double? {
    guard case .number(let digits)? = self[name] else { return nil }
    return Double(String(decoding: digits, as: UTF8.self))
  }

  /// A member that is true or false.
  package func boolean(_ name: String) -> Bool? {
    guard case .boolean(let value)? = self[name] else { return nil }
    return value
  }

  /// The names of an object's members; none for any other value.
  package var names: [String] {
    guard case .object(let members) = self else { return [] }
    return members.map { String(decoding: $0.name, as: UTF8.self) }
  }

  /// The values of a list; nil for any other value.
  package var values: [JSONValue]? {
    if case .list(let values) = self { values } else { nil }
  }

  /// An object with one member.
  package static func object(_ name: String, _ value: JSONValue) -> JSONValue {
    .object([Member(name: Array(name.utf8), value: value)])
  }

  /// Whether it is an object.
  package var isObject: Bool {
    if case .object = self { true } else { false }
  }
}
