import Git
import Blobs
import Findings
import Rules

/// What several formats say of a finding.
extension Report {
  /// The rows of secrets by their ids.
  var secretsByID: [String: SecretRow] {
    Dictionary(secrets.map { ($0.id, $0) }) { first, _ in first }
  }

  /// The findings of each secret, by its id.
  var findingsBySecret: [String: [Finding]] {
    findings.reduce(into: [:]) { groups, finding in
      if let secret = finding.secret { groups[secret, default: []].append(finding) }
    }
  }

  /// The findings, each secret once for a path and a layer: the version of the earliest commit stands
  /// for the others.
  var distinctFindings: [Finding] {
    distinctIndices.map { findings[$0] }
  }

  /// Where these findings stand.
  var distinctIndices: [Int] {
    var chosen: [[String]: Int] = [:]
    for (index, finding) in findings.enumerated() {
      let key = [finding.fingerprint, finding.layer.rawValue]
      if let other = chosen[key], !finding.isEarlier(than: findings[other]) { continue }
      chosen[key] = index
    }
    return chosen.values.sorted()
  }

  /// The name of the rule or check, which says nothing of the single finding.
  func title(of finding: Finding) -> String {
    rule(of: finding)?.name ?? check(of: finding).name
  }

  /// What to do about a finding, as one paragraph; empty where nobody knows.
  func remedy(of finding: Finding) -> String {
    let general = rule(of: finding)?.remedy ?? check(of: finding).remedy
    return general.isEmpty ? finding.fix ?? "" : general
  }
}

extension Finding {
  /// Whether this is the one of two versions of a place to be shown, whichever was found first.
  fileprivate func isEarlier(than other: Finding) -> Bool {
    let (time, otherTime) = (commit?.time ?? .min, other.commit?.time ?? .min)
    return time == otherTime ? stands(before: other) : time < otherTime
  }

  /// Whether the place is in what is checked out, staged or was given to be scanned; all else is
  /// history, or what git keeps beside it.
  var isInTree: Bool {
    switch layer {
    case .worktree, .index, .stdin, .file, .home, .ignore, .mode: true
    case .symlink, .pathName, .submoduleURL: commit == nil
    default: false
    }
  }

  /// The path for people, or what the place is where it has no path.
  var placeText: String {
    path.bytes.isEmpty ? Wording.name(of: layer) : DisplayText.of(path.bytes)
  }
}
