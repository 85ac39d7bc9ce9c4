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
  /// For each byte, where what it stands for begins, counted from `base`, and how long that is.
  private var starts: [UInt32] = []
  private var lengths: [UInt8] = []

  /// An empty view of what begins at `base`.
  init(from base: Int, capacity: Int) {
    self.base = base
    self.capacity = capacity
  }

  private mutating func makeRoom() {
    bytes.reserveCapacity(capacity)
    starts.reserveCapacity(capacity)
    lengths.reserveCapacity(capacity)
  }

  /// Appends bytes of the other text as they are.
  mutating func copy(_ range: Range<Int>, of text: Span<UInt8>) {
    guard !range.isEmpty else { return }
    if bytes.isEmpty { makeRoom() }
    unsafe text.extracting(range).withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
    let start = UInt32(truncatingIfNeeded: range.lowerBound - base)
    starts.append(contentsOf: start..<(start + UInt32(truncatingIfNeeded: range.count)))
    lengths.append(contentsOf: repeatElement(1, count: range.count))
  }

  /// Appends a byte that stands for a range of the other text.
  mutating func put(_ byte: UInt8, for range: Range<Int>) {
    if bytes.isEmpty { makeRoom() }
    noteChange(bytes.count..<(bytes.count + 1))
    bytes.append(byte)
    starts.append(UInt32(truncatingIfNeeded: range.lowerBound - base))
    lengths.append(UInt8(clamping: range.count))
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
    let first = min(range.lowerBound, bytes.count - 1)
    let start = base + Int(starts[first])
    guard !range.isEmpty else { return start..<start }
    let last = range.upperBound - 1
    return start..<max(start, base + Int(starts[last]) + Int(lengths[last]))
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
