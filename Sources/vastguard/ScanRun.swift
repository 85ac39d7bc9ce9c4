import Blobs
import Candidates
import Checks
import Dispatch
import Findings
import Git
import Responses
import Rules

/// What the scanning commands have in common: rules, self-test, clock, report.
struct ScanRun {
  let options: ScanOptions
  private(set) var report: Report
  private let output: OutputOptions
  private let console: Console
  private let start = DispatchTime.now()

  init(
    _ rules: RuleOptions, _ limits: LimitOptions, _ output: OutputOptions, _ console: Console,
    target: Report.Target
  ) throws {
    let set = try rules.ruleSet()
    console.note(set.notes)
    guard let index = RuleIndex(set) else { throw ScanError.outOfMemory }
    try SelfTest.run(index)
    options = ScanOptions(
      index: index, rulesDigest: set.digest, threads: limits.threadCount,
      maxBlobSize: limits.maxBlobSize.bytes,
      progress: ScanProgress { Interruption.signalNumber != nil || TimeLimit.isOver },
      cache: limits.cache(console, isVerbose: output.verbose))
    report = Report(
      tool: Report.Tool(name: "vastguard", version: Vastguard.version),
      rules: Report.RulesInForce(digest: set.digest, rules: set.rules), checks: CheckRules.all,
      target: target)
    self.output = output
    self.console = console
  }

  /// Scans, and writes the report.
  mutating func finish(_ scan: (ScanOptions, inout Report) throws -> Collector) throws
    -> ExitStatus
  {
    _ = try collect(scan)
    guard let number = Interruption.signalNumber else { return output.write(report, console) }
    report.incomplete.append(
      Report.Gap(what: "the rest", why: "the scan was interrupted before its end"))
    _ = output.write(report, console)
    return ExitStatus(rawValue: 128 + number)
  }

  /// Scans, and fills the report.
  ///
  /// - Returns: The secrets in clear.
  mutating func collect(_ scan: (ScanOptions, inout Report) throws -> Collector) throws
    -> [FoundSecret]
  {
    Interruption.listen()
    let collector = try ProgressLine.show(
      options.progress, if: console.allowsProgress && !output.quiet
    ) {
      try scan(options, &report)
    }
    if TimeLimit.isOver {
      report.incomplete.append(Report.Gap(what: "the rest", why: TimeLimit.explanation))
    }
    let secrets = collector.foundSecrets
    collector.finish(&report)
    let nanoseconds = DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds
    report.statistics.seconds = Double(nanoseconds / 1000) / 1_000_000
    if output.verbose { console.note(summary) }
    return secrets
  }

  private var summary: String {
    let statistics = report.statistics
    return "\(statistics.commits) commits, \(statistics.blobs) blobs, \(statistics.bytes) bytes, "
      + "\(statistics.files) files in \(statistics.seconds) s with \(options.threads) threads and "
      + "\(options.index.rules.count) rules"
  }
}

/// Opening repositories in the way that a command line means it.
enum RepositoryOpener {
  /// Gives what opens the repository at a path, or, without one, the repository that git's
  /// environment names or the current folder lies in.
  ///
  /// - Throws: `ScanError.noRepository` where there is none.
  static func opener(
    _ path: String?
  ) throws -> (open: @Sendable () throws(GitError) -> Repository, refusal: GitError?) {
    let environment = RepositoryEnvironment.current
    let open: @Sendable () throws(GitError) -> Repository = { () throws(GitError) in
      if let path { return try Repository.open(at: Path(path)) }
      return try Repository.open(with: environment)
    }
    do throws(GitError) {
      _ = try open()
      return (open, nil)
    } catch {
      if error.reason == .notARepository { throw ScanError.noRepository(Path(path ?? ".")) }
      return (open, error)
    }
  }
}
