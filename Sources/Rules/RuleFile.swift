internal import PCRE

/// The rules of one TOML file, with what it says of their classes.
package struct RuleFile: Sendable {
  package let name: String
  package let rules: [Rule]
  /// Values that stand in public documentation, so that whoever copied one leaked nothing.
  package let samples: [PublicSample]

  /// The keys of a file's top level.
  static let keys = ["class", "define", "rule", "sample"]

  /// Reads a file.
  ///
  /// Patterns are not compiled yet; `RuleSet` or `compile()` does that.
  ///
  /// - Throws: `RuleFileError` with the line and the rule of the first problem.
  package init(bytes: [UInt8], name: String) throws(RuleFileError) {
    let content = try TomlDocument.decode(Content.self, from: bytes, file: name)
    self.name = name
    samples = content.samples
    rules = content.rules.map { rule in
      var rule = rule
      rule.origin = name + rule.origin
      return rule
    }
  }

  /// Compiles every pattern, so that a broken one is told before anything is scanned.
  package func compile() throws(RuleFileError) {
    for rule in rules {
      let patterns =
        [rule.pattern] + rule.unless + rule.near.map(\.pattern)
        + [rule.path, rule.unlessPath].compactMap(\.self)
      for pattern in patterns {
        do {
          let compiled = try pattern.pattern()
          guard rule.target == .content, pattern === rule.pattern else { continue }
          if compiled.group(named: "secret") == nil {
            throw problem("the pattern has no group (?<secret>…)", in: rule)
          }
        } catch let error as RuleFileError {
          throw error
        } catch {
          throw problem("pattern '\(pattern.source)': \(error)", in: rule)
        }
      }
    }
  }

  private func problem(_ text: String, in rule: Rule) -> RuleFileError {
    let line = Int(rule.origin.dropFirst(name.count + 1))
    return RuleFileError(file: name, line: line, rule: rule.id, problem: text)
  }
}

extension RuleFile {
  /// The top level of a file.
  private struct Content: Decodable {
    let rules: [Rule]
    let samples: [PublicSample]

    init(from decoder: any Decoder) throws {
      let table = try TomlTable(from: decoder)
      try table.refuseUnknownKeys(known: RuleFile.keys)
      let classes: [String: ClassText] = try table.optional("class", ClassTexts.self)?.texts ?? [:]
      let sources: [RuleSource] = try table.optional("rule") ?? []
      guard !sources.isEmpty else { throw table.problem("the file holds no [[rule]]") }
      let shared: String = try table.optional("define") ?? ""
      rules = try sources.map { try $0.rule(classes: classes, shared: shared) }
      samples = try table.optional("sample") ?? []
    }
  }

  /// The `[class.NAME]` tables: what the rules of a class have in common.
  private struct ClassTexts: Decodable {
    let texts: [String: ClassText]

    init(from decoder: any Decoder) throws {
      let table = try TomlTable(from: decoder)
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
struct ClassText: Decodable, Sendable {
  let remedy: String?
  let references: [String]?

  init(from decoder: any Decoder) throws {
    let table = try TomlTable(from: decoder)
    try table.refuseUnknownKeys(known: ["remedy", "references"])
    remedy = try table.optional("remedy")
    references = try table.optional("references")
  }
}
