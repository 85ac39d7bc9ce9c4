import Arguments
import Blobs
import Findings
import FoundationEssentials
import Git
import Glibc
import Responses
import Rules

extension HookName: ArgumentValue {}

/// The commands about hooks.
struct HookCommand: CommandGroup {
  static let configuration = CommandConfiguration(
    name: "hook", abstract: "Manages git hooks, and is what they run.",
    subcommands: [
      HookInstallCommand.self, HookUninstallCommand.self, HookStatusCommand.self,
      HookRunCommand.self,
    ])
}

/// Which hooks a command is about.
struct HookOptions: ParsableArguments {
  @Option(
    "--hook",
    help: "Only this hook; may be repeated. By default pre-commit, pre-merge-commit and "
      + "pre-push.", valueName: "NAME", environment: false)
  var hooks: [HookName] = []

  var chosen: [HookName] { hooks.isEmpty ? HookName.ofWorkingRepository : hooks }

  /// What installs and removes hooks in the repository of the current folder.
  func installer() throws -> HookInstaller {
    let (open, refusal) = try RepositoryOpener.opener(nil)
    if let refusal { throw UsageError("the repository can't be opened: \(refusal.message)") }
    let folder = try open().hooksFolder()
    return HookInstaller(
      hooksFolder: folder, template: String(decoding: EmbeddedFile.hookScript.bytes, as: UTF8.self),
      binary: try FolderWalk.resolved(Path("/proc/self/exe")))
  }
}

/// Installs hooks.
struct HookInstallCommand: Action {
  static let configuration = CommandConfiguration(
    name: "install", abstract: "Has git stop commits and pushes that would carry a key.",
    discussion: "A hook that stands there already is kept and runs first.")

  @OptionGroup var options: HookOptions

  func perform(_ console: Console) throws -> ExitStatus {
    let outcomes = try options.installer().install(options.chosen)
    return report(outcomes, console)
  }
}

/// Removes hooks.
struct HookUninstallCommand: Action {
  static let configuration = CommandConfiguration(
    name: "uninstall", abstract: "Takes the hooks out again, and puts back what stood there before."
  )

  @OptionGroup var options: HookOptions

  func perform(_ console: Console) throws -> ExitStatus {
    let outcomes = try options.installer().uninstall(options.chosen)
    return report(outcomes, console)
  }
}

/// Says what was done to each hook.
private func report(_ outcomes: [HookOutcome], _ console: Console) -> ExitStatus {
  var failed = false
  let lines = outcomes.map { outcome in
    if case .failed = outcome.action { failed = true }
    return "\(outcome.hook.rawValue): \(outcome.words)\n"
  }
  let status = console.printText(lines.joined())
  return failed ? .usage : status
}

/// Tells which hooks are there.
struct HookStatusCommand: Action {
  static let configuration = CommandConfiguration(
    name: "status", abstract: "Tells which hooks are installed and will run.",
    discussion: "The status is 0 where all of them will run, else 1.")

  @OptionGroup var options: HookOptions

  func perform(_ console: Console) throws -> ExitStatus {
    let states = try options.installer().status(options.chosen)
    let printed = console.printText(
      states.map { "\($0.hook.rawValue): \($0.words)\n" }.joined())
    guard printed == .clean else { return printed }
    return states.allSatisfy(\.isActive) ? .clean : .findings
  }
}

/// What an installed hook runs.
struct HookRunCommand: Action {
  static let configuration = CommandConfiguration(
    name: "run", abstract: "Is what an installed hook calls.",
    discussion: "Every status but 0 stops the commit or push.")

  @Argument(help: "The hook's name.", valueName: "NAME")
  var hook: RunnableHook

  private var name: HookName { if case .git(let name) = hook { name } else { .preCommit } }

  @Argument(help: "What git gave to the hook.", valueName: "ARG")
  var arguments: [String] = []

  @OptionGroup(title: "Rules") var rules: RuleOptions
  @OptionGroup(title: "Limits") var limits: LimitOptions
  @OptionGroup(title: "Report") var output: OutputOptions

  func perform(_ console: Console) throws -> ExitStatus {
    if case .agent = hook {
      return try AgentHook(rules: rules, limits: limits, output: output).perform(console)
    }
    // What a hook prints is for the person at the terminal, and a clean run has nothing to say.
    var quiet = output
    quiet.quiet = true
    let status: ExitStatus
    switch name {
    case .preCommit, .preMergeCommit: status = try staged(quiet, console)
    case .prePush: status = try pushed(quiet, console, hiding: remote)
    case .preReceive: status = try pushed(quiet, console, hiding: nil)
    }
    if status != .clean { explain(status, console) }
    return status
  }

  private func staged(_ output: OutputOptions, _ console: Console) throws -> ExitStatus {
    var command = StagedCommand()
    command.rules = rules
    command.limits = limits
    command.output = output
    return try command.perform(console)
  }

  /// The remote's name, the first word that git gives to `pre-push`.
  private var remote: String? { arguments.first }

  private func pushed(
    _ output: OutputOptions, _ console: Console, hiding remote: String?
  ) throws -> ExitStatus {
    let (open, refusal) = try RepositoryOpener.opener(nil)
    let updates = try ReferenceUpdate.read(fromDescriptor: STDIN_FILENO, as: name)
    var run = try ScanRun(
      rules, limits, output, console, target: Report.Target(kind: "range", path: "."))
    return try run.finish { options, report in
      if let refusal { return try refused(refusal, options, &report) }
      let repository = try open()
      report.noteHead(of: repository)
      var scan = try ChangeScan(repository, options: options)
      for update in updates {
        guard let object = update.newID else { continue }
        if update.oldID == nil { scan.scanName(ofReference: update.name) }
        if let range = try update.range(in: repository, remote: remote, hook: name) {
          try scan.scan(range, &report)
        }
        scan.scanTarget(object, of: update.name, &report)
      }
      return scan.finish()
    }
  }

  private func explain(_ status: ExitStatus, _ console: Console) {
    let (what, unstage, skip) =
      switch name {
      case .preCommit, .preMergeCommit:
        (
          "commit", "unstage what is named above ('git restore --staged FILE')",
          "git commit --no-verify"
        )
      case .prePush:
        ("push", "take what is named above out of the commits", "git push --no-verify")
      case .preReceive: ("push", "take what is named above out of the commits", "")
      }
    console.note(
      status == .incomplete
        ? "\(what) stopped: something could not be scanned; see above"
        : "\(what) stopped: \(unstage), and reset a key that left this machine")
    if !skip.isEmpty { console.note("to go on all the same, knowingly: \(skip)") }
  }
}
