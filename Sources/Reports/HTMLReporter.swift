import Blobs
package import Findings
import Git
import Rules

/// Writes one HTML page for people: each leaked secret with its story, its places and what to do.
///
/// The page holds all that it needs and asks the network for nothing; it works without scripts, on
/// paper, in light and dark, and for screen readers. Everything that came from scanned bytes goes
/// through `MarkupText`, and the page's own policy forbids whatever would get past it.
package struct HTMLReporter: Reporter {
  /// How many secrets, gaps and places of a weak spot are shown.
  private static let (maximumSecrets, maximumGaps, maximumPlaces) = (500, 100, 50)

  /// Makes a reporter.
  package init() {}

  /// Appends the page.
  package func write(_ report: Report, to output: inout OutputBuffer) throws {
    let content = TextContent(report)
    try output.append(head(of: report))
    try output.append(header(of: report, content))
    try output.append("<main id=\"content\">\n")
    try output.append(gaps(report.incomplete))
    let shown = content.leaks.prefix(Self.maximumSecrets)
    try output.append(overview(shown, of: content.leaks.count))
    for (secret, findings) in shown {
      try output.append(
        HTMLSecret(secret: secret, places: PlaceList(findings), report: report).text)
    }
    for (check, findings) in content.weakSpots {
      try output.append(weakSpot(check, PlaceList(findings)))
    }
    try output.append(harmless(content.harmless))
    try output.append("</main>\n" + footer(of: report) + "</body>\n</html>\n")
  }

  private func head(of report: Report) -> String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
    style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="referrer" content="no-referrer">
    <title>Leaked secrets in \(MarkupText.of(report.target.path)) – vastguard</title>
    <style>
    \(HTMLStyle.sheet)
    </style>
    </head>
    <body>
    <a class="skip" href="#content">Skip to the findings</a>

    """
  }

  private func header(of report: Report, _ content: TextContent) -> String {
    let isClean = content.leaks.isEmpty && content.weakSpots.isEmpty && report.complete
    var facts = [
      ("Scanned", MarkupText.of(report.target.path) + " (\(MarkupText.of(report.target.kind)))")
    ]
    if let head = report.target.head {
      facts.append(("HEAD", "<code>\(MarkupText.of(String(head.prefix(12))))</code>"))
    }
    facts.append(
      ("Complete", report.complete ? "yes" : "no: see “Not scanned” below"))
    facts.append(
      (
        "Rules",
        "\(report.rules.count), digest <code>\(MarkupText.of(String(report.rules.digest.prefix(12))))</code>"
      ))
    let rows = facts.map { "<div><dt>\($0)</dt><dd>\($1)</dd></div>\n" }.joined()
    let summary = MarkupText.of(Summary(report: report, content: content).text, limit: 2000)
    return """
      <header>
      <p class="brand">vastguard</p>
      <h1>Leaked secrets</h1>
      <p class="verdict \(isClean ? "good" : "bad")">\(summary)</p>
      <dl class="facts">
      \(rows)</dl>
      </header>

      """
  }

  private func gaps(_ gaps: [Report.Gap]) -> String {
    guard !gaps.isEmpty else { return "" }
    let rows = gaps.prefix(Self.maximumGaps).map { gap in
      "<tr><th scope=\"row\"><code>\(MarkupText.of(gap.what))</code></th>"
        + "<td>\(MarkupText.of(gap.why))</td></tr>\n"
    }.joined()
    return """
      <section class="card" aria-labelledby="gaps">
      <h2 id="gaps">Not scanned</h2>
      <p>A secret may stand in what follows and not in this report.</p>
      <div class="scroll"><table>
      <thead><tr><th scope="col">What</th><th scope="col">Why</th></tr></thead>
      <tbody>
      \(rows)</tbody>
      </table></div>
      \(Self.more(gaps.count - Self.maximumGaps, "place"))</section>

      """
  }

  private func overview(_ leaks: ArraySlice<TextContent.Secret>, of count: Int) -> String {
    guard count > 1 else { return "" }
    let rows = leaks.map { secret, findings in
      let severity = findings.worstSeverity
      let since = secret.firstCommit.flatMap { Timestamp.day($0.time) } ?? "–"
      return
        "<tr><td>\(Self.badge(severity))</td><th scope=\"row\"><a href=\"#s-\(MarkupText.of(secret.id))\">"
        + "\(MarkupText.of(Wording.name(of: secret.secretClass))) "
        + "<code>\(MarkupText.of(secret.redacted))</code></a></th>"
        + "<td class=\"number\">\(Wording.grouped(findings.count))</td><td class=\"date\">\(since)</td>"
        + "<td>\(HTMLSecret.verdict(secret.status))</td></tr>\n"
    }.joined()
    return """
      <nav class="card" aria-labelledby="overview">
      <h2 id="overview">\(Wording.count(count, "secret")), the worst first</h2>
      <div class="scroll"><table>
      <thead><tr><th scope="col">Severity</th><th scope="col">Secret</th>\
      <th scope="col" class="number">Places</th><th scope="col">Since</th>\
      <th scope="col">Verdict</th></tr></thead>
      <tbody>
      \(rows)</tbody>
      </table></div>
      \(Self.more(count - leaks.count, "secret"))</nav>

      """
  }

  private func weakSpot(_ check: Report.Check, _ places: PlaceList) -> String {
    let id = "w-" + MarkupText.of(check.id)
    let rows = places.findings.prefix(Self.maximumPlaces).map { finding in
      let fix = finding.fix.map { fix in
        let text = MarkupText.of(fix, limit: 1000)
        return fix == check.remedy ? text : "<code>\(text)</code>"
      }
      return "<tr><th scope=\"row\"><code>\(MarkupText.of(PlaceList.name(of: finding)))</code></th>"
        + "<td>\(MarkupText.of(Wording.sentence(finding.message)))</td><td>\(fix ?? "–")</td></tr>\n"
    }.joined()
    let severity = places.findings.worstSeverity
    return """
      <section class="card \(severity.rawValue)" aria-labelledby="\(id)">
      <h2 id="\(id)">\(Self.badge(severity)) \(MarkupText.of(check.name))</h2>
      <p>\(MarkupText.of(Wording.sentence(Wording.paragraph(check.summary)), limit: 4000))</p>
      <div class="scroll"><table>
      <thead><tr><th scope="col">Place</th><th scope="col">What</th><th scope="col">To mend it</th></tr></thead>
      <tbody>
      \(rows)</tbody>
      </table></div>
      \(Self.more(places.findings.count - Self.maximumPlaces, "place"))</section>

      """
  }

  private func harmless(_ secrets: [TextContent.Secret]) -> String {
    guard !secrets.isEmpty else { return "" }
    let rows = secrets.prefix(Self.maximumGaps).map { secret, findings in
      let place = PlaceList(findings).findings.first
      let reason =
        place?.suppressed.map { "Silenced by \($0.by): \($0.reason)" } ?? place?.message ?? ""
      return "<tr><th scope=\"row\">\(MarkupText.of(Wording.name(of: secret.secretClass))) "
        + "<code>\(MarkupText.of(secret.redacted))</code></th>"
        + "<td><code>\(MarkupText.of(place.map(PlaceList.name) ?? ""))</code></td>"
        + "<td>\(MarkupText.of(Wording.sentence(reason)))</td></tr>\n"
    }.joined()
    return """
      <section class="card" aria-labelledby="harmless">
      <h2 id="harmless">Nothing to do</h2>
      <div class="scroll"><table>
      <thead><tr><th scope="col">Secret</th><th scope="col">Place</th><th scope="col">Why</th></tr></thead>
      <tbody>
      \(rows)</tbody>
      </table></div>
      \(Self.more(secrets.count - Self.maximumGaps, "secret"))</section>

      """
  }

  private func footer(of report: Report) -> String {
    """
    <footer>
    <p>Written by \(MarkupText.of(report.tool.name)) \(MarkupText.of(report.tool.version)). \
    Secrets are shown by their first and last characters only.</p>
    </footer>

    """
  }

  /// The severity in words, in its color.
  static func badge(_ severity: Severity) -> String {
    "<span class=\"badge \(severity.rawValue)\">\(severity.rawValue)</span>"
  }

  /// A paragraph on what is not shown; empty where everything is.
  static func more(_ count: Int, _ noun: String) -> String {
    count > 0 ? "<p>And \(Wording.count(count, "more \(noun)")), in the JSON report.</p>\n" : ""
  }
}
