package import Findings
import Rules

/// Writes the report for people: what leaked, where it is, what to do.
///
/// One block for each secret, not for each copy of it; then the weak spots, by check; then what
/// could not be scanned; last one line that sums up. Everything that came from scanned bytes goes
/// through `DisplayText`.
package struct TextReporter: Reporter {
  /// How many gaps, and how many secrets that need nothing done, are shown one by one.
  private static let maximumLines = 10

  private let style: Style

  /// Makes a reporter that writes in `style`.
  package init(style: Style = Style()) {
    self.style = style
  }

  /// Appends the report as text that ends with one line on what was found and scanned.
  package func write(_ report: Report, to output: inout OutputBuffer) throws {
    let content = TextContent(report)
    var told: [String: String] = [:]
    for (secret, findings) in content.leaks {
      let block = SecretBlock(
        secret: secret, places: PlaceList(findings), report: report, style: style)
      try append(block.lines(told: told[block.remedy]), to: &output)
      if !block.remedy.isEmpty, told[block.remedy] == nil {
        told[block.remedy] = SecretBlock.name(of: secret, style: Style())
      }
    }
    for (check, findings) in content.weakSpots {
      let block = WeakSpotBlock(check: check, places: PlaceList(findings), style: style)
      try append(block.lines, to: &output)
    }
    try append(gaps(report.incomplete), to: &output)
    try append(harmless(content.harmless), to: &output)
    try append(hints(content), to: &output)
    try output.append(Summary(report: report, content: content).text + "\n")
  }

  private func append(_ lines: [String], to output: inout OutputBuffer) throws {
    guard !lines.isEmpty else { return }
    try output.append(lines.joined(separator: "\n") + "\n\n")
  }

  private func gaps(_ gaps: [Report.Gap]) -> [String] {
    guard !gaps.isEmpty else { return [] }
    var lines = gaps.prefix(Self.maximumLines).map { gap in
      "\(DisplayText.of(gap.what)): \(DisplayText.of(gap.why))"
    }
    let more = gaps.count - lines.count
    if more > 0 {
      lines.append("and \(Wording.grouped(more)) more, all of them in the JSON report")
    }
    return [style.paint("Not scanned", .strong)] + lines.map { "  " + $0 }
  }

  private func harmless(_ secrets: [(secret: SecretRow, findings: [Finding])]) -> [String] {
    guard !secrets.isEmpty else { return [] }
    var lines = secrets.prefix(Self.maximumLines).map { secret, findings in
      let place = PlaceList(findings).findings.first
      let reason =
        place?.suppressed.map { "silenced by \($0.by): \($0.reason)" } ?? place?.message ?? ""
      return SecretBlock.name(of: secret, style: style) + ": "
        + (place.map(PlaceList.name) ?? "") + ". " + Wording.sentence(DisplayText.of(reason))
    }
    let more = secrets.count - lines.count
    if more > 0 {
      lines.append("and \(Wording.grouped(more)) more, all of them in the JSON report")
    }
    return [style.paint("Nothing to do", .strong)] + lines.map { "  " + $0 }
  }

  private func hints(_ content: TextContent) -> [String] {
    var lines: [String] = []
    if content.notes > 0 {
      lines += style.wrap(
        "\(Wording.count(content.notes, "note")) of severity info in the JSON report.", indent: 0)
    }
    return lines
  }
}
