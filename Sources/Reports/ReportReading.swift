package import Findings
import FoundationEssentials
import Git
package import Rules

extension Report {
  /// Makes a report of one that was read back.
  ///
  /// - Parameters:
  ///   - json: What was read.
  ///   - set: The rules that this program has; those that the report names and that are not among
  ///     them are described by the report's own words.
  ///   - checks: What this program's checks are about.
  /// - Throws: `JSONReport.ReadingError` where a row holds what no report holds.
  package init(
    _ json: JSONReport, rules set: RuleSet, checks: [Check]
  ) throws(JSONReport.ReadingError) {
    try json.checkHead()
    let named = Set(json.findings.map(\.rule))
    let rules =
      json.rules.digest == set.digest ? set.rules : set.rules.filter { named.contains($0.id) }
    self.init(head: json)
    self.rules.rules = rules
    self.checks = checks
    incomplete = json.incomplete
    for (number, row) in json.findings.enumerated() {
      findings.append(try Finding(row, number: number))
    }
    let commits = Dictionary(
      findings.compactMap(\.commit).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    for (number, row) in json.secrets.enumerated() {
      secrets.append(try SecretRow(row, number: number, commits: commits))
    }
    self.checks += json.unknownRules(besides: rules.map(\.id) + checks.map(\.id))
  }

  /// The same without the rows, and without descriptions of rules.
  init(head json: JSONReport) {
    var target = Target(kind: json.target.kind, path: json.target.path, head: json.target.head)
    target.isShallow = json.target.shallow ?? false
    target.isMerged = json.target.merged ?? false
    self.init(
      tool: json.tool,
      rules: RulesInForce(digest: json.rules.digest, rules: [], count: json.rules.count),
      target: target, statistics: json.statistics)
    silenced = json.silenced
  }
}

extension JSONReport {
  /// Refuses ids that are none, since reports show ids as they are.
  ///
  /// - Throws: `ReadingError`, which names the place.
  func checkHead() throws(ReadingError) {
    guard Self.isHex(rules.digest) else { throw ReadingError(damaged: "rules.digest") }
    guard Self.isHex(target.head ?? "") else { throw ReadingError(damaged: "target.head") }
  }

  fileprivate static func isHex(_ text: String) -> Bool {
    text.utf8.count <= 64 && text.allSatisfy { $0.isASCII && $0.isHexDigit }
  }

  /// What the findings say of rules that this program does not have.
  fileprivate func unknownRules(besides known: [String]) -> [Report.Check] {
    var known = Set(known)
    return findings.sorted { ($0.rule, $0.message) < ($1.rule, $1.message) }
      .filter { $0.secret != nil && known.insert($0.rule).inserted }
      .map { row in
        Report.Check(
          id: row.rule, name: row.message, summary: row.message, remedy: row.fix ?? "")
      }
  }
}

extension JSONReport.FindingRow {
  /// Refuses ids that are none.
  fileprivate func check(at place: String) throws(JSONReport.ReadingError) {
    guard JSONReport.isHex(fingerprint) else { throw .init(damaged: "\(place).fingerprint") }
    guard JSONReport.isHex(secret ?? "") else { throw .init(damaged: "\(place).secret") }
    guard rule.utf8.count <= 200, DisplayText.of(rule) == rule else {
      throw .init(damaged: "\(place).rule")
    }
  }
}

extension Finding {
  /// Makes a finding of a row that was read back.
  ///
  /// - Parameters:
  ///   - row: The row.
  ///   - number: Its number among the findings, from 0 on.
  /// - Throws: `JSONReport.ReadingError` where it holds what no report holds.
  init(_ row: JSONReport.FindingRow, number: Int) throws(JSONReport.ReadingError) {
    let place = "findings.\(number)"
    try row.check(at: place)
    var region: Region?
    if let line = row.line, let column = row.column, let endLine = row.endLine,
      let endColumn = row.endColumn
    {
      guard [line, column, endLine, endColumn].allSatisfy({ $0 > 0 && $0 < Int32.max }) else {
        throw .init(damaged: "\(place).line")
      }
      region = Region(line: line, column: column, endLine: endLine, endColumn: endColumn)
    }
    let blob = try ObjectID(row.blob, at: "\(place).blob")
    let commit = try CommitSummary(
      id: row.commit, author: row.author, date: row.date, at: "\(place).commit")
    self.init(
      rule: row.rule, severity: row.severity, message: row.message, secret: row.secret,
      path: row.exactPath, region: region, layer: row.layer, blob: blob, commit: commit,
      fingerprint: row.fingerprint, suppressed: row.suppressed, fix: row.fix,
      presentAtHead: row.presentAtHead, lineHash: row.lineHash)
  }
}

extension Finding.CommitSummary {
  fileprivate init?(
    id: String?, author: String?, date: String?, at place: String
  ) throws(JSONReport.ReadingError) {
    guard let id = try ObjectID(id, at: place) else { return nil }
    // A date that four digits of a year can't hold was left out.
    self.init(id: id, author: author ?? "unknown", time: date.flatMap(Timestamp.seconds) ?? -1)
  }
}

extension ObjectID {
  fileprivate init?(_ text: String?, at place: String) throws(JSONReport.ReadingError) {
    guard let text else { return nil }
    guard let id = ObjectID(hex: text) else { throw .init(damaged: place) }
    self = id
  }
}

extension SecretRow {
  /// Makes a secret of a row that was read back.
  ///
  /// - Parameters:
  ///   - row: The row.
  ///   - number: Its number among the secrets, from 0 on.
  ///   - commits: Commits of which more is known than the row tells.
  /// - Throws: `JSONReport.ReadingError` where it holds what no report holds.
  init(
    _ row: JSONReport.SecretEntry, number: Int, commits: [ObjectID: Finding.CommitSummary] = [:]
  ) throws(JSONReport.ReadingError) {
    guard JSONReport.isHex(row.id), JSONReport.isHex(row.sha256 ?? "") else {
      throw .init(damaged: "secrets.\(number).id")
    }
    let secretClass = SecretClass(rawValue: row.class)
    guard secretClass.isValid else { throw .init(damaged: "secrets.\(number).class") }
    let first = try Finding.CommitSummary(
      id: row.firstCommit, author: nil, date: row.firstDate, at: "secrets.\(number).firstCommit")
    self.init(
      id: row.id, secretClass: secretClass, redacted: row.redacted, sha256: row.sha256,
      occurrences: row.occurrences, status: row.status, reachable: row.reachable,
      firstCommit: first.map { commits[$0.id] ?? $0 })
    isCloned = row.cloned ?? false
    references = row.refs ?? []
    referenceCount = max(row.refCount ?? 0, references.count)
    for event in (row.timeline ?? []) + (row.removals ?? []) {
      guard
        let commit = try Finding.CommitSummary(
          id: event.commit, author: event.author, date: event.date,
          at: "secrets.\(number).timeline")
      else { continue }
      // Only the author: the row tells the date itself.
      if let first, first.id == commit.id, commits[first.id] == nil {
        firstCommit?.author = commit.author
      }
      if commit.time >= lastCommit?.time ?? Int.min { lastCommit = commit }
      if event.what == Timeline.Kind.removed.rawValue {
        removals.append(Removal(commit: commit, path: event.exactPath))
      }
    }
  }
}
