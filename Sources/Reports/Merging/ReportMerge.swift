import Blobs
package import Findings
import Git
package import Rules

/// Makes one report of several, such as those of the parts of one large scan.
///
/// The result depends on what was found only: not on the order of the reports, on how often one is
/// given, or on how the work was split. Of a place that several reports have, the row says what the
/// worst of them says. How much was scanned is not told: what two parts read would count twice.
///
/// Rows are held in memory up to some megabytes, and beyond that in files without a name.
package struct ReportMerge {
  /// Why reports were not merged.
  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  /// The rules and checks of this program, which describe findings; nil where reports bring them.
  private let known: (rules: RuleSet, checks: [Report.Check])?
  private let newSorter: () -> RowSorter
  private var head: Report?
  private var findings: RowSorter
  private var secrets: RowSorter
  private var gaps: RowSorter
  /// How many rows the present report has had.
  private var numbers = (findings: 0, secrets: 0)

  /// How many bytes of rows of each kind are held in memory.
  package static let memory = 8 << 20

  /// Starts with nothing.
  ///
  /// - Parameters:
  ///   - known: The rules and checks of this program, for reports that are read from files; nil
  ///     where reports bring theirs.
  ///   - memory: How many bytes of rows of each kind are held in memory.
  ///   - folder: Where files go for more.
  package init(
    known: (rules: RuleSet, checks: [Report.Check])? = nil, memory: Int = memory,
    folder: String = "/tmp"
  ) {
    self.known = known
    newSorter = { RowSorter(limit: memory, folder: folder) }
    findings = newSorter()
    secrets = newSorter()
    gaps = newSorter()
  }

  /// Adds a report; errors call it `name`.
  ///
  /// - Throws: `Failure` where other rules were in force.
  package mutating func add(_ report: Report, name: String) throws {
    for finding in report.findings { try add(finding) }
    for secret in report.secrets { try add(secret) }
    for gap in report.incomplete { try add(gap) }
    try unite(report, name: name)
  }

  /// Adds a row of a report that is being read; `end` says what it belongs to.
  ///
  /// - Throws: `JSONReport.ReadingError` where it holds what no report holds, or `OutputError`
  ///   where there is no room for it.
  package mutating func add(_ row: ReportRowReader.Row) throws {
    switch row {
    case .finding(let row):
      try add(try Finding(row, number: numbers.findings))
      numbers.findings += 1
    case .secret(let row):
      try add(try SecretRow(row, number: numbers.secrets))
      numbers.secrets += 1
    case .gap(let gap): try add(gap)
    }
  }

  /// Ends a report that was read; errors call it `name`.
  ///
  /// - Throws: `Failure` where other rules were in force.
  package mutating func end(_ head: JSONReport, name: String) throws {
    try head.checkHead()
    numbers = (0, 0)
    try unite(Report(head: head), name: name)
  }

  private mutating func add(_ finding: Finding) throws {
    var row = PartWriter()
    row.add(finding)
    try findings.add(key: Self.key(of: finding), row.bytes)
  }

  private mutating func add(_ secret: SecretRow) throws {
    var key = KeyWriter()
    key.add(secret.id)
    var row = PartWriter()
    row.add(secret)
    try secrets.add(key: key.bytes, row.bytes)
  }

  private mutating func add(_ gap: Report.Gap) throws {
    var key = KeyWriter()
    key.add(gap.what)
    key.add(gap.why)
    var row = PartWriter()
    row.add(gap.what)
    row.add(gap.why)
    try gaps.add(key: key.bytes, row.bytes)
  }

  /// What makes two rows the same place, those of one secret together.
  private static func key(of finding: Finding) -> [UInt8] {
    var key = KeyWriter()
    key.add(finding.secret)
    key.add(finding.fingerprint)
    key.add(finding.rule)
    key.add(finding.layer.rawValue)
    key.add(finding.path.bytes)
    key.add(finding.blob?.description)
    let region = finding.region
    for number in [region?.line, region?.column, region?.endLine, region?.endColumn] {
      key.add(number ?? 0)
    }
    // Only for places without a path: elsewhere the first commit that brought it in counts.
    if finding.path.bytes.isEmpty { key.add(finding.commit?.id.description) }
    return key.bytes
  }

  private mutating func unite(_ report: Report, name: String) throws {
    var new = report
    (new.findings, new.secrets, new.incomplete) = ([], [], [])
    new.statistics = Report.Statistics()
    new.span = nil
    new.silenced = report.silenced.map { _ in .some }
    // Which words named the files of a part says how the work was split.
    if ["files", "stdin"].contains(new.target.kind) { new.target.path = "" }
    new.target.isMerged = true
    guard let first = head else {
      head = new
      return
    }
    guard first.rules.digest == new.rules.digest else {
      throw Failure(
        description: "\(DisplayText.of(name)) was made with other rules than the reports before it")
    }
    head?.target = RowUnion.merged(first.target, new.target)
    head?.silenced = first.silenced ?? new.silenced
    head?.tool.name = RowUnion.least(first.tool.name, new.tool.name)
    head?.tool.version = max(first.tool.version, new.tool.version)
    head?.rules.count = max(first.rules.count, new.rules.count)
  }

  /// The merged rows, in the order of reports; nil where no report was added.
  ///
  /// They are no longer here afterwards.
  mutating func rows() throws -> MergedRows? {
    guard let head else { return nil }
    var joining = RowJoining(newSorter)
    try joining.join(try findings.rows(), try secrets.rows())
    (findings, secrets) = (newSorter(), newSorter())
    return try MergedRows(
      head: described(head, by: joining), joining: joining, gaps: gaps)
  }

  /// The head of a report with what its findings are about.
  private func described(_ head: Report, by joining: RowJoining) -> Report {
    guard let known else { return head }
    var head = head
    head.rules.rules =
      head.rules.digest == known.rules.digest
      ? known.rules.rules : known.rules.rules.filter { joining.words[$0.id] != nil }
    head.checks = known.checks
    let described = Set(head.rules.rules.map(\.id) + known.checks.map(\.id))
    for (id, words) in joining.words.sorted(by: { $0.key < $1.key })
    where !described.contains(id) {
      guard let words else { continue }
      head.checks.append(
        Report.Check(
          id: id, name: words.message, summary: words.message, remedy: words.fix ?? ""))
    }
    return head
  }

  /// The merged report as a whole; nil where none was added.
  ///
  /// The rows are no longer here afterwards.
  package mutating func report() throws -> Report? {
    try rows()?.report()
  }
}

extension ReportFile {
  /// Writes the merged report, row by row where the reporter needs no more at once; otherwise all of
  /// them are held.
  ///
  /// - Throws: `OutputError`, as `write(_:with:to:)`.
  package static func write(
    _ merge: inout ReportMerge, with reporter: any Reporter, to destination: String
  ) throws {
    guard let rows = try merge.rows() else { return }
    if let reporter = reporter as? any StreamingReporter {
      try write(destination) { (output: inout OutputBuffer) in
        try reporter.write(rows: rows, to: &output)
      }
    } else {
      try write(try rows.report(), with: reporter, to: destination)
    }
  }
}
