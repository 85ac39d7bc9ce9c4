import CGit2

// Every function here is called by libgit2, from any thread, with the backend that `makeBackend`
// made. They tell of a failure through a negative code and `git_error_set_str`.

private typealias Backend = UnsafeMutablePointer<git_odb_backend>

extension ObjectSources {
  /// Makes libgit2 find these objects in a repository, where it looks for what revisions name.
  func lend(to repository: OpaquePointer) throws(GitError) {
    let database = try unsafe obtain("git_odb_new") { unsafe git_odb_new(&$0) }
    // The repository keeps it.
    defer { unsafe git_odb_free(database) }
    let backend = unsafe makeBackend()
    do throws(GitError) {
      try check("git_odb_add_backend", unsafe git_odb_add_backend(database, backend, 1))
    } catch {
      unsafe backend.pointee.free?(backend)
      throw error
    }
    try check("git_repository_set_odb", unsafe git_repository_set_odb(repository, database))
  }

  /// Makes a backend through which libgit2 reads these objects; its database frees it.
  private func makeBackend() -> UnsafeMutablePointer<git_odb_backend> {
    let whole = UnsafeMutablePointer<git_shim_backend>.allocate(capacity: 1)
    unsafe whole.initialize(to: git_shim_backend())
    unsafe whole.pointee.store = Unmanaged.passRetained(self).toOpaque()
    let backend = unsafe UnsafeMutableRawPointer(whole)
      .assumingMemoryBound(to: git_odb_backend.self)
    unsafe git_odb_init_backend(backend, UInt32(GIT_ODB_BACKEND_VERSION))
    unsafe backend.pointee.read = { unsafe readObject($0, $1, $2, $3, $4) }
    unsafe backend.pointee.read_header = { unsafe readHeader($0, $1, $2, $3) }
    unsafe backend.pointee.read_prefix = { unsafe readPrefix($0, $1, $2, $3, $4, $5, $6) }
    unsafe backend.pointee.exists = { unsafe exists($0, $1) }
    unsafe backend.pointee.foreach = { unsafe forEach($0, $1, $2) }
    unsafe backend.pointee.refresh = { unsafe lookAgain($0) }
    unsafe backend.pointee.free = { unsafe freeBackend($0) }
    return unsafe backend
  }
}

private func whole(_ backend: Backend) -> UnsafeMutablePointer<git_shim_backend> {
  unsafe UnsafeMutableRawPointer(backend).assumingMemoryBound(to: git_shim_backend.self)
}

private func sources(of backend: Backend?) -> ObjectSources {
  guard let backend = unsafe backend else { preconditionFailure("libgit2 names the backend") }
  return unsafe Unmanaged<ObjectSources>.fromOpaque(whole(backend).pointee.store)
    .takeUnretainedValue()
}

private func readObject(
  _ data: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, _ size: UnsafeMutablePointer<Int>?,
  _ type: UnsafeMutablePointer<git_object_t>?, _ backend: Backend?, _ id: UnsafePointer<git_oid>?
) -> Int32 {
  attempt { () throws(GitError) in
    guard let id = unsafe id.map({ unsafe ObjectID($0.pointee) }) else { return }
    let object = try unsafe sources(of: backend).stored(id)
    if let damage = object.damage {
      throw GitError(.corrupt, "object", "\(id) is corrupt: \(damage)")
    }
    let bytes = object.bytes
    // libgit2's own backends end the bytes with a zero, which its parsers may count on.
    guard let copy = unsafe git_odb_backend_data_alloc(backend, bytes.count + 1) else {
      throw GitError(.other, "git_odb_backend_data_alloc", "no memory for \(bytes.count) bytes")
    }
    let buffer = unsafe UnsafeMutableRawBufferPointer(start: copy, count: bytes.count + 1)
    unsafe buffer.copyBytes(from: bytes)
    unsafe buffer[bytes.count] = 0
    unsafe data?.pointee = copy
    unsafe size?.pointee = bytes.count
    unsafe type?.pointee = git_object_t(Int32(object.kind.rawValue))
  }
}

private func readHeader(
  _ size: UnsafeMutablePointer<Int>?, _ type: UnsafeMutablePointer<git_object_t>?,
  _ backend: Backend?, _ id: UnsafePointer<git_oid>?
) -> Int32 {
  attempt { () throws(GitError) in
    guard let id = unsafe id else { return }
    let header = try unsafe sources(of: backend).header(of: ObjectID(id.pointee))
    unsafe size?.pointee = header.size
    unsafe type?.pointee = git_object_t(Int32(header.kind.rawValue))
  }
}

private func readPrefix(
  _ found: UnsafeMutablePointer<git_oid>?,
  _ data: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, _ size: UnsafeMutablePointer<Int>?,
  _ type: UnsafeMutablePointer<git_object_t>?, _ backend: Backend?,
  _ prefix: UnsafePointer<git_oid>?, _ digits: Int
) -> Int32 {
  guard let prefix = unsafe prefix else { return GIT_ERROR.rawValue }
  let ids = unsafe sources(of: backend).ids(
    beginningWith: ObjectID(prefix.pointee), digits: digits)
  guard let id = ids.first else { return GIT_ENOTFOUND.rawValue }
  guard ids.count == 1 else { return GIT_EAMBIGUOUS.rawValue }
  var name = git_oid(id)
  unsafe found?.pointee = name
  return unsafe readObject(data, size, type, backend, &name)
}

private func exists(_ backend: Backend?, _ id: UnsafePointer<git_oid>?) -> Int32 {
  guard let id = unsafe id else { return 0 }
  return unsafe sources(of: backend).contains(ObjectID(id.pointee)) ? 1 : 0
}

private func forEach(
  _ backend: Backend?, _ callback: git_odb_foreach_cb?, _ payload: UnsafeMutableRawPointer?
) -> Int32 {
  var code: Int32 = 0
  _ = unsafe sources(of: backend).forEachID { id in
    var name = git_oid(id)
    code = unsafe callback?(&name, payload) ?? 0
    return code == 0
  }
  return code
}

private func lookAgain(_ backend: Backend?) -> Int32 {
  unsafe sources(of: backend).refresh()
  return 0
}

private func freeBackend(_ backend: Backend?) {
  guard let backend = unsafe backend else { return }
  unsafe Unmanaged<ObjectSources>.fromOpaque(whole(backend).pointee.store).release()
  unsafe whole(backend).deallocate()
}

/// Turns what `body` throws into what libgit2 understands.
private func attempt(_ body: () throws(GitError) -> Void) -> Int32 {
  do throws(GitError) {
    try body()
    return 0
  } catch {
    if error.reason == .missing { return GIT_ENOTFOUND.rawValue }
    let category = error.reason == .corrupt ? GIT_ERROR_ODB : GIT_ERROR_OS
    unsafe git_error_set_str(Int32(category.rawValue), error.message)
    return GIT_ERROR.rawValue
  }
}

extension git_oid {
  /// The id in the form that libgit2 takes, which is that of SHA-1.
  init(_ id: ObjectID) {
    self.init()
    unsafe withUnsafeMutableBytes(of: &self) { raw in
      for (index, byte) in zip(raw.indices, id.bytes) { unsafe raw[index] = byte }
    }
  }
}

extension ObjectID {
  /// Copies an id from libgit2.
  init(_ id: git_oid) {
    self = unsafe withUnsafeBytes(of: id) { raw in
      unsafe ObjectID(raw.bindMemory(to: UInt8.self).span, at: 0, .sha1)
    }
  }
}
