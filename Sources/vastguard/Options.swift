import Arguments
import Blobs
import BuiltInRules
import Candidates
import Findings
import FoundationEssentials
import Git
import Glibc
import Reports
import Responses
import Rules
import Settings

extension Severity: ArgumentValue {}
extension ReportFormat: ArgumentValue {}

/// A number of bytes, such as `64M`.
struct ByteCount: ArgumentValue {
  let bytes: Int

  static let expectation: String? = "a size like 64M"

  init(_ bytes: Int) {
    self.bytes = bytes
  }

  init?(argument: String) {
    guard let bytes = ByteSize.bytes(argument) else { return nil }
    self.bytes = bytes
  }

  var argument: String {
    bytes % (1 << 20) == 0 ? "\(bytes >> 20)M" : "\(bytes)"
  }
}

/// Options about what is looked for.
struct RuleOptions: ParsableArguments {
  @Option(
    "--rules", help: "Add the rules of a TOML file, vastguard's or gitleaks'.", valueName: "FILE")
  var files: [String] = []

  @Flag("--no-default-rules", help: "Leave out the rules that vastguard carries.")
  var noDefaultRules: Bool

  @Flag("--no-other-rules", help: "Leave out the rules about other vendors' secrets.")
  var noOtherRules: Bool

  @OptionGroup(title: "Configuration") var settings: SettingsOptions

  /// The rules that the options ask for, with those of further files or, for checking them, with
  /// those that are switched off.
  func ruleSet(
    disabled: Bool = false, further: [(name: String, bytes: [UInt8])] = []
  ) throws -> RuleSet {
    var contents = further
    for file in files {
      var bytes: [UInt8] = []
      var reader = FileReader()
      do throws(FileFailure) {
        let resolved = try FolderWalk.resolved(Path(file))
        try reader.read(resolved) { piece, window in
          bytes += piece.copy(0..<piece.count).dropFirst(bytes.count - window.offset)
        }
      } catch {
        throw RuleFileError(file: file, problem: error.why)
      }
      // The configuration may name the file as well.
      if !contents.contains(where: { $0.bytes == bytes }) { contents.append((file, bytes)) }
    }
    return try RuleSet(
      default: !noDefaultRules, others: !noOtherRules, disabled: disabled, files: contents)
  }
}

/// Options about how much is used.
struct LimitOptions: ParsableArguments {
  @Option(
    "--threads", help: "Scan with this many threads; by default one for each processor.",
    valueName: "N")
  var threads: Int?

  @Option(
    "--max-blob-size", help: "Don't read larger contents, but list them as incomplete.",
    valueName: "SIZE")
  var maxBlobSize = ByteCount(1 << 30)

  @Flag("--no-cache", help: "Neither use nor keep what earlier runs learned of packs.")
  var noCache: Bool

  func validate() throws(UsageError) {
    if let threads, !(1...1024).contains(threads) {
      throw UsageError("--threads must be 1 to 1024")
    }
  }

  /// Where verdicts of earlier runs are kept, or nil where none are to be, or the user has no folder
  /// for them.
  func cache(_ console: Console, isVerbose: Bool) -> VerdictCache? {
    if noCache { return nil }
    let environment = console.environment
    // A relative path is to be ignored, says the XDG base directory specification.
    let folder = [environment["XDG_CACHE_HOME"], environment["HOME"].map { $0 + "/.cache" }]
      .compactMap(\.self).first { $0.hasPrefix("/") }
    return folder.map {
      VerdictCache(userFolder: Path($0), version: Vastguard.version) { text in
        if isVerbose { console.note(text) }
      }
    }
  }

  /// The number of threads: as told, or one for each processor that this process may use.
  var threadCount: Int { threads ?? ProcessorCount.available }
}

/// Options about what is told, and how.
struct OutputOptions: ParsableArguments {
  @Option("--format -f", help: "The form of the report.")
  var format: ReportFormat = .text

  @Option(
    "--output -o", help: "Write the report to FILE; '-' is standard output.", valueName: "FILE",
    environment: false)
  var output = "-"

  @Option(
    "--report", help: "Write a further report in another form; may be repeated.",
    valueName: "FORMAT=FILE", environment: false)
  var reports: [String] = []

  @Option(
    "--fail-on", help: "The least severity that makes the exit status 1.",
    valueName: "SEVERITY")
  var failOn: Severity = .low

  @Option("--exit-code", help: "The exit status for findings.", valueName: "N")
  var exitCode: Int?

  @Flag("--exit-zero", help: "End with 0 even where something was found.")
  var exitZero: Bool

  @Flag("--require-complete", help: "End with 3 wherever something could not be scanned.")
  var requireComplete: Bool

  @Flag("--quiet -q", help: "Print the report only if there is something in it.")
  var quiet: Bool

  @Flag("--verbose -v", help: "Say on standard error what is done, and how long it takes.")
  var verbose: Bool

