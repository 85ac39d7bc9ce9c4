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

/// What the scanning commands have in common: rules, self-test, clock, report.
struct ScanRun {
  private(set) var options: ScanOptions
  private(set) var report: Report
  private let stream: JSONLinesStream?
  private let output: OutputOptions
  private let console: Console
  private let start = DispatchTime.now()
  private let startTime = Int(Date().timeIntervalSince1970)

  init(
    _ rules: RuleOptions, _ limits: LimitOptions, _ output: OutputOptions, _ console: Console,
    target: Report.Target
  ) throws {
    try output.check()
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
    stream =
      output.streams
      ? JSONLinesStream(report, descriptor: STDOUT_FILENO, name: "standard output") : nil
    if let stream { options.found = { stream.add($0) } }
  }

  /// Scans, and writes the report.
  ///
  /// - Parameters:
  ///   - sheet: Writes what is wanted beside the reports; it is lent the secrets in clear.
  ///   - scan: Scans.
  /// - Returns: The status to end with.
  /// - Throws: What `scan` throws.
  mutating func finish(
    sheet: ((Report, [FoundSecret]) -> Bool)? = nil,
    _ scan: (ScanOptions, inout Report) throws -> Collector
  ) throws -> ExitStatus {
    let secrets = try collect(scan)
    guard let number = Interruption.signalNumber else {
      let status = output.write(report, console, ending: stream)
      let isSheetWritten = sheet?(report, secrets) ?? true
      return isSheetWritten || status != .clean ? status : .incomplete
    }
    report.incomplete.append(
      Report.Gap(what: "the rest", why: "the scan was interrupted before its end"))
    _ = output.write(report, console, ending: stream)
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
    report.span = startTime...max(startTime, Int(Date().timeIntervalSince1970))
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
