import Blobs
import Findings
import Git
import Rules

/// What the text report says of one secret, however many places hold it.
struct SecretBlock {
  let secret: SecretRow
  let places: PlaceList
  let report: Report
  let style: Style

  /// The worst place; a secret without one has no block.
  private var worst: Finding? { places.findings.first }
  private var rule: Rule? { worst.flatMap { report.rule(of: $0) } }

  /// What to do about it; secrets with the same remedy need it said once.
  var remedy: String { rule?.remedy ?? "" }

  /// The lines of the block.
  ///
  /// Where `told` names the secret above that has the same remedy, the
  /// remedy is not repeated.
  func lines(told: String?) -> [String] {
    var lines = [title]
    lines += style.wrap(sentences, indent: 2)
    lines += commits
    lines += places.lines(style: style, detail: detail)
    lines += advice(told: told)
    return [lines[0]] + lines.dropFirst().map { $0.isEmpty ? "" : "  " + $0 }
  }

  /// The secret in one line: what it is and how it starts and ends.
  static func name(of secret: SecretRow, style: Style) -> String {
    let redacted = style.paint(DisplayText.of(secret.redacted), .strong)
    return Wording.name(of: secret.secretClass) + " " + redacted
  }

  private var title: String {
    let severity = worst?.severity ?? .info
    return style.paint(severity.rawValue, .severity(severity)) + "  "
      + Self.name(of: secret, style: style)
  }

  private var sentences: String {
    var sentences: [String] = []
    if let rule { sentences.append(Wording.sentence(Wording.paragraph(rule.name))) }
    sentences.append("In \(Wording.count(places.findings.count, "place")).")
    if let reach { sentences.append(reach) }
    if let status = Wording.sentence(about: secret.status) { sentences.append(status) }
    return sentences.joined(separator: " ")
  }

  /// Whether somebody who clones the repository would get it.
  var reach: String? {
    guard report.target.isWholeRepository else { return nil }
    if secret.reachable { return "The tip of a branch or tag still has it." }
    if secret.isCloned {
      return
        "No tip of a branch or tag has it any more, but whoever clones gets it with the history."
    }
    let isOnlyFile = places.findings.allSatisfy { $0.layer == .worktree || $0.layer == .index }
    return isOnlyFile
      ? "It is in no commit yet." : "No reference leads to it, but this repository still keeps it."
  }

  private var commits: [String] {
    guard let first = secret.firstCommit else { return [""] }
    guard let last = secret.lastCommit, last.id != first.id else {
      return ["brought in " + line(first), ""]
    }
    return ["first seen  " + line(first), "last change " + line(last), ""]
  }

  private func line(_ commit: Finding.CommitSummary) -> String {
    let words = [
      Timestamp.day(commit.time), commit.shortID, "by", DisplayText.of(commit.author, limit: 120),
    ]
    return words.compactMap(\.self).joined(separator: " ")
  }

  private func detail(_ finding: Finding) -> String {
    var words: [String] = []
    // A place without a path is called by its layer already.
    if !finding.path.bytes.isEmpty { words.append(Wording.name(of: finding.layer)) }
    if let commit = finding.commit { words.append(commit.shortID) }
    if let suppressed = finding.suppressed {
      words.append(
        "silenced by \(DisplayText.of(suppressed.by)): \(DisplayText.of(suppressed.reason))")
    }
    return words.joined(separator: "  ")
  }

  private func advice(told: String?) -> [String] {
    if let told { return ["", "What to do: as for \(told) above."] }
    guard !remedy.isEmpty else { return [] }
    return [""] + style.wrap("What to do: " + Wording.paragraph(remedy), indent: 2)
  }
}

extension Report.Target {
  /// Whether references were followed, so that what none of them reaches is known.
  var isWholeRepository: Bool { kind == "repository" || kind == "bare-repository" }
}
