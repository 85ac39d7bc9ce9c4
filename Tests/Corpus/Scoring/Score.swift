/// How well a scan's findings agree with the corpus' labels.
package struct Score: Sendable {
  /// In the order of the corpus, by group.
  package private(set) var groups: [Tally] = []
  /// Secrets that were not found.
  package private(set) var misses: [Miss] = []
  /// Reports of what is no secret.
  package private(set) var alarms: [Alarm] = []
  /// Secrets that were found, yet taken for something else.
  package private(set) var mistaken: [Alarm] = []

  /// The counts of one group.
  package struct Tally: Sendable {
    /// The kind of all the group's files.
    package var kind: Item.Kind
    /// The name of the group.
    package var group: String
    /// How many files were judged.
    package var files = 0
    /// How many secrets had to be found.
    package var secrets = 0
    /// How many of them were.
    package var found = 0
    /// Those of `found` that were said to be what they are.
    package var classed = 0
    /// How many reports were wrong.
    package var alarms = 0

    /// The share of the secrets that was found; 1 where there are none.
    package var recall: Double { secrets == 0 ? 1 : Double(found) / Double(secrets) }
    /// The share of the reports that was right; 1 where there are none.
    package var precision: Double {
      found + alarms == 0 ? 1 : Double(found) / Double(found + alarms)
    }
  }

  /// A secret that was not found.
  package struct Miss: Sendable {
    package var item: Item
    package var label: Label
  }

  /// A report of what is no secret, or of one as another.
  package struct Alarm: Sendable {
    package var item: Item
    package var found: Scan.Found
  }

  /// Holds a scan's findings against the labels; `tracked` says that a repository tracks the files.
  package init(of scan: Scan, on corpus: Corpus, tracked: Bool) {
    let reports = Dictionary(grouping: Set(scan.findings)) { found in
      String(found.path.prefix { $0 != "!" })
    }
    for item in corpus.items where tracked || !item.onlyWhenTracked {
      add(item, reports[item.path] ?? [])
    }
  }

  /// The counts of all groups of a kind, or of all groups.
  package func total(_ kind: Item.Kind? = nil) -> Tally {
    groups.filter { kind == nil || $0.kind == kind }.reduce(
      into: Tally(kind: kind ?? .plain, group: "all")
    ) { total, tally in
      total.files += tally.files
      total.secrets += tally.secrets
      total.found += tally.found
      total.classed += tally.classed
      total.alarms += tally.alarms
    }
  }

  private mutating func add(_ item: Item, _ reports: [Scan.Found]) {
    var tally = Tally(kind: item.kind, group: item.group)
    tally.files = 1
    let required = item.secrets.filter(\.isRequired)
    tally.secrets = required.count
    for label in required {
      let fitting = reports.filter { $0.severity >= label.severity && $0.agrees(with: label) }
      if fitting.isEmpty {
        misses.append(Miss(item: item, label: label))
      } else {
        tally.found += 1
        if fitting.contains(where: { $0.class.hasPrefix(label.class) }) {
          tally.classed += 1
        } else {
          mistaken += fitting.prefix(1).map { Alarm(item: item, found: $0) }
        }
      }
    }
    // One secret in one file counts once, however many places and rules report it.
    let wrong = Dictionary(grouping: reports.filter { $0.isFalse(in: item) }, by: \.secret)
    tally.alarms = wrong.count
    alarms += wrong.values.compactMap(\.first).map { Alarm(item: item, found: $0) }
    count(tally)
  }

  private mutating func count(_ tally: Tally) {
    guard let index = groups.firstIndex(where: { $0.group == tally.group }) else {
      groups.append(tally)
      return
    }
    groups[index].files += tally.files
    groups[index].secrets += tally.secrets
    groups[index].found += tally.found
    groups[index].classed += tally.classed
    groups[index].alarms += tally.alarms
  }
}

extension Scan.Found {
  /// Whether the report is of this secret at its place.
  fileprivate func agrees(with label: Label) -> Bool { isAtPlace(of: label) && isValue(of: label) }

  private func isAtPlace(of label: Label) -> Bool {
    path == label.path || label.alsoAt.contains(path)
      || label.anywhereInside && path.hasPrefix(label.path + "!")
  }

  /// A private key may be reported with or without its marks and line ends: its class counts.
  private func isValue(of label: Label) -> Bool {
    if label.class == "ssh-private-key" && `class` == label.class { return true }
    return secret.fits(label.value)
  }

  /// Whether the report claims a leak where there is none.
  fileprivate func isFalse(in item: Item) -> Bool {
    if item.onlyVast && !`class`.hasPrefix("vast") { return false }
    // A weak secret is a leak from `low` on; of others, `low` says "look at it".
    let threshold: Severity = Self.weak.contains(`class`) ? .low : .medium
    guard severity >= threshold else { return false }
    return !item.secrets.contains { isValue(of: $0) }
  }

  private static let weak: Set = [
    "vast-instance-key", "vast-instance-token", "vast-webhook", "registry-credential",
    "dotenv-secret",
  ]
}
