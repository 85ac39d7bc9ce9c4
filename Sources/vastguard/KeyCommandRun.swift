import Arguments
import Blobs
import CSystem
import Findings
import Git
import Glibc
import KeyRequests
import Reports
import Responses

/// What `verify` and `reset` have in common.
///
/// Keys are gathered, handed to the program with the network client, and its verdicts put into the
/// reports.
struct KeyCommandRun {
  let command: KeysRequest.Command
  let repository: String?
  let source: KeySourceOptions
  let server: ServerOptions
  let rules: RuleOptions
  let limits: LimitOptions
  let output: OutputOptions
  let console: Console

  func run(_ options: KeysRequest.Options) throws -> ExitStatus {
    let server = try server.server(console)
    let program = try KeyProgram()
    // From here on there are keys in clear in memory, and a crash must not write them to a file.
    guard vg_hide_memory() == 0 else { throw UsageError("core dumps can't be switched off") }
    var gathered = try gather()
    if let number = Interruption.signalNumber { return ExitStatus(rawValue: 128 + number) }
    for gap in gathered.report.incomplete { console.note("not scanned: \(gap.what): \(gap.why)") }
    if let file = options.newKeyFile, !options.isDryRun,
      let here = try? FolderWalk.resolved(Path(".")),
      IgnoredFile.isTaken(file.hasPrefix("/") ? Path(file) : here.appending(Path(file).bytes))
    {
      console.note("\(quoted(file)) is not ignored: see that git does not take the new value along")
    }
    if let lacking = gathered.lacking, !gathered.keys.isEmpty { console.note(lacking) }
    let status: ExitStatus
    if gathered.keys.isEmpty {
      let text =
        gathered.lacking.map { "Nothing to ask about: \($0).\n" }
        ?? "No Vast.ai keys found: nothing to ask about.\n"
      status = speaksOnStandardError ? noted(text) : console.printText(text)
    } else {
      var request = KeysRequest(
        command: command, parent: getpid(), server: server.text, options: options,
        keys: gathered.keys.map(\.key))
      request.speaksOnStandardError = speaksOnStandardError
      let (ended, answer) = try program.run(request, console)
      gathered.fill(answer)
      if Interruption.signalNumber != nil {
        gathered.report.incomplete.append(
          Report.Gap(what: "the rest", why: "asking was interrupted before its end"))
      }
      status = ended
    }
    if !output.suppressions.showSuppressed { gathered.leaveOutSuppressed() }
    if !output.writeFiles(gathered.report, console), status == .clean { return .incomplete }
    return told(status, gathered.report)
  }

  private var speaksOnStandardError: Bool { output.format != .text && output.output == "-" }

  private func noted(_ text: String) -> ExitStatus {
    console.note(String(text.dropLast()))
    return .clean
  }

  /// Keys that nobody could look for are nothing that is known to be closed.
  private func told(_ status: ExitStatus, _ report: Report) -> ExitStatus {
    if status == .clean, !report.complete { return .incomplete }
    if status == .findings, command == .verify {
      if output.exitZero { return .clean }
      return output.exitCode.map { ExitStatus(rawValue: Int32($0)) } ?? status
    }
    return status
  }

  private func gather() throws -> GatheredKeys {
    let named = [source.report, source.keyFile].compactMap(\.self)
    guard named.count + (repository == "-" ? 1 : 0) <= 1,
      source.keyFile == nil || repository == nil
    else { throw UsageError("keys come from one place: a repository, --from, --key-file, or '-'") }
    let gathering = KeyGathering(
      rules: rules, limits: limits, output: output, console: console)
    if repository == "-" { return try gathering.standardInput() }
    if let file = source.keyFile { return try gathering.keyFile(file) }
    if let report = source.report { return try gathering.report(report, repository: repository) }
    return try gathering.repository(repository)
  }
}
