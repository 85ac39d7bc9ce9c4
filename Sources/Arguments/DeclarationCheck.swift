/// Finds mistakes in the declarations of a tree of commands; a test expects none.
///
/// Among them are names that repeat along a path of commands, that are malformed or built in,
/// missing help, arguments that can never be filled, and groups without commands.
package func validateDeclarations(of root: any ParsableCommand.Type) -> [String] {
  var check = DeclarationCheck()
  check.visit(root, within: "", reserved: Set(OptionDefinition.builtIn.flatMap(\.names)))
  return check.mistakes
}

private struct DeclarationCheck {
  private(set) var mistakes: [String] = []
  private var path = ""

  mutating func visit(
    _ type: any ParsableCommand.Type, within parents: String, reserved: Set<String>
  ) {
    let configuration = type.configuration
    let level = CommandLevel(type, environmentPrefix: "")
    path = parents.isEmpty ? configuration.name : "\(parents) \(configuration.name)"
    if !isWord(configuration.name) { note("the command's name is not a lower-case word") }
    if configuration.abstract.isEmpty { note("the command has no abstract") }
    checkSubcommands(of: type, configuration, hasArguments: !level.arguments.isEmpty)
    checkArguments(level.arguments.map(\.definition))
    var taken = reserved
    for option in level.options.map(\.definition) { checkOption(option, taken: &taken) }
    for name in level.arguments.flatMap(\.definition.dashed) where !taken.insert(name).inserted {
      note("'\(name)' is declared twice")
    }
    let here = path
    for subcommand in configuration.subcommands {
      visit(subcommand, within: here, reserved: taken)
    }
  }

  private mutating func note(_ mistake: String) {
    mistakes.append("\(path): \(mistake)")
  }

  private mutating func checkSubcommands(
    of type: any ParsableCommand.Type, _ configuration: CommandConfiguration, hasArguments: Bool
  ) {
    let names = configuration.subcommandNames
    if names.isEmpty, type is any CommandGroup.Type { note("the group has no commands") }
    if !names.isEmpty, hasArguments { note("a command with subcommands cannot have arguments") }
    if Set(names).count < names.count { note("two subcommands have the same name") }
    if names.contains("help") { note("the subcommand 'help' is built in") }
    if let type = configuration.defaultSubcommand, !names.contains(type.configuration.name) {
      note("the default subcommand is not among the subcommands")
    }
  }

  private mutating func checkArguments(_ arguments: [ArgumentDefinition]) {
    for argument in arguments where argument.help.isEmpty {
      note("\(argument.valueName) has no help")
    }
    for (argument, next) in zip(arguments, arguments.dropFirst()) {
      if argument.isRepeating { note("\(next.valueName) follows an argument that takes the rest") }
      if !argument.isRequired, next.isRequired {
        note("\(next.valueName) is required but follows an optional argument")
      }
    }
  }

  private mutating func checkOption(_ option: OptionDefinition, taken: inout Set<String>) {
    if option.names.isEmpty { note("an option has no name") }
    for name in option.names {
      if !isWellFormed(name) { note("'\(name)' is not an option's name") }
      if !taken.insert(name).inserted { note("'\(name)' is declared twice") }
    }
    let name = option.names.first ?? "an option"
    if option.help.isEmpty { note("'\(name)' has no help") }
    if option.isFlag, option.defaultValue != nil { note("'\(name)' can never be switched off") }
  }

  /// Whether a name is `--` with a word, or `-` with a letter: `-5` is a number.
  private func isWellFormed(_ name: String) -> Bool {
    if name.hasPrefix("--") { return name.count > 3 && isWord(name.dropFirst(2)) }
    return name.count == 2 && name.first == "-"
      && name.dropFirst().allSatisfy { $0.isLetter && $0.isASCII }
  }

  /// Whether a name has only lower-case letters, digits and inner dashes.
  private func isWord(_ name: some StringProtocol) -> Bool {
    let allowed = Set("abcdefghijklmnopqrstuvwxyz0123456789-")
    return name.allSatisfy(allowed.contains) && name.first != "-" && name.last != "-"
      && !name.isEmpty
  }
}
