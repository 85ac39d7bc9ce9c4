/// A command as plain data: what help, manual page and completions are made of.
package struct CommandDefinition: Hashable, Sendable {
  /// The word that selects the command.
  package let name: String
  /// One sentence on what the command does.
  package let abstract: String
  /// Paragraphs on how it does so; may be empty.
  package let discussion: String
  /// Command lines with what each of them does.
  package let examples: [CommandExample]
  /// The positional arguments in the order in which they are filled.
  package let arguments: [ArgumentDefinition]
  /// The command's own options in declaration order, without those of the commands around it.
  package let options: [OptionDefinition]
  /// The commands within, in declaration order.
  package let subcommands: [CommandDefinition]
  /// The name of the subcommand that runs where none is named.
  package let defaultSubcommand: String?

  /// Reads the declarations of a command and of all below it.
  ///
  /// - Parameters:
  ///   - type: The command.
  ///   - environmentPrefix: What the names of environment variables begin with.
  package init(_ type: any ParsableCommand.Type, environmentPrefix: String) {
    let configuration = type.configuration
    let level = CommandLevel(type, environmentPrefix: environmentPrefix)
    name = configuration.name
    abstract = configuration.abstract
    discussion = configuration.discussion
    examples = configuration.examples
    arguments = level.arguments.map(\.definition)
    options = level.options.map(\.definition)
    subcommands = configuration.subcommands.map {
      CommandDefinition($0, environmentPrefix: environmentPrefix)
    }
    defaultSubcommand = configuration.defaultSubcommand?.configuration.name
  }
}

/// A positional argument as plain data.
package struct ArgumentDefinition: Hashable, Sendable {
  /// What stands for the value in the help text, as in `REPO`.
  package let valueName: String
  /// The explanation, as a sentence.
  package let help: String
  /// All words that give a value; empty where they cannot be listed.
  package let choices: [String]
  /// The words that would give the default.
  package let defaultValue: String?
  /// Whether it must be given, for want of a default.
  package let isRequired: Bool
  /// Whether the argument takes all words that are left.
  package let isRepeating: Bool
  /// Words with leading dashes that are values of the argument, as they stand or with `=` and more.
  package let dashed: [String]
}

/// An option or flag as plain data.
package struct OptionDefinition: Hashable, Sendable {
  /// The names with their dashes, in declaration order.
  package let names: [String]
  /// What stands for the value in the help text, as in `FILE`; nil for a flag.
  package let valueName: String?
  /// The explanation, as a sentence.
  package let help: String
  /// All words that give a value; empty where they cannot be listed.
  package let choices: [String]
  /// The words that would give the default.
  package let defaultValue: String?
  /// Whether it must be given, for want of a default.
  package let isRequired: Bool
  /// Whether every occurrence adds a value; otherwise the last one counts.
  package let isRepeating: Bool
  /// The environment variable that gives the option where the command line does not.
  package let environmentVariable: String?
  /// The heading under which help lists the option; nil for the common one.
  package let groupTitle: String?

  /// Whether the option takes no value.
  package var isFlag: Bool { valueName == nil }

  /// Describes an option.
  ///
  /// With a prefix and a long name there is a variable: `--fail-on` becomes `PREFIX_FAIL_ON`.
  init(
    names: String, valueName: String?, help: String, choices: [String] = [],
    defaultValue: String? = nil, isRequired: Bool = false, isRepeating: Bool = false,
    environmentPrefix: String? = nil, groupTitle: String? = nil
  ) {
    self.names = names.split(separator: " ").map(String.init)
    self.valueName = valueName
    self.help = help
    self.choices = choices
    self.defaultValue = defaultValue
    self.isRequired = isRequired
    self.isRepeating = isRepeating
    self.groupTitle = groupTitle
    let longName = self.names.first { $0.hasPrefix("--") }
    environmentVariable = environmentPrefix.flatMap { prefix in
      longName.map { prefix + String($0.dropFirst(2).uppercased().map { $0 == "-" ? "_" : $0 }) }
    }
  }

  /// The options that every command has without declaring them.
  package static let builtIn = [
    OptionDefinition(names: "--help -h", valueName: nil, help: "Show this help and exit."),
    OptionDefinition(names: "--version", valueName: nil, help: "Show the version and exit."),
  ]
}
