/// A value that a JSON row always has a key for: `null` stands where there is none.
///
/// Without it, a missing value would leave the key out.
@propertyWrapper package struct OrNull<Value: Codable & Sendable>: Codable, Sendable {
  /// The value, where there is one.
  package var wrappedValue: Value?

  /// Wraps a value or its absence.
  package init(wrappedValue: Value?) {
    self.wrappedValue = wrappedValue
  }

  /// Reads a value or `null`.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    wrappedValue = container.decodeNil() ? nil : try container.decode(Value.self)
  }

  /// Writes the value or `null`.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let wrappedValue {
      try container.encode(wrappedValue)
    } else {
      try container.encodeNil()
    }
  }
}
