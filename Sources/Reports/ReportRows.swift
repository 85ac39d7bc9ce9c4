import Findings
import Rules

/// A report whose rows come one after the other, in the order of reports: they need not be in memory
/// together.
protocol ReportRows {
  /// All but the rows.
  var head: Report { get }
  var counts: RowCounts { get }

  /// Calls `body` with each finding and the row of its secret.
  func forEachFinding(_ body: (Finding, SecretRow?) throws -> Void) throws
  /// Calls `body` with each secret and what happened to it.
  func forEachSecret(_ body: (SecretRow, Timeline) throws -> Void) throws
  /// Calls `body` with each gap.
  func forEachGap(_ body: (Report.Gap) throws -> Void) throws
}

/// How many rows a report has.
struct RowCounts: Equatable {
  var findings = 0
  var secrets = 0
  var gaps = 0
  /// Findings that were silenced.
  var suppressed = 0
  /// Findings above `info` that were not.
  var failures = 0

  /// Counts a finding.
  mutating func add(_ finding: Finding) {
    findings += 1
    if finding.suppressed != nil {
      suppressed += 1
    } else if finding.severity > .info {
      failures += 1
    }
  }
}

/// A reporter that needs one row at a time.
protocol StreamingReporter: Reporter {
  /// Appends a report as its rows come.
  func write(rows: some ReportRows, to output: inout OutputBuffer) throws
}

extension StreamingReporter {
  package func write(_ report: Report, to output: inout OutputBuffer) throws {
    try write(rows: HeldRows(report), to: &output)
  }
}

/// The rows of a report that is in memory.
struct HeldRows: ReportRows {
  private let report: Report
  private let secrets: [String: SecretRow]

  init(_ report: Report) {
    self.report = report
    secrets = report.secretsByID
  }

  var head: Report { report }

  var counts: RowCounts {
    var counts = RowCounts(secrets: report.secrets.count, gaps: report.incomplete.count)
    for finding in report.findings { counts.add(finding) }
    return counts
  }

  func forEachFinding(_ body: (Finding, SecretRow?) throws -> Void) throws {
    for finding in report.findingsInOrder {
      try body(finding, finding.secret.flatMap { secrets[$0] })
    }
  }

  func forEachSecret(_ body: (SecretRow, Timeline) throws -> Void) throws {
    let findings = report.findingsBySecret
    for secret in report.secretsInOrder {
      try body(secret, Timeline(of: secret, findings: findings[secret.id] ?? []))
    }
  }

  func forEachGap(_ body: (Report.Gap) throws -> Void) throws {
    for gap in report.incomplete { try body(gap) }
  }
}
