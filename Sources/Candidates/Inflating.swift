/// Makes views in which a gzip or zlib stream that is written in base64, as Helm keeps its releases,
/// stands as what it holds.
struct Inflating {
  /// Where the streams stand, in order.
  private(set) var ranges: [Range<Int>] = []
  private var contents: [[UInt8]] = []
  /// How many bytes the contents have.
  private var held = 0
  /// The end of what was read for the last stream, also one that turned out to be none.
  private var taken = 0
  /// The last stream, if it holds an archive.
  private var archive: Embedded?

  /// Takes the gzip or zlib stream whose base64 begins at a place, if it does.
  ///
  /// - Parameters:
  ///   - start: The place.
  ///   - isGzip: Whether it has gzip's header.
  ///   - most: How many bytes all contents may have.
  ///   - text: The text.
  /// - Returns: Whether the content has room; what has no room is left out.
  mutating func add(
    begin start: Int, isGzip: Bool, atMost most: Int, in text: Span<UInt8>
  ) -> Bool {
    guard start >= taken else { return true }
    guard let stream = InflateStream(isGzip: isGzip) else { return false }
    var reader = WrappedBase64(at: start)
    var (content, isOpen, hasRoom) = ([UInt8](), true, true)
    while isOpen, hasRoom, case let input = reader.read(from: text), !input.isEmpty {
      let room = most - held - content.count
      isOpen = stream.inflate(input, atMost: room, into: &content)
      hasRoom = content.count + held < most
    }
    // Letters that begin no stream give some bytes at most.
    guard !content.isEmpty, isGzip || stream.isAtEnd || content.count >= Self.leastCut else {
      taken = start + 1
      return hasRoom
    }
    taken = reader.end(ofByte: stream.consumed, from: start, in: text)
    if Self.isArchive(content) {
      archive = Embedded(range: start..<taken, bytes: content)
      return hasRoom
    }
    ranges.append(start..<taken)
    held += content.count
    contents.append(content)
    return hasRoom
  }

  /// The fewest bytes of a stream that has no end.
  private static let leastCut = 64

  /// Whether a content has what tells an archive of tar.
  private static func isArchive(_ content: [UInt8]) -> Bool {
    content.count >= 512 && content[257..<262].elementsEqual("ustar".utf8)
  }

  /// The last stream, if it holds an archive and was not taken yet.
  mutating func takeArchive() -> Embedded? {
    defer { archive = nil }
    return archive
  }

  func view(of range: Range<Int>, in text: Span<UInt8>) -> View {
    SharedOut.view(of: range, in: text, ranges, contents)
  }
}

/// Makes views in which some ranges stand as contents none of whose bytes stands for one of the text
/// alone: they share their range out evenly.
enum SharedOut {
  static func view(
    of range: Range<Int>, in text: Span<UInt8>, _ ranges: [Range<Int>], _ contents: [[UInt8]]
  ) -> View {
    var view = View(from: range.lowerBound, capacity: range.count)
    var copied = range.lowerBound
    for number in firstRange(in: ranges, endingAfter: range.lowerBound)..<ranges.count {
      let place = ranges[number]
      guard place.lowerBound < range.upperBound else { break }
      view.copy(copied..<max(copied, place.lowerBound), of: text)
      let content = contents[number]
      for (index, byte) in content.enumerated() {
        let origin = place.lowerBound + index * place.count / content.count
        if range.contains(origin) { view.put(byte, for: origin..<(origin + 1)) }
      }
      copied = min(range.upperBound, max(copied, place.upperBound))
    }
    view.copy(copied..<range.upperBound, of: text)
    return view
  }

  private static func firstRange(in ranges: [Range<Int>], endingAfter place: Int) -> Int {
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound <= place { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// Reads base64 that may be wrapped, piece by piece.
struct WrappedBase64 {
  private var at: Int
  private var word: UInt32 = 0
  private var bits = 0

  /// How many bytes a piece has.
  private static let piece = 1024

  init(at start: Int) { at = start }

  /// The next bytes; none at the end.
  mutating func read(from text: Span<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < Self.piece, let next = Self.character(at: at, in: text) {
      word = word << 6 | (Base64.value(of: text[next]) ?? 0)
      bits += 6
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: word >> UInt32(bits)))
      }
      at = next + 1
    }
    return bytes
  }

  /// Where what stands for so many bytes from `start` on ends, with its padding.
  func end(ofByte count: Int, from start: Int, in text: Span<UInt8>) -> Int {
    var (end, left) = (start, (count * 4 + 2) / 3)
    while left > 0, let next = Self.character(at: end, in: text) {
      end = next + 1
      left -= 1
    }
    return end + Base64.padding(at: end, in: text)
  }

  /// Where the next character of base64 stands, past the end of a line, written out or escaped.
  private static func character(at place: Int, in text: Span<UInt8>) -> Int? {
    var at = place
    let limit = min(text.count, place + 64)
    while at < limit {
      if Base64.value(of: text[at]) != nil { return at }
      switch text[at] {
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"): at += 1
      case UInt8(ascii: " "), UInt8(ascii: "\t"):
        guard at > place else { return nil }
        at += 1
      case UInt8(ascii: "\\"):
        guard at + 1 < limit else { return nil }
        switch text[at + 1] {
        case UInt8(ascii: "n"), UInt8(ascii: "r"): at += 2
        case UInt8(ascii: "/"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): at += 1
        default: return nil
        }
      default: return nil
      }
    }
    return nil
  }
}
