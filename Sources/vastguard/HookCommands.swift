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

  @Flag(
    "--global", help: "For every repository of this user, and not only for this one.",
    environment: false)
  var global: Bool

  var chosen: [HookName] { hooks.isEmpty ? HookName.ofWorkingRepository : hooks }
}

/// Installs hooks.
struct HookInstallCommand: Action {
  static let configuration = CommandConfiguration(
    name: "install", abstract: "Has git stop commits and pushes that would carry a key.",
    discussion: """
      A hook that stands there already is kept and runs first. Husky's scripts get vastguard's lines \
      at their top. With --global git's configuration is used where git is 2.54 or later, else a \
      folder of hooks that run each repository's own.
      """)

  @OptionGroup var options: HookOptions

  func perform(_ console: Console) throws -> ExitStatus {
    let setup = try HookSetup(console)
    if options.global { return report(try setup.global().install(options.chosen), console) }
    let manager = try setup.manager()
    let outcomes = manager.install(options.chosen)
    let status = report(outcomes, console)
    HookSetup.advise(outcomes, manager, console)
    return status
  }
}

/// Removes hooks.
struct HookUninstallCommand: Action {
  static let configuration = CommandConfiguration(
    name: "uninstall", abstract: "Takes the hooks out again, and puts back what stood there before."
  )

  @OptionGroup var options: HookOptions

  func perform(_ console: Console) throws -> ExitStatus {
    let setup = try HookSetup(console)
    if options.global {
      let hooks = options.hooks.isEmpty ? nil : options.hooks
      return report(try setup.global().uninstall(hooks), console)
    }
    return report(try setup.manager().uninstall(options.hooks), console)
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
    discussion: """
      Each hook that vastguard wrote is run, and has to answer; nothing else is run. The status is 0 \
      where all of them will run, else 1.
      """)

  @OptionGroup var options: HookOptions

  func perform(_ console: Console) throws -> ExitStatus {
    let setup = try HookSetup(console)
    var text = ""
    let states: [HookStatus]
    if options.global {
      let global = try setup.global()
      let installed = try global.installed()
      states = try global.provenStatus(
        options.hooks.isEmpty
          ? HookName.allCases.filter {
            HookName.ofWorkingRepository.contains($0) || installed.contains($0)
          } : options.hooks)
    } else {
      let manager = try setup.manager()
      states = try manager.status(options.hooks)
      if let origin = manager.place.origin {
        text = "git looks in \(manager.place.folder.text): core.hooksPath, set in \(origin)\n"
      }
    }
    let printed = console.printText(
      states.map { "\($0.hook.rawValue): \($0.words)\n" }.joined() + text)
    guard printed == .clean else { return printed }
    return !states.isEmpty && states.allSatisfy(\.isActive) ? .clean : .findings
  }
}

/// What an installed hook runs.
struct HookRunCommand: Action {
  static let configuration = CommandConfiguration(
    name: "run", abstract: "Is what an installed hook calls.",
    discussion: "Every status but 0 stops the commit or push.")

  @Flag(
    "--copy-input",
    help: "Only copy standard input to standard output, for an installed hook that needs it twice.",
    environment: false)
  var copyInput: Bool

  @Option(
    "--time-limit",
    help: "Stop, and let nothing pass, after so many seconds; 0 is no limit. By default 60 for "
      + "pre-receive, and no limit for the others.", valueName: "SECONDS")
  var timeLimit: Int?

  @Argument(help: "The hook's name.", valueName: "NAME")
  var hook: RunnableHook

  private var name: HookName { if case .git(let name) = hook { name } else { .preCommit } }

  @Argument(help: "What git gave to the hook.", valueName: "ARG")
  var arguments: [String] = []

  @OptionGroup(title: "Rules") var rules: RuleOptions
  @OptionGroup(title: "Limits") var limits: LimitOptions
  @OptionGroup(title: "Report") var output: OutputOptions

  func validate() throws(UsageError) {
    if let timeLimit, !(0...86_400).contains(timeLimit) {
      throw UsageError("--time-limit must be 0 to 86400")
    }
  }

  func perform(_ console: Console) throws -> ExitStatus {
    if case .agent = hook {
      return try AgentHook(rules: rules, limits: limits, output: output).perform(console)
    }
    if let value = console.environment[HookProbe.variable], !value.isEmpty {
      let printed = console.printText(HookProbe.answer(of: name, to: value))
      return printed == .clean ? HookProbe.status : printed
    }
    if copyInput {
      try HookInput.copy(to: STDOUT_FILENO)
      return .clean
    }
    TimeLimit.start(seconds: timeLimit ?? (name == .preReceive ? 60 : 0))
    let refusal = HookRefusal(hook: name, arguments: arguments)
    // What a hook prints is for the person at the terminal, and a clean run has nothing to say.
    var quiet = output
    quiet.quiet = true
    do {
      let status: ExitStatus
      switch name {
      case .preCommit, .preMergeCommit: status = try staged(quiet, console)
      case .commitMsg: status = try message(quiet, console)
      case .prePush: status = try pushed(quiet, console, hiding: remote(console))
      case .preReceive: status = try pushed(quiet, console, hiding: nil)
      }
      if status != .clean { refusal.explain(status, console) }
      return status
    } catch {
      console.say(error)
      refusal.explain(.usage, console)
      return .usage
    }
  }

  /// Scans the message of the commit that is being made.
  private func message(_ output: OutputOptions, _ console: Console) throws -> ExitStatus {
    guard let file = arguments.first else {
      throw UsageError("commit-msg takes the file of the message")
    }
    let text = try CommitMessage.recorded(from: Path(file), console)
    var run = try ScanRun(
      rules, limits, output, console, target: Report.Target(kind: "message", path: file),
      // Whoever calls the hook by hand need not be in a repository.
      project: (try? OpenedRepository.opened(nil)).map { .repository($0) } ?? .nowhere)
    return try run.finish { options, report in
      try MessageScan.scan(text, options: options, &report)
    }
  }

  private func staged(_ output: OutputOptions, _ console: Console) throws -> ExitStatus {
    var command = StagedCommand()
    command.rules = rules
    command.limits = limits
    command.output = output
    return try command.perform(console)
  }

  /// What is pushed: what git says on standard input or, where the pre-commit framework has read
  /// that, what it says in the environment.
  private func updates(_ console: Console) throws -> [ReferenceUpdate] {
    let text = try HookInput.read()
    if text.isEmpty, name == .prePush, console.environment["PRE_COMMIT"] == "1" {
      return try ReferenceUpdate.toldByFramework(console.environment)
    }
    return try ReferenceUpdate.read(text, as: name)
  }

  /// The remote's name, the first word that git gives to `pre-push`.
  private func remote(_ console: Console) -> String? {
    arguments.first ?? console.environment["PRE_COMMIT_REMOTE_NAME"]
  }

  private func pushed(
    _ output: OutputOptions, _ console: Console, hiding remote: String?
  ) throws -> ExitStatus {
    let opened = try OpenedRepository.opened(nil)
    let updates = try updates(console)
    var run = try ScanRun(
      rules, limits, output, console, target: Report.Target(kind: "range", path: "."),
      // Who pushes to a server has no say in what the server lets pass.
      project: name == .preReceive ? .accepted(opened, nil) : .repository(opened))
    let status = try run.finish { options, report in
      guard let repository = report.repository(opened) else {
        return try Collector.empty(options)
      }
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
    if status != .clean {
      HookRefusal(hook: name, arguments: arguments).name(run.report, console)
    }
    return status
  }
}
