import Blobs
import Findings
import Git
import Rules

/// Turns findings into SARIF results.
struct SARIFResults {
  private let rules: SARIFRules
  private let secrets: [String: SecretRow]
  /// The standard wants `suppressions` on every result of a run or on none.
  private let tellsSuppressions: Bool

  init(_ report: Report, rules: SARIFRules) {
    self.rules = rules
    secrets = Dictionary(report.secrets.map { ($0.id, $0) }) { first, _ in first }
    tellsSuppressions = report.findings.contains { $0.suppressed != nil }
  }

  func result(_ finding: Finding, uri: String) -> SARIF.Result {
    let secret = finding.secret.flatMap { secrets[$0] }
    return SARIF.Result(
      level: finding.severity.level,
      locations: [
        SARIF.Location(
          physicalLocation: SARIF.PhysicalLocation(
            artifactLocation: SARIF.ArtifactLocation(uri: uri), region: region(of: finding)))
      ],
      message: SARIF.Text(text: message(of: finding, secret: secret)),
      partialFingerprints: [
        "primaryLocationLineHash": lineHash(of: finding, secret: secret),
        "vastguard/v1": finding.fingerprint,
      ],
      properties: properties(of: finding, secret: secret),
      ruleId: finding.rule,
      ruleIndex: rules.indices[finding.rule] ?? -1,
      suppressions: tellsSuppressions ? suppressions(of: finding) : nil)
  }

  /// The place in the text; the start of the file for a finding about the file itself.
  private func region(of finding: Finding) -> SARIF.Region {
    guard let region = finding.region else {
      return SARIF.Region(endColumn: 1, endLine: 1, startColumn: 1, startLine: 1)
    }
    return SARIF.Region(
      endColumn: region.endColumn, endLine: region.endLine, startColumn: region.column,
      startLine: region.line)
  }

  /// One sentence, what varies in single quotes.
  private func message(of finding: Finding, secret: SecretRow?) -> String {
    var details: [String] = []
    if let secret { details.append("value '\(secret.redacted)'") }
    if let commit = finding.commit {
      details.append("commit '\(commit.id.description.prefix(12))'")
    }
    var text = Wording.sentence(finding.message, end: "")
    if !details.isEmpty { text += " (" + details.joined(separator: ", ") + ")" }
    text += "."
    if let fix = finding.fix, secret == nil { text += " To mend it: '\(fix)'." }
    return SARIF.plain(text)
  }

  /// The hash by which GitHub tracks an alert.
  ///
  /// It covers the text of the secret too, so it is told only where the secret has too much
  /// randomness to be guessed from it: where its SHA-256 is told as well. In its place stands a
  /// value that is as stable, made from the fingerprint.
  private func lineHash(of finding: Finding, secret: SecretRow?) -> String {
    let isGuessable = secret.map { $0.sha256 == nil } ?? (finding.secret != nil)
    if let hash = finding.lineHash, !isGuessable { return hash }
    return finding.fingerprint.prefix(16) + ":1"
  }

  private func properties(of finding: Finding, secret: SecretRow?) -> SARIF.ResultProperties {
    SARIF.ResultProperties(
      authorDate: finding.commit.flatMap { Timestamp.iso($0.time) },
      blob: finding.blob?.description,
      commit: finding.commit?.id.description,
      layer: finding.layer.rawValue,
      presentAtHead: finding.presentAtHead,
      redacted: secret?.redacted,
      secret: finding.secret,
      severity: finding.severity.rawValue)
  }

  private func suppressions(of finding: Finding) -> [SARIF.Suppression] {
    guard let suppressed = finding.suppressed else { return [] }
    return [
      SARIF.Suppression(
        justification: SARIF.plain("\(suppressed.by): \(suppressed.reason)"),
        kind: suppressed.by == "inline" ? "inSource" : "external")
    ]
  }
}
