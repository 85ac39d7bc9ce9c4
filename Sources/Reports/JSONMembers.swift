/// Takes an object of JSON apart while it comes in pieces: the elements of some of its arrays one by
/// one, so that they need not be in memory together, and its other members whole.
///
/// It looks only as deep as it must: whoever decodes an element sees whether that is JSON.
struct JSONMembers {
  /// What was taken out.
  enum Part {
    /// An element of the array that the key names, and its number from 0 on.
    case element(key: String, number: Int, bytes: [UInt8])
    /// Another member.
    case member(key: String, bytes: [UInt8])
    /// One of the arrays ended.
    case end(key: String)
  }

  /// Why the bytes are not taken apart.
  enum Problem: Error {
    case notJSON
    case endsEarly
    case twice(String)
    case tooLarge(String)
  }

  private enum State {
    case start
    case key(mayEnd: Bool)
    case colon
    case value
    case element(mayEnd: Bool)
    case afterElement
    case afterValue
    case done
  }

  /// The most bytes of an element or member: rows have some hundreds, the longest some thousands.
  private static let mostBytes = 64 << 20

  private let arrays: Set<String>
  private var state = State.start
  private var key = ""
  private var keys: Set<String> = []
  private var number = 0
  /// The text or value that has begun, and what is open in it.
  private var pending: [UInt8] = []
  private var isOpen = false
  private var depth = 0
  private var isInText = false
  private var isEscaped = false

  /// Takes apart objects in which the members of these names are arrays of many elements.
  init(arrays: Set<String>) {
    self.arrays = arrays
  }

  /// Takes the next bytes.
  ///
  /// - Throws: `Problem`, or what `take` throws.
  mutating func add(_ piece: Span<UInt8>, _ take: (Part) throws -> Void) throws {
    var place = 0
    while place < piece.count {
      if isOpen {
        place = try goOn(from: place, in: piece, take)
        continue
      }
      let byte = piece[place]
      if byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
        place += 1
      } else if try begins(with: byte, take) {
        place += 1
      }
    }
  }

  /// Says that nothing more will come.
  func finish() throws {
    guard case .done = state, !isOpen else { throw Problem.endsEarly }
  }

  /// Handles a byte that is no blank between values.
  ///
  /// - Returns: Whether it is done with; else it is the first one of a value.
  private mutating func begins(
    with byte: UInt8, _ take: (Part) throws -> Void
  ) throws -> Bool {
    switch (state, byte) {
    case (.start, UInt8(ascii: "{")): state = .key(mayEnd: true)
    case (.key, UInt8(ascii: "\"")):
      open()
      return false
    case (.value, _) where !isList(byte):
      open()
      return false
    case (.key(true), UInt8(ascii: "}")), (.afterValue, UInt8(ascii: "}")): state = .done
    case (.colon, UInt8(ascii: ":")): state = .value
    case (.value, _):
      number = 0
      state = .element(mayEnd: true)
    case (.element(true), UInt8(ascii: "]")), (.afterElement, UInt8(ascii: "]")):
      try take(.end(key: key))
      state = .afterValue
    case (.element, _):
      open()
      return false
    case (.afterElement, UInt8(ascii: ",")): state = .element(mayEnd: false)
    case (.afterValue, UInt8(ascii: ",")): state = .key(mayEnd: false)
    default: throw Problem.notJSON
    }
    return true
  }

  /// Whether the byte begins an array whose elements are wanted.
  private func isList(_ byte: UInt8) -> Bool {
    guard case .value = state else { return false }
    return byte == UInt8(ascii: "[") && arrays.contains(key)
  }

  private mutating func open() {
    pending = []
    (isOpen, depth, isInText, isEscaped) = (true, 0, false, false)
  }

  /// Goes on with the open value.
  ///
  /// - Returns: Where what is behind it begins, or the end of the piece.
  private mutating func goOn(
    from start: Int, in piece: Span<UInt8>, _ take: (Part) throws -> Void
  ) throws -> Int {
    var place = start
    var isWhole = false
    while place < piece.count, !isWhole {
      let byte = piece[place]
      if isInText {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isInText = false
          isWhole = depth == 0
        }
      } else {
        switch byte {
        case UInt8(ascii: "\""): isInText = true
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}") where depth > 0, UInt8(ascii: "]") where depth > 0:
          depth -= 1
          isWhole = depth == 0
        case UInt8(ascii: ",") where depth == 0, UInt8(ascii: "}"), UInt8(ascii: "]"),
          0x20 where depth == 0, 0x09 where depth == 0, 0x0A where depth == 0,
          0x0D where depth == 0:
          // The end of a number or word; what ends it is no part of it.
          try append(piece.extracting(start..<place))
          try close(take)
          return place
        default: break
        }
      }
      place += 1
    }
    try append(piece.extracting(start..<place))
    if isWhole { try close(take) }
    return place
  }

  private mutating func append(_ bytes: Span<UInt8>) throws {
    guard pending.count + bytes.count <= Self.mostBytes else { throw Problem.tooLarge(key) }
    unsafe bytes.withUnsafeBufferPointer { unsafe pending.append(contentsOf: $0) }
  }

  /// Hands the value on.
  private mutating func close(_ take: (Part) throws -> Void) throws {
    isOpen = false
    guard !pending.isEmpty else { throw Problem.notJSON }
    switch state {
    case .key:
      // No key of a report has an escape; one that has is none of those that are wanted.
      key = String(decoding: pending.dropFirst().dropLast(), as: UTF8.self)
      guard keys.insert(key).inserted else { throw Problem.twice(key) }
      state = .colon
    case .element:
      try take(.element(key: key, number: number, bytes: pending))
      number += 1
      state = .afterElement
    default:
      try take(.member(key: key, bytes: pending))
      state = .afterValue
    }
  }
}
