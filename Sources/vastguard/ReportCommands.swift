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
    try reader.check(output)
    let report = try reader.report(file)
    return try reader.write(to: output, console) { style in
      try ReportFile.write(report, with: format.reporter(style: style), to: output)
    }
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

  @Option("--format --to -f", help: "The form to write.", environment: false)
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
    try reader.check(output)
    let folder = console.environment["TMPDIR"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/tmp"
    var merge = ReportMerge(known: (reader.set, CheckRules.all), folder: folder)
    do {
      for file in files {
        let (head, _) = try reader.read(file) { try merge.add($0) }
        try merge.end(head, name: file)
      }
      return try reader.write(to: output, console) { style in
        try ReportFile.write(&merge, with: format.reporter(style: style), to: output)
      }
    } catch let error as OutputError {
      throw UsageError(error.description)
    }
  }
}

/// Reads reports from files.
private struct ReportReader {
  /// How long standard input may take to end.
  private static let patience = 3600
  /// The size in bytes past which a report is refused instead of filling the memory.
  private static let limit = 1 << 31

  let set: RuleSet

  /// Reads a report as a whole.
  ///
  /// - Throws: `UsageError` where it can't be read, or is none.
  func report(_ file: String) throws -> Report {
    var (findings, secrets) = ([JSONReport.FindingRow](), [JSONReport.SecretEntry]())
    var gaps: [Report.Gap] = []
    var (json, time) = try read(file, limit: Self.limit) { row in
      switch row {
      case .finding(let row): findings.append(row)
      case .secret(let row): secrets.append(row)
      case .gap(let row): gaps.append(row)
      }
    }
    (json.findings, json.secrets, json.incomplete) = (findings, secrets, gaps)
    do {
      var report = try Report(json, rules: set, checks: CheckRules.all)
      report.span = time.map { $0...$0 }
      return report
    } catch {
      throw UsageError("can't read \(quoted(file)): \(error)")
    }
  }

  /// Reads a report row by row.
  ///
  /// - Parameters:
  ///   - file: Its name; `-` is standard input.
  ///   - limit: The most bytes that it may have.
  ///   - take: Takes a row.
  /// - Returns: The report without rows, and when it was written.
  /// - Throws: `UsageError` where it can't be read, or is none; what `take` throws.
  func read(
    _ file: String, limit: Int = .max, _ take: (ReportRowReader.Row) throws -> Void
  ) throws -> (head: JSONReport, time: Int?) {
    var reader = ReportRowReader()
    var size = 0
    do {
      let time = try forEachPiece(of: file) { piece in
        size += piece.count
        guard size <= limit else { throw FileFailure(why: "it has more than \(limit >> 30) GiB") }
        try reader.add(piece.span, take)
      }
      return (try reader.finish(take), time)
    } catch let error as JSONReport.ReadingError {
      throw UsageError("can't read \(quoted(file)): \(error)")
    } catch let error as FileFailure {
      throw UsageError("can't read \(quoted(file)): \(error.why)")
    }
  }

  /// Hands on what a regular file or standard input holds, and tells when the file was written.
  private func forEachPiece(
    of file: String, _ body: ([UInt8]) throws -> Void
  ) throws -> Int? {
    if file == "-" {
      try forEachPiece(of: STDIN_FILENO, body)
      return nil
    }
    let path = try FolderWalk.resolved(Path(file))
    let descriptor = path.withCString {
      unsafe Glibc.open($0, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    }
    guard descriptor >= 0 else { throw Self.failure }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw Self.failure }
    guard status.st_mode & S_IFMT == S_IFREG else { throw FileFailure(why: "not a regular file") }
    try forEachPiece(of: descriptor, body)
    return status.st_mtim.tv_sec
  }

  /// What the system said last.
  private static var failure: FileFailure {
    FileFailure(why: unsafe String(cString: strerror(errno)))
  }

  private func forEachPiece(
    of descriptor: Int32, _ body: ([UInt8]) throws -> Void
  ) throws {
    let end = ContinuousClock.now + .seconds(Self.patience)
    var stopped: (any Error)?
    do throws(BoundedInput.Failure) {
      try BoundedInput.forEachPiece(
        of: descriptor, until: { end }, late: "it did not end within \(Self.patience) seconds"
      ) { piece throws(BoundedInput.Failure) in
        do {
          try body(piece)
        } catch {
          stopped = error
          throw BoundedInput.Failure(description: "")
        }
      }
    } catch {
      throw stopped ?? FileFailure(why: error.description)
    }
  }

  /// Refuses a place that no report can go to, before anything is read.
  func check(_ output: String) throws(UsageError) {
    do {
      _ = try ReportFile.check(output)
    } catch {
      throw UsageError(error.description)
    }
  }

  /// Writes a report; one that can't be written is an error, whatever stands in it.
  func write(
    to output: String, _ console: Console, _ body: (Style) throws -> Void
  ) throws -> ExitStatus {
    do {
      let isTerminal = output == "-"
      try body(
        Style(
          color: isTerminal && console.allowsColor(on: STDOUT_FILENO, noColor: false),
          width: isTerminal ? console.width(of: STDOUT_FILENO) : 80))
      return .clean
    } catch let error as OutputError {
      throw UsageError(error.description)
    }
  }
}
