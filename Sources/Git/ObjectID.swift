/// The SHA-1 name of a git object: twenty bytes.
package struct ObjectID: Hashable, Comparable, Sendable {
  // Fixed-width integers hash and compare faster than a tuple or an array of bytes.
  private let high: UInt64
  private let middle: UInt64
  private let low: UInt32

  /// The number of bytes in an id.
  package static var byteCount: Int { 20 }

  /// The id of no object: all zeros, as git writes it for "nothing".
  package static let zero = ObjectID(high: 0, middle: 0, low: 0)

  private init(high: UInt64, middle: UInt64, low: UInt32) {
    self.high = high
    self.middle = middle
    self.low = low
  }

  /// Reads an id from the twenty bytes at `offset`, all of which must be there.
  package init(_ bytes: Span<UInt8>, at offset: Int = 0) {
    precondition(offset >= 0 && offset <= bytes.count - 20)
    self = unsafe bytes.withUnsafeBytes { raw in
      unsafe ObjectID(
        high: UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)),
        middle: UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self)),
        low: UInt32(bigEndian: raw.loadUnaligned(fromByteOffset: offset + 16, as: UInt32.self)))
    }
  }

  /// Reads an id from the forty hex digits at `offset`, or returns nil where anything else stands
  /// there.
  package init?(hexIn bytes: Span<UInt8>, at offset: Int) {
    guard offset >= 0, offset <= bytes.count - 40 else { return nil }
    var (high, middle, low): (UInt64, UInt64, UInt32) = (0, 0, 0)
    // All digits are read before the first question: which it will be, nobody can predict.
    var wrong: UInt8 = 0
    for index in 0..<16 { high = high << 4 | UInt64(hexDigit(bytes[offset + index], &wrong)) }
    for index in 16..<32 { middle = middle << 4 | UInt64(hexDigit(bytes[offset + index], &wrong)) }
    for index in 32..<40 { low = low << 4 | UInt32(hexDigit(bytes[offset + index], &wrong)) }
    guard wrong == 0 else { return nil }
    self.init(high: high, middle: middle, low: low)
  }

  /// The first eight bytes as a number: spread evenly, and enough to tell ids of one repository
  /// apart but for a chance of one in 10^7 for a billion of them.
  package var prefix: UInt64 { high }

  /// Ids are digests, so that a part of one is as good a hash as all of it.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(high)
  }

  /// What sets and dictionaries ask for.
  ///
  /// Hashing a digest once more took a third of the time of tracing findings to their commits. Whoever makes up ids that share their last bits has to try
  /// a million contents for each that costs one comparison more.
  package func _rawHashValue(seed: Int) -> Int {
    Int(truncatingIfNeeded: high) ^ seed
  }

  /// Reads an id from forty hex digits, or returns nil where the text is anything else.
  package init?(hex: some StringProtocol) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.byteCount)
    var pending: UInt8?
    for unit in hex.utf8 {
      guard let digit = hexDigitValue(unit) else { return nil }
      if let first = pending {
        bytes.append(first << 4 | digit)
        pending = nil
      } else {
        pending = digit
      }
    }
    guard pending == nil, bytes.count == Self.byteCount else { return nil }
    self.init(bytes.span)
  }

  /// Adds the twenty bytes to the end of others.
  package func append(to bytes: inout [UInt8]) {
    for shift in stride(from: 56, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: high >> shift))
    }
    for shift in stride(from: 56, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: middle >> shift))
    }
    for shift in stride(from: 24, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: low >> shift))
    }
  }

  /// The twenty bytes, most significant first.
  package var bytes: [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(Self.byteCount)
    append(to: &result)
    return result
  }

  package static func < (left: ObjectID, right: ObjectID) -> Bool {
    (left.high, left.middle, left.low) < (right.high, right.middle, right.low)
  }
}

extension ObjectID: CustomStringConvertible {
  /// The forty lower-case hex digits.
  package var description: String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(2 * Self.byteCount)
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}

/// Returns the value of an ASCII hex digit; for any other byte sets bits of `wrong`.
@inline(__always)
private func hexDigit(_ byte: UInt8, _ wrong: inout UInt8) -> UInt8 {
  let digit = byte &- UInt8(ascii: "0")
  let letter = (byte | 0x20) &- UInt8(ascii: "a")
  let isDigit: UInt8 = digit < 10 ? 1 : 0
  let isLetter: UInt8 = letter < 6 ? 1 : 0
  wrong |= isDigit ^ isLetter ^ 1
  return isDigit &* digit | isLetter &* (letter &+ 10)
}

/// Returns the value of an ASCII hex digit, or nil for any other byte.
private func hexDigitValue(_ byte: UInt8) -> UInt8? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
  case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
  case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
  default: nil
  }
}
