/// What a part of a match is the checksum of.
///
/// Many vendors end a token with a checksum, so that a scanner can tell a token from a text that
/// only looks like one.
package struct Checksum: Sendable, Equatable {
  package var digest: Algorithm
  package var digits: Digits
  /// What the checksum is over, piece by piece.
  package var text: [Piece]
  /// The group of the pattern that holds the checksum.
  package var group: String
  /// For `number`: lines above and below the value's own in which numbers are looked for.
  package var lines: Int

  package init(
    digest: Algorithm, digits: Digits, text: [Piece], group: String, lines: Int
  ) {
    self.digest = digest
    self.digits = digits
    self.text = text
    self.group = group
    self.lines = lines
  }

  /// How a checksum is computed.
  package enum Algorithm: String, Sendable, CaseIterable {
    /// CRC-32 as of ISO 3309, which gzip and PNG use.
    case crc32
    case md5
    case sha256
  }

  /// How a checksum is written: a number with zeros before it, as long as its group.
  package enum Digits: String, Sendable, CaseIterable {
    case hex
    /// Digits, then lower-case letters; for CRC-32 only.
    case base36
    /// Digits, then upper-case, then lower-case letters; for CRC-32 only.
    case base62
  }

  /// A piece of the text that a checksum is over.
  package enum Piece: Sendable, Equatable {
    case text(String)
    /// What a group of the pattern matched.
    case group(String)
    /// A whole number that stands near the value: any that makes the checksum right will do.
    case number
  }

  /// Whether it takes a number that stands near the value.
  package var needsNumber: Bool { text.contains(.number) }

  /// The names of the pattern's groups that it reads.
  package var groups: [String] {
    text.compactMap { piece in
      guard case .group(let name) = piece else { return nil }
      return name
    } + [group]
  }
}

extension Checksum.Algorithm {
  /// The checksum of the bytes as text of at least `width` characters; nil where the digits are not
  /// for this algorithm.
  package func text(
    of bytes: [UInt8], in digits: Checksum.Digits, width: Int = 0
  ) -> [UInt8]? {
    switch (self, digits) {
    case (.crc32, .hex): Self.number(Digest.crc32(bytes), base: 16, width: max(width, 8))
    case (.crc32, .base36): Self.number(Digest.crc32(bytes), base: 36, width: max(width, 7))
    case (.crc32, .base62): Self.number(Digest.crc32(bytes), base: 62, width: max(width, 6))
    case (.md5, .hex): Array(Digest.md5(bytes).utf8)
    case (.sha256, .hex): Array(Digest.sha256(bytes).utf8)
    case (.md5, _), (.sha256, _): nil
    }
  }

  private static func number(_ number: UInt32, base: UInt32, width: Int) -> [UInt8] {
    let digits: [UInt8] =
      base == 62
      ? Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
      : Array("0123456789abcdefghijklmnopqrstuvwxyz".utf8)
    var (rest, text) = (number, [UInt8]())
    while rest > 0 || text.count < width {
      text.append(digits[Int(rest % base)])
      rest /= base
    }
    return text.reversed()
  }
}
