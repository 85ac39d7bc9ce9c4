/// One run of the parser.
///
/// Words are read to the end even after a mistake, of which the first is remembered: a later
/// `--help` outranks it.
struct Parsing {
  typealias DeclaredOption = CommandLevel.Declared<OptionDefinition>

  private enum Request: String {
    case help = "--help"
    case version = "--version"
  }

  private let root: any ParsableCommand.Type
  private let environmentPrefix: String
  private var words: ArraySlice<String>
  /// The commands named so far, the root first; never empty.
  private var levels: [CommandLevel]
  private var argumentIndex = 0
  private var request: Request?
  /// Whether the words after `help` name a command to explain.
  private var isHelpCommand = false
  private var failure: UsageError?

  init(_ root: any ParsableCommand.Type, words: [String], environmentPrefix: String) {
    self.root = root
    self.environmentPrefix = environmentPrefix
    self.words = words[...]
    levels = [CommandLevel(root, environmentPrefix: environmentPrefix)]
  }

  private var current: CommandLevel { levels[levels.count - 1] }

  private var path: String { levels.map(\.configuration.name).joined(separator: " ") }

  // MARK: - Words

  mutating func readWords() {
    var onlyValues = false
    while let word = words.popFirst() {
      switch onlyValues ? .value : Word(word) {
      case .value: readValue(word)
      case .terminator: onlyValues = true
      case .long(let name, let value): readLong(word, name: name, value: value)
      case .short(let letters): readShort(word, letters: letters)
      }
    }
  }

  private mutating func readValue(_ word: String) {
    guard current.configuration.subcommands.isEmpty else { return readCommandName(word) }
    guard !isHelpCommand, argumentIndex < current.arguments.count else {
      return fail("unexpected argument \(quoted(word))")
    }
    let argument = current.arguments[argumentIndex]
    if !argument.definition.isRepeating { argumentIndex += 1 }
    store(
      word, in: argument.storage, place: "for \(argument.definition.valueName)",
      choices: argument.definition.choices)
  }

  /// Whether the next argument takes a word of this name although it looks like an option.
  private func isValue(_ name: String) -> Bool {
    current.configuration.subcommands.isEmpty && argumentIndex < current.arguments.count
      && current.arguments[argumentIndex].definition.dashed.contains(name)
  }

  private mutating func readCommandName(_ word: String) {
    let subcommands = current.configuration.subcommands
    if let type = subcommands.first(where: { $0.configuration.name == word }) {
      levels.append(CommandLevel(type, environmentPrefix: environmentPrefix))
    } else if word == "help" {
      isHelpCommand = true
    } else if failure == nil {
      let names = current.configuration.subcommandNames
      fail("unknown command \(quoted(word))", hint: didYouMean(word, among: names))
    }
  }

  private mutating func readLong(_ word: String, name: String, value: String?) {
    if let wish = Request(rawValue: name) {
      return value == nil ? ask(for: wish) : fail("option '\(name)' takes no value")
    }
    guard let option = option(named: name) else {
      if isValue(name) { return readValue(word) }
      // Only the name is shown: the value may be anything.
      return failUnknown(name == "--" ? word : name)
    }
    if !option.definition.isFlag {
      if let value = value ?? nextValue(of: option, name: name) {
        store(value, in: option, name: name)
      }
    } else if value == nil {
      _ = option.storage.take("true", from: .commandLine)
    } else {
      fail("option '\(name)' takes no value")
    }
  }

  private mutating func readShort(_ word: String, letters: String) {
    var rest = letters.unicodeScalars[...]
    while let letter = rest.popFirst() {
      let name = "-\(letter)"
      if name == "-h" {
        ask(for: .help)
      } else if let option = option(named: name) {
        if option.definition.isFlag {
          _ = option.storage.take("true", from: .commandLine)
          continue
        }
        let value = rest.isEmpty ? nextValue(of: option, name: name) : String(rest)
        if let value { store(value, in: option, name: name) }
        return
      } else {
        // What follows could be the unknown option's value, so nothing in it asks for help.
        return failUnknown(name, in: letters.unicodeScalars.count > 1 ? word : nil)
      }
    }
  }

  /// Takes the next word as an option's value, unless it has the form of an option.
  private mutating func nextValue(of option: DeclaredOption, name: String) -> String? {
    guard let next = words.first else {
      fail("missing value for '\(name)'")
      return nil
    }
    if Word(next) == .value { return words.popFirst() }
    let joined = name.hasPrefix("--") ? "\(name)=" : name
    fail(
      "missing value for '\(name)'",
      hint: "give one with a leading dash as '\(joined)\(option.definition.valueName ?? "")'")
    return nil
  }

