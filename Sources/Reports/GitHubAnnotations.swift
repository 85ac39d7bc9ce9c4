import Blobs
package import Findings
import Git
import Rules

/// Writes workflow commands that GitHub shows as annotations beside the lines of a change.
///
/// GitHub takes ten of a kind from a step: the worst are told, each secret once for a file, and then
/// how many more there are. It reads them from standard output.
package struct GitHubAnnotations: Reporter {
  /// How many of a kind GitHub shows.
  private static let limit = 10
  /// How many gaps are told one by one: they are not to crowd out what was found.
  private static let maximumGaps = 3

  /// Makes a reporter.
  package init() {}

  /// Appends the commands, the worst first, and one line that sums up.
  package func write(_ report: Report, to output: inout OutputBuffer) throws {
    let secrets = report.secretsByID
    var counts: [String: Int] = [:]
    var more = max(0, report.incomplete.count - Self.maximumGaps)
    for gap in report.incomplete.prefix(Self.maximumGaps) {
      _ = take("warning", &counts)
      let text = "Not scanned: \(DisplayText.of(gap.what)) (\(DisplayText.of(gap.why)))"
      try append("warning", [("title", "vastguard: the scan is incomplete")], text, to: &output)
    }
    let findings = report.distinctFindings.filter { $0.suppressed == nil && $0.severity > .info }
    var seen: Set<String> = []
    // The same secret in a file and in its history needs one.
    for finding in PlaceList(findings).findings where seen.insert(finding.fingerprint).inserted {
      let kind = finding.severity.annotation
      guard take(kind, &counts) else {
        more += 1
        continue
      }
      let secret = finding.secret.flatMap { secrets[$0] }
      try append(
        kind, properties(of: finding, in: report), text(of: finding, secret), to: &output)
    }
    let shown = counts.values.reduce(0, +)
    let rest = more > 0 ? ", and \(Wording.grouped(more)) more that are not shown here" : ""
    let silenced = report.findings.count { $0.suppressed != nil }
    let silent = silenced > 0 ? " Silenced: \(Wording.count(silenced, "place"))." : ""
    try output.append(
      (shown == 0
        ? silenced > 0 ? "Nothing else found." : "Nothing found."
        : "\(Wording.count(shown, "annotation"))\(rest).")
        + silent + "\n")
  }

  private func take(_ kind: String, _ counts: inout [String: Int]) -> Bool {
    counts[kind, default: 0] += 1
    guard counts[kind, default: 0] > Self.limit else { return true }
    counts[kind] = Self.limit
    return false
  }

  /// Where it is shown; a place that is not in the checkout has no line there.
  private func properties(of finding: Finding, in report: Report) -> [(String, String)] {
    var result: [(String, String)] = []
    let path = DisplayText.of(finding.path.bytes, limit: 4000)
    if finding.isInTree || finding.presentAtHead == true, path == finding.path.text, !path.isEmpty {
      result.append(("file", path))
      if let region = finding.region {
        result.append(("line", "\(region.line)"))
        result.append(("endLine", "\(region.endLine)"))
        // Columns of a place with several lines are not taken.
        if region.line == region.endLine {
          result.append(("col", "\(region.column)"))
          result.append(("endColumn", "\(region.endColumn)"))
        }
      }
    }
    result.append(
      ("title", DisplayText.of("\(finding.severity.rawValue): \(report.title(of: finding))")))
    return result
  }

  private func text(of finding: Finding, _ secret: SecretRow?) -> String {
    var text = Wording.sentence(DisplayText.of(finding.message))
    if let secret { text += " Value \(DisplayText.of(secret.redacted))" } else { text += " It is" }
    text += " in \(PlaceList.name(of: finding)) (\(Wording.name(of: finding.layer))"
    text += finding.commit.map { ", commit \($0.shortID))." } ?? ")."
    if let fix = finding.fix { text += " " + Wording.sentence(Wording.paragraph(fix)) }
    return text
  }

  private func append(
    _ kind: String, _ properties: [(String, String)], _ text: String,
    to output: inout OutputBuffer
  ) throws {
    let list = properties.map { "\($0)=\(Self.escape(property: $1))" }.joined(separator: ",")
    try output.append("::\(kind) \(list)::\(Self.escape(text))\n")
  }

  /// The escapes of a command's text.
  private static func escape(_ text: String) -> String {
    text.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
  }

  private static func escape(property text: String) -> String {
    escape(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
  }
}

extension Severity {
  /// The kind of annotation that a finding becomes.
  var annotation: String {
    switch self {
    case .critical, .high: "error"
    case .medium: "warning"
    case .low, .info: "notice"
    }
  }
}
