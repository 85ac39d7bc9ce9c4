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
      // By chance one digit in sixteen is equal to the one a period before.
      let tolerated = compared >= 32 ? (compared - 1) / 2 : 0
      var different = 0
      var index = 0
      while index < compared {
        different += text[index] == text[index + period] ? 0 : 1
        if different > tolerated { break }
        index += 1
      }
      if index == compared { return true }
    }
    return false
  }

  /// Whether the digits, or the bytes that pairs of them stand for, go up or down by one amount.
  private static func countsUp(_ text: Span<UInt8>, step: Int) -> Bool {
    let modulus = step == 1 ? 16 : 256
    // How often each amount is met, and how often the one that is met most.
    var counts: InlineArray<256, Int> = .init(repeating: 0)
    var most = 0
    var (numbers, last) = (0, 0)
    for index in stride(from: 0, through: text.count - step, by: step) {
      let first = value(of: text[index]) ?? 0
      let number = step == 1 ? first : first * 16 + (value(of: text[index + 1]) ?? 0)
      if numbers > 0 {
        let amount = (number - last) & (modulus - 1)
        counts[amount] += 1
        most = max(most, counts[amount])
      }
      (numbers, last) = (numbers + 1, number)
    }
    return most * 5 > numbers * 2
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
