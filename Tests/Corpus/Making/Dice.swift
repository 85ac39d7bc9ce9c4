import TestSupport

/// Chance that follows from a seed: the same file of the corpus each time.
struct Dice {
  private var generator: SeededGenerator

  /// Names and rounds decide besides the seed, so that a new template changes no other's files.
  init(seed: UInt64, _ names: String...) {
    let mixed = names.joined(separator: "\0").utf8.reduce(0xcbf2_9ce4_8422_2325 ^ seed) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01b3
    }
    generator = SeededGenerator(seed: mixed)
  }

  mutating func number(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &generator) }

  mutating func pick<Element>(_ list: [Element]) -> Element {
    list[Int.random(in: list.indices, using: &generator)]
  }

  mutating func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in .random(in: 0...255, using: &generator) }
  }

  mutating func text(_ count: Int, of alphabet: String) -> String {
    let letters = Array(alphabet)
    return String((0..<count).map { _ in pick(letters) })
  }

  mutating func hex(_ count: Int) -> String { text(count, of: "0123456789abcdef") }

  /// 64 hex digits, as random as a key's.
  mutating func key() -> String { MadeUp.key(using: &generator) }
}

/// Letters that tokens are made of.
enum Alphabet {
  static let lower = "abcdefghijklmnopqrstuvwxyz"
  static let upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
  static let digits = "0123456789"
  static let alphanumeric = upper + lower + digits
  static let url = alphanumeric + "-_"
  static let base32 = upper + "234567"
}
