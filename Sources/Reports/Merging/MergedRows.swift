import Blobs
import Findings
import Git
import Rules

/// Values of a kind from sorted rows, those of one key made one.
struct UnitedRows<Value> {
  private var rows: SortedRows
  private var next: (key: [UInt8], value: Value)?
  private let read: (inout PartReader) throws -> Value
  private let unite: (Value, Value) -> Value

  /// Reads rows.
  ///
  /// - Parameters:
  ///   - rows: The rows.
  ///   - read: Makes a value of a row.
  ///   - unite: Makes one value of two with the same key, in any order the same.
  /// - Throws: What reading throws.
  init(
    _ rows: SortedRows, _ read: @escaping (inout PartReader) throws -> Value,
    unite: @escaping (Value, Value) -> Value = { first, _ in first }
  ) throws {
    (self.rows, self.read, self.unite) = (rows, read, unite)
    next = try following()
  }

  private mutating func following() throws -> (key: [UInt8], value: Value)? {
    guard let row = try rows.next() else { return nil }
    var parts = PartReader(row.bytes)
    return (row.key, try read(&parts))
  }

  /// The next value; nil behind the last one.
  mutating func take() throws -> Value? {
    guard var united = next else { return nil }
    next = try following()
    while let other = next, other.key == united.key {
      united.value = unite(united.value, other.value)
      next = try following()
    }
    return united.value
  }
}

/// Brings findings and secrets together, which come by the ids of secrets, and sorts both again as
/// reports have them.
struct RowJoining {
  private(set) var findings: RowSorter
  private(set) var secrets: RowSorter
  private(set) var counts = RowCounts()
  /// The rules that findings name; where they are about a secret, with their own words.
  private(set) var words: [String: (message: String, fix: String?)?] = [:]
  /// The steps of secrets by their paths, and the secrets, by their ids both.
  private var steps: RowSorter
  private var plain: RowSorter

  /// A secret whose findings are coming.
  private struct Open {
    var row: SecretRow
    var occurrences = 0
    var worst = Severity.info
    var author: String?
  }

  init(_ newSorter: () -> RowSorter) {
    findings = newSorter()
    secrets = newSorter()
    steps = newSorter()
    plain = newSorter()
  }

  /// Takes all rows.
  mutating func join(_ findings: SortedRows, _ secrets: SortedRows) throws {
    var findings = try UnitedRows(findings, { try $0.finding() }, unite: RowUnion.merged)
    var secrets = try UnitedRows(secrets, { try $0.secret() }, unite: RowUnion.merged)
    var open = try secrets.take().map { Open(row: $0) }
    while let finding = try findings.take() {
      counts.add(finding)
      note(finding)
      if let id = finding.secret {
        while let other = open, other.row.id.utf8.lexicographicallyPrecedes(id.utf8) {
          try close(other)
          open = try secrets.take().map { Open(row: $0) }
        }
      }
      if let id = finding.secret, var secret = open, secret.row.id == id {
        try count(finding, &secret)
        open = secret
        try add(finding, secret.row)
      } else {
        try add(finding, nil)
      }
    }
    while let other = open {
      try close(other)
      open = try secrets.take().map { Open(row: $0) }
    }
    try addTimelines()
  }

  private mutating func note(_ finding: Finding) {
    guard finding.secret != nil else {
      if words[finding.rule] == nil { words[finding.rule] = .some(nil) }
      return
    }
    let new = (message: finding.message, fix: finding.fix)
    guard let old = words[finding.rule] ?? nil else {
      words[finding.rule] = new
      return
    }
    if RowUnion.least(old.message, new.message) != old.message { words[finding.rule] = new }
  }

  private mutating func count(_ finding: Finding, _ secret: inout Open) throws {
    secret.occurrences += 1
    secret.worst = max(secret.worst, finding.severity)
    if let commit = finding.commit, commit.id == secret.row.firstCommit?.id {
      secret.author = secret.author.map { RowUnion.least($0, commit.author) } ?? commit.author
    }
    if let step = Timeline.Event(finding) { try add(step, of: secret.row.id) }
  }

  private mutating func add(_ step: Timeline.Event, of id: String) throws {
    var key = KeyWriter()
    key.add(id)
    key.add(step.path.bytes)
    key.add(step.commit.time)
    key.add(step.commit.id.bytes)
    key.add(step.kind == .removed ? 1 : 0)
    key.add(step.layer?.rawValue)
    var row = PartWriter()
    row.add(id)
    row.add(step)
    try steps.add(key: key.bytes, row.bytes)
  }