  /// Finds an option of the current command or one around it, then one of the default subcommand.
  private mutating func option(named name: String) -> DeclaredOption? {
    for level in levels.reversed() {
      if let option = level.option(named: name) { return option }
    }
    guard failure == nil, !isHelpCommand, let type = current.configuration.defaultSubcommand
    else { return nil }
    let level = CommandLevel(type, environmentPrefix: environmentPrefix)
    guard let option = level.option(named: name) else { return nil }
    levels.append(level)
    return option
  }

  private mutating func ask(for wish: Request) {
    request = request ?? wish
  }

  private mutating func store(_ word: String, in option: DeclaredOption, name: String) {
    store(word, in: option.storage, place: "for '\(name)'", choices: option.definition.choices)
  }

  private mutating func store(
    _ word: String, in storage: any WritableStorage, place: String, choices: [String]
  ) {
    guard !storage.take(word, from: .commandLine), failure == nil else { return }
    failure = invalid(word, for: storage, place: place, choices: choices)
  }

  // MARK: - Result

  mutating func result(environment: [String: String]) throws(UsageError) -> ParseResult {
    switch request {
    case .version: return .version
    case .help: return .help(helpText)
    case nil: break
    }
    if let failure { throw failure }
    if isHelpCommand { return .help(helpText) }
    try enterDefaultSubcommands()
    try readEnvironment(environment)
    try requireValues()
    try validate()
    let commands = levels.map(\.command)
    return .run(Invocation(command: current.command, parents: Array(commands.dropLast())))
  }

  private var helpText: String {
    let tree = CommandDefinition(root, environmentPrefix: environmentPrefix)
    return HelpText(root: tree, names: levels.dropFirst().map(\.configuration.name)).text
  }

  private mutating func enterDefaultSubcommands() throws(UsageError) {
    while !current.configuration.subcommands.isEmpty {
      guard let type = current.configuration.defaultSubcommand else {
        let names = current.configuration.subcommandNames
        throw UsageError("'\(path)' needs a command: \(listed(names))", hint: seeHelp)
      }
      levels.append(CommandLevel(type, environmentPrefix: environmentPrefix))
    }
  }

  private func readEnvironment(_ environment: [String: String]) throws(UsageError) {
    for option in levels.flatMap(\.options) where option.storage.source == .default {
      guard let variable = option.definition.environmentVariable,
        let text = environment[variable], !text.isEmpty || option.definition.isFlag
      else { continue }
      let word = text.isEmpty ? "false" : text
      guard option.storage.take(word, from: .environment) else {
        throw invalid(
          text, for: option.storage, place: "in the environment variable \(variable)",
          choices: option.definition.choices)
      }
    }
  }

  private func requireValues() throws(UsageError) {
    for option in levels.flatMap(\.options) where option.storage.isMissing {
      throw UsageError("missing option '\(option.definition.names.first ?? "")'", hint: seeHelp)
    }
    for argument in current.arguments where argument.storage.isMissing {
      throw UsageError("missing argument \(argument.definition.valueName)", hint: seeHelp)
    }
  }

  private mutating func validate() throws(UsageError) {
    for index in levels.indices {
      do throws(UsageError) {
        try levels[index].validate()
      } catch {
        throw UsageError(error.message, hint: error.hint ?? seeHelp)
      }
    }
  }

  // MARK: - Mistakes

  private var seeHelp: String { "see '\(path) --help'" }

  private mutating func fail(_ message: String, hint: String? = nil) {
    guard failure == nil else { return }
    failure = UsageError(message, hint: hint ?? seeHelp)
  }

  /// Notes an unknown option; `word` is given where a letter stands in it with others.
  private mutating func failUnknown(_ name: String, in word: String? = nil) {
    guard failure == nil else { return }
    let message = "unknown option \(quoted(name))" + (word.map { " in \(quoted($0))" } ?? "")
    if Parsing.isDeclared(name, below: current.configuration) {
      return fail(message, hint: "it goes after the command's name")
    }
    let names =
      (levels.flatMap(\.options).map(\.definition) + OptionDefinition.builtIn)
      .flatMap(\.names).filter { $0.hasPrefix("--") }
      + current.arguments.flatMap(\.definition.dashed)
    fail(message, hint: didYouMean(word ?? name, among: names))
  }

  private static func isDeclared(_ name: String, below command: CommandConfiguration) -> Bool {
    command.subcommands.contains { type in
      CommandLevel(type, environmentPrefix: "").option(named: name) != nil
        || isDeclared(name, below: type.configuration)
    }
  }

  private func invalid(
    _ word: String, for storage: any WritableStorage, place: String, choices: [String]
  ) -> UsageError {
    let expected = storage.expectation.map { ": expected \($0)" } ?? ""
    return UsageError(
      "invalid value \(quoted(word)) \(place)\(expected)",
      hint: didYouMean(word, among: choices) ?? seeHelp)
  }
}
