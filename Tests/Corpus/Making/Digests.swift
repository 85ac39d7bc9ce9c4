import Foundation

/// The digests that labels, traps and tokens with checksums are made of.
///
/// Written here once more, so that the corpus judges without the code that it judges.
package enum Digest {
  /// The SHA-256 of bytes (FIPS 180-4), in lower-case hex digits.
  package static func sha256(_ bytes: some Sequence<UInt8>) -> String {
    var state: [UInt32] = squareRoots
    for block in blocks(Array(bytes), bigEndian: true) {
      var words = block
      for index in 16..<64 {
        let (near, far) = (words[index - 2], words[index - 15])
        let one = right(far, 7) ^ right(far, 18) ^ far >> 3
        let two = right(near, 17) ^ right(near, 19) ^ near >> 10
        words.append(words[index - 16] &+ one &+ words[index - 7] &+ two)
      }
      var part = state
      for index in 0..<64 {
        let (first, fifth) = (part[0], part[4])
        let high = right(fifth, 6) ^ right(fifth, 11) ^ right(fifth, 25)
        let choice = (fifth & part[5]) ^ (~fifth & part[6])
        let one = part[7] &+ high &+ choice &+ cubeRoots[index] &+ words[index]
        let low = right(first, 2) ^ right(first, 13) ^ right(first, 22)
        let majority = (first & part[1]) ^ (first & part[2]) ^ (part[1] & part[2])
        part = [one &+ low &+ majority] + part[0...2] + [part[3] &+ one] + part[4...6]
      }
      state = zip(state, part).map { $0 &+ $1 }
    }
    return state.map { hex(UInt64($0), digits: 8) }.joined()
  }

  /// The SHA-1 of bytes (FIPS 180-4), in lower-case hex digits.
  package static func sha1(_ bytes: some Sequence<UInt8>) -> String {
    var state: [UInt32] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0]
    for block in blocks(Array(bytes), bigEndian: true) {
      var words = block
      for index in 16..<80 {
        let mixed = words[index - 3] ^ words[index - 8] ^ words[index - 14] ^ words[index - 16]
        words.append(left(mixed, 1))
      }
      var part = state
      for index in 0..<80 {
        let (b, c, d) = (part[1], part[2], part[3])
        let mixed = [(b & c) | (~b & d), b ^ c ^ d, (b & c) | (b & d) | (c & d), b ^ c ^ d]
        let sum = left(part[0], 5) &+ mixed[index / 20] &+ part[4] &+ words[index]
        part = [sum &+ rounds[index / 20], part[0], left(b, 30), c, d]
      }
      state = zip(state, part).map { $0 &+ $1 }
    }
    return state.map { hex(UInt64($0), digits: 8) }.joined()
  }

  /// The MD5 of bytes (RFC 1321), in lower-case hex digits.
  package static func md5(_ bytes: some Sequence<UInt8>) -> String {
    var state: [UInt32] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476]
    for words in blocks(Array(bytes), bigEndian: false) {
      var (a, b, c, d) = (state[0], state[1], state[2], state[3])
      for index in 0..<64 {
        let (mixed, word) = step(index, b, c, d)
        let sum = a &+ mixed &+ sines[index] &+ words[word]
        (a, d, c, b) = (d, c, b, b &+ left(sum, shifts[index / 16][index % 4]))
      }
      state = zip(state, [a, b, c, d]).map { $0 &+ $1 }
    }
    return state.map { hex(UInt64($0.byteSwapped), digits: 8) }.joined()
  }

  /// The CRC-32 of bytes, as zip and gzip use it.
  package static func crc32(_ bytes: some Sequence<UInt8>) -> UInt32 {
    ~bytes.reduce(UInt32.max) { crc, byte in
      (0..<8).reduce(crc ^ UInt32(byte)) { crc, _ in crc >> 1 ^ (crc & 1 == 1 ? 0xedb8_8320 : 0) }
    }
  }

  /// A number in lower-case hex digits, with zeros in front.
  package static func hex(_ number: UInt64, digits: Int) -> String {
    let text = String(number, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}

/// Pads bytes and cuts them into blocks of sixteen words.
private func blocks(_ bytes: [UInt8], bigEndian: Bool) -> [[UInt32]] {
  let zeros = (119 - bytes.count % 64) % 64
  let size = (0..<8).map { UInt8(truncatingIfNeeded: (bytes.count * 8) >> (8 * $0)) }
  let padded =
    bytes + [0x80] + [UInt8](repeating: 0, count: zeros) + (bigEndian ? size.reversed() : size)
  return stride(from: 0, to: padded.count, by: 64).map { start in
    (0..<16).map { index in
      let four = padded[start + index * 4..<start + index * 4 + 4]
      let word = four.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      return bigEndian ? word : word.byteSwapped
    }
  }
}

private func step(_ index: Int, _ b: UInt32, _ c: UInt32, _ d: UInt32) -> (UInt32, Int) {
  switch index / 16 {
  case 0: ((b & c) | (~b & d), index)
  case 1: ((d & b) | (~d & c), (5 * index + 1) % 16)
  case 2: (b ^ c ^ d, (3 * index + 5) % 16)
  default: (c ^ (b | ~d), 7 * index % 16)
  }
}

private func left(_ word: UInt32, _ count: UInt32) -> UInt32 {
  word << count | word >> (32 - count)
}

private func right(_ word: UInt32, _ count: UInt32) -> UInt32 {
  word >> count | word << (32 - count)
}

private let rounds: [UInt32] = [0x5a82_7999, 0x6ed9_eba1, 0x8f1b_bcdc, 0xca62_c1d6]
private let shifts: [[UInt32]] = [
  [7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21],
]
private let sines: [UInt32] = (1...64).map { UInt32(abs(sin(Double($0))) * 0x1p32) }
private let squareRoots = primes.prefix(8).map { fraction(Double($0).squareRoot()) }
private let cubeRoots = primes.map { fraction(cbrt(Double($0))) }

private let primes: [Int] = (2...311).filter { number in
  !(2..<number).contains { number % $0 == 0 }
}

/// The first 32 bits of the part behind the point.
private func fraction(_ number: Double) -> UInt32 {
  UInt32(number.truncatingRemainder(dividingBy: 1) * 0x1p32)
}
