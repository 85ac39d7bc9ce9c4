import Findings
import Rules

/// The last line of the text report: what was found, and what was scanned.
struct Summary {
  let report: Report
  /// The severity of the worst place of each secret that is a leak, silenced ones not counted.
  let leaks: [Severity]
  let leakPlaces: Int
  let weakSpots: Int

  init(report: Report, content: TextContent) {
    self.report = report
    leaks = content.leaks.map { $0.findings.worstSeverity }
    leakPlaces = content.leaks.reduce(0) { $0 + $1.findings.count }
    weakSpots = content.weakSpots.reduce(0) { $0 + $1.findings.count }
  }

  var text: String {
    [emptyRepository, found, scanned, shallow].compactMap(\.self).joined(separator: " ")
  }

  private var emptyRepository: String? {
    let isEmpty =
      report.target.kind == "repository" && report.target.head == nil
      && report.statistics.commits == 0
    return isEmpty ? "No commits yet." : nil
  }

  private var shallow: String? {
    report.target.isShallow ? "This is a shallow clone; older commits are not here." : nil
  }

  private var found: String {
    var items: [String] = []
    if !leaks.isEmpty {
      items.append("\(secrets) in \(Wording.count(leakPlaces, "place"))")
    }
    if weakSpots > 0 { items.append(Wording.count(weakSpots, "weak spot")) }
    let gaps = report.incomplete.count
    let things = gaps == 1 ? "1 thing" : Wording.grouped(gaps) + " things"
    if items.isEmpty {
      return gaps == 0 ? "Nothing found." : "Nothing found, but \(things) could not be scanned."
    }
    let text = "Found " + Wording.list(items)
    return gaps == 0 ? text + "." : text + "; \(things) could not be scanned."
  }

  private var secrets: String {
    let groups = Severity.allCases.reversed().compactMap { severity in
      let count = leaks.count { $0 == severity }
      return count == 0 ? nil : "\(Wording.grouped(count)) \(severity.rawValue)"
    }
    return "\(Wording.count(leaks.count, "secret")) (\(groups.joined(separator: ", ")))"
  }

  private var scanned: String {
    if report.target.isMerged { return "Merged from the reports of several scans." }
    let statistics = report.statistics
    let counts = [
      (statistics.commits, "commit"), (statistics.blobs, "blob"), (statistics.files, "file"),
    ]
    let items = counts.filter { $0.0 > 0 }.map { Wording.count($0.0, $0.1) }
    guard !items.isEmpty || statistics.bytes > 0 else {
      if !report.complete { return "There was nothing else to scan." }
      return report.target.kind == "staged" ? "Nothing is staged." : "There was nothing to scan."
    }
    let amount = "\(Wording.size(statistics.bytes)) in \(Wording.duration(statistics.seconds))."
    return items.isEmpty ? "Scanned \(amount)" : "Scanned \(Wording.list(items)): \(amount)"
  }
}
