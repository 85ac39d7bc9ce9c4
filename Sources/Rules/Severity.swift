/// How bad a finding is.
///
/// From `medium` up it says "this is a leak".
package enum Severity: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
  case info
  case low
  case medium
  case high
  case critical

  private var rank: Int {
    switch self {
    case .info: 0
    case .low: 1
    case .medium: 2
    case .high: 3
    case .critical: 4
    }
  }

  /// The severity `steps` below this one, `low` at the least: `info` is never reached by degrees.
  package func lowered(by steps: Int) -> Severity {
    guard self != .info else { return .info }
    let lowered = max(1, rank - steps)
    return Self.allCases.first { $0.rank == lowered } ?? .low
  }

  package static func < (left: Severity, right: Severity) -> Bool {
    left.rank < right.rank
  }
}
