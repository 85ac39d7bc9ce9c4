/// One command on the way from the root to the one that runs, with fresh storage to be filled.
struct CommandLevel {
  /// A definition, and where the parser puts what is given for it.
  struct Declared<Definition> {
    let definition: Definition
    let storage: any WritableStorage
  }

  var command: any ParsableCommand
  let configuration: CommandConfiguration
  let environmentPrefix: String
  private(set) var options: [Declared<OptionDefinition>] = []
  private(set) var arguments: [Declared<ArgumentDefinition>] = []
  private var groups: [any ValidatedStorage] = []
  private var optionsByName: [String: Int] = [:]

  init(_ type: any ParsableCommand.Type, environmentPrefix: String) {
    command = type.init()
    configuration = type.configuration
    self.environmentPrefix = environmentPrefix
    reflect(on: command, title: nil)
  }

  func option(named name: String) -> Declared<OptionDefinition>? {
    optionsByName[name].map { options[$0] }
  }

  /// Runs the checks of the option groups, inner ones first, then those of the command.
  mutating func validate() throws(UsageError) {
    for group in groups { try group.validate() }
    try command.validate()
  }

  mutating func add(_ definition: ArgumentDefinition, storage: any WritableStorage) {
    arguments.append(Declared(definition: definition, storage: storage))
  }

  mutating func add(_ definition: OptionDefinition, storage: any WritableStorage) {
    for name in definition.names { optionsByName[name] = options.count }
    options.append(Declared(definition: definition, storage: storage))
  }

  mutating func add(_ group: any ValidatedStorage, title: String?) {
    reflect(on: group.content, title: title)
    groups.append(group)
  }

  /// Collects the declaring properties of a command or an option group.
  private mutating func reflect(on subject: any ParsableArguments, title: String?) {
    for child in Mirror(reflecting: subject).children {
      guard let property = child.value as? any DeclaringProperty else { continue }
      // The storage of a wrapped property `name` is called `_name`.
      let label = String((child.label ?? "").drop { $0 == "_" })
      property.declare(label: label, in: &self, title: title)
    }
  }
}
