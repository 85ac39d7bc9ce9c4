import Git
import Findings
import Rules

/// Writes JUnit's XML, which every build service shows as tests.
///
/// A finding is a test that failed, a gap one that ended in an error, a silenced finding one that
/// was skipped; what is only for information passed. A clean run is one test that passed, since none
/// at all reads as if nothing had run.
package struct JUnitReporter: StreamingReporter {
  /// Makes a reporter.
  package init() {}

  /// Appends the document.
  func write(rows: some ReportRows, to output: inout OutputBuffer) throws {
    let (report, count) = (rows.head, rows.counts)
    let tests = max(1, count.findings + count.gaps)
    let milliseconds = (report.statistics.seconds * 1000).rounded()
    let time = milliseconds.isFinite ? "\(milliseconds / 1000)" : "0"
    let counts =
      "tests=\"\(tests)\" failures=\"\(count.failures)\" errors=\"\(count.gaps)\" "
      + "skipped=\"\(count.suppressed)\" time=\"\(time)\""
    try output.append(
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuites \(counts)>
      <testsuite name="vastguard" \(counts)>

      """)
    try rows.forEachFinding { finding, secret in
      try append(finding, secret, in: report, to: &output)
    }
    try rows.forEachGap { gap in
      try append(
        case: "classname=\"vastguard.incomplete\" name=\"\(MarkupText.of(gap.what))\"",
        "<error message=\"\(MarkupText.of(gap.why))\" type=\"not-scanned\"/>", to: &output)
    }
    if count.findings + count.gaps == 0 {
      try append(case: "classname=\"vastguard\" name=\"no leaked secret\"", nil, to: &output)
    }
    try output.append("</testsuite>\n</testsuites>\n")
  }

  private func append(
    case attributes: String, _ content: String?, to output: inout OutputBuffer
  ) throws {
    try output.append("<testcase \(attributes) time=\"0\"")
    try output.append(content.map { ">\n\($0)\n</testcase>\n" } ?? "/>\n")
  }

  private func append(
    _ finding: Finding, _ secret: SecretRow?, in report: Report, to output: inout OutputBuffer
  ) throws {
    let place = MarkupText.of(PlaceList.name(of: finding))
    let value = secret.map { " " + MarkupText.of($0.redacted) } ?? ""
    let file =
      finding.path.bytes.isEmpty ? "" : " file=\"\(MarkupText.of(finding.path.bytes))\""
    let attributes =
      "classname=\"\(MarkupText.of("vastguard." + finding.rule))\" name=\"\(place)\(value)\"\(file)"
    let message = MarkupText.of(Wording.sentence(finding.message))
    let content: String
    if let suppressed = finding.suppressed {
      content = "<skipped message=\"\(MarkupText.of("\(suppressed.by): \(suppressed.reason)"))\"/>"
    } else if finding.severity == .info {
      content = "<system-out>\(message)</system-out>"
    } else {
      content =
        "<failure message=\"\(message)\" type=\"\(finding.severity.rawValue)\">"
        + details(of: finding, secret, in: report) + "</failure>"
    }
    try append(case: attributes, content, to: &output)
  }

  private func details(of finding: Finding, _ secret: SecretRow?, in report: Report) -> String {
    var lines: [String] = []
    if let secret {
      lines.append("\(Wording.name(of: secret.secretClass)) \(secret.redacted)")
    }
    lines.append("\(PlaceList.name(of: finding)) (\(Wording.name(of: finding.layer)))")
    if let commit = finding.commit {
      let day = Timestamp.day(commit.time).map { " of \($0)" } ?? ""
      lines.append("commit \(commit.id)\(day) by \(commit.author)")
    }
    let remedy = Wording.paragraph(report.remedy(of: finding))
    if !remedy.isEmpty { lines.append("What to do: \(remedy)") }
    return lines.map { MarkupText.of($0, limit: 4000) }.joined(separator: "\n")
  }
}
