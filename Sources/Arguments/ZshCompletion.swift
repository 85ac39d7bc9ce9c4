/// Completion for zsh, by its own `_arguments`.
struct ZshCompletion {
  let program: String
  let commands: [CompletionCommand]

  var text: String {
    """
    #compdef \(program)

    \(commands.map(function).joined(separator: "\n"))
    if [ "$funcstack[1]" = "_\(program)" ]; then
      _\(program) "$@"
    else
      compdef _\(program) \(program)
    fi

    """
  }

  private func name(of path: [String]) -> String {
    "_" + path.map { $0.map { $0 == "-" ? "_" : String($0) }.joined() }.joined(separator: "__")
  }

  private func function(_ command: CompletionCommand) -> String {
    command.definition.subcommands.isEmpty ? leaf(command) : group(command)
  }

  private func leaf(_ command: CompletionCommand) -> String {
    var specs = command.options.map(spec)
    for (index, argument) in command.definition.arguments.enumerated() {
      let place = argument.isRepeating ? "*" : "\(index + 1)"
      specs.append(
        shellQuoted(
          "\(place):\(Self.escaped(argument.valueName)):\(Self.action(argument.completion))"))
    }
    return """
      \(name(of: command.path))() {
        _arguments -s -S \\
          \(specs.joined(separator: " \\\n    "))
      }

      """
  }

  private func group(_ command: CompletionCommand) -> String {
    let specs = command.options.map(spec)
    let entries = command.definition.subcommands.map { subcommand in
      shellQuoted("\(subcommand.name):\(Self.escaped(subcommand.abstract))")
    }
    let cases = command.definition.subcommands.map { subcommand in
      "\(subcommand.name)) \(name(of: command.path + [subcommand.name])) ;;"
    }
    return """
      \(name(of: command.path))() {
        local curcontext="$curcontext" state line
        typeset -A opt_args
        _arguments -C -s \\
          \(specs.joined(separator: " \\\n    ")) \\
          '1: :->command' '*:: :->rest'
        case $state in
          command)
            local -a commands
            commands=(
              \(entries.joined(separator: "\n        "))
            )
            _describe -t commands command commands
            ;;
          rest)
            case $words[1] in
              \(cases.joined(separator: "\n        "))
            esac
            ;;
        esac
      }

      """
  }

  /// The description of an option: what it excludes, its names, its help and its value.
  private func spec(_ option: OptionDefinition) -> String {
    let star = option.isRepeating ? "*" : ""
    let help = "[\(Self.escaped(option.help))]"
    var value = ""
    if let name = option.valueName {
      value = ":\(Self.escaped(name)):\(Self.action(option.completion))"
    }
    let names = option.names.map { name in
      option.isFlag ? name : name.hasPrefix("--") ? name + "=" : name + "+"
    }
    guard names.count > 1 else {
      return shellQuoted(star + (names.first ?? "") + help + value)
    }
    let excluded = option.isRepeating ? "" : "(\(option.names.joined(separator: " ")))"
    return shellQuoted(excluded + star) + "{\(names.joined(separator: ","))}"
      + shellQuoted(help + value)
  }

  private static func action(_ value: CompletionValue) -> String {
    switch value {
    case .choices(let choices): "(\(choices.map(escaped).joined(separator: " ")))"
    case .file: "_files"
    case .folder: "_files -/"
    case .nothing: " "
    }
  }

  /// A text without what means something in a description.
  private static func escaped(_ text: String) -> String {
    text.map { "[]:\\".contains($0) ? "\\\($0)" : String($0) }.joined()
  }
}
