import Blobs
import Findings
import Git
import Rules

/// The orders in which reports show their rows; they depend on the rows only.
extension Report {
  /// The findings by path, line, column, rule, layer and commit.
  var findingsInOrder: some Sequence<Finding> {
    findings.indices.sorted { findings[$0].stands(before: findings[$1]) }.lazy.map { findings[$0] }
  }

  /// The secrets by the severity of their worst finding, then by id.
  var secretsInOrder: [SecretRow] {
    let worst = worstSeverities
    return secrets.sorted { left, right in
      let severities = (worst[left.id] ?? .info, worst[right.id] ?? .info)
      return severities.0 == severities.1 ? left.id < right.id : severities.0 > severities.1
    }
  }

  /// The severity of the worst finding of each secret, by its id.
  var worstSeverities: [String: Severity] {
    findings.reduce(into: [:]) { worst, finding in
      guard let secret = finding.secret else { return }
      worst[secret] = max(worst[secret] ?? .info, finding.severity)
    }
  }
}

extension Finding {
  /// Whether this finding comes before `other` in a report.
  func stands(before other: Finding) -> Bool {
    path == other.path ? standsInFile(before: other) : path < other.path
  }

  /// Whether this finding comes before `other`, their paths aside.
  func standsInFile(before other: Finding) -> Bool {
    if position != other.position { return position < other.position }
    if rule != other.rule { return rule < other.rule }
    if layer != other.layer { return layer.rawValue < other.layer.rawValue }
    if commit != other.commit { return order(of: commit) < order(of: other.commit) }
    if secret != other.secret { return secret ?? "" < other.secret ?? "" }
    return (fingerprint, message, blob ?? .zero) < (
      other.fingerprint, other.message, other.blob ?? .zero
    )
  }

  private var position: (Int, Int, Int, Int) {
    region.map { ($0.line, $0.column, $0.endLine, $0.endColumn) } ?? (0, 0, 0, 0)
  }

  private func order(of commit: CommitSummary?) -> ObjectID {
    commit?.id ?? .zero
  }
}
