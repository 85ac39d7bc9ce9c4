/// A type of which one word of the command line gives a value.
///
/// An enum of strings conforms by saying so, if it is `CaseIterable`.
package protocol ArgumentValue: ParameterValue where Item == Self {
  /// Reads a word, or returns nil where it gives no value.
  init?(argument: String)

  /// The word that gives this value; help shows it for a default.
  var argument: String { get }

  /// All words that give a value, where they can be listed.
  static var choices: [String]? { get }

  /// What a word has to be, to follow "expected" in a message.
  static var expectation: String? { get }
}

extension ArgumentValue {
  package var argument: String { String(describing: self) }
  package static var choices: [String]? { nil }
  package static var expectation: String? {
    choices.map { listed($0) }
  }
}

extension ArgumentValue where Self: RawRepresentable & CaseIterable, RawValue == String {
  package init?(argument: String) { self.init(rawValue: argument) }
  package var argument: String { rawValue }
  package static var choices: [String]? { allCases.map(\.rawValue) }
}

extension String: ArgumentValue {
  package init?(argument: String) { self = argument }
}

extension Int: ArgumentValue {
  package init?(argument: String) { self.init(argument) }
  package static var expectation: String? { "a whole number" }
}

extension Double: ArgumentValue {
  /// Reads a finite number: a limit that is infinite or no number limits nothing.
  package init?(argument: String) {
    guard let number = Double(argument), number.isFinite else { return nil }
    self = number
  }

  package static var expectation: String? { "a number" }
}

extension Bool: ArgumentValue {
  package init?(argument: String) {
    switch argument.lowercased() {
    case "1", "true", "yes", "on": self = true
    case "0", "false", "no", "off": self = false
    default: return nil
    }
  }

  package static var expectation: String? { "true or false" }
}

/// What a declared property can hold: a value, an optional value, or a list of values.
package protocol ParameterValue {
  associatedtype Item: ArgumentValue

  /// The property's value after its first item.
  init(item: Item)

  /// Takes a further item: a list grows, anything else keeps the last.
  mutating func add(_ item: Item)

  /// The values that are there, in the order in which they were given.
  var items: [Item] { get }

  /// The value if none is given and none declared; nil where one has to be given.
  static var absent: Self? { get }

  /// Whether each further item is kept beside those before it.
  static var isRepeating: Bool { get }
}

extension ArgumentValue {
  package init(item: Self) { self = item }
  package mutating func add(_ item: Self) { self = item }
  package var items: [Self] { [self] }
  package static var absent: Self? { nil }
  package static var isRepeating: Bool { false }
}

extension Optional: ParameterValue where Wrapped: ArgumentValue {
  package init(item: Wrapped) { self = item }
  package mutating func add(_ item: Wrapped) { self = item }
  package var items: [Wrapped] { map { [$0] } ?? [] }
  package static var absent: Self? { .some(nil) }
  package static var isRepeating: Bool { false }
}

extension Array: ParameterValue where Element: ArgumentValue {
  package init(item: Element) { self = [item] }
  package mutating func add(_ item: Element) { append(item) }
  package var items: [Element] { self }
  package static var absent: Self? { nil }
  package static var isRepeating: Bool { true }
}