  /// Adds a finding, with what formats tell of its secret beside it.
  private mutating func add(_ finding: Finding, _ secret: SecretRow?) throws {
    var row = PartWriter()
    row.add(finding)
    row.add(secret != nil)
    if var secret {
      (secret.references, secret.removals) = ([], [])
      row.add(secret)
    }
    try findings.add(key: finding.orderKey, row.bytes)
  }

  private mutating func close(_ secret: Open) throws {
    var row = secret.row
    row.occurrences = secret.occurrences
    if let author = secret.author { row.firstCommit?.author = author }
    for removal in row.removals { try add(Timeline.Event(removal), of: row.id) }
    var key = KeyWriter()
    key.add(row.id)
    var parts = PartWriter()
    parts.add(Severity.allCases.firstIndex(of: secret.worst) ?? 0)
    parts.add(row)
    try plain.add(key: key.bytes, parts.bytes)
    counts.secrets += 1
  }

  /// Adds the secrets with what happened to them.
  private mutating func addTimelines() throws {
    var secrets = try UnitedRows(try plain.rows(), { (try $0.number(), try $0.secret()) })
    var steps = try steps.rows()
    var step = try Self.step(&steps)
    while let (severity, secret) = try secrets.take() {
      var selection = TimelineSelection()
      while let next = step, next.id == secret.id {
        selection.add(next.event)
        step = try Self.step(&steps)
      }
      let timeline = selection.timeline()
      var key = KeyWriter()
      key.add(-severity)
      key.add(secret.id)
      var row = PartWriter()
      row.add(secret)
      row.add(timeline.leftOut)
      row.add(timeline.events.count)
      for event in timeline.events { row.add(event) }
      try self.secrets.add(key: key.bytes, row.bytes)
    }
  }

  private static func step(
    _ rows: inout SortedRows
  ) throws -> (id: String, event: Timeline.Event)? {
    guard let row = try rows.next() else { return nil }
    var parts = PartReader(row.bytes)
    return (try parts.string(), try parts.event())
  }
}

extension Finding {
  /// A key by which findings stand in the order of reports, as `stands(before:)` has it.
  fileprivate var orderKey: [UInt8] {
    var key = KeyWriter()
    key.add(path.bytes)
    for number in [region?.line, region?.column, region?.endLine, region?.endColumn] {
      key.add(number ?? 0)
    }
    key.add(rule)
    key.add(layer.rawValue)
    key.add((commit?.id ?? .zero).bytes)
    key.add(secret ?? "")
    key.add(fingerprint)
    key.add(message)
    key.add((blob ?? .zero).bytes)
    return key.bytes
  }
}

/// The rows of a merged report.
final class MergedRows: ReportRows {
  let head: Report
  let counts: RowCounts
  private var findings: RowSorter
  private var secrets: RowSorter
  private var gaps: RowSorter

  init(head: Report, joining: RowJoining, gaps: RowSorter) throws {
    var counts = joining.counts
    var gaps = gaps
    var rows = try gaps.rows()
    var last: [UInt8]?
    while let row = try rows.next() {
      if row.key != last { counts.gaps += 1 }
      last = row.key
    }
    (self.head, self.counts, self.gaps) = (head, counts, gaps)
    (findings, secrets) = (joining.findings, joining.secrets)
  }

  func forEachFinding(_ body: (Finding, SecretRow?) throws -> Void) throws {
    var rows = try findings.rows()
    while let row = try rows.next() {
      var parts = PartReader(row.bytes)
      let finding = try parts.finding()
      try body(finding, try parts.boolean() == true ? try parts.secret() : nil)
    }
  }

  func forEachSecret(_ body: (SecretRow, Timeline) throws -> Void) throws {
    var rows = try secrets.rows()
    while let row = try rows.next() {
      var parts = PartReader(row.bytes)
      let secret = try parts.secret()
      let leftOut = try parts.number()
      var events: [Timeline.Event] = []
      for _ in 0..<max(0, try parts.number()) { events.append(try parts.event()) }
      try body(secret, Timeline(events: events, leftOut: leftOut))
    }
  }

  func forEachGap(_ body: (Report.Gap) throws -> Void) throws {
    var rows = try gaps.rows()
    var last: [UInt8]?
    while let row = try rows.next() {
      if row.key == last { continue }
      last = row.key
      var parts = PartReader(row.bytes)
      try body(Report.Gap(what: try parts.string(), why: try parts.string()))
    }
  }

  /// The report as a whole.
  func report() throws -> Report {
    var report = head
    try forEachFinding { finding, _ in report.findings.append(finding) }
    try forEachSecret { secret, _ in report.secrets.append(secret) }
    try forEachGap { report.incomplete.append($0) }
    return report
  }
}
