/// One `[[rule]]` table as it stands in a file.
struct RuleSource: Decodable {
  private let table: TomlTable
  private var draft: Rule
  private let remedy: String?
  private let references: [String]?

  static let keys = [
    "id", "name", "summary", "class", "severity", "confidence", "remedy", "references", "target",
    "anchors", "pattern", "before", "after", "unless", "near", "path", "unless_path", "value",
    "path_anchors", "examples", "counterexamples",
  ]

  /// How far a pattern sees where its rule does not say: a few lines back, and the bytes that tell
  /// whether the value goes on, or is a digest before the name of a file.
  static let defaultReach = Rule.Reach(before: 512, after: 4)

  init(from decoder: any Decoder) throws {
    var table = try TomlTable(from: decoder)
    let id: String = try table.required("id")
    table.rule = id
    try table.refuseUnknownKeys(known: Self.keys)
    guard Self.isIdentifier(id) else {
      throw table.problem("an id is made of lower-case words with dashes", at: "id")
    }
    draft = Rule(
      id: id,
      name: try table.required("name"),
      summary: try table.required("summary"),
      secretClass: SecretClass(rawValue: try table.required("class")),
      severity: try Self.choice("severity", in: table) ?? .high,
      confidence: try Self.choice("confidence", in: table) ?? .high,
      remedy: "", references: [],
      target: try Self.choice("target", in: table) ?? .content,
      anchors: try Self.anchors(in: table),
      pattern: RulePattern(try table.required("pattern")),
      reach: try Self.reach(in: table),
      unless: (try table.optional("unless", [String].self) ?? []).map(RulePattern.init),
      near: (try table.optional("near", [ContextSource].self) ?? []).map(\.context),
      path: try table.optional("path", String.self).map(RulePattern.init),
      pathAnchors: try Self.pathAnchors(in: table),
      unlessPath: try table.optional("unless_path", String.self).map(RulePattern.init),
      value: try Self.choice("value", in: table) ?? .any,
      examples: (try table.optional("examples", [ExampleSource].self) ?? []).map(\.example),
      counterexamples: (try table.optional("counterexamples", [ExampleSource].self) ?? [])
        .map(\.example),
      origin: ":\(table.line ?? 0)")
    guard draft.secretClass.isValid else {
      throw table.problem("'\(draft.secretClass.rawValue)' is no class of secret", at: "class")
    }
    remedy = try table.optional("remedy")
    references = try table.optional("references")
    self.table = table
  }

  /// The rule, with what its class says where it says nothing itself, and with the parts that the
  /// patterns of its file share.
  ///
  /// They stand at the end, where they don't keep PCRE2 from seeing how a match begins.
  func rule(classes: [String: ClassText], shared: String) throws -> Rule {
    var rule = draft
    if rule.target == .content, !shared.isEmpty {
      rule.pattern = RulePattern(rule.pattern.source + shared)
    }
    let common = classes[rule.secretClass.rawValue]
    guard let remedy = remedy ?? common?.remedy else { throw table.problem("'remedy' is missing") }
    rule.remedy = remedy
    rule.references = references ?? common?.references ?? []
    return rule
  }

  private static func isIdentifier(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
      }
  }

  private static func choice<Choice: RawRepresentable & CaseIterable>(
    _ name: String, in table: TomlTable
  ) throws -> Choice? where Choice.RawValue == String {
    guard let text: String = try table.optional(name) else { return nil }
    if let choice = Choice(rawValue: text) { return choice }
    let choices = Choice.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
    throw table.problem("'\(name)' is '\(text)'; it can be \(choices)", at: name)
  }

  private static func anchors(in table: TomlTable) throws -> [Rule.Anchor] {
    let texts: [String] = try table.required("anchors")
    guard !texts.isEmpty else { throw table.problem("'anchors' is empty", at: "anchors") }
    return try texts.map { text in
      if text == "{hex64}" { return .hexRun }
      guard (3...64).contains(text.utf8.count) else {
        throw table.problem("anchor '\(text)' must have 3 to 64 bytes", at: "anchors")
      }
      return .literal(text)
    }
  }

  private static func pathAnchors(in table: TomlTable) throws -> [String] {
    let texts: [String] = try table.optional("path_anchors") ?? []
    for text in texts where !(3...64).contains(text.utf8.count) {
      throw table.problem("path anchor '\(text)' must have 3 to 64 bytes", at: "path_anchors")
    }
    return texts
  }

  private static func reach(in table: TomlTable) throws -> Rule.Reach {
    let before = try table.optional("before", Int.self) ?? defaultReach.before
    let after = try table.optional("after", Int.self) ?? defaultReach.after
    for (name, value) in [("before", before), ("after", after)] {
      guard (0...65_536).contains(value) else {
        throw table.problem("'\(name)' must be 0 to 65536 bytes", at: name)
      }
    }
    return Rule.Reach(before: before, after: after)
  }
}

/// One entry of `near`.
private struct ContextSource: Decodable {
  let context: Rule.Context

  init(from decoder: any Decoder) throws {
    let table = try TomlTable(from: decoder)
    try table.refuseUnknownKeys(known: ["pattern", "lines"])
    let lines = try table.optional("lines", Int.self) ?? 0
    guard (0...1000).contains(lines) else {
      throw table.problem("'lines' must be 0 to 1000", at: "lines")
    }
    context = Rule.Context(pattern: RulePattern(try table.required("pattern")), lines: lines)
  }
}

/// An example: a text, or a table of a text and a path.
private struct ExampleSource: Decodable {
  let example: Rule.Example

  init(from decoder: any Decoder) throws {
    if let text = try? decoder.singleValueContainer().decode(String.self) {
      example = Rule.Example(text: text)
      return
    }
    let table = try TomlTable(from: decoder)
    try table.refuseUnknownKeys(known: ["text", "path"])
    example = Rule.Example(
      text: try table.required("text"), path: try table.optional("path"))
  }
}
