/// A shell that can complete command lines.
package enum CompletionShell: String, CaseIterable, Sendable {
  case bash
  case zsh
  case fish
}

extension CommandDefinition {
  /// The script that has a shell complete this program's command lines: a pure function of the
  /// declarations.
  package func completions(for shell: CompletionShell) -> String {
    let commands = CompletionCommand.all(of: self)
    return switch shell {
    case .bash: BashCompletion(program: name, commands: commands).text
    case .zsh: ZshCompletion(program: name, commands: commands).text
    case .fish: FishCompletion(program: name, commands: commands).text
    }
  }
}

/// A command with all that can follow its name.
struct CompletionCommand {
  /// The words from the program's name on, such as `vastguard hook install`.
  let path: [String]
  let definition: CommandDefinition
  /// The options of the command, of those around it, and those that are built in.
  let options: [OptionDefinition]

  /// A command and all within, each before what is in it.
  static func all(
    of definition: CommandDefinition, within path: [String] = [],
    _ inherited: [OptionDefinition] = []
  ) -> [CompletionCommand] {
    let options = definition.options + inherited
    let command = CompletionCommand(
      path: path + [definition.name], definition: definition,
      options: options + OptionDefinition.builtIn)
    return [command]
      + definition.subcommands.flatMap { all(of: $0, within: command.path, options) }
  }
}

/// What a value can be completed with.
enum CompletionValue: Hashable {
  case choices([String])
  case file
  case folder
  case nothing

  init(name: String?, choices: [String]) {
    switch name {
    case _ where !choices.isEmpty: self = .choices(choices)
    case "FILE", "PATH", "FORMAT=FILE": self = .file
    case "DIR", "REPO": self = .folder
    default: self = .nothing
    }
  }
}

extension OptionDefinition {
  var completion: CompletionValue { CompletionValue(name: valueName, choices: choices) }
}

extension ArgumentDefinition {
  var completion: CompletionValue { CompletionValue(name: valueName, choices: choices) }
}

/// A text in single quotes, as `sh` and its like take it whatever is in it.
func shellQuoted(_ text: String) -> String {
  "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
    + "'"
}
