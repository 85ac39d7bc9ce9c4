/// What a configuration changes about rules.
package struct RuleChanges: Sendable, Equatable {
  /// The ids of rules that are switched off.
  package var disabled: Set<String>
  /// Other severities, by the ids of the rules.
  package var severities: [String: Severity]

  /// Describes changes; by default, none.
  package init(disabled: Set<String> = [], severities: [String: Severity] = [:]) {
    self.disabled = disabled
    self.severities = severities
  }
}

extension RuleSet {
  /// Changes rules as a configuration says, before anything is scanned with them.
  ///
  /// The caller has made sure that the ids are those of rules.
  /// - Throws: `RuleFileError` where no rule is left.
  package mutating func apply(_ changes: RuleChanges) throws(RuleFileError) {
    if changes == RuleChanges() { return }
    rules.removeAll { changes.disabled.contains($0.id) }
    guard !rules.isEmpty else {
      throw RuleFileError(
        file: "rules", problem: "no rule is active: the configuration switches all of them off")
    }
    for index in rules.indices {
      if let severity = changes.severities[rules[index].id] { rules[index].severity = severity }
    }
    // What an earlier run learned holds only for the same rules in the same order.
    let text =
      changes.disabled.sorted().map { "off \($0)" }
      + changes.severities.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.rawValue)" }
    digest = Digest.sha256(digest + "\n" + text.joined(separator: "\n"))
  }
}
