import Blobs
import Candidates
import Git
import Packs

/// Marks the anchors of the rules about contents.
struct ContentSearch: MarkSearch {
  let anchors: AnchorSearch

  /// A run of hex digits is the longest anchor; the longest other one is a literal.
  var shape: MarkShape {
    MarkShape(
      longest: AnchorSearch.longestRun, margin: 1, longestMixed: anchors.longestLiteral,
      runBytes: ByteSet("0123456789abcdefABCDEF".utf8))
  }

  func find(in bytes: Span<UInt8>, into marks: inout [Mark]) {
    anchors.forEachAnchor(in: bytes) { anchor in
      marks.append(
        Mark(
          offset: UInt32(truncatingIfNeeded: anchor.offset), kind: UInt16(anchor.kind),
          length: UInt8(truncatingIfNeeded: anchor.length)))
    }
  }
}

/// Marks what makes a tree worth parsing: names that a rule may want to see, and ids of objects
/// that are not there.
struct TreeSearch: MarkSearch {
  let names: AnchorSearch
  let contents: AnchorSearch
  let store: ObjectStore

  /// Where an entry's name is longer, or holds a space, its object is looked up in the parsed tree.
  private static var longestName: Int { 60 }
  private static var missing: UInt16 { .max }
  private static var idLength: Int { ObjectID.byteCount }

  var shape: MarkShape {
    // mode, space, name, zero, id, and the mode of the next entry that shows where this one ends
    MarkShape(longest: 7 + Self.longestName + 1 + Self.idLength + 7, margin: 1)
  }

  func find(in bytes: Span<UInt8>, into marks: inout [Mark]) {
    let first = marks.count
    for search in [names, contents] {
      ContentSearch(anchors: search).find(in: bytes, into: &marks)
    }
    findMissing(in: bytes, into: &marks)
    marks[first...].sort { $0.offset < $1.offset }
  }

  /// Marks entries whose object is not there.
  ///
  /// A zero byte may also lie in an id; then what follows the supposed id is no mode of a next
  /// entry, but for chance. A mark where there is no such entry costs only the parsing of a tree.
  private func findMissing(in bytes: Span<UInt8>, into marks: inout [Mark]) {
    var zero = 0
    while zero + Self.idLength < bytes.count {
      guard bytes[zero] == 0 else {
        zero += 1
        continue
      }
      let end = zero + 1 + Self.idLength
      if let after = Self.endOfMode(at: end, in: bytes),
        let start = Self.startOfEntry(endingAt: zero, in: bytes),
        !store.contains(ObjectID(bytes, at: zero + 1))
      {
        marks.append(
          Mark(
            offset: UInt32(truncatingIfNeeded: start), kind: Self.missing,
            length: UInt8(truncatingIfNeeded: after - start)))
      }
      zero += 1
    }
  }

  /// The end of the mode that stands at `start`, or `start` at the end of the tree.
  private static func endOfMode(at start: Int, in bytes: Span<UInt8>) -> Int? {
    if start == bytes.count { return start }
    guard bytes[start] == UInt8(ascii: "1") || bytes[start] == UInt8(ascii: "4") else { return nil }
    for index in (start + 5)..<(start + 7) where index < bytes.count {
      if bytes[index] == UInt8(ascii: " ") { return index + 1 }
    }
    return nil
  }

  /// The start of the entry whose name ends at `end`, or nil where that is a submodule's, whose
  /// commit is not to be here, or where it is too far off to be seen.
  private static func startOfEntry(endingAt end: Int, in bytes: Span<UInt8>) -> Int? {
    var space = end - 1
    let floor = max(6, end - 1 - longestName)
    while space >= floor, bytes[space] != UInt8(ascii: " ") { space -= 1 }
    // No space was seen: all the bytes that were looked at decide that.
    guard space >= floor else { return floor - 6 }
    let isSubmodule =
      bytes[space - 6] == UInt8(ascii: "1") && bytes[space - 5] == UInt8(ascii: "6")
      && bytes[space - 4] == UInt8(ascii: "0")
    return isSubmodule ? nil : max(0, space - 6)
  }
}

/// Marks ids in trees.
struct IDSearch: MarkSearch {
  private let ids: Set<ObjectID>
  /// One bit for each value of a hash of an id's first four bytes that some id has.
  private let filter: [UInt64]
  private let shift: UInt32

  init(_ ids: Set<ObjectID>) {
    self.ids = ids
    // Some thirty bits for each id: one place in thirty is looked up in vain.
    var bits = 12
    while bits < 26, 1 << bits < 32 * ids.count { bits += 1 }
    shift = UInt32(32 - bits)
    var filter: [UInt64] = .init(repeating: 0, count: 1 << (bits - 6))
    for id in ids {
      let bytes = id.bytes
      let slot = Self.slot(bytes.span, 0, shift)
      filter[slot >> 6] |= 1 << UInt64(slot & 63)
    }
    self.filter = filter
  }

  var shape: MarkShape { MarkShape(longest: ObjectID.byteCount, margin: 1) }

  func find(in bytes: Span<UInt8>, into marks: inout [Mark]) {
    guard bytes.count >= ObjectID.byteCount else { return }
    let filter = filter.span
    for offset in 0...(bytes.count - ObjectID.byteCount) {
      let slot = Self.slot(bytes, offset, shift)
      guard filter[slot >> 6] >> UInt64(slot & 63) & 1 == 1,
        ids.contains(ObjectID(bytes, at: offset))
      else { continue }
      marks.append(
        Mark(
          offset: UInt32(truncatingIfNeeded: offset), kind: 0, length: UInt8(ObjectID.byteCount)))
    }
  }

  private static func slot(_ bytes: Span<UInt8>, _ offset: Int, _ shift: UInt32) -> Int {
    var word: UInt32 = 0
    for index in offset..<(offset + 4) { word = word << 8 | UInt32(bytes[index]) }
    return Int((word &* 0x9E37_79B1) >> shift)
  }
}
