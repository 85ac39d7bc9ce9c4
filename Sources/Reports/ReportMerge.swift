import Blobs
package import Findings
import Git
import Rules

/// Makes one report of several, such as those of the parts of one large scan.
///
/// The result depends on what was found only: not on the order of the reports, on how often one is
/// given, or on how the work was split. Of a place that several reports have, the row says what the
/// worst of them says. How much was scanned is not told: what two parts read would count twice.
package struct ReportMerge {
  /// Why reports were not merged.
  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  /// What makes two rows the same place.
  private struct Key: Hashable {
    let fingerprint: String
    let layer: Layer
    let path: Path
    let blob: ObjectID?
    let region: Finding.Region?
    /// Only for places without a path: elsewhere the first commit that brought it in counts.
    let message: ObjectID?
  }

  private var result: Report?
  private var findings: [Key: Finding] = [:]
  private var secrets: [String: SecretRow] = [:]
  private var gaps: Set<Report.Gap> = []

  /// Starts with nothing.
  package init() {}

  /// Adds a report; errors call it `name`.
  ///
  /// - Throws: `Failure` where other rules were in force.
  package mutating func add(_ report: Report, name: String) throws {
    var report = report
    report.statistics = Report.Statistics()
    report.span = nil
    for finding in report.findings {
      let key = Self.key(of: finding)
      findings[key] = findings[key].map { Self.merged($0, finding) } ?? finding
    }
    for secret in report.secrets {
      secrets[secret.id] = secrets[secret.id].map { Self.merged($0, secret) } ?? secret
    }
    gaps.formUnion(report.incomplete)
    guard let first = result else {
      report.target = Self.merged(report.target, report.target)
      result = report
      return
    }
    guard first.rules.digest == report.rules.digest else {
      throw Failure(
        description: "\(DisplayText.of(name)) was made with other rules than the reports before it")
    }
    result?.target = Self.merged(first.target, report.target)
    result?.tool.version = max(first.tool.version, report.tool.version)
  }

  /// The merged report; nil where none was added.
  package func report() -> Report? {
    guard var report = result else { return nil }
    report.findings = Array(findings.values)
    var occurrences: [String: Int] = [:]
    for finding in report.findings {
      if let secret = finding.secret { occurrences[secret, default: 0] += 1 }
    }
    report.secrets = secrets.values.map { row in
      var row = row
      row.occurrences = occurrences[row.id] ?? 0
      return row
    }
    report.incomplete = gaps.sorted { ($0.what, $0.why) < ($1.what, $1.why) }
    return report
  }

  private static func key(of finding: Finding) -> Key {
    Key(
      fingerprint: finding.fingerprint, layer: finding.layer, path: finding.path,
      blob: finding.blob, region: finding.region,
      message: finding.path.bytes.isEmpty ? finding.commit?.id : nil)
  }
}

/// Of two rows about one thing, the one row that says what both say; in any order the same.
extension ReportMerge {
  private static func merged(_ left: Finding, _ right: Finding) -> Finding {
    var result = left
    result.severity = max(left.severity, right.severity)
    result.message = min(left.message, right.message)
    result.fix = least(left.fix, right.fix)
    result.commit = first(left.commit, right.commit)
    result.lineHash = least(left.lineHash, right.lineHash)
    result.presentAtHead =
      left.presentAtHead == true || right.presentAtHead == true
      ? true : left.presentAtHead ?? right.presentAtHead
    // What one of them shouts about is not silent.
    if let one = left.suppressed, let other = right.suppressed {
      result.suppressed = (one.by, one.reason) <= (other.by, other.reason) ? one : other
    } else {
      result.suppressed = nil
    }
    return result
  }

  private static func merged(_ left: SecretRow, _ right: SecretRow) -> SecretRow {
    var result = left
    let classes = [left.secretClass.rawValue, right.secretClass.rawValue]
    let ofVast = classes.filter { $0.hasPrefix("vast-") }
    result.secretClass = SecretClass(rawValue: (ofVast.min() ?? classes.min()) ?? classes[0])
    result.redacted = min(left.redacted, right.redacted)
    result.sha256 = least(left.sha256, right.sha256)
    result.status = left.status.weight >= right.status.weight ? left.status : right.status
    result.reachable = left.reachable || right.reachable
    result.isCloned = left.isCloned || right.isCloned
    result.firstCommit = first(left.firstCommit, right.firstCommit)
    result.lastCommit = last(left.lastCommit, right.lastCommit)
    let names = Set(left.references).union(right.references)
    result.references = Array(names.sorted().prefix(20))
    result.referenceCount = max(left.referenceCount, right.referenceCount, names.count)
    let removals = Set(left.removals).union(right.removals)
    result.removals = removals.sorted { one, other in
      (one.commit.time, one.commit.id, one.path) < (other.commit.time, other.commit.id, other.path)
    }
    return result
  }

  private static func merged(
    _ left: Report.Target, _ right: Report.Target
  ) -> Report.Target {
    var result = left
    if left.kind != right.kind { result.kind = "several" }
    // Which words named the files of a part says how the work was split.
    let namesFiles = ["files", "stdin"].contains(result.kind)
    if left.path != right.path || namesFiles { result.path = "" }
    if left.head != right.head { result.head = nil }
    result.isShallow = left.isShallow || right.isShallow
    result.isMerged = true
    return result
  }

  private static func least(_ left: String?, _ right: String?) -> String? {
    guard let left, let right else { return left ?? right }
    return min(left, right)
  }

  private static func first(
    _ left: Finding.CommitSummary?, _ right: Finding.CommitSummary?
  ) -> Finding.CommitSummary? {
    guard let left, let right else { return left ?? right }
    return (left.time, left.id, left.author) <= (right.time, right.id, right.author) ? left : right
  }

  private static func last(
    _ left: Finding.CommitSummary?, _ right: Finding.CommitSummary?
  ) -> Finding.CommitSummary? {
    guard let left, let right else { return left ?? right }
    return (left.time, left.id, left.author) >= (right.time, right.id, right.author) ? left : right
  }
}

extension SecretRow.Status {
  /// Which of two answers counts: that a key works is not to be overlooked.
  fileprivate var weight: Int {
    switch self {
    case .unverified: 0
    case .unknown: 1
    case .dead: 2
    case .gated: 3
    case .live: 4
    }
  }
}
