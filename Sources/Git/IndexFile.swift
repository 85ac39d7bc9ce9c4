import Glibc

extension Repository {
  /// Returns the entries of the index, when its file was written, and what is wrong with it.
  ///
  /// A file whose size and times are the entry's is unchanged only if it was modified before the
  /// index was written; else it may have changed within the same tick of the clock. The index's
  /// time is taken before it is read, so an index written meanwhile makes that rule stricter.
  /// - Returns: The entries by path, and the time, none and nil where there is no index yet; and
  ///   the files with a wrong checksum, whose entries may be others than git wrote.
  /// - Throws: `missing` where the shared part of a split index is gone, `unsupported` for a
  ///   format that git itself would refuse, `corrupt` for any other that can't be understood.
  package func indexEntries() throws(GitError) -> (
    entries: [IndexEntry], written: FileTime?, failures: [ReadFailure]
  ) {
    var status = stat()
    let exists = indexFile.withCString { path in unsafe stat(path, &status) } == 0
    let written = FileTime(
      seconds: Int64(status.st_mtim.tv_sec), nanoseconds: UInt32(status.st_mtim.tv_nsec))
    let index = try readIndex()
    return (index.entries, exists ? written : nil, index.failures)
  }

  /// Reads the index; where there is none yet, it is empty.
  func readIndex() throws(GitError) -> IndexFile {
    let bytes: [UInt8]
    do {
      bytes = try SmallFile.bytes(at: indexFile, limit: 1 << 30)
    } catch {
      if error.reason == .missing, !indexMustExist { return IndexFile() }
      throw error
    }
    var index = try IndexFile(bytes, format)
    if let link = index.link { try index.join(sharedIndex(link.base)) }
    return index
  }

  /// Reads the shared part of a split index: git looks in its own folder, then beside the index.
  private func sharedIndex(_ base: ObjectID) throws(GitError) -> IndexFile {
    let name = Path("sharedindex.\(base)")
    let own = gitDirectory.appending(name.bytes)
    let file = own.kind != nil ? own : (indexFile.parent ?? Path(".")).appending(name.bytes)
    do throws(GitError) {
      let shared = try IndexFile(
        SmallFile.bytes(at: file, limit: 1 << 30), format, name: name)
      guard shared.checksum == base, shared.link == nil else {
        throw GitError(.corrupt, "index", "\(name.text) is not what its name says")
      }
      return shared
    } catch {
      throw error.with(
        error.reason,
        message: "the index is split, and its shared part can't be read: \(error.message)")
    }
  }
}

/// The staged files, as git's index file holds them.
///
/// libgit2 1.5 refuses indexes that are sparse, split or without a checksum, and does not tell which
/// folders are unchanged. The layout is git's `index-format`, versions 2 to 4.
struct IndexFile {
  /// The entries by path and stage, made when they are asked for.
  private(set) var list = IndexList.made([])
  /// All of them, made.
  var entries: [IndexEntry] { list.entries }

  /// The trees of unchanged folders, if they are stored.
  private(set) var trees: CacheTree?

  /// The shared index that this one changes, where it is split.
  private(set) var link: SplitIndexLink?

  /// What stands at the end of the file.
  private(set) var checksum = ObjectID.zero

  /// What is wrong with the file although it can be understood.
  private(set) var failures: [ReadFailure] = []

  /// An index without entries.
  init() {}

