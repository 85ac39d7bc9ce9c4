import Arguments
import Glibc
import Responses

/// The program: its commands, and where every error becomes words and a status.
@main
struct Vastguard: CommandGroup {
  /// The version that the program tells.
  static let version = "0.1.0"
  /// The day of that version, which the manual page tells.
  static let date = "2026-11-20"

  static let configuration = CommandConfiguration(
    name: "vastguard",
    abstract: "Finds Vast.ai keys that leak: in files, in git, on the machine.",
    discussion: """
      The exit status is 0 where everything was scanned and nothing found, 1 for findings, 2 for \
      a usage or configuration error, and 3 where nothing was found but something could not be \
      scanned.
      """,
    examples: [
      ("vastguard audit", "Audits the repository in the current folder."),
      ("vastguard hook install", "Has git refuse commits and pushes that hold a key."),
      ("vastguard scan notebook.ipynb", "Scans a file, no git needed."),
    ],
    subcommands: [
      AuditCommand.self, ScanCommand.self, StagedCommand.self, HistoryCommand.self,
      HomeCommand.self, FixCommand.self, HookCommand.self, VerifyCommand.self, ResetCommand.self,
      RulesCommand.self, ConfigCommand.self, ExplainCommand.self, ReportCommand.self,
      CompletionsCommand.self, ManualCommand.self,
    ])

  @Option("-C", help: "Run as if started in DIR.", valueName: "DIR", environment: false)
  var directories: [String] = []

  static func main() {
    occupyStandardStreams()
    let console = Console()
    let arguments = Array(CommandLine.arguments.dropFirst())
    exit(status(of: arguments, console).rawValue)
  }

  /// The commands with their options, as plain data.
  static var definition: CommandDefinition { parser.definition }

  private static var parser: CommandParser {
    CommandParser(Vastguard.self, environmentPrefix: "VASTGUARD_")
  }

  /// Keeps the descriptors of streams that were closed from going to files, where what is meant for
  /// people would be written; what is written to them fails.
  private static func occupyStandardStreams() {
    while true {
      let descriptor = unsafe open("/dev/null", O_RDONLY | O_CLOEXEC)
      guard !(0...STDERR_FILENO).contains(descriptor) else { continue }
      if descriptor >= 0 { close(descriptor) }
      return
    }
  }

  private static func status(of arguments: [String], _ console: Console) -> ExitStatus {
    // A reader that goes away, as in `vastguard … | head`, is an error to handle, not to die of.
    signal(SIGPIPE, SIG_IGN)
    // So is a file that grows past the limit of `ulimit -f`: writing fails with EFBIG.
    signal(SIGXFSZ, SIG_IGN)
    do {
      switch try parser.parse(arguments, environment: console.environment) {
      case .help(let text): return console.printText(text)
      case .version: return console.printText("vastguard \(version)\n")
      case .run(let invocation):
        // As for git, an empty name changes nothing.
        for directory in invocation.parent(Vastguard.self)?.directories ?? []
        where !directory.isEmpty {
          guard unsafe chdir(directory) == 0 else {
            throw UsageError("can't change to folder \(quoted(directory))")
          }
        }
        guard let action = invocation.command as? any Action else { return .usage }
        return try action.perform(console)
      }
    } catch {
      console.say(error)
      return .usage
    }
  }
}

/// A command that does something: it gives the status with which the program ends.
protocol Action: ParsableCommand {
  /// Does what the command is for.
  ///
  /// - Throws: What makes it a usage or configuration error, before anything was scanned.
  func perform(_ console: Console) throws -> ExitStatus
}

extension Action {
  func run() throws {}
}
