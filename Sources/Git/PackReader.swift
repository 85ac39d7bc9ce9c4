/// One pack with its index, from which objects are read one by one.
///
/// libgit2 1.5 must not read packs: an offset outside the pack makes it read outside the file, and
/// deltas that are each other's base keep it busy for ever. Nothing that stands in either file is
/// believed here: offsets, sizes and instructions are checked where they are used.
final class PackReader: Sendable {
  /// The largest object that is built, in bytes.
  private static let largest = 1 << 31
  private static let headerSize = 12

  private let rows: PackRows
  private let pack: MappedBytes
  /// Where the digest begins that ends the pack.
  private let end: Int

  /// Maps a pack and its index.
  ///
  /// - Throws: `missing` where one of them is gone, `corrupt` where they don't belong together.
  init(index: Path, pack path: Path, _ format: ObjectFormat) throws(GitError) {
    rows = try PackRows(index, format)
    pack = try MappedBytes(path)
    end = pack.count - format.byteCount
    guard end >= Self.headerSize, pack.number(at: 0) == 0x5041_434b,
      (2...3).contains(pack.number(at: 4)), pack.number(at: 8) == rows.count,
      pack.id(at: end, format) == rows.packDigest
    else { throw GitError(.corrupt, "pack", "\(path.text) is corrupt, or its index is another's") }
  }

  /// Returns the row of an object in the index.
  func row(of id: ObjectID) -> Int? { rows.row(of: id) }

  /// Calls `body` with every id until it answers false; returns what it answered last.
  func forEachID(_ body: (ObjectID) -> Bool) -> Bool {
    (0..<rows.count).allSatisfy { body(rows.id(at: $0)) }
  }

  /// Returns the first ids, two at most, that are not below `id` and that `isWanted` accepts.
  func ids(from id: ObjectID, while isWanted: (ObjectID) -> Bool) -> [ObjectID] {
    let first = rows.firstRow(notBelow: id)
    return (first..<min(first + 2, rows.count)).map(rows.id).filter(isWanted)
  }

  /// An entry: its base if it is a delta, the size that its data is said to have, and where that
  /// begins.
  private struct Entry {
    enum Base {
      case none(ObjectKind)
      case offset(Int)
    }

    let base: Base
    let size: Int
    let dataStart: Int
  }

  /// Returns the kind and the claimed size of the object of a row.
  func header(at row: Int) throws(GitError) -> (kind: ObjectKind, size: Int) {
    let start = try offset(at: row)
    let first = try entry(at: start)
    if case .none(let kind) = first.base { return (kind, first.size) }
    // The size of the result stands at the begin of the delta, behind that of the base.
    guard let size = PackDelta.resultSize(inflated(first, atMost: 20).bytes) else {
      throw corrupt(start, "a delta without a size")
    }
    var entry = first
    for _ in 0...rows.count {
      switch entry.base {
      case .none(let kind): return (kind, size)
      case .offset(let base): entry = try self.entry(at: base)
      }
    }
    throw corrupt(start, "a delta that depends on itself")
  }

  /// Returns the object of a row; bases that are built on the way are kept in `cache`.
  func stored(at row: Int, _ cache: inout PackCache) throws(GitError) -> StoredObject {
    let start = try offset(at: row)
    var deltas: [(offset: Int, entry: Entry)] = []
    var next = start
    var object: StoredObject?
    while object == nil {
      object = cache.object(self, next)
      if object != nil { break }
      let entry = try entry(at: next)
      switch entry.base {
      case .none(let kind):
        let (bytes, damage) = try content(of: entry, at: next)
        object = StoredObject(kind: kind, bytes: bytes[...], damage: damage)
      case .offset(let base):
        deltas.append((next, entry))
        guard deltas.count <= rows.count else {
          throw corrupt(start, "a delta that depends on itself")
        }
        next = base
      }
    }
    guard var object else { throw corrupt(start, "no entry") }
    cache.keep(object, self, next)
    for (offset, entry) in deltas.reversed() {
      let (delta, damage) = try content(of: entry, at: offset)
      guard let bytes = PackDelta.apply(delta, to: object.bytes, limit: Self.largest) else {
        throw corrupt(offset, "a delta that is malformed or has another base")
      }
      object = StoredObject(
        kind: object.kind, bytes: bytes[...], damage: object.damage ?? damage)
      cache.keep(object, self, offset)
    }
    return object
  }