  @Flag("--no-color", help: "Print without color.")
  var noColor: Bool

  @Flag(
    "--reveal",
    help: "Print secrets in clear; only to a terminal, or to a file that is yours with mode 0600.",
    environment: false)
  var reveal: Bool

  @OptionGroup(title: "Suppressions") var suppressions: SuppressionOptions

  func validate() throws(UsageError) {
    if let exitCode, !(0...255).contains(exitCode) {
      throw UsageError("--exit-code must be 0 to 255")
    }
    var seen: Set<String> = [output]
    if let file = suppressions.writeBaseline {
      if file == "-" { throw UsageError("--write-baseline takes the name of a file") }
      guard seen.insert(file).inserted else {
        throw UsageError("the report and the baseline would be written to \(quoted(file))")
      }
    }
    for report in reports {
      let (_, file) = try Self.split(report)
      guard seen.insert(file).inserted else {
        throw UsageError("two reports would be written to \(quoted(file))")
      }
    }
  }

  /// A `FORMAT=FILE` in its parts.
  private static func split(_ text: String) throws(UsageError) -> (ReportFormat, String) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[1].isEmpty, let format = ReportFormat(rawValue: String(parts[0]))
    else {
      let choices = ReportFormat.allCases.map(\.rawValue).joined(separator: ", ")
      throw UsageError("--report takes FORMAT=FILE, with FORMAT one of \(choices)")
    }
    return (format, String(parts[1]))
  }

  /// The forms of all reports.
  var formats: [ReportFormat] {
    [format] + reports.compactMap { (try? Self.split($0))?.0 }
  }

  /// Where reports go.
  var destinations: [String] {
    [output] + reports.compactMap { (try? Self.split($0))?.1 }
  }

  /// Refuses places that no report can go to, before anything is scanned.
  ///
  /// - Parameter place: A place that is taken, as `ReportFile.check` tells it.
  /// - Throws: `UsageError`.
  func check(besides place: String? = nil) throws {
    var seen = Set([place].compactMap(\.self))
    for file in destinations + [suppressions.writeBaseline].compactMap(\.self) {
      do {
        guard let place = try ReportFile.check(file) else { continue }
        guard seen.insert(place).inserted else {
          throw UsageError("two reports would be written to \(quoted(file))")
        }
      } catch let error as OutputError {
        throw UsageError(error.description)
      }
    }
  }

  /// Whether findings are written while the scan still runs.
  var streams: Bool { format == .jsonl && output == "-" }

  /// Writes the reports and gives the status that the report deserves; what was written while the
  /// scan ran is ended.
  func write(
    _ report: Report, _ console: Console, ending stream: JSONLinesStream? = nil
  ) -> ExitStatus {
    let policy = Verdict.Policy(
      exitCode: exitCode.map(Int32.init), exitZero: exitZero, requireComplete: requireComplete)
    let verdict = Verdict(on: report, failOn: failOn)
    // A program that reads the report has to get one.
    let isWorthPrinting =
      !quiet || output != "-" || format != .text || verdict.counted > 0 || !verdict.isComplete
    var isWritten = true
    func attempt(_ body: () throws -> Void) {
      do {
        try body()
      } catch {
        console.say(error)
        isWritten = false
      }
    }
    attempt {
      if let stream { return try stream.finish(report) }
      if isWorthPrinting { try ReportFile.write(report, with: reporter(console), to: output) }
    }
    for text in reports {
      attempt {
        let (format, file) = try Self.split(text)
        let reporter = format.reporter()
        // What stands in the summary of a step is the work of others too.
        if format == .githubSummary, file == console.environment["GITHUB_STEP_SUMMARY"] {
          try ReportFile.append(report, with: reporter, to: file)
        } else {
          try ReportFile.write(report, with: reporter, to: file)
        }
      }
    }
    let status = verdict.exitStatus(policy)
    // Findings that nobody gets to read must not look like a clean run.
    return isWritten || verdict.counted > 0 && status != .clean ? status : .incomplete
  }

  /// Writes the reports, but not the one for people to standard output, whose place something else
  /// took.
  ///
  /// - Returns: Whether all could be written.
  func writeFiles(_ report: Report, _ console: Console) -> Bool {
    do {
      if output != "-" || format != .text {
        try ReportFile.write(report, with: reporter(console), to: output)
      }
      for text in reports {
        let (format, file) = try Self.split(text)
        try ReportFile.write(report, with: format.reporter(), to: file)
      }
      return true
    } catch {
      console.say(error)
      return false
    }
  }

  private func reporter(_ console: Console) -> any Reporter {
    let isTerminal = output == "-"
    return format.reporter(
      style: Style(
        color: isTerminal && console.allowsColor(on: STDOUT_FILENO, noColor: noColor),
        width: isTerminal ? console.width(of: STDOUT_FILENO) : 80))
  }
}
