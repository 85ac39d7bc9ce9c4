/// Where a value came from.
///
/// The command line beats the environment; a configuration file may only replace a default.
package enum ValueSource: Hashable, Sendable {
  case `default`
  case environment
  case commandLine
}

/// What the parser needs of a property's storage, whatever its type.
protocol WritableStorage: AnyObject {
  var source: ValueSource { get }

  /// Whether a value has to be given and none was.
  var isMissing: Bool { get }

  /// What a word has to be, to follow "expected" in a message.
  var expectation: String? { get }

  /// Stores a word's value, or returns false where it gives none.
  func take(_ word: String, from source: ValueSource) -> Bool
}

/// A property's value behind a reference, so that the parser can write to what reflection finds.
///
/// Once parsed it is not written any more: an assignment replaces the storage, so that commands
/// stay values.
final class ParameterStorage<Value: ParameterValue>: WritableStorage {
  private var value: Value?
  private(set) var source = ValueSource.default

  init(_ value: Value?) {
    self.value = value
  }

  var isMissing: Bool { value == nil }
  var expectation: String? { Value.Item.expectation }

  /// The value, which is there in every command that the parser returns.
  var given: Value {
    guard let value else {
      preconditionFailure("a required argument was read before the command line was parsed")
    }
    return value
  }

  /// The words that give this value, or nil where there are none to show.
  var text: String? {
    let words = value?.items.map(\.argument).joined(separator: ", ") ?? ""
    return words.isEmpty ? nil : words
  }

  func replacing(with value: Value) -> ParameterStorage {
    let copy = ParameterStorage(value)
    copy.source = source
    return copy
  }

  func take(_ word: String, from source: ValueSource) -> Bool {
    guard let item = Value.Item(argument: word) else { return false }
    // What is given replaces a default as a whole, a list of defaults too.
    if self.source == source {
      value?.add(item)
    } else {
      value = Value(item: item)
      self.source = source
    }
    return true
  }
}

/// What the parser needs of an option group's storage.
protocol ValidatedStorage: AnyObject {
  var content: any ParsableArguments { get }

  func validate() throws(UsageError)
}

/// An option group's value behind a reference.
final class GroupStorage<Value: ParsableArguments>: ValidatedStorage {
  private(set) var value: Value

  init(_ value: Value) {
    self.value = value
  }

  var content: any ParsableArguments { value }

  func validate() throws(UsageError) {
    try value.validate()
  }
}
