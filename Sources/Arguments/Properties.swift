/// A positional argument: arguments are filled in the order of their declarations.
///
/// A value, an optional (may be left out), or a list (takes the rest). Without a default a value
/// must be given, and a list at least once. Words of `dashed` count as values although they begin with
/// dashes, also with `=` and more: those whose meaning depends on where they stand among the others.
@propertyWrapper
package struct Argument<Value: ParameterValue> {
  private var storage: ParameterStorage<Value>
  private let help: String
  private let valueName: String?
  private let dashed: [String]

  /// Declares an argument with a default.
  package init(
    wrappedValue: Value, help: String, valueName: String? = nil, dashed: [String] = []
  ) {
    storage = ParameterStorage(wrappedValue)
    self.help = help
    self.valueName = valueName
    self.dashed = dashed
  }

  /// Declares an argument without a default.
  package init(help: String, valueName: String? = nil, dashed: [String] = []) {
    storage = ParameterStorage(Value.absent)
    self.help = help
    self.valueName = valueName
    self.dashed = dashed
  }

  /// The value; in a command that was parsed it is always there.
  package var wrappedValue: Value {
    get { storage.given }
    set { storage = storage.replacing(with: newValue) }
  }

  /// The declaration itself, as in `$option.source`.
  package var projectedValue: Self { self }

  /// Where the value came from.
  package var source: ValueSource { storage.source }
}

/// An option with a value; its names are separated by spaces, as in `"--format -f"`.
///
/// Given more than once, a list grows and anything else keeps the last value. Without a default an
/// option that is neither optional nor a list must be given, and a list at least once.
@propertyWrapper
package struct Option<Value: ParameterValue> {
  private var storage: ParameterStorage<Value>
  private let names: String
  private let help: String
  private let valueName: String?
  private let environment: Bool

  /// Declares an option with a default.
  ///
  /// Unless `environment` is false, a variable named after the first long name gives it, too.
  package init(
    wrappedValue: Value, _ names: String, help: String, valueName: String? = nil,
    environment: Bool = true
  ) {
    storage = ParameterStorage(wrappedValue)
    self.names = names
    self.help = help
    self.valueName = valueName
    self.environment = environment
  }

  /// Declares an option without a default.
  ///
  /// Unless `environment` is false, a variable named after the first long name gives it, too.
  package init(
    _ names: String, help: String, valueName: String? = nil, environment: Bool = true
  ) {
    storage = ParameterStorage(Value.absent)
    self.names = names
    self.help = help
    self.valueName = valueName
    self.environment = environment
  }

  /// The value; in a command that was parsed it is always there.
  package var wrappedValue: Value {
    get { storage.given }
    set { storage = storage.replacing(with: newValue) }
  }

  /// The declaration itself, as in `$option.source`.
  package var projectedValue: Self { self }

  /// Where the value came from.
  package var source: ValueSource { storage.source }
}

/// An option without a value, false unless given.
@propertyWrapper
package struct Flag {
  private var storage: ParameterStorage<Bool>
  private let names: String
  private let help: String
  private let environment: Bool

  /// Declares a flag.
  ///
  /// Unless `environment` is false, a variable named after the first long name gives it, too.
  package init(
    wrappedValue: Bool = false, _ names: String, help: String, environment: Bool = true
  ) {
    storage = ParameterStorage(wrappedValue)
    self.names = names
    self.help = help
    self.environment = environment
  }

  /// Whether the flag was given.
  package var wrappedValue: Bool {
    get { storage.given }
    set { storage = storage.replacing(with: newValue) }
  }

  /// The declaration itself, as in `$option.source`.
  package var projectedValue: Self { self }

  /// Where the value came from.
  package var source: ValueSource { storage.source }
}

/// The options of another type, under a heading of their own in the help text if one is given.
@propertyWrapper
package struct OptionGroup<Value: ParsableArguments> {
  private var storage: GroupStorage<Value>
  private let title: String?

  /// Declares a group; without a title its options stand among the command's own.
  package init(title: String? = nil) {
    storage = GroupStorage(Value())
    self.title = title
  }

  /// The group with its values.
  package var wrappedValue: Value {
    get { storage.value }
    set { storage = GroupStorage(newValue) }
  }
}

/// A property wrapper that declares what a command accepts.
protocol DeclaringProperty {
  /// Adds the declaration to `level`; `label` is the property's name.
  func declare(label: String, in level: inout CommandLevel, title: String?)
}

extension Argument: DeclaringProperty {
  func declare(label: String, in level: inout CommandLevel, title: String?) {
    let definition = ArgumentDefinition(
      valueName: valueName ?? label.uppercased(), help: help, choices: Value.Item.choices ?? [],
      defaultValue: storage.text, isRequired: storage.isMissing, isRepeating: Value.isRepeating,
      dashed: dashed)
    level.add(definition, storage: storage)
  }
}

extension Option: DeclaringProperty {
  func declare(label: String, in level: inout CommandLevel, title: String?) {
    let definition = OptionDefinition(
      names: names, valueName: valueName ?? label.uppercased(), help: help,
      choices: Value.Item.choices ?? [], defaultValue: storage.text,
      isRequired: storage.isMissing, isRepeating: Value.isRepeating,
      environmentPrefix: environment ? level.environmentPrefix : nil, groupTitle: title)
    level.add(definition, storage: storage)
  }
}

extension Flag: DeclaringProperty {
  func declare(label: String, in level: inout CommandLevel, title: String?) {
    let definition = OptionDefinition(
      names: names, valueName: nil, help: help, defaultValue: wrappedValue ? "true" : nil,
      environmentPrefix: environment ? level.environmentPrefix : nil, groupTitle: title)
    level.add(definition, storage: storage)
  }
}

extension OptionGroup: DeclaringProperty {
  func declare(label: String, in level: inout CommandLevel, title: String?) {
    level.add(storage, title: self.title ?? title)
  }
}
