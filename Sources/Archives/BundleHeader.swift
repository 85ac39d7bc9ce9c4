import Git

internal import Packs

/// The text at the begin of a git bundle: capabilities, the commits that it builds on, references.
///
/// The format is that of gitformat-bundle, versions 2 and 3.
struct BundleHeader {
  /// All of it, up to the empty line that ends it, or up to where it is cut short.
  let text: [UInt8]
  /// Whether the empty line is there; the pack follows.
  let isWhole: Bool
  /// How its objects are named; nil where the bundle asks for a way that is not known.
  private(set) var format: ObjectFormat? = .sha1
  /// Whether it asks for something that is not known.
  private(set) var asksForUnknown = false

  /// The length of the first line, in all versions.
  private static let titleSize = 16

  /// Whether a content that begins with a bundle's title goes on like one: with a capability, with
  /// an id, or with the empty line.
  static func isBegin(_ bytes: Span<UInt8>) -> Bool {
    guard bytes.count > titleSize else { return false }
    let first = bytes[titleSize]
    if first == UInt8(ascii: "@") || first == UInt8(ascii: "\n") { return true }
    let start = first == UInt8(ascii: "-") ? titleSize + 1 : titleSize
    for index in start..<(start + 40) where index < bytes.count {
      switch bytes[index] {
      case 0x30...0x39, 0x41...0x46, 0x61...0x66: continue
      default: return false
      }
    }
    return true
  }

  /// Reads a header of up to `limit` bytes.
  init(_ source: any SeekableSource, limit: Int) {
    var text: [UInt8] = []
    var end: Int?
    let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
    defer { unsafe block.deallocate() }
    while end == nil, text.count < limit {
      let count = unsafe source.copy(at: text.count, into: block)
      if count == 0 { break }
      let from = max(0, text.count - 1)
      unsafe text.append(contentsOf: block[..<count])
      end = Self.endOfLines(in: text.span, from: from)
    }
    if let end { text.removeSubrange(end...) }
    isWhole = end != nil
    self.text = text
    readCapabilities()
  }

  /// Where the pack begins: behind two line breaks in a row.
  private static func endOfLines(in text: Span<UInt8>, from start: Int) -> Int? {
    let feed = UInt8(ascii: "\n")
    var index = start
    while index + 1 < text.count {
      if text[index] == feed, text[index + 1] == feed { return index + 2 }
      index += 1
    }
    return nil
  }

  private mutating func readCapabilities() {
    for line in text.dropFirst(Self.titleSize).split(separator: UInt8(ascii: "\n")) {
      // They stand before all else.
      guard line.first == UInt8(ascii: "@") else { return }
      switch String(decoding: line, as: UTF8.self) {
      case "@object-format=sha1": format = .sha1
      case "@object-format=sha256": format = .sha256
      case let text where text.hasPrefix("@object-format="): format = nil
      // Objects that were left out on purpose.
      case let text where text.hasPrefix("@filter="): break
      default: asksForUnknown = true
      }
    }
  }
}
