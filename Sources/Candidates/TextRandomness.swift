#if canImport(Glibc)
  internal import Glibc
#endif

extension Randomness {
  /// Whether a value could be made by chance: for hex digits see `isRandomHex`; any other text must
  /// have different characters, no repetition, no order, and must not read like words.
  ///
  /// Of 20 letters and digits drawn by chance one in a thousand fails, of 36 one in ten thousand.
  package static func isRandom(_ text: Span<UInt8>) -> Bool {
    if isHex(text) { return isRandomHex(text) }
    var seen: Set<UInt8> = []
    for index in text.indices { seen.insert(text[index]) }
    guard text.count >= 8, seen.count >= min(10, (text.count + 1) / 2) else { return false }
    return !repeats(text) && !isOrdered(text) && !readsLikeWords(text)
  }

  /// The Shannon entropy of the bytes, in bits for each byte: 0 to 8.
  package static func entropy(of text: Span<UInt8>) -> Double {
    if text.isEmpty { return 0 }
    var counts: InlineArray<256, Int> = .init(repeating: 0)
    for index in text.indices { counts[Int(text[index])] += 1 }
    var bits = 0.0
    for index in counts.indices where counts[index] > 0 {
      let share = Double(counts[index]) / Double(text.count)
      bits -= share * log2(share)
    }
    return bits
  }

  private static func isHex(_ text: Span<UInt8>) -> Bool {
    for index in text.indices where value(of: text[index]) == nil { return false }
    return text.count >= 16
  }

  /// Whether most characters follow the one before as in the alphabet, forwards or backwards.
  private static func isOrdered(_ text: Span<UInt8>) -> Bool {
    var (up, down) = (0, 0)
    for index in 1..<text.count {
      if text[index] == text[index - 1] &+ 1 { up += 1 }
      if text[index] == text[index - 1] &- 1 { down += 1 }
    }
    return max(up, down) * 5 > text.count * 2
  }

  /// Whether nearly all pairs of letters are such as English is full of.
  private static func readsLikeWords(_ text: Span<UInt8>) -> Bool {
    var (pairs, common) = (0, 0)
    for index in 1..<text.count {
      guard let first = letter(text[index - 1]), let second = letter(text[index]),
        // In a camel-case name the next word begins here.
        text[index - 1] & 0x20 == 0 || text[index] & 0x20 != 0
      else { continue }
      pairs += 1
      common += followers[first] & (1 << second) != 0 ? 1 : 0
    }
    return pairs >= 10 && common * 5 >= pairs * 4
  }

  private static func letter(_ byte: UInt8) -> Int? {
    let lower = byte | 0x20
    return (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(lower)
      ? Int(lower - UInt8(ascii: "a")) : nil
  }

  /// For each letter, those that often follow it in English: 204 pairs of 676 make up 93 % of a
  /// text, and 30 % of what chance makes.
  private static let followers: [UInt32] = [
    "bcdgilmnprstuvy", "aeijloruy", "aehiklortu", "adeiosu", "acdeflmnprstvwxy", "aefiloru", "eisu",
    "aeio", "abcdefglmnoprstvz", "e", "e", "adefilostuy", "aeimop", "acdefgikostu",
    "bcdflmnoprstuvw", "aeiloprtu", "u", "acdegimnorstuy", "acehiopstuy", "acehiorstuy", "elmnprst",
    "aei", "aehior", "ct", "op", "e",
  ].map { $0.utf8.reduce(0) { $0 | 1 << UInt32(letter($1) ?? 0) } }
}
