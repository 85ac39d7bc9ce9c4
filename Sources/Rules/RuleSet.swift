/// The rules in force: in order of precedence, with unique ids; immutable.
package struct RuleSet: Sendable {
  package internal(set) var rules: [Rule] = []
  /// The SHA-256 of the files that the rules came from, 64 hex digits.
  package internal(set) var digest = ""
  /// Where well-known public values come from, by the first half of their SHA-256.
  package private(set) var samples: [String: String] = [:]
  /// What files say and vastguard does not do.
  package private(set) var notes: [RuleNote] = []

  /// Puts the rules of files together, in order of precedence.
  ///
  /// - Parameters:
  ///   - files: The files; the patterns of a user's have been compiled.
  ///   - includesDisabled: Whether rules with `enabled = false` are wanted, as for checking them.
  /// - Throws: `RuleFileError` where two rules share an id, or no rule is left.
  package init(_ files: [RuleFile], disabled includesDisabled: Bool) throws(RuleFileError) {
    for file in files {
      rules += file.rules
      notes += file.notes
      for sample in file.samples { samples[sample.digestPrefix] = sample.source }
    }
    digest = Digest.sha256(files.map(\.digest).joined())
    try refuseSharedIDs()
    if !includesDisabled { rules.removeAll { !$0.isEnabled } }
    guard !rules.isEmpty else {
      throw RuleFileError(file: "rules", problem: "no rule is active")
    }
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
