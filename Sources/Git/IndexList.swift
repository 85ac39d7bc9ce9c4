/// The entries of an index by path and stage, none of which is made before it is asked for: whoever
/// compares folders wants few of many thousands.
enum IndexList {
  case made([IndexEntry])
  case rows(IndexRows)

  /// All entries, made.
  var entries: [IndexEntry] {
    switch self {
    case .made(let entries): entries
    case .rows(let rows): rows.indices.map { rows.entry(at: $0) }
    }
  }

  var indices: Range<Int> {
    switch self {
    case .made(let entries): entries.indices
    case .rows(let rows): rows.indices
    }
  }

  /// One entry.
  func entry(at number: Int) -> IndexEntry {
    switch self {
    case .made(let entries): entries[number]
    case .rows(let rows): rows.entry(at: number)
    }
  }

  /// The path of an entry.
  func path(at number: Int) -> ArraySlice<UInt8> {
    switch self {
    case .made(let entries): entries[number].path.bytes[...]
    case .rows(let rows): rows.path(at: number)
    }
  }

  /// Whether an entry stands for a whole folder, as in a sparse index.
  var holdsFolders: Bool {
    switch self {
    case .made(let entries): entries.contains { $0.mode.kind == .folder }
    case .rows(let rows): rows.indices.contains { rows.mode(at: $0).kind == .folder }
    }
  }
}

/// The entries of an index of version 2 or 3 as they stand in the file.
struct IndexRows {
  private struct Row {
    let start: UInt32
    let path: Range<UInt32>
  }

  private let bytes: [UInt8]
  private let format: ObjectFormat
  private var rows: [Row] = []

  init(_ bytes: [UInt8], _ format: ObjectFormat) {
    self.bytes = bytes
    self.format = format
  }

  var indices: Range<Int> { rows.indices }

  mutating func reserveCapacity(_ count: Int) { rows.reserveCapacity(count) }

  /// Takes the entry that begins where `reader` stands; false where it does not end.
  ///
  /// - Throws: `unsupported` for an entry that git would refuse.
  mutating func append(_ reader: inout ByteReader) throws(GitError) -> Bool {
    let start = reader.position
    guard reader.skip(IndexHead.sizeBeforeID + format.byteCount),
      try IndexHead.flags(&reader) != nil
    else { return false }
    let first = reader.position
    guard reader.skipPastZero() else { return false }
    let path = UInt32(first)..<UInt32(reader.position - 1)
    // One to eight zeros fill an entry up to a multiple of eight bytes.
    guard reader.skip((8 - (reader.position - start) % 8) % 8) else { return false }
    rows.append(Row(start: UInt32(start), path: path))
    return true
  }

  func path(at number: Int) -> ArraySlice<UInt8> {
    let path = rows[number].path
    return bytes[Int(path.lowerBound)..<Int(path.upperBound)]
  }

  func mode(at number: Int) -> FileMode {
    var reader = ByteReader(bytes, format, at: Int(rows[number].start) + IndexHead.sizeBeforeMode)
    return FileMode(rawValue: reader.number32() ?? 0)
  }

  func entry(at number: Int) -> IndexEntry {
    var reader = ByteReader(bytes, format, at: Int(rows[number].start))
    guard let head = try? IndexHead(&reader) else {
      preconditionFailure("an entry that was read once can't be read again")
    }
    return head.entry(Path(bytes: Array(path(at: number))))
  }
}

/// What stands before the path of an entry.
struct IndexHead {
  /// Bytes before the mode, and before the id.
  static let sizeBeforeMode = 24
  static let sizeBeforeID = 40

  private let changed: FileTime
  private let modified: FileTime
  private let device: UInt32
  private let inode: UInt32
  private let mode: UInt32
  private let size: UInt32
  private let id: ObjectID
  private let flags: UInt16
  private let extended: UInt16

  /// Reads it; nil where the bytes end.
  ///
  /// - Throws: `unsupported` for an entry that git would refuse.
  init?(_ reader: inout ByteReader) throws(GitError) {
    guard let changed = Self.time(&reader), let modified = Self.time(&reader),
      let device = reader.number32(), let inode = reader.number32(),
      let mode = reader.number32(), reader.skip(8), let size = reader.number32(),
      let id = reader.id(), let flags = try Self.flags(&reader)
    else { return nil }
    self.changed = changed
    self.modified = modified
    self.device = device
    self.inode = inode
    self.mode = mode
    self.size = size
    self.id = id
    (self.flags, extended) = flags
  }

  /// Reads the flags, and the further ones where there are any; nil where the bytes end.
  ///
  /// - Throws: `unsupported` for one that git would refuse.
  static func flags(_ reader: inout ByteReader) throws(GitError) -> (UInt16, UInt16)? {
    guard let flags = reader.number16(),
      let extended = flags & 0x4000 == 0 ? 0 : reader.number16()
    else { return nil }
    // The bits for "only announced" and "not checked out"; git refuses any other.
    guard extended & ~0x6000 == 0 else {
      throw GitError(.unsupported, "index", "the index has an entry of an unknown format")
    }
    return (flags, extended)
  }

  private static func time(_ reader: inout ByteReader) -> FileTime? {
    guard let seconds = reader.number32(), let nanoseconds = reader.number32() else { return nil }
    return FileTime(seconds: Int64(seconds), nanoseconds: nanoseconds)
  }

  /// The entry that has this before its path.
  func entry(_ path: Path) -> IndexEntry {
    IndexEntry(
      path: path, id: id, mode: FileMode(rawValue: mode), stage: Int(flags >> 12 & 3),
      isIntentToAdd: extended & 0x2000 != 0, isSkipWorktree: extended & 0x4000 != 0,
      isAssumedUnchanged: flags & 0x8000 != 0, modified: modified, changed: changed, size: size,
      inode: inode, device: device)
  }
}
