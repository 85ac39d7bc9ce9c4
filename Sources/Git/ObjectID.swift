/// The name of a git object: twenty bytes of SHA-1, or thirty-two of SHA-256.
///
/// Both have the same form here: an id of SHA-1 ends in twelve zero bytes. That a digest of SHA-256
/// does so happens to nobody, and an id that somebody makes up to end in them names no object.
package struct ObjectID: Hashable, Comparable, Sendable {
  // Fixed-width integers hash and compare faster than a tuple or an array of bytes.
  private let first: UInt64
  private let second: UInt64
  private let third: UInt64
  private let fourth: UInt64

  /// The id of no object: all zeros, as git writes it for "nothing".
  package static let zero = ObjectID(first: 0, second: 0, third: 0, fourth: 0)

  private init(first: UInt64, second: UInt64, third: UInt64, fourth: UInt64) {
    self.first = first
    self.second = second
    self.third = third
    self.fourth = fourth
  }

  /// Reads an id of a format from the bytes at `offset`, all of which must be there.
  package init(_ bytes: Span<UInt8>, at offset: Int, _ format: ObjectFormat) {
    precondition(offset >= 0 && offset <= bytes.count - format.byteCount)
    self = unsafe bytes.withUnsafeBytes { raw in
      func word(_ position: Int) -> UInt64 {
        unsafe UInt64(
          bigEndian: raw.loadUnaligned(fromByteOffset: offset + position, as: UInt64.self))
      }
      guard format == .sha1 else {
        return ObjectID(first: word(0), second: word(8), third: word(16), fourth: word(24))
      }
      let rest = unsafe UInt32(
        bigEndian: raw.loadUnaligned(fromByteOffset: offset + 16, as: UInt32.self))
      return ObjectID(first: word(0), second: word(8), third: UInt64(rest) << 32, fourth: 0)
    }
  }

  /// Reads an id from all the bytes, which must be as many as one of the formats has.
  package init(_ bytes: Span<UInt8>) {
    let format = ObjectFormat.allCases.first { $0.byteCount == bytes.count }
    guard let format else { preconditionFailure("no id has \(bytes.count) bytes") }
    self.init(bytes, at: 0, format)
  }

  /// Reads an id of a format from the hex digits at `offset`, or returns nil where anything else
  /// stands there.
  package init?(hexIn bytes: Span<UInt8>, at offset: Int, _ format: ObjectFormat) {
    guard offset >= 0, offset <= bytes.count - format.digitCount else { return nil }
    // All digits are read before the first question: which it will be, nobody can predict.
    var digits = HexDigits(offset: offset)
    let text = unsafe bytes.bytes
    let (first, second) = (digits.next16(in: text), digits.next16(in: text))
    // An id of SHA-1 ends in the middle of a word.
    let isShort = format == .sha1
    let third = isShort ? digits.next8(in: text) << 32 : digits.next16(in: text)
    let fourth = isShort ? 0 : digits.next16(in: text)
    guard digits.areAll else { return nil }
    self.init(first: first, second: second, third: third, fourth: fourth)
  }

  /// The first eight bytes as a number: spread evenly, and enough to tell ids of one repository
  /// apart but for a chance of one in 10^7 for a billion of them.
  package var prefix: UInt64 { first }

  /// The first byte.
  var firstByte: UInt8 { UInt8(truncatingIfNeeded: first >> 56) }

  /// Ids are digests, so that a part of one is as good a hash as all of it.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(first)
  }

  /// What sets and dictionaries ask for.
  ///
  /// Hashing a digest once more took a third of the time of tracing findings to their commits. Whoever makes up ids that share their last bits has to try
  /// a million contents for each that costs one comparison more.
  package func _rawHashValue(seed: Int) -> Int {
    Int(truncatingIfNeeded: first) ^ seed
  }

  /// Reads an id from hex digits, or returns nil where the text is anything else.
  ///
  /// - Parameters:
  ///   - hex: The digits, of either case.
  ///   - format: How many there must be; without it, as many as either format has.
  package init?(hex: some StringProtocol, _ format: ObjectFormat? = nil) {
    let digits = Array(hex.utf8)
    let fitting = ObjectFormat.allCases.first { $0.digitCount == digits.count }
    guard let fitting, format == nil || format == fitting else { return nil }
    self.init(hexIn: digits.span, at: 0, fitting)
  }

  /// How long it is.
  private var format: ObjectFormat {
    fourth == 0 && third & 0xffff_ffff == 0 ? .sha1 : .sha256
  }

  /// Adds as many bytes as an id of a format has to the end of others.
  package func append(to bytes: inout [UInt8], _ format: ObjectFormat) {
    func add(_ word: UInt64, _ count: Int) {
      for index in 0..<count { bytes.append(UInt8(truncatingIfNeeded: word >> (56 - 8 * index))) }
    }
    add(first, 8)
    add(second, 8)
    add(third, format == .sha1 ? 4 : 8)
    if format == .sha256 { add(fourth, 8) }
  }

  /// The bytes, most significant first.
  package var bytes: [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(format.byteCount)
    append(to: &result, format)
    return result
  }

  package static func < (left: ObjectID, right: ObjectID) -> Bool {
    (left.first, left.second, left.third, left.fourth)
      < (right.first, right.second, right.third, right.fourth)
  }
}

extension ObjectID: CustomStringConvertible {
  /// The lower-case hex digits.
  package var description: String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(ObjectFormat.sha256.digitCount)
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}

/// Reads hex digits, eight at a time, and tells in the end whether all of them were.
private struct HexDigits {
  /// Where the next ones stand; all that are read must be there.
  private var offset: Int
  /// The highest bit of each of eight bytes: what was read was a digit there.
  private var right = each(0x80)

  init(offset: Int) { self.offset = offset }

  private static func each(_ byte: UInt64) -> UInt64 { byte * 0x0101_0101_0101_0101 }

  /// Whether nothing but digits, of either case, was read.
  var areAll: Bool { right == Self.each(0x80) }

  /// Returns the number that the next sixteen characters stand for.
  @inline(__always)
  mutating func next16(in bytes: RawSpan) -> UInt64 {
    let high = next8(in: bytes)
    return high << 32 | next8(in: bytes)
  }

  /// Returns the number that the next eight characters stand for.
  @inline(__always)
  mutating func next8(in bytes: RawSpan) -> UInt64 {
    let characters = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
    offset += 8
    let text = UInt64(bigEndian: characters)
    // Sets the highest bit of each byte whose others are a number of at least this.
    func reaches(_ least: UInt64, _ text: UInt64) -> UInt64 {
      (text & Self.each(0x7f)) &+ Self.each(0x80 - least)
    }
    let lower = text | Self.each(0x20)
    let isDigit = reaches(0x30, text) & ~reaches(0x3a, text)
    let isLetter = reaches(0x61, lower) & ~reaches(0x67, lower)
    right &= (isDigit | isLetter) & ~text
    // A letter's low bits count from one.
    let letters = (text >> 6) & Self.each(1)
    var value = (text & Self.each(0x0f)) &+ 9 &* letters
    value = (value | value >> 4) & 0x00ff_00ff_00ff_00ff
    value = (value | value >> 8) & 0x0000_ffff_0000_ffff
    return (value | value >> 16) & 0xffff_ffff
  }
}
