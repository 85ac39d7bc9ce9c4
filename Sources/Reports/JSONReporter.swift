import Findings
import FoundationEssentials

/// Writes the JSON report, schema version 1: the format for scripts, and the one that is read back.
package struct JSONReporter: StreamingReporter {
  /// Makes a reporter.
  package init() {}

  /// Appends the report, one row after the other.
  func write(rows: some ReportRows, to output: inout OutputBuffer) throws {
    var json = JSONWriter()
    let report = rows.head
    try json.open("{", to: &output)
    try json.member("complete", rows.counts.gaps == 0, to: &output)
    try json.open("[", key: "findings", to: &output)
    try rows.forEachFinding { finding, secret in
      try json.member(nil, JSONRows.row(finding, secret), to: &output)
    }
    try json.close("]", to: &output)
    try json.open("[", key: "incomplete", to: &output)
    try rows.forEachGap { try json.member(nil, $0, to: &output) }
    try json.close("]", to: &output)
    try json.member("rules", JSONRows.rules(report), to: &output)
    try json.member("schemaVersion", JSONReport.currentVersion, to: &output)
    try json.open("[", key: "secrets", to: &output)
    try rows.forEachSecret { secret, timeline in
      try json.member(nil, JSONReport.SecretEntry(secret, timeline), to: &output)
    }
    try json.close("]", to: &output)
    if let silenced = report.silenced { try json.member("silenced", silenced, to: &output) }
    try json.member("statistics", JSONRows.statistics(report), to: &output)
    try json.member("target", JSONRows.target(report), to: &output)
    try json.member("tool", report.tool, to: &output)
    try json.close("}", to: &output)
  }
}
