/// The rules in force: in order of precedence, with unique ids; immutable.
package struct RuleSet: Sendable {
  package internal(set) var rules: [Rule] = []
  /// The SHA-256 of the files that the rules came from, 64 hex digits.
  package internal(set) var digest = ""
  /// Where well-known public values come from, by the first half of their SHA-256.
  package private(set) var samples: [String: String] = [:]
  /// What files say and vastguard does not do.
  package private(set) var notes: [RuleNote] = []

  /// Loads rules: those about Vast.ai that the binary carries, those of `files`, and last those
  /// about other vendors that the binary carries, which are the most general.
  ///
  /// - Parameters:
  ///   - includesDefault: Whether any rule that the binary carries is wanted.
  ///   - includesOthers: Whether those about other vendors are wanted.
  ///   - includesDisabled: Whether rules with `enabled = false` are wanted, as for checking them.
  ///   - files: Names and contents of further files.
  /// - Throws: `RuleFileError` where a file is broken, two rules share an id, or no rule is left.
  package init(
    default includesDefault: Bool = true, others includesOthers: Bool = true,
    disabled includesDisabled: Bool = false, files: [(name: String, bytes: [UInt8])] = []
  ) throws(RuleFileError) {
    if includesDefault {
      EmbeddedRules.begin()
      try add(EmbeddedRules.vast)
    }
    // The project's own files are compiled by its tests; a user's are not known to be sound.
    for (name, bytes) in files {
      let file = try RuleFile(bytes: bytes, name: name)
      try file.compile()
      add(file, Digest.sha256(bytes))
    }
    if includesDefault, includesOthers { try add(EmbeddedRules.others) }
    digest = Digest.sha256(digest)
    try refuseSharedIDs()
    if !includesDisabled { rules.removeAll { !$0.isEnabled } }
    guard !rules.isEmpty else {
      throw RuleFileError(file: "rules", problem: "no rule is active")
    }
  }

  private mutating func add(_ parsed: EmbeddedRules.Parsed) throws(RuleFileError) {
    add(try parsed.file.get(), parsed.digest)
  }

  private mutating func add(_ file: RuleFile, _ fileDigest: String) {
    rules += file.rules
    notes += file.notes
    for sample in file.samples { samples[sample.digestPrefix] = sample.source }
    digest += fileDigest
  }

  private func refuseSharedIDs() throws(RuleFileError) {
    var seen: [String: String] = [:]
    for rule in rules {
      guard let other = seen.updateValue(rule.origin, forKey: rule.id) else { continue }
      // The user's rule is the one that the user can change.
      let isOthers = other.hasPrefix("rules/") == false && rule.origin.hasPrefix("rules/")
      let (taken, by) = isOthers ? (other, rule.origin) : (rule.origin, other)
      throw RuleFileError(
        file: taken, rule: rule.id, problem: "the id is taken by the rule at \(by)")
    }
  }

  /// The rule of that id.
  package func rule(_ id: String) -> Rule? {
    rules.first { $0.id == id }
  }
}
