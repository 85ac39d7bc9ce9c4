import Arguments
import Blobs
import Checks
import Findings
import FoundationEssentials
import Git
import Glibc
import Reports
import Responses

/// Closes what can be closed on this machine.
struct FixCommand: Action {
  static let configuration = CommandConfiguration(
    name: "fix", abstract: "Closes what can be closed here: ignore entries, modes, SSH settings.",
    discussion: """
      Shows every change first, and asks. Without REPO it looks at the repository of the current \
      folder, if there is one, and at your machine. The exit status is 0 where nothing is left to \
      change, and 1 where something is.
      """,
    examples: [
      ("vastguard fix --dry-run", "Shows what would be changed."),
      ("vastguard fix --yes", "Changes it without asking."),
      ("vastguard fix --instance --yes", "Removes what 'home --instance' lists."),
    ])

  @Argument(help: "The repository; then only that is looked at.", valueName: "REPO")
  var repository: String?

  @Option(
    "--root", help: "The folder that counts as '/'; then only the machine in it is looked at.",
    valueName: "DIR", environment: false)
  var root: String?

  @Flag(
    "--instance", help: "Remove secrets from a rented instance; only with --yes.",
    environment: false)
  var instance: Bool

  @Flag("--dry-run -n", help: "Show the changes only, whatever else is said.", environment: false)
  var dryRun: Bool

  @Flag("--yes -y", help: "Make the changes without asking.", environment: false)
  var yes: Bool

  @OptionGroup(title: "Rules") var rules: RuleOptions
  @OptionGroup(title: "Limits") var limits: LimitOptions

  func validate() throws(UsageError) {
    if repository != nil, root != nil || instance {
      throw UsageError("REPO goes with neither --root nor --instance")
    }
  }

  func perform(_ console: Console) throws -> ExitStatus {
    var plan = FixPlan(rules, limits, console)
    if root == nil, !instance { try plan.addRepository(repository) }
    if repository == nil { try plan.addMachine(root: root, isInstance: instance) }
    for gap in plan.gaps {
      console.note("not looked at: \(DisplayText.of(gap.what)): \(DisplayText.of(gap.why))")
    }
    guard !plan.changes.isEmpty else {
      _ = console.printText(plan.failures == 0 ? "Nothing to fix.\n" : "")
      return plan.failures > 0 ? .findings : plan.gaps.isEmpty ? .clean : .incomplete
    }
    guard console.printText(Self.text(of: plan.changes)) == .clean else { return .usage }
    if dryRun || instance && !yes {
      if instance, !dryRun { console.note("nothing was removed; --yes removes these files") }
      return .findings
    }
    guard yes || ask(plan.changes.count, console) else { return .findings }
    return apply(plan, console)
  }

  /// The changes as a diff.
  private static func text(of changes: [Change]) -> String {
    let lines = changes.flatMap { $0.lines + [[]] }.map { DisplayText.of($0, limit: 4000) }
    return Console.withoutKeys(CleanText.of(lines.map { $0 + "\n" }.joined()))
  }

