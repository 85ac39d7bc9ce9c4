import Arguments
import Blobs
import Checks
import Findings
import Git
import Reports
import Responses

/// Looks at the machine around the repository.
struct HomeCommand: Action {
  static let configuration = CommandConfiguration(
    name: "home", abstract: "Looks at your machine: key files, SSH, shells, settings.",
    discussion: """
      Reads known places only, and changes nothing: 'vastguard fix' does. Documentation/Home.md lists \
      the places.
      """,
    examples: [
      ("vastguard home", "Looks at the home folder and the machine of whoever runs it."),
      ("vastguard home --root /mnt/image", "Looks at the files of another machine."),
      ("vastguard home --instance", "Says what to remove before a rented instance is destroyed."),
    ])

  @Option(
    "--root", help: "The folder that counts as '/'; links don't lead out of it.",
    valueName: "DIR", environment: false)
  var root: String?

  @Flag("--instance", help: "Look at a rented instance: others can read all that is on it.")
  var instance: Bool

  @OptionGroup(title: "Rules") var rules: RuleOptions
  @OptionGroup(title: "Limits") var limits: LimitOptions
  @OptionGroup(title: "Report") var output: OutputOptions

  func perform(_ console: Console) throws -> ExitStatus {
    let scope = try MachineScope.scope(root: root, isInstance: instance, console)
    let path = root ?? scope.homes.first?.text ?? "/"
    var run = try ScanRun(
      rules, limits, output, console, target: Report.Target(kind: "home", path: path),
      project: .nowhere)
    var mends: [Mend] = []
    let status = try run.finish { options, report in
      guard var collector = Collector(options.index) else { throw ScanError.outOfMemory }
      mends = try HomeAudit(scope).run(options, &collector, &report)
      return collector
    } then: { report in
      report.addSharedKeys()
    }
    if instance, output.format == .text, output.output == "-" {
      _ = console.printText(Self.plan(mends))
    }
    return status
  }

  /// What to remove from a rented instance, in order.
  private static func plan(_ mends: [Mend]) -> String {
    let steps = mends.inOrderOfRemoval
    if steps.isEmpty { return "" }
    let lines = steps.enumerated().map { number, mend in
      "  \(number + 1). \(DisplayText.of(mend.place.bytes))  (\(mend.reason))\n"
    }
    return "\nBefore the instance is destroyed, remove in this order "
      + "('vastguard fix --instance --yes' does):\n\n" + lines.joined()
  }
}

extension [Mend] {
  /// The removals of files from an instance, in the order in which they are to be made.
  var inOrderOfRemoval: [Mend] {
    let steps = enumerated().compactMap { number, mend -> (Int, Int, Mend)? in
      if case .erase(let order) = mend.step { (order, number, mend) } else { nil }
    }
    return steps.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
  }
}
