import Blobs
package import Findings
import Git
import Rules

/// Writes Markdown for the summary of a GitHub step: the secrets, the worst first, then the weak
/// spots and what could not be scanned.
///
/// GitHub drops a summary of more than 1 MiB, so rows are left out long before that, and it is said
/// how many.
package struct GitHubSummary: Reporter {
  /// With names as long as they are shown, all of it stays below 700 kB.
  private static let (maximumRows, maximumChecks, maximumGaps) = (200, 40, 30)

  /// Makes a reporter.
  package init() {}

  /// Appends the Markdown.
  package func write(_ report: Report, to output: inout OutputBuffer) throws {
    let content = TextContent(report)
    let summary = Summary(report: report, content: content)
    try output.append("## vastguard\n\n" + MarkdownText.of(summary.text, limit: 2000) + "\n\n")
    try append(gaps: report.incomplete, to: &output)
    try append(secrets: content.leaks, to: &output)
    try append(weakSpots: content.weakSpots, to: &output)
  }

  private func append(gaps: [Report.Gap], to output: inout OutputBuffer) throws {
    guard !gaps.isEmpty else { return }
    try output.append("### Not scanned\n\n")
    for gap in gaps.prefix(Self.maximumGaps) {
      try output.append("- \(MarkdownText.code(gap.what)): \(MarkdownText.of(gap.why))\n")
    }
    try append(more: gaps.count - Self.maximumGaps, "place", to: &output)
    try output.append("\n")
  }

  private func append(secrets: [TextContent.Secret], to output: inout OutputBuffer) throws {
    guard !secrets.isEmpty else { return }
    try output.append(
      """
      ### Leaked secrets

      | Severity | Secret | Worst place | Places | Since | Verdict |
      | --- | --- | --- | ---: | --- | --- |

      """)
    for (secret, findings) in secrets.prefix(Self.maximumRows) {
      let places = PlaceList(findings)
      let worst = places.findings.first
      let commit = secret.firstCommit
      let since = commit.map { "\(Timestamp.day($0.time) ?? "") \($0.shortID)" } ?? ""
      let cells = [
        (worst?.severity ?? .info).rawValue,
        "\(MarkdownText.of(Wording.name(of: secret.secretClass))) "
          + MarkdownText.code(secret.redacted),
        worst.map { MarkdownText.code(PlaceList.name(of: $0)) } ?? "",
        Wording.grouped(findings.count), since,
        Wording.sentence(about: secret.status) ?? "not asked",
      ]
      try output.append("| " + cells.joined(separator: " | ") + " |\n")
    }
    try append(more: secrets.count - Self.maximumRows, "secret", to: &output)
    try output.append("\n")
  }

  private func append(
    weakSpots: [(check: Report.Check, findings: [Finding])], to output: inout OutputBuffer
  ) throws {
    guard !weakSpots.isEmpty else { return }
    try output.append("### Weak spots\n\n")
    for (check, findings) in weakSpots.prefix(Self.maximumChecks) {
      let worst = PlaceList(findings).findings.first
      let place = worst.map { ", such as " + MarkdownText.code(PlaceList.name(of: $0)) } ?? ""
      let fix = worst?.fix.map { fix in
        ": " + (fix == check.remedy ? MarkdownText.of(fix) : MarkdownText.code(fix))
      }
      try output.append(
        "- \((worst?.severity ?? .info).rawValue): \(MarkdownText.of(check.name)) "
          + "(\(Wording.count(findings.count, "place"))\(place))\(fix ?? "")\n")
    }
    try append(more: weakSpots.count - Self.maximumChecks, "check", to: &output)
    try output.append("\n")
  }

  private func append(more: Int, _ noun: String, to output: inout OutputBuffer) throws {
    guard more > 0 else { return }
    try output.append("\nAnd \(Wording.count(more, "more \(noun)")), in the JSON report.\n")
  }
}