  private func ask(_ count: Int, _ console: Console) -> Bool {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
      console.note("nothing was changed: there is no terminal to ask at; --yes makes the changes")
      return false
    }
    _ = console.printText("Make \(count == 1 ? "this change" : "these \(count) changes")? [y/N] ")
    let answer = readLine(strippingNewline: true)?.lowercased() ?? ""
    guard ["y", "yes"].contains(answer) else {
      console.note("nothing was changed")
      return false
    }
    return true
  }

  private func apply(_ plan: FixPlan, _ console: Console) -> ExitStatus {
    let undo = undoScript(for: plan.changes, console)
    var (made, failed) = (0, plan.failures)
    for change in plan.changes {
      do throws(FileFailure) {
        try change.make()
        made += 1
      } catch {
        failed += 1
        console.note("\(DisplayText.of(change.place.bytes)): \(DisplayText.of(error.why))")
      }
    }
    var text = "\(made) \(made == 1 ? "change" : "changes") made.\n"
    if let undo, made > 0 { text += "To undo: sh \(DisplayText.of(undo.shellWord))\n" }
    guard console.printText(text) == .clean else { return .usage }
    return failed > 0 ? .findings : plan.gaps.isEmpty ? .clean : .incomplete
  }

  /// Keeps the way back, or prints it where there is no place to keep it.
  private func undoScript(for changes: [Change], _ console: Console) -> Path? {
    let changes = changes.filter(\.isReversible)
    if changes.isEmpty { return nil }
    let environment = console.environment
    let state = [environment["XDG_STATE_HOME"], environment["HOME"].map { $0 + "/.local/state" }]
      .compactMap(\.self).first { $0.hasPrefix("/") }
    let moment = Int(Date().timeIntervalSince1970)
    let folder = state.map { UndoFolder(in: Path($0), named: "\(moment)-\(getpid())") }
    if let script = folder?.keep(changes) { return script }
    let commands = changes.reversed().flatMap { $0.undo(original: Path("ORIGINAL")).commands }
    console.note(
      "the way back could not be kept in a file:\n" + commands.joined(separator: "\n"))
    return nil
  }
}

/// The changes that a run of `fix` could make.
struct FixPlan {
  private let rules: RuleOptions
  private let limits: LimitOptions
  private let console: Console
  private(set) var changes: [Change] = []
  private(set) var gaps: [Report.Gap] = []
  /// How many changes can't be made.
  private(set) var failures = 0

  init(_ rules: RuleOptions, _ limits: LimitOptions, _ console: Console) {
    self.rules = rules
    self.limits = limits
    self.console = console
  }

  /// Adds what can be done about a repository; that of the current folder need not be there.
  mutating func addRepository(_ path: String?) throws {
    let repository: Repository
    do {
      repository = try OpenedRepository.opened(path).get()
    } catch ScanError.noRepository where path == nil {
      return
    } catch let error as GitError {
      gaps.append(Report.Gap(what: "the repository", why: error.message))
      return
    }
    let run = try ScanRun(
      rules, limits, OutputOptions(), console,
      target: Report.Target(kind: "repository", path: path ?? "."),
      project: .repository(.success(repository)))
    var report = run.report
    guard var collector = Collector(run.options.index) else { throw ScanError.outOfMemory }
    let scan = RepositoryScan(repository, options: run.options)
    let seen = try scan.workTree(&collector, &report)
    var policy = FindingPolicy()
    collector.finish(&report, under: &policy)
    gaps += report.incomplete
    guard let seen else { return }
    let context = Change.Context(index: seen.workTree.index) { folder, content, patterns in
      Posture.covers(repository, folder, content, patterns)
    }
    for mend in try Posture.mends(in: repository, seen, keyFiles: run.settings.keyFiles) {
      add(mend, context)
    }
  }

  /// Adds what can be done about a machine.
  mutating func addMachine(root: String?, isInstance: Bool) throws {
    let scope = try MachineScope.scope(root: root, isInstance: isInstance, console)
    let run = try ScanRun(
      rules, limits, OutputOptions(), console,
      target: Report.Target(kind: "home", path: root ?? "/"), project: .nowhere)
    var report = run.report
    guard var collector = Collector(run.options.index) else { throw ScanError.outOfMemory }
    let mends = try HomeAudit(scope).run(run.options, &collector, &report)
    var policy = FindingPolicy()
    collector.finish(&report, under: &policy)
    gaps += report.incomplete
    for mend in isInstance ? mends.inOrderOfRemoval : mends { add(mend, Change.Context()) }
  }

  private mutating func add(_ mend: Mend, _ context: Change.Context) {
    do throws(FileFailure) {
      guard let change = try Change.change(for: mend, context) else { return }
      // A home can lie in a repository, and both want the same of a file.
      if !changes.contains(where: { $0.lines == change.lines }) { changes.append(change) }
    } catch {
      failures += 1
      console.note("\(DisplayText.of(mend.place.bytes)): \(DisplayText.of(error.why))")
    }
  }
}
