internal import PCRE

/// The rules of one TOML file, with what it says of their classes.
///
/// Two forms are read: this program's own, with `[[rule]]`, and that of gitleaks, with `[[rules]]`.
package struct RuleFile: Sendable {
  package let name: String
  /// The SHA-256 of its bytes, 64 hex digits.
  package let digest: String
  package let rules: [Rule]
  /// Values that stand in public documentation, so that whoever copied one leaked nothing.
  package let samples: [PublicSample]
  /// What a file of gitleaks says and could not be taken over.
  package let notes: [RuleNote]

  /// The keys of a file's top level.
  package static let keys = ["class", "define", "unless_value", "rule", "sample"]

  /// Reads a file.
  ///
  /// Patterns are not compiled yet; `RuleSet` or `compile()` does that.
  ///
  /// - Throws: `RuleFileError` with the line and the rule of the first problem.
  package init(bytes: [UInt8], name: String) throws(RuleFileError) {
    let content = try TomlDocument.read(bytes, file: name) { try Content($0, otherKeys: []) }
    guard !content.rules.isEmpty else { throw Self.emptiness(of: content, name) }
    self.init(content, name, digest: Digest.sha256(bytes))
  }

  /// Reads the rules that stand in a configuration file beside other things.
  ///
  /// - Parameters:
  ///   - bytes: The whole file.
  ///   - name: Its name, for messages.
  ///   - otherKeys: The keys of its top level that are not about rules.
  /// - Throws: `RuleFileError` for what is wrong with the rules, and for a key that is neither
  ///   `otherKeys` nor one of a rules file. There may be no rule.
  package init(
    configuration bytes: [UInt8], name: String, otherKeys: [String]
  ) throws(RuleFileError) {
    let content = try TomlDocument.read(bytes, file: name) { table in
      try Content(table, otherKeys: otherKeys)
    }
    self.init(content, name, digest: Digest.sha256(bytes))
  }

  private init(_ content: Content, _ name: String, digest: String) {
    self.name = name
    self.digest = digest
    samples = content.samples
    rules = content.rules.map { rule in
      var rule = rule
      rule.origin = name + rule.origin
      return rule
    }
    notes = content.notes.map { note in
      var note = note
      note.file = name
      return note
    }
  }

  private static func emptiness(of content: Content, _ name: String) -> RuleFileError {
    if content.notes.isEmpty {
      let form = content.isOfGitleaks ? "[[rules]]" : "[[rule]]"
      return RuleFileError(
        file: name, line: content.line, problem: "the file holds no \(form)")
    }
    let note = content.notes.first { $0.rule != nil } ?? content.notes[0]
    return RuleFileError(
      file: name, line: note.line, rule: note.rule,
      problem: "no rule of the file can be used: " + note.text)
  }

  /// Compiles every pattern, so that a broken one is told before anything is scanned.
  package func compile() throws(RuleFileError) {
    for rule in rules {
      for pattern in rule.patterns {
        let compiled: Pattern
        do {
          compiled = try pattern.pattern()
        } catch {
          throw problem("pattern '\(pattern.source)': \(error)", in: rule)
        }
        guard rule.target == .content, pattern === rule.pattern || pattern === rule.more else {
          continue
        }
        let groups = pattern === rule.pattern ? rule.checksum?.groups ?? [] : []
        for group in ["secret"] + groups
        where compiled.group(named: group) == nil {
          throw problem("the pattern has no group (?<\(group)>…)", in: rule)
        }
      }
    }
  }

  private func problem(_ text: String, in rule: Rule) -> RuleFileError {
    let line = Int(rule.origin.dropFirst(name.count + 1))
    return RuleFileError(file: name, line: line, rule: rule.id, problem: text)
  }
}

extension Rule {
  /// Every pattern of the rule.
  fileprivate var patterns: [RulePattern] {
    [pattern] + unless + unlessBefore + unlessValue + (near + unlessNear).map(\.pattern)
      + near.compactMap(\.rival) + [more, path, unlessPath].compactMap(\.self)
  }
}

extension RuleFile {
  /// The top level of a file.
  private struct Content {
    var rules: [Rule] = []
    var samples: [PublicSample] = []
    var notes: [RuleNote] = []
    var isOfGitleaks = false
    let line: Int

    /// Reads the top level, where `otherKeys` are about something else than rules.
    init(_ table: TomlTable, otherKeys: [String]) throws {
      line = table.line
      if GitleaksFile.isOne(keys: table.names) {
        isOfGitleaks = true
        let file = try GitleaksFile(table)
        (rules, notes) = (file.rules, file.notes)
        return
      }
      try table.refuseUnknownKeys(known: RuleFile.keys + otherKeys)
      let classes: [String: ClassText] = try table.optional("class", ClassTexts.self)?.texts ?? [:]
      let sources: [RuleSource] = try table.optional("rule") ?? []
      let shared = try table.optional("define", SharedGroups.self) ?? SharedGroups()
      let unlessValue = try table.patterns("unless_value")
      rules = try sources.map {
        try $0.rule(classes: classes, shared: shared, unlessValue: unlessValue)
      }
      samples = try table.optional("sample") ?? []
    }
  }

  /// The `[class.NAME]` tables: what the rules of a class have in common.
  private struct ClassTexts: TomlReadable {
    let texts: [String: ClassText]

    init(from value: TomlValue) throws {
      let table = try TomlTable(from: value)
      var texts: [String: ClassText] = [:]
      for name in table.names {
        guard SecretClass(rawValue: name).isValid else {
          throw table.problem("'\(name)' is no class of secret", at: name)
        }
        texts[name] = try table.required(name)
      }
      self.texts = texts
    }
  }
}

/// What the rules of one class have in common, so that it is said once.
struct ClassText: TomlReadable {
  let remedy: String?
  let references: [String]?

  init(from value: TomlValue) throws {
    let table = try TomlTable(from: value)
    try table.refuseUnknownKeys(known: ["remedy", "references"])
    remedy = try table.optional("remedy")
    references = try table.optional("references")
  }
}
