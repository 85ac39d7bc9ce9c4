/// Options and arguments that several commands share by way of `@OptionGroup`.
package protocol ParsableArguments: SendableMetatype {
  /// Creates the defaults that parsing starts from.
  init()

  /// Checks the values against each other, once each of them was read.
  mutating func validate() throws(UsageError)
}

extension ParsableArguments {
  /// Accepts all values.
  package func validate() throws(UsageError) {}
}

/// A command whose options and arguments are declared as properties.
///
///     struct Audit: ParsableCommand {
///       static let configuration = CommandConfiguration(name: "audit", abstract: "Audits.")
///       @Argument(help: "The repository to audit.", valueName: "REPO") var repository = "."
///       @Flag("--quiet -q", help: "Print findings only.") var quiet = false
///       func run() throws { … }
///     }
///
/// Parsing does no I/O; `run` is for the caller to call.
package protocol ParsableCommand: ParsableArguments {
  /// The command's name, its texts and its subcommands.
  static var configuration: CommandConfiguration { get }

  /// Does the command's work.
  func run() throws
}

/// A command that does nothing itself: one of its subcommands runs.
package protocol CommandGroup: ParsableCommand {}

extension CommandGroup {
  /// Does nothing: the parser goes on to a subcommand or fails.
  package func run() throws {}
}

/// What is said about a command beside its properties.
package struct CommandConfiguration: Sendable {
  /// The word that selects the command; the root's is the program's name.
  package let name: String
  /// One sentence for the list of commands and the head of the help text.
  package let abstract: String
  /// Paragraphs below the options; line breaks are kept, long lines are wrapped.
  package let discussion: String
  /// Command lines with what each of them does.
  package let examples: [CommandExample]
  /// The commands within, in the order in which help lists them.
  package let subcommands: [any ParsableCommand.Type]
  /// The subcommand that runs where none is named.
  package let defaultSubcommand: (any ParsableCommand.Type)?

  /// Describes a command; only its name and its abstract must be given.
  package init(
    name: String,
    abstract: String,
    discussion: String = "",
    examples: [(command: String, meaning: String)] = [],
    subcommands: [any ParsableCommand.Type] = [],
    defaultSubcommand: (any ParsableCommand.Type)? = nil
  ) {
    self.name = name
    self.abstract = abstract
    self.discussion = discussion
    self.examples = examples.map { CommandExample(command: $0.command, meaning: $0.meaning) }
    self.subcommands = subcommands
    self.defaultSubcommand = defaultSubcommand
  }

  /// The words that select the subcommands.
  var subcommandNames: [String] {
    subcommands.map { $0.configuration.name }
  }
}

/// A command line for the help text, and what it does.
package struct CommandExample: Hashable, Sendable {
  /// The whole line, as it is typed.
  package let command: String
  /// What the line does, as a sentence.
  package let meaning: String
}
