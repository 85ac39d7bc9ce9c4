/// What a command line asks for.
package enum ParseResult {
  /// To run a command.
  case run(Invocation)
  /// To print this help text, which ends with a line break.
  case help(String)
  /// To print the version.
  case version
}

/// A command with its values, and the commands around it with theirs.
package struct Invocation {
  /// The command to run, its values checked.
  package let command: any ParsableCommand
  /// The enclosing commands from the root on: they hold the options that all commands share.
  package let parents: [any ParsableCommand]

  /// Returns the enclosing command of a type, or nil where there is none.
  package func parent<Command: ParsableCommand>(_ type: Command.Type) -> Command? {
    for case let parent as Command in parents { return parent }
    return nil
  }
}

/// Turns a command line into a command with values.
///
/// Options may stand anywhere after the command that declares them, `--` ends them, and the
/// options of enclosing commands are accepted by all commands within. Help and version are decided
/// before anything else can fail. Nothing here does I/O or ends the process.
package struct CommandParser: Sendable {
  private let root: any ParsableCommand.Type
  private let environmentPrefix: String

  /// Parses for a tree of commands.
  ///
  /// - Parameters:
  ///   - root: The command that is the program itself.
  ///   - environmentPrefix: What the names of environment variables begin with, as `VASTGUARD_`.
  package init(_ root: any ParsableCommand.Type, environmentPrefix: String) {
    self.root = root
    self.environmentPrefix = environmentPrefix
  }

  /// The whole tree as plain data.
  package var definition: CommandDefinition {
    CommandDefinition(root, environmentPrefix: environmentPrefix)
  }

  /// Parses the words after the program's name.
  ///
  /// An option that the command line leaves out is taken from its environment variable. There a
  /// list has one value, an empty variable counts as absent, and for a flag as false.
  package func parse(
    _ arguments: [String], environment: [String: String] = [:]
  ) throws(UsageError) -> ParseResult {
    var parsing = Parsing(root, words: arguments, environmentPrefix: environmentPrefix)
    parsing.readWords()
    return try parsing.result(environment: environment)
  }
}
