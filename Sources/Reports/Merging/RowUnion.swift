import Blobs
import Findings
import Git
import Rules

/// Of two rows about one thing, the one row that says what both say; in any order the same.
enum RowUnion {
  static func merged(_ left: Finding, _ right: Finding) -> Finding {
    var result = left
    result.severity = max(left.severity, right.severity)
    result.message = least(left.message, right.message)
    result.fix = least(left.fix, right.fix)
    result.commit = first(left.commit, right.commit)
    result.lineHash = least(left.lineHash, right.lineHash)
    result.presentAtHead =
      left.presentAtHead == true || right.presentAtHead == true
      ? true : left.presentAtHead ?? right.presentAtHead
    // What one of them shouts about is not silent.
    if let one = left.suppressed, let other = right.suppressed {
      let isFirst = !precedes(other.by + "\0" + other.reason, one.by + "\0" + one.reason)
      result.suppressed = isFirst ? one : other
    } else {
      result.suppressed = nil
    }
    return result
  }

  static func merged(_ left: SecretRow, _ right: SecretRow) -> SecretRow {
    var result = left
    let classes = [left.secretClass.rawValue, right.secretClass.rawValue]
    let ofVast = classes.filter { $0.hasPrefix("vast-") }
    result.secretClass = SecretClass(rawValue: (ofVast.min() ?? classes.min()) ?? classes[0])
    result.redacted = least(left.redacted, right.redacted)
    result.sha256 = least(left.sha256, right.sha256)
    result.status = left.status.weight >= right.status.weight ? left.status : right.status
    result.reachable = left.reachable || right.reachable
    result.isCloned = left.isCloned || right.isCloned
    result.firstCommit = first(left.firstCommit, right.firstCommit)
    result.lastCommit = last(left.lastCommit, right.lastCommit)
    let names = Set((left.references + right.references).map { Array($0.utf8) })
    result.references = names.sorted { $0.lexicographicallyPrecedes($1) }.prefix(20).map {
      String(decoding: $0, as: UTF8.self)
    }
    // Not how many there are together: that would depend on which twenty of them were told.
    result.referenceCount = max(
      left.referenceCount, right.referenceCount, result.references.count)
    let removals = Set(left.removals).union(right.removals)
    result.removals = removals.sorted { one, other in
      (one.commit.time, one.commit.id, one.path) < (other.commit.time, other.commit.id, other.path)
    }
    return result
  }

  static func merged(
    _ left: Report.Target, _ right: Report.Target
  ) -> Report.Target {
    var result = left
    if left.kind != right.kind { result.kind = "several" }
    if left.path != right.path { result.path = "" }
    if left.head != right.head { result.head = nil }
    result.isShallow = left.isShallow || right.isShallow
    result.isMerged = true
    return result
  }

  /// Of two texts the one whose bytes come first; texts that look the same may differ in them.
  static func least(_ left: String, _ right: String) -> String {
    precedes(right, left) ? right : left
  }

  private static func least(_ left: String?, _ right: String?) -> String? {
    guard let left, let right else { return left ?? right }
    let first: String = least(left, right)
    return first
  }

  private static func precedes(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }

  private static func first(
    _ left: Finding.CommitSummary?, _ right: Finding.CommitSummary?
  ) -> Finding.CommitSummary? {
    guard let left, let right else { return left ?? right }
    if (left.time, left.id) != (right.time, right.id) {
      return (left.time, left.id) < (right.time, right.id) ? left : right
    }
    return precedes(right.author, left.author) ? right : left
  }

  private static func last(
    _ left: Finding.CommitSummary?, _ right: Finding.CommitSummary?
  ) -> Finding.CommitSummary? {
    guard let left, let right else { return left ?? right }
    if (left.time, left.id) != (right.time, right.id) {
      return (left.time, left.id) > (right.time, right.id) ? left : right
    }
    return precedes(left.author, right.author) ? right : left
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
