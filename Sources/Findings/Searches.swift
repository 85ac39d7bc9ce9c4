import Archives
package import Blobs
package import Candidates
package import Git
package import Packs
import Synchronization

/// What is searched for in the objects of each kind.
package struct ObjectSearches: Sendable {
  private let contents: ContentSearch
  private let trees: TreeSearch
  private let store: ObjectStore
  private let index: RuleIndex
  let submodules = SubmoduleCommits()

  /// Prepares the searches that all threads share.
  package init(_ index: RuleIndex, store: ObjectStore) {
    self.store = store
    self.index = index
    guard let anchors = index.contents(and: ContainerMark.inside), let names = index.names() else {
      preconditionFailure("not enough memory to search for anchors")
    }
    contents = ContentSearch(anchors: anchors)
    trees = TreeSearch(names: names, store: store, submodules: submodules)
  }

  /// The search for objects of a kind; commits and tags are read whole, and searched then.
  package func search(for kind: ObjectKind) -> any MarkSearch {
    switch kind {
    case .tree: trees
    case .blob: contents
    case .commit, .tag: NoMarks()
    }
  }

  /// The anchors among the marks of a blob; nil for one that comes without marks, since it was read
  /// as a whole.
  func anchors(_ marks: [Mark]) -> [Anchor]? {
    if marks.isEmpty { return nil }
    return marks.compactMap { mark in
      let kind = Int(mark.kind)
      if kind == ContainerMark.begin || index.isOther(kind: kind, of: ContainerMark.inside.count) {
        return nil
      }
      return Anchor(offset: Int(mark.offset), length: Int(mark.length), kind: kind)
    }
  }

  /// Whether the object is loose and in no pack.
  package func isLoose(_ id: ObjectID) -> Bool { store.isLoose(id) }
}

/// Marks the anchors of the rules about contents.
struct ContentSearch: MarkSearch {
  let anchors: AnchorSearch

  /// A run of hex digits is the longest anchor; the longest other one is a literal, or tells of
  /// encoded text.
  var shape: MarkShape {
    MarkShape(
      longest: AnchorSearch.longestRun, margin: 1, longestMixed: anchors.longestMixed,
      runBytes: ByteSet("0123456789abcdefABCDEF".utf8))
  }

  func find(in bytes: Span<UInt8>, into marks: inout [Mark]) {
    if let length = ContainerMark.length(atBeginOf: bytes) {
      marks.append(
        Mark(offset: 0, kind: UInt16(ContainerMark.begin), length: UInt8(length)))
    }
    anchors.forEachAnchor(in: bytes) { anchor in
      marks.append(
        Mark(
          offset: UInt32(truncatingIfNeeded: anchor.offset), kind: UInt16(anchor.kind),
          length: UInt8(truncatingIfNeeded: anchor.length)))
    }
  }
}

/// What tells that a blob may be a container: such a blob is built and looked at.
enum ContainerMark {
  /// The kind of the mark where one begins: no kind of an anchor.
  static let begin = Int(UInt16.max)

  /// What stands at the begin of one, by its first byte.
  private static let magics: [[[UInt8]]] = {
    var magics: [[[UInt8]]] = .init(repeating: [], count: 256)
    for magic in ContainerKind.magics where magic.offset == 0 {
      magics[Int(magic.bytes[0])].append(magic.bytes)
    }
    // What holds a pointer's content lies elsewhere.
    for beginning in LFSPointer.beginnings { magics[Int(beginning[0])].append(beginning) }
    return magics
  }()

  /// What stands elsewhere in one; found wherever it stands.
  static let inside = ContainerKind.magics.filter { $0.offset > 0 }.map(\.bytes) + Payload.marks

  /// How many bytes at the begin tell that the object may be a container; nil where none do.
  static func length(atBeginOf bytes: Span<UInt8>) -> Int? {
    guard bytes.count > 3 else { return nil }
    let magics = magics[Int(bytes[0])]
    if magics.isEmpty { return nil }
    return magics.first { magic in
      magic.count <= bytes.count && magic.indices.allSatisfy { magic[$0] == bytes[$0] }
    }?.count
  }
}

/// Marks what makes a tree worth parsing: names that a rule may want to see, ids of objects that no
/// pack has, and ids of objects that are not what the tree says.
struct TreeSearch: MarkSearch {
  /// Finds all that a rule wants to see in a name.
  private let names: ContentSearch
  private let packed: IDTable
  private let submodules: SubmoduleCommits
  /// Entries that are longer, from their mode to the end of the next one's, are not held against what
  /// they name.
  private let longestEntry: Int
  private let format: ObjectFormat

  init(names: AnchorSearch, store: ObjectStore, submodules: SubmoduleCommits) {
    self.names = ContentSearch(anchors: names)
    packed = store.packed
    self.submodules = submodules
    // A mode, a name of twenty bytes or so, a zero, an id, and the mode of the next entry, which shows
    // where this one ends: more makes each change of a tree cost more.
    format = store.format
    longestEntry = max(35 + format.byteCount, self.names.shape.longestMixed)
  }

