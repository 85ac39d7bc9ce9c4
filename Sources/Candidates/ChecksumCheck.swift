internal import PCRE
internal import Rules

/// Whether a part of a match is the checksum that the rule asks for.
struct ChecksumCheck {
  private let checksum: Checksum
  private let pattern: RulePattern
  private let match: Match
  private let secret: Range<Int>

  /// The most numbers that are tried, the nearest first.
  static let mostNumbers = 64
  /// The fewest and the most digits of a number: those of an instance are seven or eight, and
  /// shorter ones stand everywhere.
  static let digits = 4...12

  init(_ checksum: Checksum, _ pattern: RulePattern, _ match: Match, _ secret: Range<Int>) {
    self.checksum = checksum
    self.pattern = pattern
    self.match = match
    self.secret = secret
  }

  /// Whether it is, with any of the numbers near by where the checksum takes one.
  func holds(in bytes: Span<UInt8>) -> Bool {
    guard let expected = text(of: checksum.group, in: bytes) else { return false }
    guard checksum.needsNumber else { return isRight(expected, number: [], in: bytes) }
    return numbers(in: bytes).contains { isRight(expected, number: $0, in: bytes) }
  }

  private func isRight(_ expected: [UInt8], number: [UInt8], in bytes: Span<UInt8>) -> Bool {
    var text: [UInt8] = []
    for piece in checksum.text {
      switch piece {
      case .text(let constant): text += constant.utf8
      case .number: text += number
      case .group(let name):
        guard let part = self.text(of: name, in: bytes) else { return false }
        text += part
      }
    }
    let right = checksum.digest.text(of: text, in: checksum.digits, width: expected.count)
    guard checksum.digits == .hex else { return right == expected }
    return right == expected.map { (0x41...0x46).contains($0) ? $0 | 0x20 : $0 }
  }

  /// What a group of the pattern matched.
  private func text(of group: String, in bytes: Span<UInt8>) -> [UInt8]? {
    guard let number = try? pattern.pattern().group(named: group),
      let range = match.group(number)
    else { return nil }
    return range.map { bytes[$0] }
  }

  /// The different whole numbers near the value, the nearest first.
  private func numbers(in bytes: Span<UInt8>) -> [[UInt8]] {
    let lines = Neighbourhood.range(of: secret, lines: checksum.lines, in: bytes)
    var found: [(distance: Int, digits: [UInt8])] = []
    var index = lines.lowerBound
    while index < lines.upperBound {
      let start = index
      while index < lines.upperBound, Self.isDigit(bytes[index]) { index += 1 }
      let isPart =
        start > 0 && Self.isWord(bytes[start - 1])
        || index < bytes.count && Self.isWord(bytes[index])
      if Self.digits.contains(index - start), !isPart {
        let distance = max(secret.lowerBound - index, start - secret.upperBound)
        found.append((distance, (start..<index).map { bytes[$0] }))
      }
      index = max(index, start + 1)
    }
    var seen: Set<[UInt8]> = []
    let nearest = found.sorted { $0.distance < $1.distance }.map(\.digits)
    return Array(nearest.filter { seen.insert($0).inserted }.prefix(Self.mostNumbers))
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
      || byte == UInt8(ascii: "_")
  }
}
