import Git

/// Puts numbers and ids one after the other.
struct NumberWriter {
  private(set) var bytes: [UInt8] = []
  private let format: ObjectFormat

  /// Begins with nothing; ids are written in the length of the format.
  init(_ format: ObjectFormat, capacity: Int) {
    self.format = format
    bytes.reserveCapacity(capacity)
  }

  mutating func add(_ number: UInt64) {
    for shift in stride(from: 0 as UInt64, to: 64, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: number >> shift))
    }
  }

  mutating func add(_ numbers: [Int]) {
    for number in numbers { add(UInt64(bitPattern: Int64(number))) }
  }

  mutating func add(_ id: ObjectID) { id.append(to: &bytes, format) }
}

/// Takes numbers and ids one after the other; nil where the bytes end before.
struct NumberReader {
  private let bytes: [UInt8]
  private var offset: Int
  private let end: Int
  /// How long the ids are.
  var format = ObjectFormat.sha1

  init(_ bytes: [UInt8], _ range: Range<Int>) {
    self.bytes = bytes
    (offset, end) = (range.lowerBound, range.upperBound)
  }

  /// The number of bytes that are left.
  var rest: Int { end - offset }
  var isAtEnd: Bool { rest == 0 }

  mutating func number() -> Int? {
    guard rest >= 8 else { return nil }
    var number: UInt64 = 0
    for index in 0..<8 { number |= UInt64(bytes[offset + index]) << UInt64(8 * index) }
    offset += 8
    return Int(truncatingIfNeeded: number)
  }

  mutating func id() -> ObjectID? {
    guard rest >= format.byteCount else { return nil }
    defer { offset += format.byteCount }
    return ObjectID(bytes.span, at: offset, format)
  }

  /// A number of things of at least `size` bytes each; nil where there can't be as many.
  mutating func count(each size: Int) -> Int? {
    guard let count = number(), count >= 0, count <= rest / size else { return nil }
    return count
  }

  mutating func ids() -> Set<ObjectID>? {
    guard let count = count(each: format.byteCount) else { return nil }
    var ids: Set<ObjectID> = []
    ids.reserveCapacity(count)
    for _ in 0..<count {
      guard let id = id() else { return nil }
      ids.insert(id)
    }
    return ids
  }
}
