import Findings

/// A report's rows as the JSON formats have them.
struct JSONRows {
  private let report: Report
  private let findings: [String: [Finding]]
  /// The secrets of which nothing can be guessed from what is made of them.
  private let unguessable: Set<String>

  init(_ report: Report) {
    self.report = report
    findings = report.findingsBySecret
    unguessable = Set(report.secrets.lazy.filter { $0.sha256 != nil }.map(\.id))
  }

  var rules: JSONReport.RulesRow {
    JSONReport.RulesRow(count: report.rules.count, digest: report.rules.digest)
  }

  var target: JSONReport.TargetRow {
    JSONReport.TargetRow(
      head: report.target.head, kind: report.target.kind,
      merged: report.target.isMerged ? true : nil, path: report.target.path,
      shallow: report.target.isShallow ? true : nil)
  }

  /// The counts, with milliseconds of the time: more digits would only look exact.
  var statistics: Report.Statistics {
    var result = report.statistics
    let milliseconds = (result.seconds * 1000).rounded()
    result.seconds = milliseconds.isFinite ? milliseconds / 1000 : 0
    return result
  }

  func row(_ finding: Finding) -> JSONReport.FindingRow {
    let isGuessable = finding.secret.map { !unguessable.contains($0) } ?? false
    return JSONReport.FindingRow(finding, tellsLineHash: !isGuessable)
  }

  func row(_ secret: SecretRow) -> JSONReport.SecretEntry {
    JSONReport.SecretEntry(secret, findings: findings[secret.id] ?? [])
  }
}
