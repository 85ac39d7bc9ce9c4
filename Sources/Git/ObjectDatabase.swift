/// The objects of a repository: loose, packed, and those of its alternates.
///
/// Many threads may use one database. Files of objects are read by this module: libgit2 1.5 crashes
/// or hangs on broken ones, and knows no ids but those of SHA-1.
package final class ObjectDatabase: Sendable {
  private let sources: ObjectSources

  /// How the objects are named.
  package let format: ObjectFormat

  /// The folders that hold the objects: the repository's own first, then those it borrows from.
  package let folders: [Path]

  /// Opens a repository's objects.
  ///
  /// - Throws: `missing` where there is no folder of objects.
  init(_ format: ObjectFormat, primary: Path, further: [Path]) throws(GitError) {
    guard primary.resolved?.kind == .folder else {
      throw GitError(.missing, "objects", "\(primary.text) is no folder of objects")
    }
    self.format = format
    folders = ObjectFolders.all(primary: primary, further: further)
    sources = ObjectSources(folders, format)
  }

  /// Makes libgit2 find these objects, and no others, in a repository with ids of SHA-1.
  func lend(to repository: OpaquePointer) throws(GitError) {
    try unsafe sources.lend(to: repository)
  }

  /// Adds the packs and the loose objects of one folder, behind those that are there.
  func addSources(_ folder: Path) { sources.add(folder) }

  /// Whether the object is there; one that is there may still be corrupt.
  package func contains(_ id: ObjectID) -> Bool {
    if sources.contains(id) { return true }
    sources.refresh()
    return sources.contains(id)
  }

  /// Returns the kind and the size of an object without building it.
  ///
  /// The size is what the object's header claims; a corrupt object may claim anything.
  /// - Throws: `missing` or `corrupt`.
  package func header(of id: ObjectID) throws(GitError) -> (kind: ObjectKind, size: Int) {
    try find(id) { () throws(GitError) in try sources.header(of: id) }
  }

  /// Lends the kind and the bytes of an object to `body`.
  ///
  /// The id is checked against the bytes, so what is lent is what the id names.
  /// - Parameters:
  ///   - id: The object.
  ///   - limit: The largest size to build; a header that claims more is refused before.
  ///   - body: Gets the bytes, which end with the call.
  /// - Returns: What `body` returned.
  /// - Throws: `missing`, `corrupt`, or `other` for a size over the limit, always as a `GitError`;
  ///   or what `body` throws.
  package func withObject<Result>(
    _ id: ObjectID, limit: Int = .max, _ body: (ObjectKind, Span<UInt8>) throws -> Result
  ) throws -> Result {
    let object = try object(id, limit: limit)
    return try body(object.kind, object.bytes.span)
  }

  /// Returns what can be had of an object that `withObject` refuses.
  ///
  /// - Parameters:
  ///   - id: The object.
  ///   - limit: The largest size to give.
  /// - Returns: The bytes, and their kind where they are what the id promises; nil where there is
  ///   nothing to be had.
  package func salvage(_ id: ObjectID, limit: Int) -> (kind: ObjectKind?, bytes: [UInt8])? {
    guard let header = try? sources.header(of: id), header.size <= limit,
      let object = try? sources.stored(id), object.bytes.count <= limit
    else { return nil }
    return (name(of: object) == id ? object.kind : nil, Array(object.bytes))
  }

  /// Calls `body` with the id of every object, in no order; one stored twice is named twice.
  ///
  /// - Throws: What `body` throws, which ends the walk.
  package func forEachID(_ body: (ObjectID) throws -> Void) throws {
    var failure: (any Error)?
    _ = sources.forEachID { id in
      do {
        try body(id)
      } catch {
        failure = error
      }
      return failure == nil
    }
    if let failure { throw failure }
  }

  /// Returns ids whose first hex digits are those of `text`, of which there are four at least: all,
  /// or two where there are more.
  func ids(beginningWith text: String) -> [ObjectID] {
    let rest = String(repeating: "0", count: max(0, format.digitCount - text.utf8.count))
    guard text.utf8.count >= 4, let prefix = ObjectID(hex: text + rest, format) else { return [] }
    return sources.ids(beginningWith: prefix, digits: text.utf8.count)
  }

  /// Reads a commit, tree or tag of at most 64 MiB with `parse`, which answers nil for a bad one.
  func read<Result>(
    _ id: ObjectID, as kind: ObjectKind, _ parse: (Span<UInt8>) -> Result?
  ) throws(GitError) -> Result {
    let object = try object(id, limit: 1 << 26)
    guard object.kind == kind else {
      throw GitError(.corrupt, "object", "\(id) is a \(object.kind.name), not a \(kind.name)")
    }
    guard let result = parse(object.bytes.span) else {
      throw GitError(.corrupt, "object", "\(id) is not a well-formed \(kind.name)")
    }
    return result
  }

  /// Reads a commit.
  func commit(_ id: ObjectID) throws(GitError) -> CommitObject {
    try read(id, as: .commit) { CommitObject($0, format) }
  }

  /// Follows tags to a commit; nil where they lead to a tree or blob.
  func commit(taggedBy id: ObjectID) throws(GitError) -> ObjectID? {
    var id = id
    while true {
      switch try header(of: id).kind {
      case .commit: return id
      case .tag: id = try read(id, as: .tag) { TagObject($0, format)?.target }
      case .tree, .blob: return nil
      }
    }
  }

  /// Returns an object that is what its id promises.
  private func object(_ id: ObjectID, limit: Int) throws(GitError) -> StoredObject {
    if limit < .max {
      let size = try header(of: id).size
      guard size <= limit else {
        throw GitError(.other, "object", "\(id) has \(size) bytes, more than \(limit)")
      }
    }
    let object = try find(id) { () throws(GitError) in try sources.stored(id) }
    if let damage = object.damage {
      throw GitError(.corrupt, "object", "\(id) is corrupt: \(damage)")
    }
    guard name(of: object) == id else {
      throw GitError(.corrupt, "object", "\(id) is corrupt: its content is another object's")
    }
    return object
  }

  /// The id that an object's kind and bytes make.
  private func name(of object: StoredObject) -> ObjectID {
    var digest = ObjectDigest(format, of: object.kind, size: object.bytes.count)
    unsafe object.bytes.withUnsafeBytes { unsafe digest.add($0) }
    return ObjectID(digest.finish().span)
  }

  /// Calls `read`; once more where the object is missing, since it may have come or been packed
  /// after the packs were listed.
  private func find<Result>(
    _ id: ObjectID, _ read: () throws(GitError) -> Result
  ) throws(GitError) -> Result {
    do throws(GitError) {
      return try read()
    } catch {
      guard error.reason != .missing else {
        sources.refresh()
        do throws(GitError) {
          return try read()
        } catch {
          throw error.reason == .missing ? error.with(.missing, message: "\(id) is missing") : error
        }
      }
      let isTold = error.message.contains("is corrupt")
      throw isTold || error.reason != .corrupt
        ? error : error.with(.corrupt, message: "\(id) is corrupt: \(error.message)")
    }
  }
}
