package import Findings

/// Writes the JSON report as one record a line, to be read line by line.
///
/// The last record tells how many came before it, so that a file which was cut does not pass for a
/// whole one.
package struct JSONLinesReporter: Reporter {
  /// Makes a reporter.
  package init() {}

  /// Appends the records.
  package func write(_ report: Report, to output: inout OutputBuffer) throws {
    try Self.writeStart(of: report, to: &output)
    let rows = JSONRows(report)
    for finding in report.findingsInOrder {
      try output.append(try JSONLine.line(.finding, rows.row(finding)))
    }
    try Self.writeRest(of: report, rows, to: &output)
  }

  static func writeStart(of report: Report, to output: inout OutputBuffer) throws {
    let start = JSONLine.Start(
      rules: JSONRows(report).rules, schemaVersion: JSONReport.currentVersion, tool: report.tool)
    try output.append(try JSONLine.line(.start, start))
  }

  /// Appends all that comes after the findings.
  static func writeRest(
    of report: Report, _ rows: JSONRows, to output: inout OutputBuffer
  ) throws {
    for secret in report.secretsInOrder {
      try output.append(try JSONLine.line(.secret, rows.row(secret)))
    }
    for gap in report.incomplete { try output.append(try JSONLine.line(.incomplete, gap)) }
    let end = JSONLine.End(
      complete: report.complete,
      counts: JSONLine.Counts(
        findings: report.findings.count, incomplete: report.incomplete.count,
        secrets: report.secrets.count),
      statistics: rows.statistics, target: rows.target)
    try output.append(try JSONLine.line(.end, end))
  }
}
