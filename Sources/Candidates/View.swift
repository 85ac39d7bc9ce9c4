/// A text made from another one, each of whose bytes tells where it comes from.
///
/// It holds a part of the other text, in which encoded stretches stand decoded: rules look at it as
/// at any text, and what they find is told as a place of the other one.
struct View {
  private(set) var bytes: [UInt8] = []
  /// The ranges of `bytes` that do not stand so in the other text, in order.
  private(set) var changes: [Range<Int>] = []

  /// Where in the other text the view begins.
  private let base: Int
  /// How many bytes to make room for once there is one: many views turn out to show nothing new.
  private let capacity: Int
  /// What the bytes stand for, in order: a piece that was copied, or what some bytes stand for together.
  private var sources: [Source] = []

  private struct Source {
    /// The first of its bytes.
    let place: UInt32
    /// Where what that byte stands for begins, counted from `base`.
    let start: UInt32
    /// How long that is; nil for a piece, each of whose bytes stands for one.
    let length: UInt8?
  }

  /// An empty view of what begins at `base`.
  init(from base: Int, capacity: Int) {
    self.base = base
    self.capacity = capacity
  }

  /// Appends bytes of the other text as they are.
  mutating func copy(_ range: Range<Int>, of text: Span<UInt8>) {
    guard !range.isEmpty else { return }
    note(range.lowerBound, length: nil)
    unsafe text.extracting(range).withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
  }

  /// Appends a byte that stands for a range of the other text.
  mutating func put(_ byte: UInt8, for range: Range<Int>) {
    noteChange(bytes.count..<(bytes.count + 1))
    note(range.lowerBound, length: UInt8(clamping: range.count))
    bytes.append(byte)
  }

  /// Notes what the next byte stands for.
  private mutating func note(_ start: Int, length: UInt8?) {
    if bytes.isEmpty { bytes.reserveCapacity(capacity) }
    let start = UInt32(truncatingIfNeeded: start - base)
    // What was compressed has many bytes for each of the text.
    if let length, let last = sources.last, last.start == start, last.length == length { return }
    sources.append(
      Source(place: UInt32(truncatingIfNeeded: bytes.count), start: start, length: length))
  }

  /// Appends a character as UTF-8; U+FFFD for a number that is none.
  mutating func put(scalar: UInt32, for range: Range<Int>) {
    let scalar = Unicode.Scalar(scalar) ?? "\u{fffd}"
    for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { put(byte, for: range) }
  }

  /// Notes that what stood between the last byte and the next one was left out.
  mutating func noteGap() {
    noteChange(max(0, bytes.count - 1)..<(bytes.count + 1))
  }

  private mutating func noteChange(_ range: Range<Int>) {
    if let last = changes.last, last.upperBound >= range.lowerBound {
      changes[changes.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
    } else {
      changes.append(range)
    }
  }

  /// Whether a range holds something that does not stand so in the other text.
  func isChanged(_ range: Range<Int>) -> Bool {
    var (low, high) = (0, changes.count)
    while low < high {
      let middle = (low + high) / 2
      if changes[middle].upperBound <= range.lowerBound { low = middle + 1 } else { high = middle }
    }
    return low < changes.count && changes[low].lowerBound < range.upperBound
  }

  /// What a range stands for in the other text.
  func origin(of range: Range<Int>) -> Range<Int> {
    guard !bytes.isEmpty else { return base..<base }
    let start = origin(ofByte: min(range.lowerBound, bytes.count - 1)).lowerBound
    guard !range.isEmpty else { return start..<start }
    return start..<max(start, origin(ofByte: range.upperBound - 1).upperBound)
  }

  /// What a byte stands for in the other text.
  private func origin(ofByte place: Int) -> Range<Int> {
    var (low, high) = (0, sources.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if sources[middle].place <= place { low = middle } else { high = middle }
    }
    let source = sources[low]
    let start = base + Int(source.start)
    if let length = source.length { return start..<(start + Int(length)) }
    let copied = start + place - Int(source.place)
    return copied..<(copied + 1)
  }
}

/// A part of a text of which a view is made.
struct ViewPart {
  /// What the view shows.
  let range: Range<Int>
  /// Where what is found must begin: elsewhere it is another part's.
  let owned: Range<Int>

  /// How far around a change a view shows the text: as far as rules look.
  static let surroundings = 16_384
  /// The most that a part owns.
  static let longest = 262_144

  /// The parts that show every one of some ranges, which stand in order, with its surroundings.
  static func parts(around ranges: some Sequence<Range<Int>>, count: Int) -> [ViewPart] {
    var parts: [ViewPart] = []
    var open: Range<Int>?
    for range in ranges {
      if let last = open, range.lowerBound <= last.upperBound + 2 * surroundings {
        open = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        if let last = open { parts += cut(last, count: count) }
        open = range
      }
    }
    if let last = open { parts += cut(last, count: count) }
    return parts
  }

  private static func cut(_ range: Range<Int>, count: Int) -> [ViewPart] {
    let whole =
      max(0, range.lowerBound - surroundings)..<min(count, range.upperBound + surroundings)
    return stride(from: whole.lowerBound, to: whole.upperBound, by: longest).map { start in
      let owned = start..<min(whole.upperBound, start + longest)
      let shown =
        max(0, owned.lowerBound - surroundings)..<min(count, owned.upperBound + surroundings)
      return ViewPart(range: shown, owned: owned)
    }
  }
}
