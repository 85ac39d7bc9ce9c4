import Blobs
import Checks
import Findings
import Git
import Reports
import Rules
import Settings

/// What is told of suppressions after a scan: how many findings were silenced, and which lines of
/// the files silence nothing any more.
struct SuppressionNotes {
  private let policy: FindingPolicy
  private let settings: SettingsInForce
  private let output: OutputOptions
  /// How many lines of a kind are told one by one.
  private static let limit = 10

  init(_ policy: FindingPolicy, _ settings: SettingsInForce, _ output: OutputOptions) {
    self.policy = policy
    self.settings = settings
    self.output = output
  }

  /// Adds a finding of severity `info` for each line that is over or that nothing needed.
  func add(to report: inout Report) {
    let stale =
      policy.suppressions.expired.map { ($0, StaleSuppression.expired) }
      + unused(report).map { ($0, StaleSuppression.unused) }
    report.findings += stale.map { entry, check in
      let target = [entry.path, entry.hash?.text].compactMap(\.self).joined(separator: " ")
      return Finding(
        rule: check.id, severity: .info, message: check.message(entry), path: Path(entry.source),
        region: Finding.Region(line: entry.line, column: 1, endLine: entry.line, endColumn: 1),
        layer: .file,
        fingerprint: Collector.fingerprint(
          check.id, "\(entry.rule) \(target)", Path(entry.source), 0))
    }
  }

  /// The lines for people.
  func lines(for report: Report) -> [String] {
    var lines = settings.notes
    if let narrowing = settings.narrowing(under: output) { lines.append(narrowing) }
    let count = policy.silenced.values.reduce(0, +)
    if count > 0, !policy.keepsSuppressed {
      let sources = policy.silenced.sorted { $0.key < $1.key }.map {
        "\($0.value) \(Self.by($0.key))"
      }
      lines.append(
        "\(count) \(count == 1 ? "finding is" : "findings are") silenced, "
          + sources.joined(separator: ", ") + "; --show-suppressed shows them")
    }
    if let hidden = hidden(in: report) { lines.append(hidden) }
    let stale = report.findings.filter { StaleSuppression.ids.contains($0.rule) }.map { finding in
      "\(finding.path.text):\(finding.region?.line ?? 1): \(finding.message)"
    }
    return lines + Self.some(policy.idleMarkers) + Self.some(stale)
  }

  /// What of the silenced findings that were asked for some report can't show.
  private func hidden(in report: Report) -> String? {
    let count = report.findings.count { $0.suppressed != nil }
    let formats = output.formats.filter { !$0.showsSuppressed }.map(\.rawValue)
    if count == 0 || formats.isEmpty { return nil }
    let list = Set(formats).sorted().map { "'\($0)'" }.joined(separator: ", ")
    let names = (Set(formats).count == 1 ? "format " : "formats ") + list
    return "\(count) silenced \(count == 1 ? "finding has" : "findings have") no place in the "
      + "\(names) and \(count == 1 ? "is" : "are") left out there"
  }

  private static func by(_ source: String) -> String {
    source == "inline" ? "by markers beside them" : "by \(source)"
  }

  private static func some(_ lines: [String]) -> [String] {
    guard lines.count > limit else { return lines }
    return lines.prefix(limit) + ["and \(lines.count - limit) more like this"]
  }

  /// The lines that nothing needed, where a scan can tell: one that saw all that they may be for.
  private func unused(_ report: Report) -> [SuppressionEntry] {
    guard report.complete else { return [] }
    let named = Set(settings.baselines.map(\.name))
    switch report.target.kind {
    case "repository", "bare-repository": return policy.suppressions.unused
    // Who names a baseline for such a scan made it for such scans; a project's file is for all.
    case "history", "files": return policy.suppressions.unused.filter { named.contains($0.source) }
    default: return []
    }
  }
}

/// Why a line of a file of suppressions is of no use.
enum StaleSuppression: String, CaseIterable {
  case unused
  case expired

  /// The id of the check.
  var id: String { "suppression-\(rawValue)" }

  static var ids: Set<String> { Set(allCases.map(\.id)) }

  /// What is wrong with an entry, in one sentence.
  func message(_ entry: SuppressionEntry) -> String {
    switch self {
    case .unused:
      "The suppression of rule '\(entry.rule)' silences nothing: take the line out."
    case .expired:
      "The suppression of rule '\(entry.rule)' ended on "
        + "\(entry.expires.map(BaselineFile.day) ?? "its day"); it silences nothing any more."
    }
  }
}
