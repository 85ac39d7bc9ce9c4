import Findings

/// Writes the JSON report as one record a line, to be read line by line.
///
/// The last record tells how many came before it, so that a file which was cut does not pass for a
/// whole one.
package struct JSONLinesReporter: StreamingReporter {
  /// Makes a reporter.
  package init() {}

  /// Appends the records.
  func write(rows: some ReportRows, to output: inout OutputBuffer) throws {
    try Self.writeStart(of: rows.head, to: &output)
    try rows.forEachFinding { finding, secret in
      try output.append(try JSONLine.line(.finding, JSONRows.row(finding, secret)))
    }
    try Self.writeRest(of: rows, to: &output)
  }

  static func writeStart(of report: Report, to output: inout OutputBuffer) throws {
    let start = JSONLine.Start(
      rules: JSONRows.rules(report), schemaVersion: JSONReport.currentVersion, tool: report.tool)
    try output.append(try JSONLine.line(.start, start))
  }

  /// Appends all that comes after the findings.
  static func writeRest(of rows: some ReportRows, to output: inout OutputBuffer) throws {
    try rows.forEachSecret { secret, timeline in
      let entry = JSONReport.SecretEntry(secret, timeline)
      try output.append(try JSONLine.line(.secret, entry))
    }
    try rows.forEachGap { try output.append(try JSONLine.line(.incomplete, $0)) }
    let counts = rows.counts
    let end = JSONLine.End(
      complete: counts.gaps == 0,
      counts: JSONLine.Counts(
        findings: counts.findings, incomplete: counts.gaps, secrets: counts.secrets),
      silenced: rows.head.silenced, statistics: JSONRows.statistics(rows.head),
      target: JSONRows.target(rows.head))
    try output.append(try JSONLine.line(.end, end))
  }
}
