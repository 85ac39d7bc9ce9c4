/// Reads numbers and names one after the other; every step answers nil where the bytes end.
struct ByteReader {
  private let bytes: [UInt8]
  private let end: Int

  /// How many bytes an id has.
  let format: ObjectFormat

  /// Where the next byte is read.
  private(set) var position = 0

  /// Reads all bytes, or those from `start` on.
  init(_ bytes: [UInt8], _ format: ObjectFormat, at start: Int = 0) {
    self.bytes = bytes
    self.format = format
    end = bytes.count
    position = min(max(0, start), end)
  }

  private init(_ other: ByteReader, from start: Int, to end: Int) {
    bytes = other.bytes
    format = other.format
    self.end = end
    position = start
  }

  /// How many bytes are left.
  var left: Int { end - position }

  /// Moves on by `count` bytes; false where there are not as many.
  mutating func skip(_ count: Int) -> Bool {
    guard count <= left else { return false }
    position += count
    return true
  }

  /// Takes two bytes, the more significant first.
  mutating func number16() -> UInt16? {
    guard skip(2) else { return nil }
    return UInt16(bytes[position - 2]) << 8 | UInt16(bytes[position - 1])
  }

  /// Takes four bytes, the most significant first.
  mutating func number32() -> UInt32? {
    guard skip(4) else { return nil }
    return unsafe UInt32(
      bigEndian: bytes.span.bytes.unsafeLoadUnaligned(fromByteOffset: position - 4, as: UInt32.self)
    )
  }

  /// Takes an id.
  mutating func id() -> ObjectID? {
    guard skip(format.byteCount) else { return nil }
    return ObjectID(bytes.span, at: position - format.byteCount, format)
  }

  /// Takes as many bytes as text.
  mutating func text(_ count: Int) -> String? {
    guard skip(count) else { return nil }
    return String(decoding: bytes[(position - count)..<position], as: UTF8.self)
  }

  /// Takes these characters; false where others stand there.
  mutating func take(_ expected: StaticString) -> Bool {
    text(expected.utf8CodeUnitCount) == expected.description
  }

  /// Takes as many bytes to read them on their own.
  mutating func part(_ count: Int) -> ByteReader? {
    guard skip(count) else { return nil }
    return ByteReader(self, from: position - count, to: position)
  }

  /// Takes the bytes before the next zero, and the zero.
  mutating func untilZero() -> [UInt8]? {
    guard let zero = firstZero else { return nil }
    defer { position = zero + 1 }
    return Array(bytes[position..<zero])
  }

  /// Moves on behind the next zero; false where there is none.
  mutating func skipPastZero() -> Bool {
    guard let zero = firstZero else { return false }
    position = zero + 1
    return true
  }

  private var firstZero: Int? {
    let bytes = bytes.span
    return (position..<end).first { bytes[$0] == 0 }
  }

  /// Takes a decimal number and the byte after it.
  mutating func decimal(until stop: UInt8) -> Int? {
    guard let end = bytes[position..<end].prefix(12).firstIndex(of: stop) else { return nil }
    defer { position = end + 1 }
    return Int(String(decoding: bytes[position..<end], as: UTF8.self))
  }

  /// Takes a number in git's variable length: seven bits a byte, and one more for each byte.
  mutating func offset() -> Int? {
    var value = 0
    while position < end, value < 1 << 32 {
      let byte = bytes[position]
      position += 1
      value |= Int(byte & 0x7F)
      if byte & 0x80 == 0 { return value }
      value = (value + 1) << 7
    }
    return nil
  }
}
