/// Whether a value looks as if it was made up by chance.
package enum Randomness {
  /// Whether a string of hex digits could be a key: not one digit over and over, not a pattern
  /// repeated, not counting up, not words spelt in hex.
  ///
  /// Of 64 digits drawn by chance fewer than one in a billion fails: they hold 13 or more
  /// different digits but for three cases in a million, and 10 but for one in 10^12.
  package static func isRandomHex(_ text: Span<UInt8>) -> Bool {
    guard text.count >= 16 else { return false }
    var counts: InlineArray<16, Int> = .init(repeating: 0)
    for index in text.indices {
      guard let digit = value(of: text[index]) else { return false }
      counts[digit] += 1
    }
    var (distinct, most) = (0, 0)
    for digit in counts.indices {
      distinct += counts[digit] > 0 ? 1 : 0
      most = max(most, counts[digit])
    }
    guard distinct >= 9, most <= text.count / 3 else { return false }
    return !repeats(text) && !countsUp(text, step: 1) && !countsUp(text, step: 2)
  }

  /// Whether a period of up to half the text explains most of it.
  static func repeats(_ text: Span<UInt8>) -> Bool {
    for period in 1...(text.count / 2) {
      let compared = text.count - period
      var equal = 0
      for index in 0..<compared where text[index] == text[index + period] { equal += 1 }
      // By chance one digit in sixteen is equal to the one a period before.
      if compared >= 32 ? equal * 2 > compared : equal == compared { return true }
    }
    return false
  }

  /// Whether the digits, or the bytes that pairs of them stand for, go up or down by one amount.
  private static func countsUp(_ text: Span<UInt8>, step: Int) -> Bool {
    let modulus = step == 1 ? 16 : 256
    var numbers: [Int] = []
    for index in stride(from: 0, through: text.count - step, by: step) {
      let first = value(of: text[index]) ?? 0
      numbers.append(step == 1 ? first : first * 16 + (value(of: text[index + 1]) ?? 0))
    }
    var seen: [Int: Int] = [:]
    for (number, next) in zip(numbers, numbers.dropFirst()) {
      seen[(next - number + modulus) % modulus, default: 0] += 1
    }
    return (seen.values.max() ?? 0) * 5 > numbers.count * 2
  }

  static func value(of digit: UInt8) -> Int? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(digit - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): Int(digit - UInt8(ascii: "a")) + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): Int(digit - UInt8(ascii: "A")) + 10
    default: nil
    }
  }
}
