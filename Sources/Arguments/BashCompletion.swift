/// Completion for bash, without the package of that name.
struct BashCompletion {
  let program: String
  let commands: [CompletionCommand]

  var text: String {
    """
    # bash completion for \(program)
    _\(program)() {
      local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} path=\(program)
      local i word words= options= kind=
      COMPREPLY=()
      # bash takes '--option=value' apart.
      if [[ $cur == = ]]; then cur=
      elif [[ $prev == = ]] && (( COMP_CWORD > 1 )); then prev=${COMP_WORDS[COMP_CWORD-2]}
      fi
      for (( i = 1; i < COMP_CWORD; i++ )); do
        word=${COMP_WORDS[i]}
        case "$path $word" in
    \(commandLines)
        esac
        case "$path $word" in
    \(skippingLines)
        esac
      done
      case "$path $prev" in
    \(valueLines)
      esac
      if [[ -z $kind ]]; then
        case "$path" in
    \(wordLines)
        esac
        if [[ $cur == -* ]]; then words=$options kind=words; fi
      fi
      case $kind in
        file) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- "$cur") ;;
        folder) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -d -- "$cur") ;;
        words) mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur") ;;
      esac
    }
    complete -F _\(program) \(program)

    """
  }

  /// What the words so far select.
  private var commandLines: String {
    let paths = commands.dropFirst().map { shellQuoted($0.path.joined(separator: " ")) }
    return "      " + paths.joined(separator: " | ") + ") path=\"$path $word\" ;;"
  }

  /// The options whose value is no command.
  private var skippingLines: String {
    "      " + patterns { !$0.isFlag }.joined(separator: " | ") + ") (( i++ )) ;;"
  }

  private func patterns(_ condition: (OptionDefinition) -> Bool) -> [String] {
    commands.flatMap { command in
      command.options.filter(condition).flatMap(\.names).map { name in
        shellQuoted((command.path + [name]).joined(separator: " "))
      }
    }
  }

  /// What the value of the option before can be.
  private var valueLines: String {
    var kinds: [CompletionValue] = []
    for option in commands.flatMap(\.options) where !option.isFlag {
      if !kinds.contains(option.completion) { kinds.append(option.completion) }
    }
    return kinds.map { kind in
      let names = patterns { !$0.isFlag && $0.completion == kind }.joined(separator: " | ")
      return "    \(names)) \(assignment(kind)) ;;"
    }.joined(separator: "\n")
  }

  /// The words that can follow a command: options, and commands or the first argument's values.
  private var wordLines: String {
    commands.map { command in
      let first = command.definition.arguments.first?.completion ?? .nothing
      let options = command.options.flatMap(\.names).joined(separator: " ")
      var words = command.definition.subcommands.map(\.name)
      var kind = "words"
      switch first {
      case .choices(let choices): words += choices
      case .file: kind = "file"
      case .folder: kind = "folder"
      case .nothing: break
      }
      let path = shellQuoted(command.path.joined(separator: " "))
      return "      \(path)) words=\(shellQuoted(words.joined(separator: " "))) kind=\(kind)"
        + " options=\(shellQuoted(options)) ;;"
    }.joined(separator: "\n")
  }

  private func assignment(_ kind: CompletionValue) -> String {
    switch kind {
    case .choices(let choices): "words=\(shellQuoted(choices.joined(separator: " "))) kind=words"
    case .file: "kind=file"
    case .folder: "kind=folder"
    case .nothing: "kind=none"
    }
  }
}
