import Blobs
package import Findings
import FoundationEssentials
package import Git
import Rules

/// Writes the Markdown page for whoever has to deal with one leaked secret: what, when, who, where,
/// and the steps in their order.
package struct IncidentSheet: Reporter {
  /// The id of the secret that the page is about.
  package let secret: String
  private let remotes: [Remote]
  private let replacements: String?

  /// Makes the page of a secret.
  ///
  /// - Parameters:
  ///   - secret: The id of its row.
  ///   - remotes: Where copies of the repository are known to be.
  ///   - replacements: The file with what `git filter-repo` has to replace, if there is one.
  package init(secret: String, remotes: [Remote], replacements: String?) {
    self.secret = secret
    self.remotes = remotes
    self.replacements = replacements
  }

  /// The secret that a page is wanted for.
  ///
  /// - Parameters:
  ///   - report: What was found.
  ///   - id: The first digits of its id; nil for the worst one.
  /// - Returns: The id of a secret that is a leak; nil where there is none, or where several begin
  ///   like this.
  package static func choice(from report: Report, id: String?) -> String? {
    let leaks = TextContent(report).leaks.map(\.secret.id)
    guard let id else { return leaks.first }
    let fitting = report.secrets.map(\.id).filter { $0.hasPrefix(id.lowercased()) }
    return fitting.count == 1 ? fitting.first : nil
  }

  /// Appends the page.
  package func write(_ report: Report, to output: inout OutputBuffer) throws {
    guard let row = report.secretsByID[secret] else { return }
    let places = PlaceList(report.findings.filter { $0.secret == secret })
    let parts = [
      title(row, places, report), gaps(report), story(row, places, report), witnesses(row, report),
      IncidentPlaces(places: places).text,
      IncidentSteps(
        secret: row, places: places, report: report, remotes: remotes, replacements: replacements
      ).text,
      others(report),
    ]
    try output.append(parts.filter { !$0.isEmpty }.joined(separator: "\n"))
  }

  private func title(_ row: SecretRow, _ places: PlaceList, _ report: Report) -> String {
    let kind = MarkdownText.of(Wording.name(of: row.secretClass))
    var facts = [
      ("What", "\(kind) \(MarkdownText.code(row.redacted)), id \(MarkdownText.code(row.id))"),
      ("How bad", places.findings.worstSeverity.rawValue),
      ("Verdict", Wording.sentence(about: row.status) ?? "Nobody asked Vast.ai yet."),
    ]
    if let worst = places.findings.first {
      facts.append(("Found by", MarkdownText.of(report.title(of: worst))))
    }
    if let digest = row.sha256 { facts.append(("SHA-256", MarkdownText.code(digest))) }
    let head = report.target.head.map { ", HEAD \(MarkdownText.code(String($0.prefix(12))))" }
    facts.append(("Where", MarkdownText.code(report.target.path) + (head ?? "")))
    if let end = report.span?.upperBound, let day = Timestamp.iso(end) {
      facts.append(("Looked at", day))
    }
    return "# Leaked: \(kind) \(MarkdownText.code(row.redacted))\n\n| | |\n| --- | --- |\n"
      + facts.map { "| \($0) | \($1) |\n" }.joined()
  }

  private func gaps(_ report: Report) -> String {
    guard !report.incomplete.isEmpty else { return "" }
    let count = Wording.count(report.incomplete.count, "thing")
    let lines = report.incomplete.prefix(10).map { gap in
      "- \(MarkdownText.code(gap.what)): \(MarkdownText.of(gap.why))\n"
    }
    return "**Not everything could be scanned (\(count)), so there may be more places than those "
      + "below.**\n\n" + lines.joined()
  }

  private func story(_ row: SecretRow, _ places: PlaceList, _ report: Report) -> String {
    let timeline = Timeline(of: row, findings: places.findings)
    guard !timeline.events.isEmpty else {
      return "## When, and by which commits\n\nNo commit holds it.\n"
    }
    let rows = timeline.events.map { event in
      "| \(Timestamp.day(event.commit.time) ?? "no date") "
        + "| \(event.words) \(MarkdownText.code(event.place)) "
        + "| \(MarkdownText.code(event.commit.id.description)) "
        + "| \(MarkdownText.of(event.commit.author, limit: 120)) |\n"
    }
    let more =
      timeline.leftOut > 0
      ? "\n\(Wording.count(timeline.leftOut, "event")) in between are left out.\n" : ""
    return "## When, and by which commits\n\n| Date | What | Commit | Author |\n"
      + "| --- | --- | --- | --- |\n" + rows.joined() + more
  }

  private func witnesses(_ row: SecretRow, _ report: Report) -> String {
    var lines: [String] = []
    if row.references.isEmpty {
      lines.append(
        row.isCloned
          ? "Whoever cloned this repository has it."
          : "No reference leads to it now; whoever fetched while one did has it.")
    } else {
      let names = row.references.map { MarkdownText.code($0) }.joined(separator: ", ")
      let more = row.referenceCount - row.references.count
      lines.append(
        "Whoever fetched one of these references has it: \(names)"
          + (more > 0 ? " and \(Wording.count(more, "more reference"))." : "."))
    }
    if row.references.contains(where: { $0.contains("refs/remotes/") }) {
      lines.append(
        "A remote had it already: a reference that was fetched from there or pushed to it leads to it."
      )
    }
    lines += remotes.prefix(20).map { remote in
      "This repository knows the remote \(MarkdownText.code(remote.name.text)) at "
        + "\(MarkdownText.code(remote.address.text)): all who can read there, its forks, its "
        + "mirrors and the logs of its builds."
    }
    if remotes.isEmpty {
      lines.append("This repository knows no remote; copies may exist all the same.")
    }
    return "## Who could have seen it\n\n" + lines.map { "- \($0)\n" }.joined()
  }

  private func others(_ report: Report) -> String {
    let leaks = TextContent(report).leaks.filter { $0.secret.id != secret }
    guard !leaks.isEmpty else { return "" }
    let lines = leaks.prefix(20).map { leak, findings in
      "- \(findings.worstSeverity.rawValue): \(MarkdownText.of(Wording.name(of: leak.secretClass))) "
        + "\(MarkdownText.code(leak.redacted)), `--incident-secret \(leak.id)`\n"
    }
    let more = leaks.count - lines.count
    return "## Other leaked secrets here\n\nEach needs a sheet of its own.\n\n" + lines.joined()
      + (more > 0 ? "\nAnd \(Wording.count(more, "more secret")).\n" : "")
  }
}
