import Blobs
import Findings
import Git
import Rules

/// Writes comma-separated values (RFC 4180) for spreadsheets: a heading, then a row for each place.
///
/// A cell never begins as a formula does: what would gets an apostrophe before it. What could not be
/// scanned stands in rows of its own, with the rule `not-scanned`.
package struct CSVReporter: StreamingReporter {
  private static let heading = [
    "severity", "rule", "class", "value", "status", "path", "line", "column", "layer", "commit",
    "date", "author", "reachable", "suppressed", "message", "secret", "fingerprint",
  ]

  /// Makes a reporter.
  package init() {}

  /// Appends the table; rows end with CR LF, as the standard wants it.
  func write(rows: some ReportRows, to output: inout OutputBuffer) throws {
    try append(Self.heading, to: &output)
    try rows.forEachFinding { finding, secret in
      try append(cells(of: finding, secret), to: &output)
    }
    try rows.forEachGap { gap in
      var cells = [String](repeating: "", count: Self.heading.count)
      cells[1] = "not-scanned"
      cells[5] = DisplayText.of(gap.what)
      cells[14] = DisplayText.of(gap.why)
      try append(cells, to: &output)
    }
  }

  private func cells(of finding: Finding, _ secret: SecretRow?) -> [String] {
    let commit = finding.commit
    return [
      finding.severity.rawValue, finding.rule, secret?.secretClass.rawValue ?? "",
      secret.map { DisplayText.of($0.redacted) } ?? "", secret?.status.rawValue ?? "",
      DisplayText.of(finding.path.bytes, limit: 4000),
      finding.region.map { "\($0.line)" } ?? "", finding.region.map { "\($0.column)" } ?? "",
      finding.layer.rawValue, commit?.id.description ?? "",
      commit.flatMap { Timestamp.iso($0.time) } ?? "",
      commit.map { DisplayText.of($0.author) } ?? "",
      secret.map { $0.reachable ? "yes" : "no" } ?? "",
      finding.suppressed.map { DisplayText.of("\($0.by): \($0.reason)") } ?? "",
      DisplayText.of(finding.message), finding.secret ?? "", finding.fingerprint,
    ]
  }

  private func append(_ cells: [String], to output: inout OutputBuffer) throws {
    try output.append(cells.map(Self.cell).joined(separator: ",") + "\r\n")
  }

  /// A cell in quotes.
  static func cell(_ text: String) -> String {
    let text = text.replacing("\"", with: "\"\"")
    return isFormula(text) ? "\"'\(text)\"" : "\"\(text)\""
  }

  /// Whether a spreadsheet could take a text for a formula: by its first character that is no blank,
  /// in its full-width form too.
  private static func isFormula(_ text: String) -> Bool {
    let first = text.unicodeScalars.first { !$0.properties.isWhitespace }
    return first.map { "=+-@|%＝＋－＠".unicodeScalars.contains($0) } ?? false
  }
}
