import CGit2

// Every function here is called by libgit2, from any thread, with the source that `makeSource`
// made. They tell of a failure through a negative code and `git_error_set_str`.

private typealias Source = UnsafeMutablePointer<git_odb_backend>

extension LooseObjects {
  /// Makes a source through which libgit2 reads these objects; its database frees it.
  func makeSource() -> UnsafeMutablePointer<git_odb_backend> {
    let whole = UnsafeMutablePointer<git_shim_backend>.allocate(capacity: 1)
    unsafe whole.initialize(to: git_shim_backend())
    unsafe whole.pointee.store = Unmanaged.passRetained(self).toOpaque()
    let source = unsafe UnsafeMutableRawPointer(whole).assumingMemoryBound(to: git_odb_backend.self)
    unsafe git_odb_init_backend(source, UInt32(GIT_ODB_BACKEND_VERSION))
    unsafe source.pointee.read = { unsafe readObject($0, $1, $2, $3, $4) }
    unsafe source.pointee.read_header = { unsafe readHeader($0, $1, $2, $3) }
    unsafe source.pointee.read_prefix = { unsafe readPrefix($0, $1, $2, $3, $4, $5, $6) }
    unsafe source.pointee.exists = { unsafe exists($0, $1) }
    unsafe source.pointee.foreach = { unsafe forEach($0, $1, $2) }
    unsafe source.pointee.free = { unsafe freeSource($0) }
    return unsafe source
  }

  /// Returns the ids whose first hex digits are those of `prefix`.
  fileprivate func ids(beginningWith prefix: ObjectID, digits: Int) -> [ObjectID] {
    let start = prefix.description.prefix(digits)
    return ids(in: prefix.bytes[0]).filter { $0.description.hasPrefix(start) }
  }
}

private func whole(_ source: Source) -> UnsafeMutablePointer<git_shim_backend> {
  unsafe UnsafeMutableRawPointer(source).assumingMemoryBound(to: git_shim_backend.self)
}

private func store(of source: Source?) -> LooseObjects {
  guard let source = unsafe source else { preconditionFailure("libgit2 names the source") }
  return unsafe Unmanaged<LooseObjects>.fromOpaque(whole(source).pointee.store)
    .takeUnretainedValue()
}

private func readObject(
  _ data: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, _ size: UnsafeMutablePointer<Int>?,
  _ type: UnsafeMutablePointer<git_object_t>?, _ source: Source?, _ id: UnsafePointer<git_oid>?
) -> Int32 {
  attempt { () throws(GitError) in
    guard let id = unsafe id else { return }
    let (kind, bytes) = try unsafe store(of: source).object(ObjectID(id.pointee))
    // libgit2's own sources end the bytes with a zero, which its parsers may count on.
    guard let copy = unsafe git_odb_backend_data_alloc(source, bytes.count + 1) else {
      throw GitError(.other, "git_odb_backend_data_alloc", "no memory for \(bytes.count) bytes")
    }
    let buffer = unsafe UnsafeMutableRawBufferPointer(start: copy, count: bytes.count + 1)
    unsafe buffer.copyBytes(from: bytes)
    unsafe buffer[bytes.count] = 0
    unsafe data?.pointee = copy
    unsafe size?.pointee = bytes.count
    unsafe type?.pointee = git_object_t(Int32(kind.rawValue))
  }
}

private func readHeader(
  _ size: UnsafeMutablePointer<Int>?, _ type: UnsafeMutablePointer<git_object_t>?,
  _ source: Source?, _ id: UnsafePointer<git_oid>?
) -> Int32 {
  attempt { () throws(GitError) in
    guard let id = unsafe id else { return }
    let header = try unsafe store(of: source).header(of: ObjectID(id.pointee))
    unsafe size?.pointee = header.size
    unsafe type?.pointee = git_object_t(Int32(header.kind.rawValue))
  }
}

private func readPrefix(
  _ found: UnsafeMutablePointer<git_oid>?,
  _ data: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, _ size: UnsafeMutablePointer<Int>?,
  _ type: UnsafeMutablePointer<git_object_t>?, _ source: Source?,
  _ prefix: UnsafePointer<git_oid>?, _ digits: Int
) -> Int32 {
  guard let prefix = unsafe prefix else { return GIT_ERROR.rawValue }
  let ids = unsafe store(of: source).ids(
    beginningWith: ObjectID(prefix.pointee), digits: digits)
  guard let id = ids.first else { return GIT_ENOTFOUND.rawValue }
  guard ids.count == 1 else { return GIT_EAMBIGUOUS.rawValue }
  var name = git_oid(id)
  unsafe found?.pointee = name
  return unsafe readObject(data, size, type, source, &name)
}

private func exists(_ source: Source?, _ id: UnsafePointer<git_oid>?) -> Int32 {
  guard let id = unsafe id else { return 0 }
  return unsafe store(of: source).contains(ObjectID(id.pointee)) ? 1 : 0
}

private func forEach(
  _ source: Source?, _ callback: git_odb_foreach_cb?, _ payload: UnsafeMutableRawPointer?
) -> Int32 {
  var code: Int32 = 0
  unsafe store(of: source).forEachID { id in
    var name = git_oid(id)
    code = unsafe callback?(&name, payload) ?? 0
    return code == 0
  }
  return code
}

private func freeSource(_ source: Source?) {
  guard let source = unsafe source else { return }
  unsafe Unmanaged<LooseObjects>.fromOpaque(whole(source).pointee.store).release()
  unsafe whole(source).deallocate()
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
