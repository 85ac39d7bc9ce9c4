import Arguments
import Testing

/// A small tree of commands with every kind of declaration.
struct Tool: CommandGroup {
  static let configuration = CommandConfiguration(
    name: "tool", abstract: "Looks after things.",
    subcommands: [Check.self, Hook.self, Rules.self, Send.self])

  @Option("-C", help: "Run in DIR.", valueName: "DIR") var directories: [String] = []
  @Flag("--trace", help: "Tell what is done.") var trace = false
}

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    name: "check", abstract: "Checks a place.",
    discussion: "The first paragraph.\n\nThe second one.",
    examples: [("tool check", "Checks the current folder.")])

  @Argument(help: "The place to check.", valueName: "PLACE") var place = "."
  @Argument(help: "Further places.", valueName: "MORE") var more: [String] = []
  @Option("--fail-on -f", help: "Fail from this degree on.", valueName: "DEGREE")
  var failOn: Degree = .low
  @Option("--limit", help: "How many are shown.", valueName: "N") var limit = 10
  @Option("--ratio", help: "A share.", valueName: "X") var ratio: Double?
  @Option("--config", help: "The configuration file.", valueName: "FILE") var config: String?
  @Option("--rules -r", help: "A file of rules to add.", valueName: "FILE") var rules: [String] = []
  @Option("--color", help: "Whether to use colors.") var color: Bool?
  @OptionGroup(title: "Output") var output: OutputOptions

  var wasChecked = false

  mutating func validate() throws(UsageError) {
    if limit < 0 { throw UsageError("'--limit' must not be negative") }
    wasChecked = true
  }

  func run() throws {}
}

struct OutputOptions: ParsableArguments {
  @Option("--format", help: "The report's format.") var format: Format = .text
  @Option("--output -o", help: "Where the report goes.", valueName: "FILE", environment: false)
  var path = "-"
  @Flag("--quiet -q", help: "Print findings only.") var quiet = false
  @Flag("--verbose -v", help: "Print more.") var verbose = false

  mutating func validate() throws(UsageError) {
    if quiet, verbose {
      throw UsageError("'--quiet' and '--verbose' exclude each other", hint: "choose one")
    }
  }
}

struct Hook: CommandGroup {
  static let configuration = CommandConfiguration(
    name: "hook", abstract: "Manages hooks.", subcommands: [Install.self, Uninstall.self])
}

struct Install: ParsableCommand {
  static let configuration = CommandConfiguration(name: "install", abstract: "Installs hooks.")
  @Flag("--global", help: "For all repositories.") var global = false
  func run() throws {}
}

struct Uninstall: ParsableCommand {
  static let configuration = CommandConfiguration(name: "uninstall", abstract: "Removes hooks.")
  func run() throws {}
}

struct Rules: CommandGroup {
  static let configuration = CommandConfiguration(
    name: "rules", abstract: "Shows the rules.", subcommands: [List.self, Show.self],
    defaultSubcommand: List.self)
}

struct List: ParsableCommand {
  static let configuration = CommandConfiguration(name: "list", abstract: "Lists all rules.")
  @Flag("--long -l", help: "With their patterns.") var long = false
  func run() throws {}
}

struct Show: ParsableCommand {
  static let configuration = CommandConfiguration(name: "show", abstract: "Shows one rule.")
  @Argument(help: "The rule.") var id: String
  @Argument(help: "How deep.", valueName: "DEPTH") var depth: Int?
  func run() throws {}
}

struct Send: ParsableCommand {
  static let configuration = CommandConfiguration(name: "send", abstract: "Sends files.")
  @Option("--to", help: "The receiver.", valueName: "NAME") var receiver: String
  @Argument(help: "The files.", valueName: "FILE") var files: [String]
  func run() throws {}
}

enum Degree: String, CaseIterable, ArgumentValue {
  case info, low, high
}

enum Format: String, CaseIterable, ArgumentValue {
  case text, json, sarif
}

let parser = CommandParser(Tool.self, environmentPrefix: "TOOL_")

/// Splits a line at spaces, as a shell would do with plain words.
func words(_ line: String) -> [String] {
  line.split(separator: " ").map(String.init)
}

/// Parses a line that must give a command of the type.
func command<Command: ParsableCommand>(
  _ type: Command.Type = Command.self, _ arguments: [String],
  environment: [String: String] = [:]
) throws -> Command {
  try #require(invocation(arguments, environment: environment).command as? Command)
}

func invocation(
  _ arguments: [String], environment: [String: String] = [:]
) throws -> Invocation {
  guard case .run(let invocation) = try parser.parse(arguments, environment: environment) else {
    throw UnexpectedResult()
  }
  return invocation
}

/// The mistake that the parser finds, or nil where it finds none.
func mistake(_ arguments: [String], environment: [String: String] = [:]) -> UsageError? {
  do throws(UsageError) {
    _ = try parser.parse(arguments, environment: environment)
    return nil
  } catch {
    return error
  }
}

func check(_ line: String) throws -> Check {
  try command(Check.self, ["check"] + words(line))
}

struct UnexpectedResult: Error {}
