internal import CSystem
import Git
internal import Glibc

/// What a path within a `FileRoot` led to, held open so that it stays the same.
package final class FoundFile: Sendable {
  /// Its kind, mode, owner and times.
  package let entry: FileEntry
  /// Its last name.
  let name: [UInt8]
  /// For looking at only.
  let descriptor: Int32
  /// The folder that holds it, for looking at only.
  private let folder: Int32

  /// Looks at a name in an opened folder; a link is not followed.
  init(in folder: Int32, _ name: [UInt8], below: [[UInt8]]) throws(FileFailure) {
    self.name = name
    let whole = Path(bytes: Array((below + [name]).joined(separator: [UInt8(ascii: "/")])))
    let flags = O_NOFOLLOW | O_CLOEXEC | Int32(vastguard_open_path)
    let descriptor = Path(bytes: name).withCString { unsafe openat(folder, $0, flags) }
    guard descriptor >= 0 else { throw FileFailure(code: errno) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      let code = errno
      close(descriptor)
      throw FileFailure(code: code)
    }
    let copy = fcntl(folder, F_DUPFD_CLOEXEC, 0)
    guard copy >= 0 else {
      let code = errno
      close(descriptor)
      throw FileFailure(code: code)
    }
    self.descriptor = descriptor
    self.folder = copy
    entry = FileEntry(path: whole, status)
  }

  deinit {
    close(descriptor)
    close(folder)
  }

  /// Whether two are one file, whatever their names.
  package func isSame(as other: FoundFile) -> Bool {
    entry.device == other.entry.device && entry.inode == other.entry.inode
  }

  /// Lends a descriptor from which a regular file can be read; opens nothing else.
  ///
  /// - Throws: `FileFailure` in the words of the system.
  package func withReading<Result>(
    _ body: (Int32) throws(FileFailure) -> Result
  ) throws(FileFailure) -> Result {
    try withOpened(O_RDONLY | O_NONBLOCK | O_NOCTTY, body)
  }

  /// All bytes of a regular file.
  ///
  /// - Throws: `FileFailure` in the words of the system, and for more than `limit` bytes.
  package func bytes(limit: Int) throws(FileFailure) -> [UInt8] {
    guard entry.size <= limit else { throw FileFailure(why: "it has more than \(limit) bytes") }
    let (size, most) = (entry.size, limit)
    return try withReading { (descriptor) throws(FileFailure) -> [UInt8] in
      var bytes: [UInt8] = []
      while true {
        let room = max(size + 1 - bytes.count, 4096)
        var count = 0
        let chunk = unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, filled in
          count = unsafe read(descriptor, buffer.baseAddress, room)
          filled = max(count, 0)
        }
        if count < 0 && errno == EINTR { continue }
        guard count >= 0 else { throw FileFailure(code: errno) }
        if count == 0 { return bytes }
        bytes += chunk
        guard bytes.count <= most else { throw FileFailure(why: "it has more than \(most) bytes") }
      }
    }
  }

  /// The names in a folder but `.` and `..`, sorted; no more than `limit` of them.
  ///
  /// - Throws: `FileFailure` in the words of the system.
  package func names(limit: Int) throws(FileFailure) -> (names: [[UInt8]], isCut: Bool) {
    let opened = unsafe openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard opened >= 0 else { throw FileFailure(code: errno) }
    guard let stream = unsafe fdopendir(opened) else {
      let code = errno
      close(opened)
      throw FileFailure(code: code)
    }
    defer { unsafe closedir(stream) }
    var names: [[UInt8]] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe Array(bytes.prefix { $0 != 0 })
      }
      if name == [UInt8(ascii: ".")] || name == Array("..".utf8) { continue }
      if names.count == limit { return (names.sorted { $0.lexicographicallyPrecedes($1) }, true) }
      names.append(name)
    }
    return (names.sorted { $0.lexicographicallyPrecedes($1) }, false)
  }

  /// Reads where a symbolic link points to.
  func linkTarget() throws(FileFailure) -> [UInt8] {
    var bytes: [UInt8] = .init(repeating: 0, count: Int(PATH_MAX))
    let count = unsafe bytes.withUnsafeMutableBytes { buffer in
      guard let address = buffer.baseAddress else { return -1 }
      return unsafe readlinkat(descriptor, "", address, buffer.count)
    }
    guard count >= 0 else { throw FileFailure(code: errno) }
    return Array(bytes[..<count])
  }

  /// Who else may do what with it: the extended access list, where there is one.
  package var accessList: AccessList? { list("system.posix_acl_access") }

  /// What new files in this folder get, where a list says so.
  package var defaultList: AccessList? { list("system.posix_acl_default") }

  private func list(_ attribute: String) -> AccessList? {
    // Through the folder, since what is only looked at has no attributes to read, and the file
    // itself need not be readable.
    let path = Path("/proc/self/fd/\(folder)").appending(name)
    var bytes: [UInt8] = .init(repeating: 0, count: 1 << 16)
    let count = path.withCString { path in
      unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe lgetxattr(path, attribute, buffer.baseAddress, buffer.count)
      }
    }
    return count > 0 ? AccessList(bytes[..<count]) : nil
  }

  /// Opens the file with `flags` if it is still the same one and a regular file or folder.
  private func withOpened<Result>(
    _ flags: Int32, _ body: (Int32) throws(FileFailure) -> Result
  ) throws(FileFailure) -> Result {
    guard entry.kind == .file else { throw FileFailure(why: "not a regular file") }
    let opened = Path(bytes: name).withCString {
      unsafe openat(folder, $0, flags | O_NOFOLLOW | O_CLOEXEC)
    }
    guard opened >= 0 else { throw FileFailure(code: errno) }
    defer { close(opened) }
    var status = stat()
    guard unsafe fstat(opened, &status) == 0 else { throw FileFailure(code: errno) }
    guard isSame(as: status) else { throw FileFailure(why: "another file has taken its place") }
    return try body(opened)
  }

  private func isSame(as status: stat) -> Bool {
    UInt64(status.st_dev) == entry.device && UInt64(status.st_ino) == entry.inode
      && FileEntry(path: entry.path, status).kind == entry.kind
  }
}

