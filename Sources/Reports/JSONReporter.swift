package import Findings
import FoundationEssentials

/// Writes the JSON report, schema version 1: the format for scripts, and the one that is read back.
package struct JSONReporter: Reporter {
  /// Makes a reporter.
  package init() {}

  /// Appends the report, one row after the other.
  package func write(_ report: Report, to output: inout OutputBuffer) throws {
    var json = JSONWriter()
    try json.open("{", to: &output)
    try json.member("complete", report.complete, to: &output)
    let findings = report.findingsInOrder
    try json.array("findings", findings.lazy.map(JSONReport.FindingRow.init), to: &output)
    try json.array("incomplete", report.incomplete, to: &output)
    let rules = JSONReport.RulesRow(count: report.rules.rules.count, digest: report.rules.digest)
    try json.member("rules", rules, to: &output)
    try json.member("schemaVersion", JSONReport.currentVersion, to: &output)
    let secrets = report.secretsInOrder
    try json.array("secrets", secrets.lazy.map(JSONReport.SecretEntry.init), to: &output)
    try json.member("statistics", rounded(report.statistics), to: &output)
    let target = JSONReport.TargetRow(
      head: report.target.head, kind: report.target.kind, path: report.target.path,
      shallow: report.target.isShallow ? true : nil)
    try json.member("target", target, to: &output)
    try json.member("tool", report.tool, to: &output)
    try json.close("}", to: &output)
  }

  /// Leaves milliseconds of the time: more digits would only look exact.
  private func rounded(_ statistics: Report.Statistics) -> Report.Statistics {
    var result = statistics
    let milliseconds = (statistics.seconds * 1000).rounded()
    result.seconds = milliseconds.isFinite ? milliseconds / 1000 : 0
    return result
  }
}
