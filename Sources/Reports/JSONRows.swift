import Findings

/// A report's rows as the JSON formats have them.
enum JSONRows {
  static func rules(_ report: Report) -> JSONReport.RulesRow {
    JSONReport.RulesRow(count: report.rules.count, digest: report.rules.digest)
  }

  static func target(_ report: Report) -> JSONReport.TargetRow {
    JSONReport.TargetRow(
      head: report.target.head, kind: report.target.kind,
      merged: report.target.isMerged ? true : nil, path: report.target.path,
      shallow: report.target.isShallow ? true : nil)
  }

  /// The counts, with milliseconds of the time: more digits would only look exact.
  static func statistics(_ report: Report) -> Report.Statistics {
    var result = report.statistics
    let milliseconds = (result.seconds * 1000).rounded()
    result.seconds = milliseconds.isFinite ? milliseconds / 1000 : 0
    return result
  }

  /// A finding's row; where something could be guessed from what is made of its secret, the line's
  /// hash is left out.
  static func row(_ finding: Finding, _ secret: SecretRow?) -> JSONReport.FindingRow {
    let isGuessable = finding.secret != nil && secret?.sha256 == nil
    return JSONReport.FindingRow(finding, tellsLineHash: !isGuessable)
  }
}
