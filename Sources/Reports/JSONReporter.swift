package import Findings
import FoundationEssentials

/// Writes the JSON report, schema version 1: the format for scripts, and the one that is read back.
package struct JSONReporter: Reporter {
  /// Makes a reporter.
  package init() {}

  /// Appends the report, one row after the other.
  package func write(_ report: Report, to output: inout OutputBuffer) throws {
    var json = JSONWriter()
    let rows = JSONRows(report)
    try json.open("{", to: &output)
    try json.member("complete", report.complete, to: &output)
    let findings = report.findingsInOrder
    try json.array("findings", findings.lazy.map { rows.row($0) }, to: &output)
    try json.array("incomplete", report.incomplete, to: &output)
    try json.member("rules", rows.rules, to: &output)
    try json.member("schemaVersion", JSONReport.currentVersion, to: &output)
    let secrets = report.secretsInOrder
    try json.array("secrets", secrets.lazy.map { rows.row($0) }, to: &output)
    try json.member("statistics", rows.statistics, to: &output)
    try json.member("target", rows.target, to: &output)
    try json.member("tool", report.tool, to: &output)
    try json.close("}", to: &output)
  }
}