// MARK: - Changing it

extension FoundFile {
  /// Sets the permission bits, and drops the lists that give others more.
  ///
  /// - Throws: `FileFailure` in the words of the system, and where another file has taken its place.
  package func restrict(to mode: UInt32) throws(FileFailure) {
    let isFolder = entry.kind == .folder
    guard isFolder || entry.kind == .file else { throw FileFailure(why: "not a regular file") }
    // Opening needs a right to read; a file without it gets its mode by way of /proc.
    let flags = O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC | (isFolder ? O_DIRECTORY : 0)
    let opened = Path(bytes: name).withCString { unsafe openat(folder, $0, flags) }
    if opened < 0, errno == EACCES {
      let path = Path("/proc/self/fd/\(descriptor)")
      guard path.withCString({ unsafe chmod($0, mode) }) == 0 else {
        throw FileFailure(code: errno)
      }
      return
    }
    guard opened >= 0 else { throw FileFailure(code: errno) }
    defer { close(opened) }
    var status = stat()
    guard unsafe fstat(opened, &status) == 0 else { throw FileFailure(code: errno) }
    guard isSame(as: status) else { throw FileFailure(why: "another file has taken its place") }
    for attribute in ["system.posix_acl_access", "system.posix_acl_default"]
    where isFolder || attribute == "system.posix_acl_access" {
      if unsafe fremovexattr(opened, attribute) != 0, errno != ENODATA, errno != EOPNOTSUPP {
        throw FileFailure(code: errno)
      }
    }
    guard fchmod(opened, mode) == 0 else { throw FileFailure(code: errno) }
  }

