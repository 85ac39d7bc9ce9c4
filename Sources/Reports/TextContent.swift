import Findings
import Rules

/// A report's findings in the order and the groups of the text report.
struct TextContent {
  typealias Secret = (secret: SecretRow, findings: [Finding])

  /// Secrets somebody has to do something about.
  private(set) var leaks: [Secret] = []
  /// Secrets that are silenced, or where a secret may be.
  private(set) var harmless: [Secret] = []
  /// The findings of posture by check, the worst check first.
  private(set) var weakSpots: [(check: Report.Check, findings: [Finding])] = []
  /// How many findings of posture say nothing that needs doing.
  private(set) var notes = 0

  init(_ report: Report) {
    let known = Set(report.secrets.map(\.id))
    var bySecret: [String: [Finding]] = [:]
    var byCheck: [String: [Finding]] = [:]
    for finding in report.findings {
      if let secret = finding.secret, known.contains(secret) {
        bySecret[secret, default: []].append(finding)
      } else if finding.severity == .info || finding.suppressed != nil {
        notes += 1
      } else {
        byCheck[finding.rule, default: []].append(finding)
      }
    }
    let groups = report.secrets.compactMap { secret in
      bySecret[secret.id].map { (secret: secret, findings: $0, severity: $0.worstSeverity) }
    }
    let ordered = groups.sorted { left, right in
      left.severity == right.severity
        ? left.secret.id < right.secret.id : left.severity > right.severity
    }
    for (secret, findings, severity) in ordered {
      if severity > .info {
        leaks.append((secret, findings))
      } else {
        harmless.append((secret, findings))
      }
    }
    for (_, findings) in byCheck.sorted(by: { $0.key < $1.key }) {
      guard let first = PlaceList(findings).findings.first else { continue }
      weakSpots.append((report.check(of: first), findings))
    }
    weakSpots.sort { left, right in
      let severities = (left.findings.worstSeverity, right.findings.worstSeverity)
      return severities.0 == severities.1
        ? left.check.id < right.check.id : severities.0 > severities.1
    }
  }
}

extension [Finding] {
  /// The highest severity of a finding that is not silenced.
  var worstSeverity: Severity {
    lazy.filter { $0.suppressed == nil }.map(\.severity).max() ?? .info
  }
}
