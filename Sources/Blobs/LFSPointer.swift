/// What git keeps in place of a large file: the digest and the size of the content, which Git LFS
/// keeps elsewhere.
package struct LFSPointer: Sendable, Hashable {
  /// The SHA-256 of the content, its first eight bytes first.
  package let digest: [UInt64]

  /// The size of the content in bytes.
  package let size: Int

  /// Whether nothing but the digest and the size stands in it.
  package let isPlain: Bool

  /// The first lines that a pointer may have, as Git LFS and what it was before write them.
  package static let beginnings = [
    "version https://git-lfs.github.com/spec/v1\n", "version https://hawser.github.com/spec/v1\n",
    "version http://git-media.io/v/2\n",
  ].map { Array($0.utf8) }

  /// A pointer has fewer bytes than this; the number is that of the specification.
  private static let limit = 1024

  /// A pointer as it was kept somewhere.
  package init(digest: [UInt64], size: Int, isPlain: Bool) {
    self.digest = digest
    self.size = size
    self.isPlain = isPlain
  }

  /// Reads a content; nil where it is no pointer.
  package init?(_ bytes: Span<UInt8>) {
    guard bytes.count < Self.limit, bytes.count > 64, bytes[0] == UInt8(ascii: "v") else {
      return nil
    }
    let text = bytes.indices.map { bytes[$0] }
    guard let beginning = Self.beginnings.first(where: { text.starts(with: $0) }) else {
      return nil
    }
    var digest: [UInt64]?
    var size: Int?
    var isPlain = true
    for line in text[beginning.count...].split(separator: UInt8(ascii: "\n")) {
      let words = String(decoding: line, as: UTF8.self).split(separator: " ", maxSplits: 1)
      guard words.count == 2 else { return nil }
      switch words[0] {
      case "oid" where digest == nil: digest = Self.digest(words[1])
      case "size" where size == nil: size = Int(words[1])
      default:
        // A step that a program adds, such as `ext-0-name`; anything else makes it a text.
        guard words[0].hasPrefix("ext-") else { return nil }
        isPlain = false
      }
    }
    guard let digest, let size, size >= 0 else { return nil }
    self.init(digest: digest, size: size, isPlain: isPlain)
  }

  private static func digest(_ word: Substring) -> [UInt64]? {
    let prefix = "sha256:"
    let digits = Array(word.utf8.dropFirst(prefix.utf8.count))
    guard word.hasPrefix(prefix), digits.count == 64, digits.allSatisfy(isHexDigit) else {
      return nil
    }
    let words = stride(from: 0, to: 64, by: 16).compactMap { start in
      UInt64(String(decoding: digits[start..<(start + 16)], as: UTF8.self), radix: 16)
    }
    return words.count == 4 ? words : nil
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
  }

  /// The digest in 64 hex digits: the name of the content's file.
  package var name: String {
    digest.map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }.joined()
  }
}
