package import Findings
package import Rules

/// What a report means for whoever asked: how many findings count, and whether all was scanned.
///
/// It is the only place where a report becomes an exit status.
package struct Verdict: Equatable, Sendable {
  /// The number of findings that count: at or above the limit, not suppressed, not `info`.
  package let counted: Int
  /// Whether everything asked for was scanned.
  package let isComplete: Bool

  /// Judges a report: findings below `limit` do not count, `info` findings never do.
  package init(on report: Report, failOn limit: Severity = .low) {
    let limit = max(limit, .low)
    counted = report.findings.count { $0.suppressed == nil && $0.severity >= limit }
    isComplete = report.complete
  }

  /// How the user wants the verdict told as an exit status.
  package struct Policy: Equatable, Sendable {
    /// The status for findings in place of 1 (`--exit-code`).
    package var exitCode: Int32?
    /// Findings do not change the status (`--exit-zero`); an incomplete scan still does.
    package var exitZero: Bool
    /// An incomplete scan is told as such even where there are findings (`--require-complete`).
    package var requireComplete: Bool

    package init(exitCode: Int32? = nil, exitZero: Bool = false, requireComplete: Bool = false) {
      self.exitCode = exitCode
      self.exitZero = exitZero
      self.requireComplete = requireComplete
    }
  }

  /// The exit status: findings come before gaps, unless the policy says otherwise.
  ///
  /// A scan with gaps is never told as clean: where findings are not to change the status, the
  /// gaps still do.
  package func exitStatus(_ policy: Policy = Policy()) -> ExitStatus {
    if !isComplete && policy.requireComplete { return .incomplete }
    let told = policy.exitZero ? .clean : policy.exitCode.map(ExitStatus.init) ?? .findings
    if counted > 0 && told != .clean { return told }
    return isComplete ? .clean : .incomplete
  }
}
