import Glibc

/// What kind of thing a name in the file system stands for, links not followed.
enum FileKind {
  case file, folder, link, other
}

extension Path {
  /// Lends the path to C; a path that holds a zero byte would end there.
  @safe package func withCString<Result, Failure: Error>(
    _ body: (UnsafePointer<CChar>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let count = bytes.count
    return try unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: count + 1) {
      (buffer: UnsafeMutableBufferPointer<CChar>) throws(Failure) -> Result in
      guard let base = buffer.baseAddress else { preconditionFailure("there is room for a zero") }
      unsafe bytes.withUnsafeBytes { bytes in
        if let start = bytes.baseAddress { unsafe memcpy(base, start, count) }
      }
      unsafe buffer[count] = 0
      return try unsafe body(UnsafePointer(base))
    }
  }

  /// Copies a path from C, or returns nil where there is none.
  @safe init?(cString: UnsafePointer<CChar>?) {
    guard let cString = unsafe cString else { return nil }
    let count = unsafe strlen(cString)
    self.init(bytes: (0..<count).map { unsafe UInt8(bitPattern: cString[$0]) })
  }

  /// The path without the `/` at its end.
  var withoutTrailingSlash: Path {
    guard bytes.count > 1, bytes.last == UInt8(ascii: "/") else { return self }
    return Path(bytes: Array(bytes.dropLast()))
  }

  /// The folder that holds this; of `/`, or of a name without `/`, nil.
  package var parent: Path? {
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")), bytes.count > 1 else { return nil }
    return Path(bytes: slash == 0 ? [UInt8(ascii: "/")] : Array(bytes[..<slash]))
  }

  /// The path with every link in it resolved, or nil where nothing is there.
  var resolved: Path? {
    withCString { path in
      guard let real = unsafe realpath(path, nil) else { return nil }
      defer { unsafe free(real) }
      return Path(cString: real)
    }
  }

  /// The path made absolute with the folder the process works in.
  var absolute: Path {
    guard bytes.first != UInt8(ascii: "/"), let here = Path(".").resolved else { return self }
    return here.appending(bytes)
  }

  /// What the path names, links not followed, or nil where nothing is there.
  var kind: FileKind? {
    var status = stat()
    guard withCString({ path in unsafe lstat(path, &status) }) == 0 else { return nil }
    return switch status.st_mode & S_IFMT {
    case S_IFREG: .file
    case S_IFDIR: .folder
    case S_IFLNK: .link
    default: .other
    }
  }

  /// The text of the symbolic link at this path, or nil where there is none.
  var linkTarget: Path? {
    withCString { path in
      unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer in
        guard let start = buffer.baseAddress else { return nil }
        let count = unsafe readlink(path, start, buffer.count)
        guard count >= 0 else { return nil }
        return Path(bytes: (0..<count).map { unsafe UInt8(bitPattern: buffer[$0]) })
      }
    }
  }

  /// The names in this folder, sorted, without `.` and `..`; nil where it can't be read.
  func names() -> [[UInt8]]? {
    guard let folder = withCString({ path in unsafe opendir(path) }) else { return nil }
    defer { unsafe closedir(folder) }
    var names: [[UInt8]] = []
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafePointer(to: entry.pointee.d_name) { field in
        unsafe field.withMemoryRebound(to: CChar.self, capacity: 256) {
          Path(cString: $0)
        }
      }
      guard let name, name != Path("."), name != Path("..") else { continue }
      names.append(name.bytes)
    }
    return names.sorted { $0.lexicographicallyPrecedes($1) }
  }
}

/// Reads whole files of git's own: references, lists of patterns, links between folders.
enum SmallFile {
  /// Whether the last part of a path may be a symbolic link.
  enum Links {
    case follow, refuse
  }

  /// The number of Linux's null device: the third one of the first kind.
  private static let nullDevice = dev_t(0x103)

  /// Reads a regular file of at most `limit` bytes, or as much of it as `prefix` allows.
  ///
  /// A FIFO, a socket or a device is never waited for: it is opened without blocking and refused,
  /// but for the null device, which is empty.
  /// - Throws: `missing` where nothing is there, `other` where it is no regular file, cannot be
  ///   read, or is larger.
  static func bytes(
    at path: Path, limit: Int, links: Links = .follow, prefix: Int = .max
  ) throws(GitError) -> [UInt8] {
    let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (links == .follow ? 0 : O_NOFOLLOW)
    let descriptor = path.withCString { name in unsafe open(name, flags) }
    guard descriptor >= 0 else { throw failure("open", path) }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw failure("fstat", path) }
    // Whoever names the null device means an empty file.
    if status.st_mode & S_IFMT == S_IFCHR, status.st_rdev == nullDevice { return [] }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw GitError(.other, "open", "\(path.text) is not a regular file")
    }
    guard status.st_size <= limit else {
      throw GitError(.other, "read", "\(path.text) has more than \(limit) bytes")
    }
    let expected = min(Int(status.st_size), prefix)
    return try read(descriptor, path, limit, expected: expected, prefix: prefix)
  }

  private static func read(
    _ descriptor: Int32, _ path: Path, _ limit: Int, expected: Int, prefix: Int
  ) throws(GitError) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < prefix {
      // One byte more than is expected tells whether the file has grown meanwhile.
      let room = min(max(expected + 1 - bytes.count, 1 << 12), prefix - bytes.count)
      var count = 0
      let chunk = unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, filled in
        count = unsafe Glibc.read(descriptor, buffer.baseAddress, room)
        filled = max(count, 0)
      }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw failure("read", path) }
      guard count > 0 else { return bytes }
      if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
      guard bytes.count <= limit else {
        throw GitError(.other, "read", "\(path.text) has more than \(limit) bytes")
      }
    }
    return bytes
  }

  private static func failure(_ operation: String, _ path: Path) -> GitError {
    let number = errno
    let why = unsafe strerror(number).map { unsafe String(cString: $0) } ?? "error \(number)"
    let absent = number == ENOENT || number == ENOTDIR
    return GitError(absent ? .missing : .other, operation, "\(path.text): \(why)")
  }
}