  var shape: MarkShape {
    MarkShape(
      longest: names.shape.longest, margin: 1, longestMixed: longestEntry,
      runBytes: names.shape.runBytes)
  }

  func find(in bytes: Span<UInt8>, into marks: inout [Mark]) {
    search(in: bytes, near: nil, into: &marks)
  }

  /// Entries that touch no break are not looked up: an edit of a tree changes one or two of them,
  /// and its window holds some more.
  func find(in bytes: Span<UInt8>, near breaks: Breaks, into marks: inout [Mark]) {
    search(in: bytes, near: breaks, into: &marks)
  }

  @inline(__always)
  private func search(in bytes: Span<UInt8>, near breaks: Breaks?, into marks: inout [Mark]) {
    let first = marks.count
    unsafe withUnsafeTemporaryAllocation(of: Entry.self, capacity: Self.mostCollected) { entries in
      let count = unsafe collect(in: bytes, near: breaks, entries, into: &marks)
      // Meanwhile the processor fetches what is known of their ids.
      let missing = marks.count
      names.find(in: bytes, into: &marks)
      let found = marks.count - missing
      unsafe mark(entries, count, in: bytes, into: &marks)
      if found > 0, marks.count - first > found { marks[first...].sort { $0.offset < $1.offset } }
    }
  }

  /// How many entries are collected before their ids are looked up: the processor then waits for many
  /// places of the table at once.
  private static let mostCollected = 32

  /// Collects entries, and marks those whose object is in no pack, missing or loose, each time that
  /// there is no room for more.
  ///
  /// A zero byte may also lie in an id; then what follows the supposed id is no mode of a next
  /// entry, but for chance. A mark where there is no such entry costs only the parsing of a tree.
  ///
  /// - Returns: How many entries are left that no mark was made for yet.
  @inline(__always)
  private func collect(
    in bytes: Span<UInt8>, near breaks: Breaks?,
    _ entries: UnsafeMutableBufferPointer<Entry>, into marks: inout [Mark]
  ) -> Int {
    var breaks = breaks
    var count = 0
    // Where the last mode and the name behind it begin, and what the mode says.
    var start = 0
    var name = Self.endOfMode(at: 0, in: bytes) ?? 0
    var wanted = name == 0 ? 0 : Self.wanted(at: 0, in: bytes)
    let idSize = format.byteCount
    var zero = 0
    while true {
      zero = Self.nextZero(from: zero, in: bytes)
      guard zero + idSize < bytes.count else { break }
      let own = zero >= name ? wanted : 0
      if zero >= name { wanted = 0 }
      guard let after = Self.endOfMode(at: zero + 1 + idSize, in: bytes) else {
        zero += 1
        continue
      }
      // Where a zero in the id before is taken for an entry's, the own mode seems to stand behind the
      // own zero.
      if breaks?.touch(min(start, zero)..<after) ?? true {
        unsafe entries[count] = Entry(start: start, zero: zero, after: after, wanted: own)
        packed.prefetch(Self.prefix(at: zero + 1, in: bytes))
        count += 1
      }
      (start, name) = (zero + 1 + idSize, after)
      wanted = Self.wanted(at: zero + 1 + idSize, in: bytes)
      if count == entries.count {
        unsafe mark(entries, count, in: bytes, into: &marks)
        count = 0
      }
      zero += 1
    }
    return count
  }

