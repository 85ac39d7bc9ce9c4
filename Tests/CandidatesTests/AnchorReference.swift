import CScan
import Candidates

/// An anchor as a plain value, for tests to compare.
struct Place: Hashable, Comparable, CustomStringConvertible {
  var offset: Int
  var length: Int
  var kind: Int

  var description: String { "\(kind)@\(offset)+\(length)" }

  static func < (left: Place, right: Place) -> Bool {
    (left.offset, left.kind) < (right.offset, right.kind)
  }
}

/// What a search finds, byte by byte and literal by literal.
func reference(
  literals: [String], runs: Bool, encodings: Bool = false, in bytes: [UInt8]
) -> [Place] {
  var places = encodings ? encodedPlaces(in: bytes) + joints(in: bytes) : []
  if runs {
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex { !isHexDigit($0) } ?? bytes.count
      if (64...80).contains(end - start) {
        places.append(Place(offset: start, length: end - start, kind: 0))
      }
      start = end + 1
    }
  }
  let folded = bytes.map(lower)
  for (number, literal) in literals.enumerated() {
    let wanted = literal.utf8.map(lower)
    for offset in stride(from: 0, through: bytes.count - wanted.count, by: 1)
    where folded[offset..<(offset + wanted.count)].elementsEqual(wanted) {
      places.append(Place(offset: offset, length: wanted.count, kind: number + 1))
    }
  }
  return places.sorted()
}

func isHexDigit(_ byte: UInt8) -> Bool {
  "0123456789abcdefABCDEF".utf8.contains(byte)
}

private func lower(_ byte: UInt8) -> UInt8 {
  (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte + 32 : byte
}

/// What `AnchorSearch` finds.
func found(
  literals: [String], runs: Bool, encodings: Bool = false, in bytes: [UInt8]
) -> [Place]? {
  guard let search = AnchorSearch(literals: literals, runs: runs, encodings: encodings) else {
    return nil
  }
  return found(by: search, in: bytes)
}

func found(by search: AnchorSearch, in bytes: [UInt8]) -> [Place]? {
  var anchors = AnchorList()
  guard search.find(in: bytes.span, anchors: &anchors) else { return nil }
  return (0..<anchors.count).map { index in
    let anchor = anchors[index]
    return Place(offset: anchor.offset, length: anchor.length, kind: anchor.kind)
  }
}

/// What the ways of the C search find that this processor can, the best of which the product takes:
/// one list for each.
func foundByEachWay(
  literals: [String], runs: Bool, encodings: Bool = false, in bytes: [UInt8]
) -> [[Place]?] {
  [vg_portable, vg_by_halves, vg_by_bytes].filter { vg_can($0) == 1 }.map { way in
    let lengths = literals.map(\.utf8.count)
    let search = unsafe literals.flatMap(\.utf8).withUnsafeBufferPointer { text in
      unsafe vg_search_create_for(
        way, text.baseAddress, lengths, lengths.count, runs ? 1 : 0, encodings ? 1 : 0)
    }
    guard let search = unsafe search else { return nil }
    defer { unsafe vg_search_free(search) }
    return unsafe found(by: search, in: bytes)
  }
}

private func found(by search: OpaquePointer, in bytes: [UInt8]) -> [Place]? {
  var anchors = unsafe vg_anchors()
  defer { unsafe vg_anchors_free(&anchors) }
  let status = unsafe bytes.withUnsafeBufferPointer { buffer in
    unsafe vg_search_find(search, buffer.baseAddress, buffer.count, &anchors)
  }
  guard status == 1 else { return nil }
  let items = unsafe UnsafeBufferPointer(start: anchors.items, count: anchors.count)
  return unsafe items.map {
    Place(offset: $0.offset, length: Int($0.length), kind: Int($0.kind))
  }.sorted()
}

/// Numbers that look like chance and are the same in every run: splitmix64.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: Int) { state = UInt64(truncatingIfNeeded: seed) &* 0x2545_f491_4f6c_dd1d }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