  private func offset(at row: Int) throws(GitError) -> Int {
    guard let offset = rows.offset(at: row), offset >= Self.headerSize, offset < end else {
      throw GitError(.corrupt, "pack", "its index entry points outside the pack")
    }
    return offset
  }

  /// Reads what stands before the data of the entry that begins at `offset`.
  private func entry(at offset: Int) throws(GitError) -> Entry {
    guard offset >= Self.headerSize, offset < end else {
      throw corrupt(offset, "an entry outside the pack")
    }
    var cursor = offset
    func next() throws(GitError) -> Int {
      guard cursor < end else { throw corrupt(offset, "a header that is cut short") }
      defer { cursor += 1 }
      return Int(pack[cursor])
    }
    var byte = try next()
    let type = byte >> 4 & 7
    var size = byte & 15
    var shift = 4
    while byte & 0x80 != 0 {
      byte = try next()
      guard shift < 56 else { throw corrupt(offset, "a size that nothing has") }
      size |= (byte & 0x7f) << shift
      shift += 7
    }
    guard size <= Self.largest else {
      throw GitError(.other, "pack", "the entry at \(offset) has \(size) bytes, too many to read")
    }
    if type < 5, let kind = ObjectKind(rawValue: UInt8(type)) {
      return Entry(base: .none(kind), size: size, dataStart: cursor)
    }
    var base: Int?
    if type == 6 {
      byte = try next()
      var distance = byte & 0x7f
      while byte & 0x80 != 0 {
        byte = try next()
        guard distance < 1 << 48 else { throw corrupt(offset, "a base that is too far away") }
        distance = (distance + 1) << 7 | byte & 0x7f
      }
      // A base stands before its delta.
      if distance > 0 { base = offset - distance }
    } else if type == 7, end - cursor >= rows.format.byteCount {
      base = rows.row(of: pack.id(at: cursor, rows.format)).flatMap(rows.offset)
      cursor += rows.format.byteCount
      if base == nil { throw corrupt(offset, "a delta whose base is missing") }
    }
    guard let base else { throw corrupt(offset, "an entry of an unknown type") }
    return Entry(base: .offset(base), size: size, dataStart: cursor)
  }

  private func inflated(_ entry: Entry, atMost limit: Int) -> Inflated {
    pack.withBytes(entry.dataStart..<end) { Inflated($0, atMost: limit) }
  }

  /// Inflates the data of an entry; it has the size that was promised, or is said to be damaged.
  private func content(
    of entry: Entry, at offset: Int
  ) throws(GitError) -> (bytes: [UInt8], damage: String?) {
    let data = inflated(entry, atMost: entry.size + 1)
    if data.end == .whole, data.bytes.count == entry.size { return (data.bytes, nil) }
    guard !data.bytes.isEmpty else { throw corrupt(offset, "data that can't be inflated") }
    return (data.bytes, "its compressed data in the pack is broken")
  }

  private func corrupt(_ offset: Int, _ what: String) -> GitError {
    GitError(.corrupt, "pack", "it is corrupt: the pack holds \(what) at \(offset)")
  }
}

/// Objects of packs that were built lately, because others are deltas of them.
struct PackCache {
  private struct Key: Hashable {
    let pack: ObjectIdentifier
    let offset: Int
  }

  /// The bytes that are kept of the newer objects, and of one.
  private static let limit = 12 << 20
  private static let largest = 2 << 20

  private var newer: [Key: StoredObject] = [:]
  /// What was newer before: of this, what is used again is kept once more.
  private var older: [Key: StoredObject] = [:]
  private var size = 0

  mutating func object(_ pack: PackReader, _ offset: Int) -> StoredObject? {
    let key = Key(pack: ObjectIdentifier(pack), offset: offset)
    if let object = newer[key] { return object }
    guard let object = older[key] else { return nil }
    keep(object, key)
    return object
  }

  /// Keeps an object, unless it is large.
  mutating func keep(_ object: StoredObject, _ pack: PackReader, _ offset: Int) {
    keep(object, Key(pack: ObjectIdentifier(pack), offset: offset))
  }

  private mutating func keep(_ object: StoredObject, _ key: Key) {
    guard object.bytes.count <= Self.largest, newer[key] == nil else { return }
    if size + object.bytes.count > Self.limit {
      older = newer
      newer = [:]
      size = 0
    }
    size += object.bytes.count
    newer[key] = object
  }
}
