import Arguments
import Findings
import FoundationEssentials
import Git
import Responses

/// Scans what is about to be committed.
struct StagedCommand: Action {
  static let configuration = CommandConfiguration(
    name: "staged", abstract: "Scans exactly what the next commit would record.",
    examples: [("vastguard staged", "Scans what is staged.")])

  @OptionGroup(title: "Rules") var rules: RuleOptions
  @OptionGroup(title: "Limits") var limits: LimitOptions
  @OptionGroup(title: "Report") var output: OutputOptions

  func perform(_ console: Console) throws -> ExitStatus {
    let opened = try OpenedRepository.opened(nil)
    // Read while other threads make the rules ready.
    let staged = (try? opened.get()).map { ChangeScan.Staged(in: $0) }
    var run = try ScanRun(
      rules, limits, output, console, target: Report.Target(kind: "staged", path: "."),
      project: .repository(opened))
    return try run.finish { options, report in
      guard let repository = report.repository(opened) else {
        return try Collector.empty(options)
      }
      report.noteHead(of: repository)
      var scan = try ChangeScan(repository, options: options)
      if let staged { scan.scan(staged, &report) }
      return scan.finish()
    }
  }
}

/// Scans commits.
struct HistoryCommand: Action {
  static let configuration = CommandConfiguration(
    name: "history", abstract: "Scans commits: all that references reach, or a range.",
    examples: [
      ("vastguard history", "Scans every reference and all that they reach."),
      ("vastguard history main..feature", "Scans what the commits of a branch add."),
      ("vastguard history --since 2026-01-01", "Scans what was committed since a day."),
    ])

  // Where '--not' stands decides which words it turns round.
  @Argument(
    help: "As git takes it: 'A..B', 'A...B', 'REV', '^REV', 'REV^!', 'REV^@', 'REV^-', "
      + "'--all', '--branches', '--tags', '--remotes' (these three also with '=PATTERN'), "
      + "'--not'. Without one: everything.",
    valueName: "RANGE", dashed: ["--all", "--branches", "--tags", "--remotes", "--not"])
  var ranges: [String] = []

  @Option(
    "--since", help: "Only commits since a date, such as 2026-01-31 or '2 weeks ago'.",
    valueName: "DATE", environment: false)
  var since: String?

  @OptionGroup(title: "Rules") var rules: RuleOptions
  @OptionGroup(title: "Limits") var limits: LimitOptions
  @OptionGroup(title: "Report") var output: OutputOptions

  func perform(_ console: Console) throws -> ExitStatus {
    let opened = try OpenedRepository.opened(nil)
    let range = try range()
    var run = try ScanRun(
      rules, limits, output, console,
      target: Report.Target(kind: range == nil ? "history" : "range", path: "."),
      project: output.suppressions.noNewSuppressions
        ? .accepted(opened, range) : .repository(opened))
    return try run.finish { options, report in
      guard let repository = report.repository(opened) else {
        return try Collector.empty(options)
      }
      report.noteHead(of: repository)
      guard let range else {
        return try RepositoryScan(repository, options: options).history(&report)
      }
      var scan = try ChangeScan(repository, options: options)
      try scan.scan(range, &report)
      var collector = scan.finish()
      if let root = repository.workTree {
        collector.addLineHashes(below: root, format: repository.format, options.progress)
      }
      return collector
    }
  }

  /// The range that the options name, or nil for everything.
  private func range() throws(UsageError) -> RevisionRange? {
    if ranges.isEmpty, since == nil { return nil }
    if !ranges.isEmpty, ranges.allSatisfy({ $0 == "--not" }) {
      throw UsageError("'--not' needs a revision after it")
    }
    return RevisionRange(
      ranges.isEmpty ? ["--all"] : ranges,
      since: try since.map { text throws(UsageError) in try Self.seconds(text) })
  }

  /// The moment that a date names, in seconds since 1970.
  private static func seconds(_ text: String) throws(UsageError) -> Int64 {
    guard let seconds = DateText.seconds(text, now: Date()) else {
      throw UsageError(
        "--since \(quoted(text)) is no date",
        hint: "give one like 2026-01-31, 2026-01-31T12:00:00Z or '2 weeks ago'")
    }
    return seconds
  }
}
