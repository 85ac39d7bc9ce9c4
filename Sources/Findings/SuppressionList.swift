/// One line of a file of suppressions: what is silenced, why, and until when.
package struct SuppressionEntry: Sendable, Hashable {
  /// The id of the rule or check.
  package var rule: String
  /// The file for which alone it holds; nil for any.
  package var path: String?
  /// What stands for the secret; nil for a finding that is about no secret.
  package var hash: SuppressionHash?
  package var reason: String
  /// The last day, as the digits 20260131 of its year, month and day; nil for ever.
  package var expires: Int?
  /// The name of the file, as the report tells it.
  package var source: String
  /// The line in it, from 1.
  package var line: Int

  /// Describes a line.
  package init(
    rule: String, path: String?, hash: SuppressionHash?, reason: String, expires: Int? = nil,
    source: String, line: Int
  ) {
    self.rule = rule
    self.path = path
    self.hash = hash
    self.reason = reason
    self.expires = expires
    self.source = source
    self.line = line
  }

  /// Whether a reason is nothing that a person can read: blanks, and what can't be seen.
  package static func saysNothing(_ reason: String) -> Bool {
    reason.unicodeScalars.allSatisfy { scalar in
      let category = scalar.properties.generalCategory
      return scalar.properties.isWhitespace || scalar.properties.isDefaultIgnorableCodePoint
        || category == .control || category == .format || scalar == "\u{2800}"
    }
  }
}

/// The suppressions in force, and which of them were needed.
package struct SuppressionList: Sendable {
  /// All entries, those that are over too.
  package let entries: [SuppressionEntry]
  /// The day on which the list is used, as the digits of `SuppressionEntry.expires`.
  private let today: Int
  /// The numbers of the entries that hold, by what they silence.
  private var numbers: [Target: [Int]] = [:]
  private var salts: [String: Set<String>] = [:]
  /// The numbers of the entries that silenced something.
  private var used: Set<Int> = []

  private struct Target: Hashable {
    let rule: String
    let hash: SuppressionHash?
  }

  /// How many different salts a list may have: each costs a digest for each finding.
  package static let saltLimit = 100

  /// Takes entries.
  ///
  /// - Parameters:
  ///   - entries: In any order; one that is there twice does no harm.
  ///   - today: The day, as digits: 20260131.
  package init(_ entries: [SuppressionEntry], today: Int) {
    self.entries = entries
    self.today = today
    for (number, entry) in entries.enumerated() where !isOver(entry) {
      numbers[Target(rule: entry.rule, hash: entry.hash), default: []].append(number)
      if let hash = entry.hash { salts[entry.rule, default: []].insert(hash.salt) }
    }
  }

  /// Whether there is none.
  package var isEmpty: Bool { entries.isEmpty }

  private func isOver(_ entry: SuppressionEntry) -> Bool {
    entry.expires.map { $0 < today } ?? false
  }

  /// The entry that silences a finding, which counts as needed from then on.
  ///
  /// - Parameters:
  ///   - rule: The id of its rule.
  ///   - path: Its path, as the report tells it.
  ///   - secret: The value, or nil for a finding that is about none.
  /// - Returns: The entry, or nil where none holds.
  mutating func match(rule: String, path: String, secret: [UInt8]?) -> SuppressionEntry? {
    for target in targets(rule, path, secret) {
      // An entry without a secret always has a path; so has one whose hash is short.
      let matching = (numbers[target] ?? []).filter { number in
        entries[number].path.map { $0 == path } ?? true
      }
      used.formUnion(matching)
      if let first = matching.first { return entries[first] }
    }
    return nil
  }

  private func targets(_ rule: String, _ path: String, _ secret: [UInt8]?) -> [Target] {
    guard let secret else { return [Target(rule: rule, hash: nil)] }
    return (salts[rule] ?? []).sorted().flatMap { salt in
      [nil, path].map { scope in
        Target(
          rule: rule, hash: SuppressionHash(of: secret, rule: rule, path: scope, salt: salt))
      }
    }
  }

  /// The entries that silence nothing any more because their last day is over.
  package var expired: [SuppressionEntry] { entries.filter(isOver) }

  /// The entries that hold and silenced nothing.
  package var unused: [SuppressionEntry] {
    entries.enumerated().filter { !used.contains($0) && !isOver($1) }.map(\.element)
  }
}
