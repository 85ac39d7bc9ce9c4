/// Puts a key together whose bytes have the order of its parts, and of which none begins with another.
struct KeyWriter {
  private(set) var bytes: [UInt8] = []

  /// Adds a text: zeros in it are followed by 0xFF, and two zeros end it.
  mutating func add(_ text: some Sequence<UInt8>) {
    for byte in text {
      bytes.append(byte)
      if byte == 0 { bytes.append(0xFF) }
    }
    bytes += [0, 0]
  }

  mutating func add(_ text: String) { add(text.utf8) }

  /// Adds a text that may be missing, which comes before all others.
  mutating func add(_ text: String?) {
    bytes.append(text == nil ? 0 : 1)
    if let text { add(text) }
  }

  /// Adds a number.
  mutating func add(_ number: Int) {
    let number = UInt64(bitPattern: Int64(number)) ^ (1 << 63)
    for shift in stride(from: UInt64(56), through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: number >> shift))
    }
  }
}

/// Puts the parts of a row one behind the other, for a `PartReader` to take them apart again.
struct PartWriter {
  private(set) var bytes: [UInt8] = []

  mutating func add(_ number: Int) {
    for shift in stride(from: 0, to: 64, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: number >> shift))
    }
  }

  mutating func add(_ text: [UInt8]) {
    add(text.count)
    bytes += text
  }

  mutating func add(_ text: String) {
    add(text.utf8.count)
    bytes += text.utf8
  }

  mutating func add(_ text: String?) {
    bytes.append(text == nil ? 0 : 1)
    if let text { add(text) }
  }

  mutating func add(_ value: Bool?) {
    bytes.append(value.map { $0 ? 2 : 1 } ?? 0)
  }
}

/// Takes the parts of a row in the order in which they were put together.
struct PartReader {
  /// A row that is not as it was written: the disk gave back something else.
  struct Damage: Error, CustomStringConvertible {
    var description: String { "the temporary file was damaged while it was used" }
  }

  private let bytes: [UInt8]
  private var place = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  mutating func number() throws -> Int {
    try take(8).reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  mutating func text() throws -> [UInt8] {
    Array(try take(try number()))
  }

  mutating func string() throws -> String {
    String(decoding: try take(try number()), as: UTF8.self)
  }

  mutating func optionalString() throws -> String? {
    try byte() == 0 ? nil : try string()
  }

  mutating func boolean() throws -> Bool? {
    switch try byte() {
    case 0: nil
    case 1: false
    default: true
    }
  }

  private mutating func byte() throws -> UInt8 {
    try take(1).first ?? 0
  }

  private mutating func take(_ count: Int) throws -> ArraySlice<UInt8> {
    guard count >= 0, count <= bytes.count - place else { throw Damage() }
    defer { place += count }
    return bytes[place..<(place + count)]
  }
}