  /// Reads the bytes of an index file; `name` is what it is called where its checksum is wrong.
  init(
    _ bytes: [UInt8], _ format: ObjectFormat, name: Path = Path("index")
  ) throws(GitError) {
    var reader = ByteReader(bytes, format)
    guard reader.take("DIRC"), let version = reader.number32(), let count = reader.number32() else {
      throw Self.corrupt("begins with no header")
    }
    guard (2...4).contains(version) else {
      throw GitError(.unsupported, "index", "the index has version \(version)")
    }
    // An entry has at least 62 bytes: a count that claims more must not reserve memory.
    let room = min(Int(count), bytes.count / 62)
    if version == 4 {
      list = .made(try Self.entries(&reader, count, room))
    } else {
      var rows = IndexRows(bytes, format)
      rows.reserveCapacity(room)
      for _ in 0..<count where try !rows.append(&reader) { throw Self.endsEarly }
      list = .rows(rows)
    }
    try readExtensions(&reader)
    guard reader.left == format.byteCount, let checksum = reader.id() else {
      throw Self.corrupt("ends without a checksum")
    }
    self.checksum = checksum
    // Git looks only when it is asked to check everything, and goes on with what it happens to read.
    guard !Checksum.isRight(bytes, format) else { return }
    let error = GitError(
      .corrupt, "index", "the checksum is wrong: the file was damaged or changed by hand")
    failures.append(ReadFailure(name, error))
  }

  /// Puts the entries of the shared index below those of this one.
  mutating func join(_ shared: IndexFile) throws(GitError) {
    guard let link else { return }
    list = .made(try link.merged(entries, onto: shared.entries))
    failures += shared.failures
  }

  private static func corrupt(_ what: String) -> GitError {
    GitError(.corrupt, "index", "the index \(what)")
  }

  private static var endsEarly: GitError { corrupt("ends within its entries") }

  /// Reads the entries of version 4, where each path builds on that of the one before.
  private static func entries(
    _ reader: inout ByteReader, _ count: UInt32, _ room: Int
  ) throws(GitError) -> [IndexEntry] {
    var entries: [IndexEntry] = []
    entries.reserveCapacity(room)
    var path: [UInt8] = []
    // A few bytes can make each path longer than the last: all of them together must stay small.
    var left = 64 * reader.left + 64 << 20
    for _ in 0..<count {
      guard let head = try IndexHead(&reader), let dropped = reader.offset(),
        dropped <= path.count, let name = reader.untilZero()
      else { throw endsEarly }
      path.removeLast(dropped)
      path += name
      left -= path.count
      guard left >= 0 else { throw corrupt("names paths that are too long") }
      entries.append(head.entry(Path(bytes: path)))
    }
    return entries
  }

  /// Reads what follows the entries; a lower-case name must be understood, others may be skipped.
  private mutating func readExtensions(_ reader: inout ByteReader) throws(GitError) {
    while reader.left > reader.format.byteCount {
      guard let name = reader.text(4), let size = reader.number32(),
        var content = reader.part(Int(size))
      else { throw Self.corrupt("ends within an extension") }
      switch name {
      case "TREE": trees = CacheTree(&content)
      // The index is sparse: an entry may stand for a whole folder.
      case "sdir": continue
      case "link":
        guard let link = SplitIndexLink(&content) else {
          throw Self.corrupt("is split, and does not say how")
        }
        self.link = link.base == .zero ? nil : link
      default:
        if name.first?.isUppercase != true {
          throw GitError(.unsupported, "index", "the index has an unknown extension '\(name)'")
        }
      }
    }
  }
}

/// The trees that the folders of the index make, where they are known: git's `TREE` extension.
struct CacheTree {
  /// The last part of the folder's path; empty for the root.
  let name: [UInt8]

  /// The tree, or nil where something in the folder was staged since it was known.
  let id: ObjectID?

  /// The folders in this one.
  let children: [CacheTree]

  /// Reads a folder and those in it; nil where the bytes are wrong, or nested very deep.
  init?(_ reader: inout ByteReader, depth: Int = 0) {
    guard depth < 256, let name = reader.untilZero(),
      let count = reader.decimal(until: UInt8(ascii: " ")),
      let childCount = reader.decimal(until: UInt8(ascii: "\n")),
      let id = count < 0 ? ObjectID.zero : reader.id()
    else { return nil }
    var children: [CacheTree] = []
    for _ in 0..<max(childCount, 0) {
      guard let child = CacheTree(&reader, depth: depth + 1) else { return nil }
      children.append(child)
    }
    self.name = name
    self.id = count < 0 ? nil : id
    self.children = children
  }
}
