import Arguments
import Checks
import Findings
import Git
import Responses

/// Audits one repository.
struct AuditCommand: Action {
  static let configuration = CommandConfiguration(
    name: "audit", abstract: "Audits everything about one repository.",
    discussion: """
      Looks at the work tree, the index, the whole history, and every other place where git keeps \
      bytes; then at ignore rules and at the modes of key files.
      """,
    examples: [
      ("vastguard audit ../project", "Audits a repository."),
      ("vastguard audit --format sarif --output leaks.sarif", "Writes a report for code scanning."),
      ("vastguard audit --incident leak.md", "Writes a page on the worst secret, with what to do."),
    ])

  @Argument(help: "The repository; by default the one of the current folder.", valueName: "REPO")
  var repository: String?

  @OptionGroup(title: "Rules") var rules: RuleOptions
  @OptionGroup(title: "Limits") var limits: LimitOptions
  @OptionGroup(title: "Report") var output: OutputOptions
  @OptionGroup(title: "Incident") var incident: IncidentOptions

  func perform(_ console: Console) throws -> ExitStatus {
    let opened = try OpenedRepository.opened(repository)
    try incident.check(try? opened.get(), besides: output)
    let remotes = incident.isWanted ? (try? opened.get())?.remotes() ?? [] : []
    var run = try ScanRun(
      rules, limits, output, console,
      target: Report.Target(kind: "repository", path: repository ?? "."),
      project: .repository(opened))
    let keyFiles = run.settings.keyFiles
    var nested: [Path] = []
    let incident = incident
    let sheet: (Report, [FoundSecret]) -> Bool = {
      incident.write($0, secrets: $1, remotes: remotes, console)
    }
    return try run.finish(sheet: incident.isWanted ? sheet : nil) { options, report in
      guard let repository = report.repository(opened) else {
        return try Collector.empty(options)
      }
      report.target = Report.Target(of: repository, named: report.target.path)
      report.noteHead(of: repository)
      let scan = RepositoryScan(repository, options: options)
      return try scan.audit(&report) { repository, seen in
        nested = seen.workTree.nested.compactMap(\.parent)
        return try Posture.findings(in: repository, seen, keyFiles: keyFiles)
      }
    } then: { report in
      report.addSharedKeys(
        repositories: nested, ownKey: OwnKey.digest(environment: console.environment))
    }
  }
}

extension Report.Target {
  /// Describes an opened repository.
  init(of repository: Repository, named path: String) {
    self.init(kind: repository.isBare ? "bare-repository" : "repository", path: path)
  }
}

extension Report {
  /// Tells which commit is checked out, or that this can't be told, and whether the clone is shallow.
  mutating func noteHead(of repository: Repository) {
    target.isShallow = (try? repository.shallowBoundary().isEmpty) == false
    do throws(GitError) {
      target.head = try repository.head().map { "\($0)" }
    } catch {
      incomplete.append(Gap(what: "HEAD", why: error.message))
    }
  }
}
