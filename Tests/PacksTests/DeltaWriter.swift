/// A delta made by hand: instructions, written as git writes them, and what comes of them.
struct DeltaWriter {
  enum Instruction {
    case copy(Int, Int)
    case insert([UInt8])
  }

  let base: [UInt8]
  private(set) var result: [UInt8] = []
  private var code: [UInt8] = []

  init(_ base: [UInt8]) { self.base = base }

  init(_ base: [UInt8], _ instructions: Instruction...) {
    self.base = base
    for instruction in instructions { add(instruction) }
  }

  mutating func add(_ instruction: Instruction) {
    switch instruction {
    case .copy(let offset, let count): copy(offset, count)
    case .insert(let bytes): insert(bytes)
    }
  }

  /// Copies a range of the base, which may take several instructions.
  mutating func copy(_ offset: Int, _ count: Int) {
    result += base[offset..<(offset + count)]
    var offset = offset
    var rest = count
    while rest > 0 {
      let part = min(rest, 0x10000)
      code += Self.copy(offset, part)
      offset += part
      rest -= part
    }
  }

  /// Inserts bytes, which may take several instructions.
  mutating func insert(_ bytes: [UInt8]) {
    result += bytes
    for start in stride(from: 0, to: bytes.count, by: 127) {
      let part = bytes[start..<min(start + 127, bytes.count)]
      code += [UInt8(part.count)] + part
    }
  }

  /// The delta.
  var bytes: [UInt8] {
    Self.size(base.count) + Self.size(result.count) + code
  }

  /// One copy of at most 64 KiB, without the bytes of its numbers that are 0.
  static func copy(_ offset: Int, _ count: Int) -> [UInt8] {
    var first: UInt8 = 0x80
    var arguments: [UInt8] = []
    for place in 0..<4 {
      let byte = UInt8(truncatingIfNeeded: offset >> (8 * place))
      if byte != 0 {
        first |= 1 << UInt8(place)
        arguments.append(byte)
      }
    }
    // 64 KiB is written as 0.
    for place in 0..<2 {
      let byte = UInt8(truncatingIfNeeded: count >> (8 * place))
      if byte != 0 {
        first |= 0x10 << UInt8(place)
        arguments.append(byte)
      }
    }
    return [first] + arguments
  }

  /// A size as it stands at a delta's begin.
  static func size(_ size: Int) -> [UInt8] {
    var result: [UInt8] = []
    var rest = size
    repeat {
      result.append(UInt8(rest & 0x7f) | (rest > 0x7f ? 0x80 : 0))
      rest >>= 7
    } while rest > 0
    return result
  }
}
