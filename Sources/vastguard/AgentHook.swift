import Arguments
import Blobs
import Findings
import Git
import Glibc
import Reports
import Responses
import Rules

/// A hook that can be run: one of git's, or a coding agent's.
enum RunnableHook: ArgumentValue {
  case git(HookName)
  case agent

  init?(argument: String) {
    if argument == "agent" {
      self = .agent
    } else if let name = HookName(argument: argument) {
      self = .git(name)
    } else {
      return nil
    }
  }

  var argument: String {
    switch self {
    case .git(let name): name.argument
    case .agent: "agent"
    }
  }

  static var choices: [String]? { (HookName.choices ?? []) + ["agent"] }
}

/// What `hook run agent` does: it looks at what a coding agent is about to write or run.
///
/// Whatever goes wrong ends with status 2, which stops the agent; any other would let it go on.
struct AgentHook {
  let rules: RuleOptions
  let limits: LimitOptions
  let output: OutputOptions

  /// The most that an agent may send, and the size up to which a file is read that it edits.
  private static let sizeLimit = 64 << 20
  /// Seconds to wait for the request, and then for the scan: agents wait a minute for a hook, and
  /// some go on without it.
  private static let secondsToRead = 10
  private static let secondsToScan = 30
  /// How many places are told.
  private static let toldPlaces = 10

  /// Answers the request on standard input.
  func perform(_ console: Console) throws -> ExitStatus {
    let limit = min(Self.sizeLimit, limits.maxBlobSize.bytes)
    let bytes = try BoundedInput.read(STDIN_FILENO, limit: limit, seconds: Self.secondsToRead)
    let request = try AgentRequest(reading: bytes)
    let scanned = request.texts.isEmpty ? nil : try scan(request, limit: limit, console)
    guard let (report, output) = scanned, refuses(report, output) else {
      return give(AgentAnswer.allowing(request.event), console)
    }
    return give(
      AgentAnswer.refusing(request.event, because: reason(report, output, request)), console)
  }

  private func scan(
    _ request: AgentRequest, limit: Int, _ console: Console
  ) throws -> (Report, OutputOptions) {
    let run = try ScanRun(
      rules, limits, output, console, target: Report.Target(kind: "stdin", path: "."))
    let deadline = ContinuousClock.now + .seconds(Self.secondsToScan)
    var options = run.options
    options.maxBlobSize = limit
    options.progress = ScanProgress { ContinuousClock.now > deadline }
    var report = run.report
    var scan = try AgentScan(options, of: request)
    for text in request.texts where !options.progress.isCancelled() { scan.scan(text, &report) }
    var policy = run.policy
    // An agent is not to silence what it writes itself.
    policy.honorsMarkers = false
    scan.finish().finish(&report, under: &policy)
    if options.progress.isCancelled() {
      report.incomplete.append(
        Report.Gap(what: "the rest", why: "it took more than \(Self.secondsToScan) seconds"))
    }
    return (report, run.output)
  }

  private func refuses(_ report: Report, _ output: OutputOptions) -> Bool {
    let policy = Verdict.Policy(
      exitCode: output.exitCode.map(Int32.init), exitZero: output.exitZero,
      requireComplete: output.requireComplete)
    return Verdict(on: report, failOn: output.failOn).exitStatus(policy) != .clean
  }

  private func give(_ answer: AgentAnswer, _ console: Console) -> ExitStatus {
    if let message = answer.message {
      console.note(message.split(separator: "\n").map(String.init))
    }
    guard let output = answer.output else { return answer.status }
    let printed = console.printText(output + "\n")
    return printed == .clean ? answer.status : printed
  }

  /// What was found where, and how to go on, in words for an agent and for whoever it works for.
  private func reason(
    _ report: Report, _ output: OutputOptions, _ request: AgentRequest
  ) -> String {
    let action = request.tool.map { "\(DisplayText.of($0, limit: 80)) was stopped" } ?? "Stopped"
    let findings = counted(report, output)
    var lines: [String] = []
    if findings.isEmpty {
      lines.append("\(action): not all of it could be looked at.")
    } else {
      lines.append("\(action): it holds a secret in clear.")
      lines += findings.prefix(Self.toldPlaces).map { line($0, report) }
      if findings.count > Self.toldPlaces {
        lines.append("- and \(findings.count - Self.toldPlaces) more")
      }
    }
    lines += report.incomplete.prefix(Self.toldPlaces).map {
      "- not looked at: \(DisplayText.of($0.what)): \(DisplayText.of($0.why))"
    }
    if !findings.isEmpty { lines += Self.advice }
    // What was typed may hold more than the rules in force know.
    return Console.withoutKeys(CleanText.of(lines.joined(separator: "\n")))
  }

  private static let advice = [
    "What to do: leave the value out, in every form. Refer to it by name, such as $VAST_API_KEY, "
      + "and let the person who owns it put it into the environment, or into a file that git "
      + "ignores and only its owner can read (mode 0600).",
    "If the value has been in a commit, a log or a chat, it has to be reset: "
      + "https://cloud.vast.ai/manage-keys/",
    "To go on all the same, knowingly, a person does this step without the agent.",
  ]

  /// The findings that count, one for each secret in each file or argument.
  private func counted(_ report: Report, _ output: OutputOptions) -> [Finding] {
    let least = max(output.failOn, .low)
    var seen: Set<String> = []
    return report.findings.filter { finding in
      guard finding.suppressed == nil, finding.severity >= least else { return false }
      // An argument is also seen among all arguments.
      let place = finding.layer == .stdin ? "" : finding.path.text
      return seen.insert("\(finding.secret ?? "") \(place)").inserted
    }
  }

  private func line(_ finding: Finding, _ report: Report) -> String {
    let secret = report.secrets.first { $0.id == finding.secret }?.redacted ?? ""
    let path = DisplayText.of(finding.path.bytes)
    var place: String =
      switch finding.layer {
      case .stdin: "in '\(path)'"
      case .pathName: "in the name \(path)"
      default: "in \(path)"
      }
    if finding.layer != .pathName, let region = finding.region { place += ", line \(region.line)" }
    return "- \(DisplayText.of(finding.message)): \(DisplayText.of(secret)), \(place) "
      + "(rule \(DisplayText.of(finding.rule)))"
  }
}
