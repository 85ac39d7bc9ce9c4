/// Reads the instructions of a delta one after the other, checking each against both sizes.
///
/// The format is that of gitformat-pack: the sizes of base and result, then instructions that copy
/// a range of the base or insert bytes that follow.
@safe
struct DeltaReader {
  /// One instruction: bytes of the result, in order.
  struct Instruction {
    /// Where the bytes begin in the base; negative where they stand in the delta itself.
    let baseOffset: Int
    /// How many bytes there are; never 0.
    let count: Int
  }

  private var cursor: UnsafePointer<UInt8>
  private let end: UnsafePointer<UInt8>
  /// The size that the base must have.
  let baseSize: Int
  /// The size of the result.
  let resultSize: Int
  /// How many bytes of the result are still to come.
  private(set) var remaining: Int

  /// The smallest delta that git accepts.
  private static let smallest = 4

  /// Begins to read the `count` bytes at `start`, which have ``Inflater/slack`` more behind them.
  @inline(__always)
  init(_ start: UnsafePointer<UInt8>, count: Int) throws(EntryError) {
    guard count >= Self.smallest else { throw .badDelta }
    var cursor = unsafe start
    unsafe end = start + count
    baseSize = unsafe try Self.size(at: &cursor, end)
    resultSize = unsafe try Self.size(at: &cursor, end)
    remaining = resultSize
    unsafe self.cursor = cursor
  }

  @inline(__always)
  private static func size(
    at cursor: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
  ) throws(EntryError) -> Int {
    var size = 0
    var shift = 0
    while true {
      guard unsafe cursor < end, shift < 60 else { throw .badDelta }
      let byte = unsafe cursor.pointee
      unsafe cursor += 1
      size |= Int(byte & 0x7f) << shift
      shift += 7
      // 2^60 and more would not be a size; the sign bit can't be reached before that.
      if byte & 0x80 == 0 { return size }
    }
  }

  /// The bytes of the insertion that ``next()`` returned last.
  @inline(__always)
  func inserted(_ count: Int) -> UnsafePointer<UInt8> { unsafe cursor - count }

  /// Returns the next instruction, or nil at the end; throws where the delta is malformed.
  ///
  /// What is returned lies wholly within base, delta and result.
  @inline(__always)
  mutating func next() throws(EntryError) -> Instruction? {
    guard unsafe cursor < end else {
      guard remaining == 0 else { throw .badDelta }
      return nil
    }
    let code = unsafe cursor.pointee
    unsafe cursor += 1
    guard code & 0x80 != 0 else { return try insertion(Int(code)) }
    // The arguments may be read before it is known whether they are there: seven at most.
    var offset = 0
    if code & 0x01 != 0 { offset = argument() }
    if code & 0x02 != 0 { offset |= argument() << 8 }
    if code & 0x04 != 0 { offset |= argument() << 16 }
    if code & 0x08 != 0 { offset |= argument() << 24 }
    var count = 0
    if code & 0x10 != 0 { count = argument() }
    if code & 0x20 != 0 { count |= argument() << 8 }
    if code & 0x40 != 0 { count |= argument() << 16 }
    if count == 0 { count = 0x10000 }
    guard unsafe cursor <= end, count <= remaining, offset <= baseSize - count else {
      throw .badDelta
    }
    remaining -= count
    return Instruction(baseOffset: offset, count: count)
  }

  @inline(__always)
  private mutating func insertion(_ count: Int) throws(EntryError) -> Instruction {
    // 0 is reserved.
    guard count > 0, count <= remaining, unsafe end - cursor >= count else { throw .badDelta }
    unsafe cursor += count
    remaining -= count
    return Instruction(baseOffset: -1, count: count)
  }

  /// Takes one byte, or what stands in the slack behind the delta: `next` looks at that in the end.
  @inline(__always)
  private mutating func argument() -> Int {
    let byte = unsafe cursor.pointee
    unsafe cursor += 1
    return Int(byte)
  }
}

extension DeltaReader {
  /// Builds the result out of `base`, which has `baseSize` bytes; `result` has room for
  /// `resultSize` and both have ``Inflater/slack`` more.
  mutating func build(
    from base: UnsafePointer<UInt8>, into result: UnsafeMutablePointer<UInt8>
  ) throws(EntryError) {
    var output = unsafe result
    while let instruction = try next() {
      let count = instruction.count
      if instruction.baseOffset < 0 {
        unsafe copy(inserted(count), to: output, count: count)
      } else {
        unsafe copy(base + instruction.baseOffset, to: output, count: count)
      }
      unsafe output += count
    }
  }
}

/// Copies `count` bytes between buffers that do not overlap and have ``Inflater/slack`` bytes to
/// spare.
///
/// Most copies are short: whole vectors are moved then, which needs no call, and what they write
/// past the end is overwritten by the next copy or lies in the slack.
@inline(__always)
func copy(
  _ source: UnsafePointer<UInt8>, to target: UnsafeMutablePointer<UInt8>, count: Int
) {
  if count <= 64 {
    unsafe copyVector(source, to: target)
    unsafe copyVector(source + 32, to: target + 32)
  } else if count <= 256 {
    var offset = 0
    repeat {
      unsafe copyVector(source + offset, to: target + offset)
      unsafe copyVector(source + offset + 32, to: target + offset + 32)
      offset += 64
    } while offset < count
  } else {
    unsafe target.update(from: source, count: count)
  }
}

@inline(__always)
private func copyVector(
  _ source: UnsafePointer<UInt8>, to target: UnsafeMutablePointer<UInt8>
) {
  let vector = unsafe UnsafeRawPointer(source).loadUnaligned(as: SIMD32<UInt8>.self)
  unsafe UnsafeMutableRawPointer(target).storeBytes(of: vector, as: SIMD32<UInt8>.self)
}
