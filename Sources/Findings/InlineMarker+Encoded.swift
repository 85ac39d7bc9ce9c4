import Candidates
import Git

/// A part of a text, decoded, with where each of its bytes comes from.
private struct DecodedText {
  var bytes: [UInt8] = []
  var origins: [Int] = []

  mutating func add(_ byte: UInt8, from origin: Int) {
    bytes.append(byte)
    origins.append(origin)
  }

  /// The markers around a value, which stand where the text has what they come from.
  func markers(around value: Range<Int>) -> [InlineMarker] {
    InlineMarker.markers(around: value, in: bytes.span).map { marker in
      var marker = marker
      marker.offset = origins[marker.offset]
      return marker
    }
  }
}

/// Markers in texts that are not written in ASCII's bytes.
extension InlineMarker {
  /// How many units of an encoded text are looked at on each side of a secret.
  private static let encodedExtent = 2 * reach

  /// The markers around a secret in UTF-16 or UTF-32.
  ///
  /// - Parameters:
  ///   - secret: Where what stands for the secret is.
  ///   - encoding: How the content is written.
  ///   - bytes: The content.
  /// - Returns: Them with their places in the content.
  static func markers(
    around secret: Range<Int>, written encoding: TextEncoding, in bytes: Span<UInt8>
  ) -> [InlineMarker] {
    let unit = encoding.unit
    let before = min(secret.lowerBound / unit, encodedExtent)
    var place = secret.lowerBound - before * unit
    let end = min(bytes.count, secret.upperBound + encodedExtent * unit)
    var text = DecodedText()
    var (start, upper) = (0, 0)
    while place + unit <= end {
      if place <= secret.lowerBound { start = text.bytes.count }
      let number = encoding.number(at: place, in: bytes)
      let scalar = Unicode.Scalar(number) ?? "\u{FFFD}"
      for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
        text.add(byte, from: place)
      }
      place += unit
      if place <= secret.upperBound { upper = text.bytes.count }
    }
    guard start < upper else { return [] }
    return text.markers(around: start..<upper)
  }

  /// The markers around a secret in the text that base64 stands for.
  ///
  /// - Parameters:
  ///   - secret: Where what stands for the secret is.
  ///   - value: The secret.
  ///   - bytes: The content.
  /// - Returns: Them with their places in the content.
  static func markers(
    around secret: Range<Int>, inBase64 value: [UInt8], in bytes: Span<UInt8>
  ) -> [InlineMarker] {
    let text = base64Text(around: secret, in: bytes)
    guard let phase = phase(of: text.bytes) else { return [] }
    let decoded = decoded(text, from: phase)
    // What stands for the secret begins with its first bits.
    let near = decoded.origins.firstIndex { $0 >= secret.lowerBound } ?? 0
    for start in max(0, near - 3)..<max(0, min(decoded.bytes.count - value.count, near + 3) + 1)
    where decoded.bytes[start...].starts(with: value) {
      return decoded.markers(around: start..<(start + value.count))
    }
    return []
  }

  /// How many characters of a text without breaks stand before the first whole group, if a marker
  /// shows it.
  private static func phase(of text: [UInt8]) -> Int? {
    for (number, word) in base64Words.enumerated() {
      guard let place = places(of: word, in: text.span, 0..<text.count).first else { continue }
      // It begins with that character of a group: those before it that are not whole are left out.
      return (place + 4 - firstCharacters[number]) % 4
    }
    return nil
  }

  /// Whether a content may hold a marker in base64.
  static func mayStandInBase64(in bytes: Span<UInt8>) -> Bool {
    base64Words.contains { word in
      var place = 0
      while place < bytes.count {
        if bytes[place] == word[0], stands(word, at: place, in: bytes) { return true }
        place += 1
      }
      return false
    }
  }

  /// Which character of its group each of them begins with: the first that no other byte has part of.
  private static let firstCharacters = [0, 2, 3]

  /// Whether a word stands at a place, perhaps across the ends of lines.
  private static func stands(_ word: [UInt8], at start: Int, in bytes: Span<UInt8>) -> Bool {
    var (place, matched, blanks) = (start, 0, 0)
    while place < bytes.count, matched < word.count, blanks < reach {
      if bytes[place] == word[matched] {
        matched += 1
        blanks = 0
      } else if isBreak(bytes[place]) {
        blanks += 1
      } else {
        return false
      }
      place += 1
    }
    return matched == word.count
  }

  /// What stands for `vastguard:allow`, by how many bytes stand before it in its group of three.
  private static let base64Words = [
    "dmFzdGd1YXJkOmFsbG93", "Zhc3RndWFyZDphbGxvd", "2YXN0Z3VhcmQ6YWxsb3",
  ].map { Array($0.utf8) }

  /// The characters of base64 around some of them, across the ends of lines.
  private static func base64Text(
    around secret: Range<Int>, in bytes: Span<UInt8>
  ) -> DecodedText {
    var start = secret.lowerBound
    let floor = max(0, start - 2 * encodedExtent)
    while start > floor, base64(bytes[start - 1]) != nil || isBreak(bytes[start - 1]) { start -= 1 }
    let ceiling = min(bytes.count, secret.upperBound + 2 * encodedExtent)
    var text = DecodedText()
    var place = start
    while place < ceiling, base64(bytes[place]) != nil || isBreak(bytes[place]) {
      if !isBreak(bytes[place]) { text.add(bytes[place], from: place) }
      place += 1
    }
    return text
  }

  private static func decoded(_ text: DecodedText, from phase: Int) -> DecodedText {
    var decoded = DecodedText()
    var (bits, count): (UInt32, Int) = (0, 0)
    for index in min(phase, text.bytes.count)..<text.bytes.count {
      bits = bits << 6 | UInt32(base64(text.bytes[index]) ?? 0)
      count += 6
      if count >= 8 {
        count -= 8
        decoded.add(UInt8(truncatingIfNeeded: bits >> UInt32(count)), from: text.origins[index])
      }
    }
    return decoded
  }

  private static func base64(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0") + 52
    case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
    case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
    default: nil
    }
  }

  private static func isBreak(_ byte: UInt8) -> Bool {
    byte == 0x0A || byte == 0x0D || byte == 0x20 || byte == 0x09
  }
}
