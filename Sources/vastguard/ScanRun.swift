import Blobs
import Candidates
import Checks
import Dispatch
import Findings
import FoundationEssentials
import Git
import Glibc
import Reports
import Responses
import Rules

/// What the scanning commands have in common: settings, rules, self-test, clock, report.
struct ScanRun {
  private(set) var options: ScanOptions
  private(set) var report: Report
  private let stream: JSONLinesStream?
  /// What configuration files say.
  let settings: SettingsInForce
  /// What becomes of findings.
  private(set) var policy: FindingPolicy
  /// The options about the report, as they are in force.
  let output: OutputOptions
  private let console: Console
  private let baseline: BaselineWriting?
  private let start = DispatchTime.now()
  private let startTime = Int(Date().timeIntervalSince1970)

  init(
    _ rules: RuleOptions, _ limits: LimitOptions, _ output: OutputOptions, _ console: Console,
    target: Report.Target, project: ProjectPlace = .folder
  ) throws {
    if output.reveal { try Revealing.check(output.destinations) }
    try output.check()
    let stages = StageClock()
    stages.begin("configuration")
    settings = try SettingsInForce(
      rules.settings, output.suppressions, place: project, environment: console.environment)
    self.output = settings.applied(to: output)
    stages.begin("rules")
    let set = try settings.ruleSet(rules)
    console.note(set.notes)
    guard let index = RuleIndex(set) else { throw ScanError.outOfMemory }
    try SelfTest.run(index)
    policy = try settings.policy(output.suppressions)
    policy.reveals = output.reveal
    baseline = try output.suppressions.writeBaseline.map(BaselineWriting.init)
    policy.baselineSalt = baseline?.salt
    let limits = settings.applied(to: limits)
    var options = ScanOptions(
      index: index, rulesDigest: set.digest, threads: limits.threadCount,
      maxBlobSize: limits.maxBlobSize.bytes,
      progress: ScanProgress { Interruption.signalNumber != nil || TimeLimit.isOver },
      cache: limits.cache(console, isVerbose: output.verbose))
    options.skips = policy.skips
    options.stages = stages
    self.options = options
    report = Report(
      tool: Report.Tool(name: "vastguard", version: Vastguard.version),
      rules: Report.RulesInForce(digest: set.digest, rules: set.rules), checks: CheckRules.all,
      target: target)
    self.console = console
    stream =
      output.streams
      ? JSONLinesStream(report, descriptor: STDOUT_FILENO, name: "standard output") : nil
    if let stream, policy.leavesFindings { self.options.found = { stream.add($0) } }
  }

  /// Scans, and writes the report.
  ///
  /// - Parameters:
  ///   - sheet: Writes what is wanted beside the reports; it is lent the secrets in clear.
  ///   - scan: Scans.
  ///   - complete: Adds what only all findings together tell.
  /// - Returns: The status to end with.
  /// - Throws: What `scan` throws.
  mutating func finish(
    sheet: ((Report, [FoundSecret]) -> Bool)? = nil,
    _ scan: (ScanOptions, inout Report) throws -> Collector,
    then complete: (inout Report) -> Void = { _ in }
  ) throws -> ExitStatus {
    let secrets = try collect(scan, then: complete)
    if let number = Interruption.signalNumber {
      report.incomplete.append(
        Report.Gap(what: "the rest", why: "the scan was interrupted before its end"))
      _ = output.write(report, console, ending: stream)
      return ExitStatus(rawValue: 128 + number)
    }
    let notes = SuppressionNotes(policy, settings, output)
    notes.add(to: &report)
    let lines = output.quiet ? [] : notes.lines(for: report)
    console.note(lines)
    options.stages.begin("report")
    let status = output.write(report, console, ending: stream)
    if output.verbose { console.note(timings) }
    let isSheetWritten = sheet?(report, secrets) ?? true
    let isBaselineWritten = baseline?.write(policy, console, isQuiet: output.quiet) ?? true
    return isSheetWritten && isBaselineWritten || status != .clean ? status : .incomplete
  }

  /// Has nothing that was silenced or left out be missing from the report: whoever asks which keys
  /// work wants all of them.
  mutating func keepSuppressed() {
    policy.keepsSuppressed = true
    policy.skips = .none
    options.skips = .none
  }

  /// Scans, and fills the report.
  ///
  /// - Parameters:
  ///   - scan: Scans.
  ///   - complete: Adds what only all findings together tell.
  /// - Returns: The secrets in clear.
  /// - Throws: What `scan` throws.
  mutating func collect(
    _ scan: (ScanOptions, inout Report) throws -> Collector,
    then complete: (inout Report) -> Void = { _ in }
  ) throws -> [FoundSecret] {
    Interruption.listen()
    options.stages.begin("scan")
    let collector = try ProgressLine.show(
      options.progress, if: console.allowsProgress && !output.quiet,
      width: console.width(of: STDERR_FILENO)
    ) {
      try scan(options, &report)
    }
    if TimeLimit.isOver {
      report.incomplete.append(Report.Gap(what: "the rest", why: TimeLimit.explanation))
    }
    let secrets = collector.foundSecrets
    options.stages.begin("findings")
    collector.finish(&report, under: &policy)
    let count = report.findings.count
    complete(&report)
    policy.judge(&report.findings, from: count)
    let nanoseconds = DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds
    report.statistics.seconds = Double(nanoseconds / 1000) / 1_000_000
    let silenced = policy.silenced.values.reduce(0, +)
    if silenced > 0, !policy.keepsSuppressed { report.silenced = .count(silenced) }
    report.span = startTime...max(startTime, Int(Date().timeIntervalSince1970))
    if output.verbose { console.note(summary) }
    return secrets
  }

  /// How long each stage took.
  private var timings: String {
    let stages = options.stages.durations().map { name, duration in
      let (seconds, attoseconds) = duration.components
      let tenths = Int(seconds) * 10_000 + Int(attoseconds / 100_000_000_000_000)
      return "\(name) \(tenths / 10).\(tenths % 10) ms"
    }
    return stages.joined(separator: ", ")
  }

  private var summary: String {
    let statistics = report.statistics
    return "\(statistics.commits) commits, \(statistics.blobs) blobs, \(statistics.bytes) bytes, "
      + "\(statistics.files) files in \(statistics.seconds) s with \(options.threads) threads and "
      + "\(options.index.rules.count) rules"
  }
}
