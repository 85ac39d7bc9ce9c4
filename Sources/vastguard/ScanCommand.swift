import Arguments
import Findings
import Git
import Glibc
import Responses

/// Scans files and folders.
struct ScanCommand: Action {
  static let configuration = CommandConfiguration(
    name: "scan", abstract: "Scans files and folders; no git needed.",
    examples: [
      ("vastguard scan .env logs/", "Scans a file and a folder."),
      ("docker logs app | vastguard scan - --stdin-path app.log", "Scans what a command prints."),
    ])

  @Argument(
    help: "Files and folders; '-' is standard input. By default the current folder.",
    valueName: "PATH")
  var paths: [String] = ["."]

  @Option(
    "--stdin-path", help: "The name that standard input has for rules about paths.",
    valueName: "NAME", environment: false)
  var stdinPath = "stdin"

  @OptionGroup(title: "Rules") var rules: RuleOptions
  @OptionGroup(title: "Limits") var limits: LimitOptions
  @OptionGroup(title: "Report") var output: OutputOptions

  func validate() throws(UsageError) {
    if paths.contains("-"), paths.count > 1 {
      throw UsageError("'-' is standard input and goes with no other path")
    }
    if $stdinPath.source != .default, !paths.contains("-") {
      throw UsageError("--stdin-path names standard input, which '-' as the path has scanned")
    }
  }

  func perform(_ console: Console) throws -> ExitStatus {
    let isStandardInput = paths == ["-"]
    for path in paths where !isStandardInput {
      var status = stat()
      if unsafe lstat(path, &status) != 0, errno == ENOENT {
        throw UsageError("there is no file or folder \(quoted(path))")
      }
    }
    var run = try ScanRun(
      rules, limits, output, console,
      target: Report.Target(
        kind: isStandardInput ? "stdin" : "files", path: paths.joined(separator: " ")))
    return try run.finish { options, report in
      let scan = PathScan(options: options)
      if isStandardInput {
        return try scan.scan(descriptor: STDIN_FILENO, name: Path(stdinPath), &report)
      }
      return try scan.scan(paths.map { Path($0) }, &report)
    }
  }
}
