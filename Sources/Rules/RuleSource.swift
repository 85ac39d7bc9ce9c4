/// One `[[rule]]` table as it stands in a file.
struct RuleSource: TomlReadable {
  private let table: TomlTable
  private var draft: Rule
  private let remedy: String?
  private let references: [String]?

  static let keys =
    [
      "id", "name", "summary", "class", "severity", "confidence", "remedy", "references", "enabled",
      "target", "anchors", "pattern", "unless_path", "examples", "counterexamples",
    ] + contentKeys
  /// What only a rule about contents can say.
  private static let contentKeys = [
    "words", "names", "before", "after", "more", "unless", "unless_before", "unless_value", "near",
    "unless_near", "path", "path_anchors",
    "value", "entropy", "checksum",
  ]

  /// How far a pattern sees where its rule does not say: a few lines back, and the bytes that tell
  /// whether the value goes on, or is a digest before the name of a file.
  static let defaultReach = Rule.Reach(before: 512, after: 4)

  init(from value: TomlValue) throws {
    var table = try TomlTable(from: value)
    let id: String = try table.required("id")
    table.rule = id
    try table.refuseUnknownKeys(known: Self.keys)
    guard Rule.isIdentifier(id) else {
      throw table.problem("an id is made of lower-case words with dashes", at: "id")
    }
    draft = Rule(
      id: id,
      name: try table.required("name"),
      summary: try table.required("summary"),
      secretClass: SecretClass(rawValue: try table.required("class")),
      severity: try table.choice("severity") ?? .high,
      confidence: try table.choice("confidence") ?? .high,
      remedy: "", references: [],
      isEnabled: try table.optional("enabled") ?? true,
      target: try table.choice("target") ?? .content,
      anchors: try Self.anchors(in: table),
      pattern: RulePattern(try table.required("pattern")),
      words: try Self.literals("words", in: table),
      names: try Self.literals("names", in: table),
      reach: try Self.reach(in: table),
      more: try table.optional("more", String.self).map(RulePattern.init),
      unless: try table.patterns("unless"),
      unlessBefore: try table.patterns("unless_before"),
      unlessValue: try table.patterns("unless_value"),
      near: (try table.optional("near", [ContextSource].self) ?? []).map(\.context),
      unlessNear: (try table.optional("unless_near", [ContextSource].self) ?? []).map(\.context),
      path: try table.optional("path", String.self).map(RulePattern.init),
      pathAnchors: try Self.literals("path_anchors", in: table),
      unlessPath: try table.optional("unless_path", String.self).map(RulePattern.init),
      value: try table.choice("value") ?? .any,
      entropy: try Self.entropy(in: table),
      checksum: try table.optional("checksum", ChecksumSource.self)?.checksum,
      exampleList: .read(try Self.examples("examples", in: table)),
      counterexampleList: .read(try Self.examples("counterexamples", in: table)),
      origin: ":\(table.line)")
    remedy = try table.optional("remedy")
    references = try table.optional("references")
    self.table = table
    try checkWhole()
  }

  /// What no key shows alone.
  private func checkWhole() throws {
    guard draft.secretClass.isValid else {
      throw table.problem("'\(draft.secretClass.rawValue)' is no class of secret", at: "class")
    }
    guard draft.target == .path else { return }
    if let key = Self.contentKeys.first(where: table.has) {
      throw table.problem("'\(key)' has no meaning in a rule about paths", at: key)
    }
    if draft.anchors.contains(.hexRun) {
      throw table.problem("'{hex64}' is no anchor of a rule about paths", at: "anchors")
    }
  }

  /// The rule, with what its class says where it says nothing itself, and with what the rules of its
  /// file share.
  ///
  /// Shared parts of patterns stand at the end, where they don't keep PCRE2 from seeing how a match
  /// begins.
  func rule(
    classes: [String: ClassText], shared: SharedGroups, unlessValue: [RulePattern]
  ) throws -> Rule {
    var rule = draft
    if rule.target == .content {
      rule.pattern = RulePattern(rule.pattern.source, shared: shared)
      rule.more = rule.more.map { RulePattern($0.source, shared: shared) }
      rule.unlessValue += unlessValue
    }
    let common = classes[rule.secretClass.rawValue]
    guard let remedy = remedy ?? common?.remedy else { throw table.problem("'remedy' is missing") }
    rule.remedy = remedy
    rule.references = references ?? common?.references ?? []
    return rule
  }

  private static func anchors(in table: TomlTable) throws -> [Rule.Anchor] {
    let texts: [String] = try table.required("anchors")
    guard !texts.isEmpty else { throw table.problem("'anchors' is empty", at: "anchors") }
    return try texts.map { text in
      if text == "{hex64}" { return .hexRun }
      guard Rule.anchorLengths.contains(text.utf8.count) else {
        throw table.problem("anchor '\(text)' must have 3 to 64 bytes", at: "anchors")
      }
      return .literal(text)
    }
  }

  private static func literals(_ key: String, in table: TomlTable) throws -> [String] {
    let texts: [String] = try table.optional(key) ?? []
    for text in texts where !Rule.anchorLengths.contains(text.utf8.count) {
      throw table.problem("'\(text)' in '\(key)' must have 3 to 64 bytes", at: key)
    }
    return texts
  }

  private static func examples(
    _ key: String, in table: TomlTable
  ) throws -> [Rule.Example] {
    (try table.optional(key, [ExampleSource].self) ?? []).map(\.example)
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

  private static func entropy(in table: TomlTable) throws -> Double? {
    guard let entropy = try table.optional("entropy", Double.self) else { return nil }
    guard entropy > 0, entropy <= 8 else {
      throw table.problem("'entropy' must be more than 0 and at most 8 bits", at: "entropy")
    }
    return entropy
  }
}

extension Rule {
  /// How many bytes an anchor has.
  static let anchorLengths = 3...64

  /// Whether a text can be the id of a rule.
  static func isIdentifier(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
      }
  }
}
