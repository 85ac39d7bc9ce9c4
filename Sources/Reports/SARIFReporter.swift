import Blobs
package import Findings
import Rules

/// Writes SARIF 2.1.0, the format of GitHub code scanning and of most other collectors.
///
/// One run, addressed relative to the repository's root, with nothing in it that differs from run
/// to run on the same input. A finding that is not in the checked-out tree stands at the line that
/// it had in its blob; which commit that was is said in the message and in `properties`, never in
/// the address or the rule's id, where it would open a new alert each time.
package struct SARIFReporter: Reporter {
  /// How many gaps are told one by one.
  static let maximumGaps = 1_000

  /// Which findings a log is about.
  package enum Part: Sendable {
    /// All of them, in the category `vastguard/`.
    case all
    /// Those in the checkout, in the category `vastguard/`: they change with each commit.
    case tree
    /// Those in history and in what git keeps beside it, in the category `vastguard/history/`: they
    /// are to open and close no alert of a branch.
    case history
  }

  private let limit: Int
  private let part: Part

  /// Makes a reporter that writes at most `limit` results, the worst ones.
  ///
  /// GitHub accepts 25,000 in one run.
  package init(limit: Int = 25_000, part: Part = .all) {
    self.limit = limit
    self.part = part
  }

  private func isWanted(_ finding: Finding) -> Bool {
    switch part {
    case .all: true
    case .tree: finding.isInTree
    case .history: !finding.isInTree
    }
  }

  /// Appends the log, one result after the other.
  package func write(_ report: Report, to output: inout OutputBuffer) throws {
    let rules = SARIFRules(report)
    let (findings, leftOut) = selection(from: report)
    var json = JSONWriter()
    try json.open("{", to: &output)
    try json.member("$schema", SARIF.schema, to: &output)
    try json.open("[", key: "runs", to: &output)
    try json.open("{", to: &output)
    try json.member(
      "automationDetails", ["id": report.tool.name + (part == .history ? "/history/" : "/")],
      to: &output)
    try json.member("columnKind", "utf16CodeUnits", to: &output)
    let invocation = SARIF.Invocation(
      executionSuccessful: report.complete,
      toolExecutionNotifications: notifications(of: report, leftOut: leftOut))
    try json.member("invocations", [invocation], to: &output)
    try json.member("originalUriBaseIds", SARIF.baseIDs, to: &output)
    var properties = ["rulesDigest": report.rules.digest]
    if report.target.isShallow { properties["shallowClone"] = "true" }
    properties["head"] = report.target.head
    try json.member("properties", properties, to: &output)
    let results = SARIFResults(report, rules: rules)
    try json.array(
      "results", findings.lazy.map { results.result($0.finding, uri: $0.uri) }, to: &output)
    try json.member("tool", ["driver": driver(report.tool, rules: rules.rules)], to: &output)
    try json.close("}", to: &output)
    try json.close("]", to: &output)
    try json.member("version", "2.1.0", to: &output)
    try json.close("}", to: &output)
  }

  /// The findings to write, by address, line, column and rule, and how many were left out.
  private func selection(
    from report: Report
  ) -> (findings: some Sequence<(finding: Finding, uri: String)>, leftOut: Int) {
    // Versions of a file that hold the same secret are one alert.
    var chosen = report.distinctIndices.filter { isWanted(report.findings[$0]) }
    let distinct = chosen.count
    if chosen.count > limit {
      chosen.sort { left, right in
        let (left, right) = (report.findings[left], report.findings[right])
        return left.severity == right.severity
          ? left.stands(before: right) : left.severity > right.severity
      }
      chosen.removeLast(chosen.count - limit)
    }
    var addressed = chosen.map { index in
      (index: index, uri: SARIFAddress.uri(of: report.findings[index], in: report.target))
    }
    addressed.sort { left, right in
      left.uri == right.uri
        ? report.findings[left.index].standsInFile(before: report.findings[right.index])
        : left.uri < right.uri
    }
    let findings = addressed.lazy.map { (finding: report.findings[$0.index], uri: $0.uri) }
    return (findings, distinct - addressed.count)
  }

  private func notifications(of report: Report, leftOut: Int) -> [SARIF.Notification] {
    var result = report.incomplete.prefix(Self.maximumGaps).map { gap in
      SARIF.Notification(
        kind: .notScanned, level: "error",
        text: "Not scanned: '\(gap.what)' (\(Wording.sentence(gap.why, end: ""))).")
    }
    let more = report.incomplete.count - result.count
    if more > 0 {
      result.append(
        SARIF.Notification(
          kind: .notScanned, level: "error", text: "Not scanned: '\(more)' more places."))
    }
    if leftOut > 0 {
      result.append(
        SARIF.Notification(
          kind: .leftOut, level: "warning",
          text: "Left out: '\(leftOut)' results, the least severe; a run may hold '\(limit)'."
            + (part == .all ? " The formats 'sarif-tree' and 'sarif-history' split them." : "")))
    }
    return result
  }

  private func driver(_ tool: Report.Tool, rules: [SARIF.Rule]) -> SARIF.Driver {
    SARIF.Driver(
      fullName: "\(tool.name) \(tool.version), scanner for leaked Vast.ai credentials",
      name: tool.name,
      notifications: SARIF.Notification.descriptors,
      rules: rules,
      semanticVersion: tool.version,
      version: tool.version)
  }
}
