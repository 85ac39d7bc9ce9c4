internal import CRules

/// The rules in force: in order of precedence, with unique ids; immutable.
package struct RuleSet: Sendable {
  package let rules: [Rule]
  /// The SHA-256 of the files that the rules came from, 64 hex digits.
  package let digest: String
  /// Where well-known public values come from, by the first half of their SHA-256.
  package let samples: [String: String]

  /// Loads the rules that the binary carries, and `files` after them.
  ///
  /// - Throws: `RuleFileError` where a file is broken, two rules share an id, or no rule is left.
  package init(
    default includesDefault: Bool = true, files: [(name: String, bytes: [UInt8])] = []
  ) throws(RuleFileError) {
    let embedded = includesDefault ? Self.embeddedFiles : []
    var rules: [Rule] = []
    var samples: [String: String] = [:]
    var digests = ""
    for (name, bytes) in embedded + files {
      let file = try RuleFile(bytes: bytes, name: name)
      rules += file.rules
      for sample in file.samples { samples[sample.digestPrefix] = sample.source }
      digests += Digest.sha256(bytes)
    }
    // The project's own files are compiled by its tests; a user's are not known to be sound.
    for (name, bytes) in files { try RuleFile(bytes: bytes, name: name).compile() }
    try self.init(rules: rules, samples: samples, digest: Digest.sha256(digests))
  }

  private init(
    rules: [Rule], samples: [String: String], digest: String
  ) throws(RuleFileError) {
    var seen: [String: String] = [:]
    for rule in rules {
      if let other = seen.updateValue(rule.origin, forKey: rule.id) {
        throw RuleFileError(
          file: rule.origin, rule: rule.id, problem: "the id is taken by the rule at \(other)")
      }
    }
    guard !rules.isEmpty else {
      throw RuleFileError(file: "rules", problem: "no rule is active")
    }
    self.rules = rules
    self.samples = samples
    self.digest = digest
  }

  /// The files of `rules/`, as they were when the binary was built.
  package static var embeddedFiles: [(name: String, bytes: [UInt8])] {
    (0..<vg_rule_file_count).map { index in
      let file = unsafe EmbeddedFile(vg_rule_file(index))
      return (file.name, file.bytes)
    }
  }

  /// The rule of that id.
  package func rule(_ id: String) -> Rule? {
    rules.first { $0.id == id }
  }
}
