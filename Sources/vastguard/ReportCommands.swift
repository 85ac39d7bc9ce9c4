import Arguments
import Blobs
import Checks
import Findings
import FoundationEssentials
import Git
import Glibc
import Reports
import Responses
import Rules

/// The commands about reports that are there already.
struct ReportCommand: CommandGroup {
  static let configuration = CommandConfiguration(
    name: "report", abstract: "Converts and merges reports.",
    subcommands: [ReportConvertCommand.self, ReportMergeCommand.self])
}

/// Writes a report in another form.
struct ReportConvertCommand: Action {
  static let configuration = CommandConfiguration(
    name: "convert", abstract: "Writes a report in another form.",
    discussion: """
      What is read is vastguard's own JSON or JSON lines: no other form has all that a report says. \
      The exit status is 0 whatever the report found.
      """,
    examples: [
      ("vastguard report convert --to html leaks.json -o leaks.html", "Makes a page for people."),
      ("vastguard report convert --to sarif leaks.jsonl", "Makes a log for code scanning."),
    ])

  @Option("--to -t", help: "The form to write.", environment: false)
  var format: ReportFormat

  @Option(
    "--output -o", help: "Write to FILE; '-' is standard output.", valueName: "FILE",
    environment: false)
  var output = "-"

  @Argument(help: "The report; '-' is standard input.", valueName: "FILE")
  var file: String

  @OptionGroup(title: "Rules") var rules: RuleOptions

  func perform(_ console: Console) throws -> ExitStatus {
    let reader = ReportReader(set: try rules.ruleSet())
    return try reader.write(try reader.report(file), as: format, to: output, console)
  }
}

/// Makes one report of several.
struct ReportMergeCommand: Action {
  static let configuration = CommandConfiguration(
    name: "merge", abstract: "Makes one report of several, such as those of a scan in parts.",
    discussion: """
      The result depends on what was found only: not on the order of the files, on how often one is \
      given, or on how the work was split. All have to come from the same rules. The exit status is 0 \
      whatever was found.
      """,
    examples: [
      ("vastguard report merge part-*.json -o all.json", "Merges the reports of the parts."),
      ("vastguard report merge --format sarif a.jsonl b.json", "Merges, and writes another form."),
    ])

  @Option("--format --to", help: "The form to write.", environment: false)
  var format: ReportFormat = .json

  @Option(
    "--output -o", help: "Write to FILE; '-' is standard output.", valueName: "FILE",
    environment: false)
  var output = "-"

  @Argument(help: "The reports, JSON or JSON lines; '-' is standard input.", valueName: "FILE")
  var files: [String]

  @OptionGroup(title: "Rules") var rules: RuleOptions

  func validate() throws(UsageError) {
    if files.count(where: { $0 == "-" }) > 1 {
      throw UsageError("standard input can be given once only")
    }
  }

  func perform(_ console: Console) throws -> ExitStatus {
    let reader = ReportReader(set: try rules.ruleSet())
    var merge = ReportMerge()
    for file in files { try merge.add(try reader.report(file), name: file) }
    guard let report = merge.report() else { return .usage }
    return try reader.write(report, as: format, to: output, console)
  }
}

/// Reads reports from files.
private struct ReportReader {
  /// How long standard input may take to end.
  private static let patience = 3600
  /// The size in bytes past which a report is refused instead of filling the memory.
  private static let limit = 1 << 31

  let set: RuleSet

  /// Reads a report.
  ///
  /// - Throws: `UsageError` where it can't be read, or is none.
  func report(_ file: String) throws -> Report {
    do {
      let (bytes, time) = try bytes(of: file)
      let json = try JSONReport(reading: bytes)
      var report = try Report(json, rules: set, checks: CheckRules.all)
      report.span = time.map { $0...$0 }
      return report
    } catch let error as JSONReport.ReadingError {
      throw UsageError("can't read \(quoted(file)): \(error)")
    } catch let error as FileFailure {
      throw UsageError("can't read \(quoted(file)): \(error.why)")
    }
  }

  /// The bytes of a file, and when it was written.
  private func bytes(of file: String) throws -> ([UInt8], Int?) {
    if file == "-" {
      return (
        try BoundedInput.read(STDIN_FILENO, limit: Self.limit, seconds: Self.patience), nil
      )
    }
    let path = try FolderWalk.resolved(Path(file))
    var status = stat()
    guard path.withCString({ unsafe stat($0, &status) }) == 0 else {
      throw FileFailure(why: "it is gone")
    }
    guard status.st_size <= Self.limit else {
      throw FileFailure(why: "it has more than \(Self.limit >> 30) GiB")
    }
    var bytes: [UInt8] = []
    var reader = FileReader()
    try reader.read(path) { piece, window in
      bytes += piece.copy(0..<piece.count).dropFirst(bytes.count - window.offset)
    }
    return (bytes, status.st_mtim.tv_sec)
  }

  /// Writes a report; one that can't be written is an error, whatever stands in it.
  func write(
    _ report: Report, as format: ReportFormat, to output: String, _ console: Console
  ) throws -> ExitStatus {
    do {
      let isTerminal = output == "-"
      let style = Style(
        color: isTerminal && console.allowsColor(on: STDOUT_FILENO, noColor: false),
        width: isTerminal ? console.width(of: STDOUT_FILENO) : 80)
      try ReportFile.write(report, with: format.reporter(style: style), to: output)
      return .clean
    } catch let error as OutputError {
      throw UsageError(error.description)
    }
  }
}
