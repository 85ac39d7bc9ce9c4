import Blobs
import Findings
import Git
import Rules

/// What the HTML page says of one secret.
struct HTMLSecret {
  /// How many places are shown at once, and how many are shown at all.
  private static let (open, maximum) = (20, 200)

  let secret: SecretRow
  let places: PlaceList
  let report: Report

  private var id: String { "s-" + MarkupText.of(secret.id) }
  private var severity: Severity { places.findings.worstSeverity }

  /// The article.
  var text: String {
    """
    <article class="card \(severity.rawValue)" aria-labelledby="\(id)">
    <h2 id="\(id)">\(HTMLReporter.badge(severity)) \
    \(MarkupText.of(Wording.name(of: secret.secretClass))) \
    <code>\(MarkupText.of(secret.redacted))</code></h2>
    \(lead)
    \(remedy)\(timeline)\(table)</article>

    """
  }

  /// What asking Vast.ai said, in a word.
  static func verdict(_ status: SecretRow.Status) -> String {
    let words =
      switch status {
      case .unverified: "not asked"
      case .live: "works"
      case .gated: "works, behind a second factor"
      case .dead: "no longer works"
      case .unknown: "unclear"
      }
    return "<span class=\"status \(status.rawValue)\">\(words)</span>"
  }

  private var lead: String {
    var sentences: [String] = []
    if let worst = places.findings.first {
      sentences.append(Wording.sentence(Wording.paragraph(report.title(of: worst))))
    }
    sentences.append("In \(Wording.count(places.findings.count, "place")).")
    let block = SecretBlock(secret: secret, places: places, report: report, style: Style())
    if let reach = block.reach { sentences.append(reach) }
    let verdict =
      Wording.sentence(about: secret.status).map { MarkupText.of($0) }
      ?? "Nobody asked whether it still works: <code>vastguard verify</code> does."
    return """
      <p>\(MarkupText.of(sentences.joined(separator: " "), limit: 4000))</p>
      <dl class="facts">
      <div><dt>Verdict</dt><dd>\(Self.verdict(secret.status))</dd></div>
      <div><dt>Id</dt><dd><code>\(MarkupText.of(secret.id))</code></dd></div>
      </dl>
      <p>\(verdict)</p>
      """
  }

  private var remedy: String {
    let remedy = places.findings.first.map { report.remedy(of: $0) } ?? ""
    guard !remedy.isEmpty else { return "" }
    return "<h3>What to do</h3>\n<p class=\"remedy\">"
      + MarkupText.of(Wording.paragraph(remedy), limit: 4000) + "</p>\n"
  }

  private var timeline: String {
    let timeline = Timeline(of: secret, findings: places.findings)
    var items = timeline.events.map { event in
      let day = Timestamp.day(event.commit.time).map { "<time>\($0)</time>" } ?? "no date"
      return """
        <li class="\(event.kind.rawValue)"><span class="when">\(day)</span> <span>\(event.words) \
        <code>\(MarkupText.of(event.place))</code> by \
        \(MarkupText.of(event.commit.author, limit: 120)) \
        in <code>\(event.commit.shortID)</code></span></li>
        """
    }
    if timeline.leftOut > 0 {
      items.insert(
        "<li><span class=\"when\">–</span> <span>\(Wording.count(timeline.leftOut, "more event"))</span></li>",
        at: items.count / 2)
    }
    guard !items.isEmpty || report.target.isWholeRepository else { return "" }
    items.append(now)
    return "<h3>Timeline</h3>\n<ol class=\"timeline\">\n" + items.joined(separator: "\n")
      + "\n</ol>\n"
  }

  /// Where it can be reached from today.
  private var now: String {
    let names = secret.references.map { "<code>\(MarkupText.of($0))</code>" }
    var text: String
    if names.isEmpty {
      let isHeld = places.findings.contains { [.worktree, .index, .file].contains($0.layer) }
      text = isHeld ? "Still in a file here." : "No branch or tag leads to it any more."
    } else {
      text = "Still reachable from " + names.joined(separator: ", ")
      let more = secret.referenceCount - names.count
      text += more > 0 ? " and \(Wording.count(more, "more reference"))." : "."
    }
    return "<li class=\"now\"><span class=\"when\">now</span> <span>\(text)</span></li>"
  }

  private var table: String {
    let all = places.findings.prefix(Self.maximum)
    let first = table(all.prefix(Self.open), caption: "The worst first")
    var text = "<h3>Places</h3>\n" + first
    if all.count > Self.open {
      text += "<details><summary>\(Wording.count(all.count - Self.open, "more place"))</summary>\n"
      text += table(all.dropFirst(Self.open), caption: "More places") + "</details>\n"
    }
    return text + HTMLReporter.more(places.findings.count - all.count, "place")
  }

  private func table(_ findings: ArraySlice<Finding>, caption: String) -> String {
    let rows = findings.map { finding in
      let commit = finding.commit.map { commit in
        "<code>\(commit.shortID)</code> <span class=\"date\">\(Timestamp.day(commit.time) ?? "")</span>"
      }
      let silenced = finding.suppressed.map { " (silenced by \(MarkupText.of($0.by)))" } ?? ""
      return """
        <tr><th scope="row"><code>\(MarkupText.of(PlaceList.name(of: finding)))</code></th>\
        <td>\(Wording.name(of: finding.layer))\(silenced)</td>\
        <td>\(finding.severity.rawValue)</td><td>\(commit ?? "–")</td></tr>
        """
    }.joined(separator: "\n")
    return """
      <div class="scroll"><table>
      <caption>\(caption)</caption>
      <thead><tr><th scope="col">Place</th><th scope="col">Where</th><th scope="col">Severity</th>\
      <th scope="col">Brought in by</th></tr></thead>
      <tbody>
      \(rows)
      </tbody>
      </table></div>

      """
  }
}