  /// The first eight bytes of the id at `start`, all of which stands within the bytes.
  @inline(__always)
  private static func prefix(at start: Int, in bytes: Span<UInt8>) -> UInt64 {
    let raw = unsafe bytes.bytes
    return UInt64(
      bigEndian: unsafe raw.unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self))
  }

  /// Where the next zero byte stands, or the end: eight bytes at a time, most of which hold none.
  @inline(__always)
  private static func nextZero(from start: Int, in bytes: Span<UInt8>) -> Int {
    var position = start
    let raw = unsafe bytes.bytes
    while position + 8 <= bytes.count {
      let word = unsafe raw.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self)
      // The lowest bit that is set is that of the first zero.
      let zeros = (word.littleEndian &- 0x0101_0101_0101_0101) & ~word.littleEndian
      let marks = zeros & 0x8080_8080_8080_8080
      if marks != 0 { return position + (marks.trailingZeroBitCount >> 3) }
      position += 8
    }
    while position < bytes.count, bytes[position] != 0 { position += 1 }
    return position
  }

  /// An entry as far as it is seen: the zero before its id, where the mode behind it ends; and where
  /// its own mode begins and what that says that the object is, or 0.
  private struct Entry: BitwiseCopyable {
    let start: Int
    let zero: Int
    let after: Int
    let wanted: UInt32
  }

  /// What the mode at `start` says that an object is, for ``IDTable/contains(_:as:)``.
  @inline(__always)
  private static func wanted(at start: Int, in bytes: Span<UInt8>) -> UInt32 {
    guard start + 1 < bytes.count else { return 0 }
    if bytes[start] == UInt8(ascii: "4") { return 1 }
    // 160000 is a submodule; 100644, 100755 and 120000 are blobs.
    return bytes[start + 1] == UInt8(ascii: "6") ? 0 : 2
  }

  /// Marks those of the first entries whose object is in no pack, or something else.
  @inline(__always)
  private func mark(
    _ entries: UnsafeMutableBufferPointer<Entry>, _ count: Int,
    in bytes: Span<UInt8>, into marks: inout [Mark]
  ) {
    for index in 0..<count {
      let entry = unsafe entries[index]
      let prefix = Self.prefix(at: entry.zero + 1, in: bytes)
      if packed.contains(prefix, as: entry.wanted) { continue }
      let id = ObjectID(bytes, at: entry.zero + 1, format)
      if !packed.contains(id.prefix) {
        guard !submodules.contains(id) else { continue }
        marks.append(
          Mark(
            offset: UInt32(truncatingIfNeeded: entry.zero), kind: .max,
            length: UInt8(truncatingIfNeeded: entry.after - entry.zero)))
      } else if entry.after - entry.start <= longestEntry {
        // From the mode to the next one: only behind a break that hides the entry before is the mode
        // not known, and then the base has the mark.
        marks.append(
          Mark(
            offset: UInt32(truncatingIfNeeded: entry.start), kind: .max,
            length: UInt8(truncatingIfNeeded: entry.after - entry.start)))
      }
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
}

/// The commits of submodules that trees name: they are not to be in this repository.
///
/// Told by the threads as they meet them, so that a tree is parsed for such a commit once and not
/// in each of its versions. Which trees are parsed for nothing is all that depends on the order.
final class SubmoduleCommits: Sendable {
  private let ids = Mutex<Set<ObjectID>>([])

  func insert(_ id: ObjectID) {
    ids.withLock { _ = $0.insert(id) }
  }

  func contains(_ id: ObjectID) -> Bool {
    ids.withLock { $0.contains(id) }
  }
}

/// Marks entries of trees that lead to one of some objects: the zero byte that ends an entry's name,
/// and the id.
struct IDSearch: MarkSearch {
  private let ids: Set<ObjectID>
  /// One bit for each value of a hash of an id's first four bytes that some id has.
  private let filter: [UInt64]
  private let shift: UInt32

  /// How long the ids are.
  let format: ObjectFormat
  private let length: Int

  init(_ ids: Set<ObjectID>, _ format: ObjectFormat) {
    self.ids = ids
    self.format = format
    length = 1 + format.byteCount
    // Some thirty bits for each id: one place in thirty is looked up in vain.
    var bits = 12
    while bits < 26, 1 << bits < 32 * ids.count { bits += 1 }
    shift = UInt32(32 - bits)
    var filter: [UInt64] = .init(repeating: 0, count: 1 << (bits - 6))
    for id in ids {
      let slot = Self.slot(UInt32(truncatingIfNeeded: id.prefix >> 32), shift)
      filter[slot >> 6] |= 1 << UInt64(slot & 63)
    }
    self.filter = filter
  }

  var shape: MarkShape { MarkShape(longest: length, margin: 1) }

  func find(in bytes: Span<UInt8>, into marks: inout [Mark]) {
    let end = bytes.count - length + 1
    var start = 0
    // Eight bytes at a time, most of which hold no zero.
    unsafe bytes.withUnsafeBytes { raw in
      while start + 8 <= end {
        let word = unsafe raw.loadUnaligned(fromByteOffset: start, as: UInt64.self)
        if (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080 != 0 {
          for offset in start..<(start + 8) { look(at: offset, in: bytes, &marks) }
        }
        start += 8
      }
    }
    while start < end {
      look(at: start, in: bytes, &marks)
      start += 1
    }
  }

  @inline(__always)
  private func look(at offset: Int, in bytes: Span<UInt8>, _ marks: inout [Mark]) {
    guard bytes[offset] == 0 else { return }
    var word: UInt32 = 0
    for index in (offset + 1)..<(offset + 5) { word = word << 8 | UInt32(bytes[index]) }
    let slot = Self.slot(word, shift)
    guard filter[slot >> 6] >> UInt64(slot & 63) & 1 == 1,
      ids.contains(ObjectID(bytes, at: offset + 1, format))
    else { return }
    marks.append(
      Mark(offset: UInt32(truncatingIfNeeded: offset), kind: 0, length: UInt8(length)))
  }

  private static func slot(_ word: UInt32, _ shift: UInt32) -> Int {
    Int((word &* 0x9E37_79B1) >> shift)
  }
}
