/// Builds an object from its base and a delta (gitformat-pack).
enum PackDelta {
  /// Applies a delta; nil where it is malformed or was made for another base.
  static func apply(_ delta: [UInt8], to base: ArraySlice<UInt8>, limit: Int) -> [UInt8]? {
    var rest = delta[...]
    guard number(&rest) == base.count, let size = number(&rest), size <= limit else { return nil }
    var result: [UInt8] = []
    // No more than a false claim may cost.
    result.reserveCapacity(min(size, 1 << 20))
    while let code = rest.popFirst() {
      if code & 0x80 == 0 {
        guard code > 0, rest.count >= code, size - result.count >= code else { return nil }
        result += rest.prefix(Int(code))
        rest = rest.dropFirst(Int(code))
        continue
      }
      guard rest.count >= (code & 0x7f).nonzeroBitCount else { return nil }
      let offset = argument(&rest, code, bits: 0..<4)
      let given = argument(&rest, code, bits: 4..<7)
      let count = given == 0 ? 0x10000 : given
      guard count <= size - result.count, offset <= base.count - count else { return nil }
      let start = base.startIndex + offset
      result += base[start..<(start + count)]
    }
    return result.count == size ? result : nil
  }

  /// Reads the size of the result from the begin of a delta, or returns nil where none stands there.
  static func resultSize(_ start: [UInt8]) -> Int? {
    var rest = start[...]
    return number(&rest) == nil ? nil : number(&rest)
  }

  /// Takes the bytes of a number that the bits of the code say are there.
  private static func argument(
    _ rest: inout ArraySlice<UInt8>, _ code: UInt8, bits: Range<UInt8>
  ) -> Int {
    var number = 0
    for bit in bits where code >> bit & 1 == 1 {
      number |= Int(rest.popFirst() ?? 0) << (8 * Int(bit - bits.lowerBound))
    }
    return number
  }

  /// Takes a size: seven bits a byte, the lowest first.
  private static func number(_ rest: inout ArraySlice<UInt8>) -> Int? {
    var number = 0
    var shift = 0
    while let byte = rest.popFirst() {
      guard shift < 56 else { return nil }
      number |= Int(byte & 0x7f) << shift
      shift += 7
      if byte & 0x80 == 0 { return number }
    }
    return nil
  }
}
