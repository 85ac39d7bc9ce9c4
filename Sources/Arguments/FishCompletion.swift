/// Completion for fish.
struct FishCompletion {
  let program: String
  let commands: [CompletionCommand]

  var text: String {
    """
    # fish completion for \(program)
    function __\(program)_at
      set -l path
      set -l skips 0
      for word in (commandline -opc)[2..-1]
        if test $skips -eq 1
          set skips 0
          continue
        end
        switch $word
          case \(withValue)
            set skips 1
          case '-*'
          case '*'
            set -l longer (string join ' ' $path $word)
            if contains -- $longer \(paths)
              set -a path $word
            end
        end
      end
      test "$path" = "$argv"
    end

    complete -c \(program) -f
    \(commands.flatMap(lines).joined(separator: "\n"))

    """
  }

  private var withValue: String {
    var names: [String] = []
    for option in commands.flatMap(\.options) where !option.isFlag {
      for name in option.names where !names.contains(name) { names.append(name) }
    }
    return names.map(Self.quoted).joined(separator: " ")
  }

  private var paths: String {
    commands.dropFirst().map { Self.quoted($0.path.dropFirst().joined(separator: " ")) }
      .joined(separator: " ")
  }

  private func lines(_ command: CompletionCommand) -> [String] {
    let path = command.path.dropFirst().joined(separator: " ")
    let condition = Self.quoted("__\(program)_at" + (path.isEmpty ? "" : " " + path))
    let head = "complete -c \(program) -n \(condition)"
    let subcommands = command.definition.subcommands.map { subcommand in
      "\(head) -a \(Self.quoted(subcommand.name)) -d \(Self.quoted(subcommand.abstract))"
    }
    let arguments = command.definition.arguments.compactMap { argument in
      Self.values(argument.completion).map { "\(head) \($0) -d \(Self.quoted(argument.help))" }
    }
    let options = command.options.map { option in
      let names = option.names.map { name in
        name.hasPrefix("--") ? "-l \(name.dropFirst(2))" : "-s \(name.dropFirst())"
      }.joined(separator: " ")
      let value = option.isFlag ? "" : " -r " + (Self.values(option.completion) ?? "-f")
      return "\(head) \(names)\(value) -d \(Self.quoted(option.help))"
    }
    return subcommands + arguments + options
  }

  private static func values(_ value: CompletionValue) -> String? {
    switch value {
    case .choices(let choices): "-f -a " + quoted(choices.joined(separator: " "))
    case .file: "-F"
    case .folder: "-f -a '(__fish_complete_directories)'"
    case .nothing: nil
    }
  }

  /// A text in single quotes, in which fish knows two escapes.
  private static func quoted(_ text: String) -> String {
    "'" + text.map { "'\\".contains($0) ? "\\\($0)" : String($0) }.joined() + "'"
  }
}