  /// Writes another content in the place of a regular file's, at once or not at all, with its mode
  /// and owner.
  ///
  /// - Parameters:
  ///   - bytes: The content.
  ///   - before: What it held when the change was decided on.
  /// - Throws: `FileFailure` in the words of the system, and where the content has changed since.
  package func replace(with bytes: [UInt8], after before: [UInt8]) throws(FileFailure) {
    guard try self.bytes(limit: before.count) == before else {
      throw FileFailure(why: "it was changed meanwhile")
    }
    try Self.write(bytes, as: name, in: folder, mode: entry.mode, like: self)
  }

  /// Makes a file in this folder, unless there is one.
  ///
  /// - Throws: `FileFailure` in the words of the system.
  package func make(_ name: [UInt8], _ bytes: [UInt8], mode: UInt32) throws(FileFailure) {
    try Self.write(bytes, as: name, in: descriptor, mode: mode, like: nil)
  }

  private static func write(
    _ bytes: [UInt8], as name: [UInt8], in folder: Int32, mode: UInt32, like old: FoundFile?
  ) throws(FileFailure) {
    let temporary = Path(bytes: Array(".vastguard-\(getpid()).new".utf8))
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    let file = temporary.withCString { unsafe openat(folder, $0, flags, 0o600) }
    guard file >= 0 else { throw FileFailure(code: errno) }
    defer { close(file) }
    var failure: FileFailure?
    if let old, fchown(file, old.entry.owner, old.group) != 0, old.entry.owner != geteuid() {
      failure = FileFailure(code: errno)
    }
    if failure == nil, !writeAll(bytes, to: file) || fchmod(file, mode) != 0 || fsync(file) != 0 {
      failure = FileFailure(code: errno)
    }
    let target = Path(bytes: name)
    if failure == nil {
      // A name that is to be new must not take another's place: a link fails where one is there.
      let code = temporary.withCString { source in
        target.withCString { target in
          unsafe old == nil
            ? linkat(folder, source, folder, target, 0)
            : renameat(folder, source, folder, target)
        }
      }
      if code != 0 { failure = FileFailure(code: errno) }
    }
    if failure != nil || old == nil {
      _ = temporary.withCString { unsafe unlinkat(folder, $0, 0) }
    }
    if let failure { throw failure }
  }

  private static func writeAll(_ bytes: [UInt8], to file: Int32) -> Bool {
    unsafe bytes.withUnsafeBytes { buffer in
      var done = 0
      while done < buffer.count {
        let part = unsafe Glibc.write(
          file, buffer.baseAddress.map { unsafe $0 + done }, buffer.count - done)
        if part < 0 && errno == EINTR { continue }
        guard part > 0 else { return false }
        done += part
      }
      return true
    }
  }

  /// Overwrites a regular file with zeros, if it has no other name, and takes its name away.
  ///
  /// - Throws: `FileFailure` in the words of the system, and where another file has taken its place.
  package func erase() throws(FileFailure) {
    let (size, links) = (entry.size, entry.links)
    try withOpened(O_WRONLY | O_NONBLOCK | O_NOCTTY) { (file) throws(FileFailure) in
      guard links == 1 else { return }
      var left = size
      let zeros: [UInt8] = .init(repeating: 0, count: min(max(size, 1), 1 << 20))
      while left > 0 {
        guard Self.writeAll(Array(zeros.prefix(left)), to: file) else {
          throw FileFailure(code: errno)
        }
        left -= min(left, zeros.count)
      }
      fsync(file)
    }
    let code = Path(bytes: name).withCString { unsafe unlinkat(folder, $0, 0) }
    guard code == 0 else { throw FileFailure(code: errno) }
  }

  private var group: UInt32 {
    var status = stat()
    return unsafe fstat(descriptor, &status) == 0 ? status.st_gid : getegid()
  }
}
