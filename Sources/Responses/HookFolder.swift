import Git
import Glibc

/// The few file operations that hooks need, on one folder.
///
/// None of them follows a symbolic link that stands for a file in the folder.
struct HookFolder {
  let path: Path

  /// The path of a file in the folder.
  func file(_ name: String) -> Path {
    path.appending(name.utf8)
  }

  /// What stands at a path.
  enum Kind {
    case nothing
    case file
    case link
    case other
  }

  /// Says what stands at `file`, without following a link.
  func kind(of file: Path) throws(HookError) -> Kind {
    var status = stat()
    let result = unsafe lstat(file.cString, &status)
    guard result == 0 else {
      if errno == ENOENT || errno == ENOTDIR { return .nothing }
      throw .system(file, errno)
    }
    return switch status.st_mode & S_IFMT {
    case S_IFREG: .file
    case S_IFLNK: .link
    default: .other
    }
  }

  /// Whether git would run the file, or what the link leads to.
  func isExecutable(_ file: Path) -> Bool {
    unsafe access(file.cString, X_OK) == 0
  }

  /// The permissions of a file.
  func mode(of file: Path) throws(HookError) -> mode_t {
    var status = stat()
    if unsafe lstat(file.cString, &status) != 0 { throw .system(file, errno) }
    return status.st_mode & 0o7777
  }

  /// Reads a file, up to `limit` bytes; nil where it is longer or can't be read.
  ///
  /// A link in the file's place is followed only where `links` says so.
  func read(_ file: Path, limit: Int, links: Bool = false) -> [UInt8]? {
    // Another process may have put a pipe or a link there since: neither is waited for or followed.
    let flags = O_RDONLY | (links ? 0 : O_NOFOLLOW) | O_NONBLOCK | O_CLOEXEC
    let descriptor = unsafe open(file.cString, flags)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var content = [UInt8](repeating: 0, count: limit + 1)
    var count = 0
    while count < content.count {
      let start = count
      let got = unsafe content.withUnsafeMutableBytes { buffer in
        let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[start...])
        return unsafe Glibc.read(descriptor, rest.baseAddress, rest.count)
      }
      if got < 0 && errno == EINTR { continue }
      guard got >= 0 else { return nil }
      if got == 0 { break }
      count += got
    }
    return count > limit ? nil : Array(content[..<count])
  }

  /// Makes the folder, and those above it, where they are missing.
  func create() throws(HookError) {
    try create(path)
  }

  private func create(_ folder: Path) throws(HookError) {
    if makeFolder(folder) { return }
    guard errno == ENOENT, let slash = folder.bytes.lastIndex(of: UInt8(ascii: "/")) else {
      throw .system(folder, errno)
    }
    try create(Path(bytes: Array(folder.bytes[..<slash])))
    if !makeFolder(folder) { throw .system(folder, errno) }
  }

  private func makeFolder(_ folder: Path) -> Bool {
    unsafe mkdir(folder.cString, 0o777) == 0 || errno == EEXIST
  }

  /// Writes a file, in one step, in the place of one that may be there.
  func put(_ content: [UInt8], at place: Path, mode: mode_t = 0o755) throws(HookError) {
    let written = try writeAside(content, mode: mode)
    do throws(HookError) {
      try move(written, to: place)
    } catch {
      try? remove(written)
      throw error
    }
  }

  /// Writes an executable file under a name that nobody uses, ready to be moved into place.
  func writeAside(_ content: [UInt8], mode: mode_t = 0o755) throws(HookError) -> Path {
    let written = file(".vastguard-\(UInt64.random(in: .min ... .max))")
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    let descriptor = unsafe open(written.cString, flags, 0o600)
    guard descriptor >= 0 else { throw .system(written, errno) }
    // The file is complete on the disk before it takes the hook's name: an empty hook, which a
    // crash could leave otherwise, would let everything pass.
    let complete =
      write(content, to: descriptor) && fchmod(descriptor, mode) == 0 && fsync(descriptor) == 0
    let code = errno
    close(descriptor)
    guard complete else {
      try? remove(written)
      throw .system(written, code)
    }
    return written
  }

  private func write(_ content: [UInt8], to descriptor: Int32) -> Bool {
    var count = 0
    while count < content.count {
      let wrote = unsafe content[count...].withUnsafeBytes { rest in
        unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
      }
      if wrote < 0 && errno == EINTR { continue }
      guard wrote > 0 else { return false }
      count += wrote
    }
    return true
  }

  func move(_ file: Path, to target: Path) throws(HookError) {
    if unsafe rename(file.cString, target.cString) != 0 { throw .system(file, errno) }
  }

  func remove(_ file: Path) throws(HookError) {
    if unsafe unlink(file.cString) != 0 { throw .system(file, errno) }
  }
}

extension Path {
  /// The bytes as C functions want them, with a zero at the end.
  fileprivate var cString: [CChar] {
    bytes.map { CChar(bitPattern: $0) } + [0]
  }
}
