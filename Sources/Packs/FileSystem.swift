import Git
import Glibc

/// An `errno` with its text.
struct SystemError: Error, CustomStringConvertible {
  let code: Int32

  var description: String { unsafe String(cString: strerror(code)) }
}

/// What makes two paths the same directory.
struct FileIdentity: Hashable {
  let device: UInt64
  let inode: UInt64
}

/// Returns the names in a directory, without `.` and `..`.
///
/// Corresponds to the C functions `opendir` and `readdir`.
func namesOfEntries(in directory: Path) throws(SystemError) -> [[UInt8]] {
  guard let stream = unsafe directory.withCString({ unsafe opendir($0) }) else {
    throw SystemError(code: errno)
  }
  defer { unsafe _ = closedir(stream) }
  var names: [[UInt8]] = []
  while let entry = unsafe readdir(stream) {
    let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { unsafe Array($0) }
    let bytes = Array(name.prefix { $0 != 0 })
    if bytes != Array(".".utf8), bytes != Array("..".utf8) { names.append(bytes) }
  }
  return names
}

extension Path {
  /// The size in bytes of what stands at the path, or nil where nothing does.
  var fileSize: Int? { status.map { Int($0.st_size) } }

  /// What tells the directory at the path from others, or nil where there is none.
  var directoryIdentity: FileIdentity? {
    guard let status, status.st_mode & S_IFMT == S_IFDIR else { return nil }
    return FileIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
  }

  private var status: stat? {
    var status = stat()
    let result = unsafe withCString { path in unsafe stat(path, &status) }
    return result == 0 ? status : nil
  }
}
