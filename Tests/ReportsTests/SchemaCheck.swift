import Foundation

/// Checks a document against the part of JSON Schema that the report's schema uses.
///
/// Other than the schema it allows no key that the schema does not describe.
struct SchemaCheck {
  private let schema: JSONValue

  /// Reads `Documentation/report.schema.json`.
  init() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let file = root.appending(path: "Documentation/report.schema.json")
    schema = try JSONDecoder().decode(JSONValue.self, from: Data(contentsOf: file))
  }

  /// What in the document the schema does not allow, or does not describe.
  func problems(in document: JSONValue) -> [String] {
    problems(document, schema, at: "report")
  }

  /// What in a part of a document a definition does not allow, or does not describe.
  func problems(in part: JSONValue, definition: String) -> [String] {
    problems(part, schema["definitions"]?[definition] ?? .null, at: definition)
  }

  private func problems(_ value: JSONValue, _ rule: JSONValue, at place: String) -> [String] {
    if let reference = rule["$ref"]?.string {
      let name = reference.split(separator: "/").last.map(String.init) ?? ""
      guard let target = schema["definitions"]?[name] else {
        return ["\(place): no definition of \(reference)"]
      }
      return problems(value, target, at: place)
    }
    var result: [String] = []
    if let type = rule["type"] {
      let types = type.string.map { [$0] } ?? type.elements.compactMap(\.string)
      if !types.contains(where: { has(value, type: $0) }) {
        result.append("\(place): not of type \(types.joined(separator: " or "))")
      }
    }
    if let constant = rule["const"], value != constant {
      result.append("\(place): not \(constant)")
    }
    if let choices = rule["enum"], !choices.elements.contains(value) {
      result.append("\(place): not one of \(choices)")
    }
    if let minimum = rule["minimum"]?.number, let number = value.number, number < minimum {
      result.append("\(place): less than \(minimum)")
    }
    if let pattern = rule["pattern"]?.string, let text = value.string,
      text.range(of: pattern, options: .regularExpression) == nil
    {
      result.append("\(place): '\(text)' does not match \(pattern)")
    }
    if let items = rule["items"] {
      for (index, element) in value.elements.enumerated() {
        result += problems(element, items, at: "\(place)[\(index)]")
      }
    }
    return result + memberProblems(value, rule, at: place)
  }

  private func memberProblems(_ value: JSONValue, _ rule: JSONValue, at place: String) -> [String] {
    guard case .object(let members) = value else { return [] }
    let required = rule["required"]?.elements.compactMap(\.string) ?? []
    var result = required.filter { members[$0] == nil }.map { "\(place): no \($0)" }
    for (key, value) in members.sorted(by: { $0.key < $1.key }) {
      if let property = rule["properties"]?[key] {
        result += problems(value, property, at: "\(place).\(key)")
      } else {
        result.append("\(place): \(key) is not described")
      }
    }
    return result
  }

  private func has(_ value: JSONValue, type: String) -> Bool {
    switch (type, value) {
    case ("object", .object), ("array", .array), ("string", .string), ("boolean", .bool),
      ("number", .number), ("null", .null):
      true
    case ("integer", .number(let number)): number == number.rounded()
    default: false
    }
  }
}
