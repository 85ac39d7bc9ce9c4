import CGit2

extension ObjectKind {
  init?(_ type: git_object_t) {
    switch type {
    case GIT_OBJECT_COMMIT: self = .commit
    case GIT_OBJECT_TREE: self = .tree
    case GIT_OBJECT_BLOB: self = .blob
    case GIT_OBJECT_TAG: self = .tag
    default: return nil
    }
  }
}

/// The objects of a repository: loose, packed, and those of its alternates.
///
/// Many threads may use one database: "The `git_odb` object uses locking internally, and is
/// thread-safe to use from multiple threads simultaneously" (threading.md). libgit2 1.5 holds that
/// lock while it inflates, so threads take turns; for reads side by side, each opens a repository.
/// Files of objects are read by this module: libgit2 1.5 crashes or hangs on broken ones.
@safe package final class ObjectDatabase: Sendable {
  nonisolated(unsafe) private let pointer: OpaquePointer

  // The database keeps its cache in the repository, which must therefore not go first.
  private let repository: RepositoryHandle

  private let sources: ObjectSources

  /// The folders that hold the objects: the repository's own first, then those it borrows from.
  package let folders: [Path]

  /// Opens a repository's objects, and makes libgit2 use the same for it.
  init(
    of repository: RepositoryHandle, primary: Path, further: [Path]
  ) throws(GitError) {
    guard primary.resolved?.kind == .folder else {
      throw GitError(.missing, "objects", "\(primary.text) is no folder of objects")
    }
    let pointer = try unsafe obtain("git_odb_new") { unsafe git_odb_new(&$0) }
    unsafe self.pointer = pointer
    self.repository = repository
    folders = ObjectFolders.all(primary: primary, further: further)
    let sources = ObjectSources(folders)
    self.sources = sources
    let backend = unsafe sources.makeBackend()
    do throws(GitError) {
      try check("git_odb_add_backend", unsafe git_odb_add_backend(pointer, backend, 1))
    } catch {
      unsafe backend.pointee.free?(backend)
      throw error
    }
    try check("git_repository_set_odb", unsafe git_repository_set_odb(repository.pointer, pointer))
  }

  /// Adds the packs and the loose objects of one folder, behind those that are there.
  func addSources(_ folder: Path) { sources.add(folder) }

  deinit {
    unsafe git_odb_free(pointer)
  }

  /// Whether the object is there; one that is there may still be corrupt.
  package func contains(_ id: ObjectID) -> Bool {
    var name = git_oid(id)
    return unsafe git_odb_exists(pointer, &name) == 1
  }

  /// Returns the kind and the size of an object without building it.
  ///
  /// The size is what the object's header claims; a corrupt object may claim anything.
  /// - Throws: `missing` or `corrupt`.
  package func header(of id: ObjectID) throws(GitError) -> (kind: ObjectKind, size: Int) {
    var name = git_oid(id)
    var size = 0
    var type = GIT_OBJECT_INVALID
    let code = unsafe git_odb_read_header(&size, &type, pointer, &name)
    guard code >= 0 else { throw unreadable(id, code, "git_odb_read_header") }
    guard let kind = ObjectKind(type) else {
      throw GitError(.corrupt, "git_odb_read_header", "\(id) is of no known kind")
    }
    return (kind, size)
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
    let object = try LoadedObject(id, from: self, limit: limit)
    defer { extendLifetime(object) }
    return try unsafe body(object.kind, object.bytes.span)
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
    let bytes = Array(object.bytes)
    var digest = git_oid()
    let type = git_object_t(Int32(object.kind.rawValue))
    let code = unsafe bytes.withUnsafeBytes { raw in
      unsafe git_odb_hash(&digest, raw.baseAddress, raw.count, type)
    }
    return (code == 0 && ObjectID(digest) == id ? object.kind : nil, bytes)
  }

  /// Reads a commit, tree or tag of at most 64 MiB with `parse`, which answers nil for a bad one.
  func read<Result>(
    _ id: ObjectID, as kind: ObjectKind, _ parse: (Span<UInt8>) -> Result?
  ) throws(GitError) -> Result {
    let object = try LoadedObject(id, from: self, limit: 1 << 26)
    defer { extendLifetime(object) }
    guard object.kind == kind else {
      throw GitError(.corrupt, "git_odb_read", "\(id) is a \(object.kind.name), not a \(kind.name)")
    }
    guard let result = unsafe parse(object.bytes.span) else {
      throw GitError(.corrupt, "git_odb_read", "\(id) is not a well-formed \(kind.name)")
    }
    return result
  }

  /// Reads a commit.
  func commit(_ id: ObjectID) throws(GitError) -> CommitObject {
    try read(id, as: .commit) { CommitObject($0) }
  }

  /// Follows tags to a commit; nil where they lead to a tree or blob.
  func commit(taggedBy id: ObjectID) throws(GitError) -> ObjectID? {
    var id = id
    while true {
      switch try header(of: id).kind {
      case .commit: return id
      case .tag: id = try read(id, as: .tag) { TagObject($0)?.target }
      case .tree, .blob: return nil
      }
    }
  }

  /// An object that libgit2 built, until it is let go.
  @safe private struct LoadedObject: ~Copyable {
    private let pointer: OpaquePointer
    let kind: ObjectKind

    init(_ id: ObjectID, from database: ObjectDatabase, limit: Int) throws(GitError) {
      if limit < .max {
        let size = try database.header(of: id).size
        guard size <= limit else {
          throw GitError(.other, "git_odb_read", "\(id) has \(size) bytes, more than \(limit)")
        }
      }
      var name = git_oid(id)
      var object: OpaquePointer?
      let code = unsafe git_odb_read(&object, database.pointer, &name)
      guard code >= 0, let object = unsafe object else {
        throw database.unreadable(id, code, "git_odb_read")
      }
      guard let kind = ObjectKind(unsafe git_odb_object_type(object)) else {
        unsafe git_odb_object_free(object)
        throw GitError(.corrupt, "git_odb_read", "\(id) is of no known kind")
      }
      unsafe pointer = object
      self.kind = kind
    }

    deinit {
      unsafe git_odb_object_free(pointer)
    }

    /// The bytes, as long as the object lives.
    var bytes: UnsafeBufferPointer<UInt8> {
      let raw = unsafe UnsafeRawBufferPointer(
        start: git_odb_object_data(pointer), count: git_odb_object_size(pointer))
      return unsafe raw.bindMemory(to: UInt8.self)
    }
  }

  /// Calls `body` with the id of every object, in no order; one stored twice is named twice.
  ///
  /// - Throws: A `GitError` where a pack or folder can't be read, after which others may be left
  ///   out; or what `body` throws, which ends the walk.
  package func forEachID(_ body: (ObjectID) throws -> Void) throws {
    try withoutActuallyEscaping(body) { body in
      let visit = Visit(body)
      let code = unsafe git_odb_foreach(
        pointer,
        { id, payload in
          guard let id = unsafe id, let payload = unsafe payload else { return 0 }
          let visit = unsafe Unmanaged<Visit>.fromOpaque(payload).takeUnretainedValue()
          return visit.call(ObjectID(unsafe id.pointee)) ? 0 : GIT_EUSER.rawValue
        }, Unmanaged.passUnretained(visit).toOpaque())
      extendLifetime(visit)
      if let failure = visit.failure { throw failure }
      try check("git_odb_foreach", code)
    }
  }

  private func unreadable(_ id: ObjectID, _ code: Int32, _ operation: String) -> GitError {
    let error = GitError(code: code, operation: operation)
    if error.reason == .missing {
      return error.with(.missing, message: "\(id) is missing")
    }
    let outside = [GIT_ERROR_OS, GIT_ERROR_NOMEMORY, GIT_ERROR_THREAD].map { Int32($0.rawValue) }
    if outside.contains(error.category) { return error }
    let isTold = error.message.contains("is corrupt")
    return error.with(
      .corrupt, message: isTold ? error.message : "\(id) is corrupt: \(error.message)")
  }
}

/// A Swift closure on its way through C, and what it threw.
private final class Visit {
  private let body: (ObjectID) throws -> Void
  private(set) var failure: (any Error)?

  init(_ body: @escaping (ObjectID) throws -> Void) {
    self.body = body
  }

  /// Whether the walk goes on.
  func call(_ id: ObjectID) -> Bool {
    do {
      try body(id)
      return true
    } catch {
      failure = error
      return false
    }
  }
}

extension git_oid {
  /// The id in the form that libgit2 takes.
  init(_ id: ObjectID) {
    self.init()
    unsafe withUnsafeMutableBytes(of: &self) { raw in
      for (index, byte) in id.bytes.enumerated() { unsafe raw[index] = byte }
    }
  }
}

extension ObjectID {
  /// Copies an id from libgit2.
  init(_ id: git_oid) {
    self = unsafe withUnsafeBytes(of: id) { raw in
      unsafe ObjectID(raw.bindMemory(to: UInt8.self).span)
    }
  }
}
