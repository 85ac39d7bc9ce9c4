import CSystem
import Glibc

/// Files for new values: one holds the value and nothing else.
///
/// All of them are made and have their room on disk before a key is touched; a value appears under
/// its name whole or not at all.
package struct NewValueFile {
  /// More than any value takes.
  private static let room = 4096

  private let path: String
  private let replaces: Bool
  private var reserved: [(descriptor: Int32, path: String)] = []
  private var used = 0

  /// Prepares to write files; nothing is made yet.
  ///
  /// - Parameters:
  ///   - path: The first file; further ones get `.2` and so on.
  ///   - replaces: Whether files may be replaced that are there already.
  package init(path: String, replaces: Bool) {
    self.path = path
    self.replaces = replaces
  }

  private func name(_ index: Int) -> String { index == 0 ? path : "\(path).\(index + 1)" }

  /// Looks whether files can be made, without making any.
  package func check(count: Int = 1) throws(PlaceProblem) {
    guard !path.isEmpty, path != "-", !path.hasSuffix("/"), !path.utf8.contains(0) else {
      throw PlaceProblem("it has to be the name of a file")
    }
    for index in 0..<max(1, count) { try checkTarget(name(index)) }
    var status = stat()
    guard unsafe stat(folder, &status) == 0 else { throw PlaceProblem(folder, code: errno) }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw PlaceProblem("\(folder) is no folder")
    }
    guard unsafe access(folder, W_OK | X_OK) == 0 else { throw PlaceProblem(folder, code: errno) }
  }

  private func checkTarget(_ target: String) throws(PlaceProblem) {
    var status = stat()
    guard unsafe lstat(target, &status) == 0 else {
      if errno == ENOENT { return }
      throw PlaceProblem(target, code: errno)
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFLNK: throw PlaceProblem("\(target) is a symbolic link; name the file itself")
    case S_IFDIR: throw PlaceProblem("\(target) is a folder; name a file in it")
    default: throw PlaceProblem("\(target) is no regular file")
    }
    guard replaces else {
      throw PlaceProblem("\(target) is there already; --replace takes its place")
    }
    guard status.st_uid == geteuid() else { throw PlaceProblem("\(target) is somebody else's") }
  }

  private var folder: String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Makes the files under other names, with room for the values.
  package mutating func allocate(count: Int) throws(PlaceProblem) {
    try check(count: count)
    while reserved.count < count {
      let name = folder + "/.vastguard-" + String(UInt64.random(in: .min ... .max), radix: 36)
      let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
      let descriptor = unsafe open(name, flags, 0o600)
      guard descriptor >= 0 else { throw failed(errno) }
      reserved.append((descriptor, name))
      guard fchmod(descriptor, 0o600) == 0 else { throw failed(errno) }
      let code = posix_fallocate(descriptor, 0, off_t(Self.room))
      guard code == 0 || code == EOPNOTSUPP || code == EINVAL else { throw failed(code) }
      try write(.init(repeating: 0, count: Self.room), to: descriptor)
    }
  }

  private mutating func failed(_ code: Int32) -> PlaceProblem {
    release()
    return PlaceProblem(path, code: code)
  }

  private mutating func write(_ bytes: [UInt8], to descriptor: Int32) throws(PlaceProblem) {
    var start = 0
    while start < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe pwrite(
          descriptor, buffer.baseAddress.map { unsafe $0 + start }, buffer.count - start,
          off_t(start))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw failed(errno) }
      start += count
    }
    guard fsync(descriptor) == 0 || errno == EINVAL else { throw failed(errno) }
  }

  /// Puts a value into the next file.
  ///
  /// A file that got its name meanwhile is left as it is, and the next name is taken.
  /// - Returns: The path of the file.
  /// - Throws: `PlaceProblem`, where the value is in no file.
  package mutating func keep(_ value: String) throws(PlaceProblem) -> String {
    if reserved.isEmpty { try allocate(count: 1) }
    let (descriptor, temporary) = reserved.removeFirst()
    defer { close(descriptor) }
    do throws(PlaceProblem) {
      try write(Array(value.utf8), to: descriptor)
      guard ftruncate(descriptor, off_t(value.utf8.count)) == 0, fsync(descriptor) == 0 else {
        throw PlaceProblem(path, code: errno)
      }
      let target = try rename(temporary)
      syncFolder()
      return target
    } catch {
      unsafe unlink(temporary)
      throw error
    }
  }

  private mutating func rename(_ temporary: String) throws(PlaceProblem) -> String {
    var code: Int32 = 0
    for index in used..<(used + 100) {
      let target = name(index)
      if replaces, (try? checkTarget(target)) != nil {
        code = unsafe Glibc.rename(temporary, target) == 0 ? 0 : errno
      } else {
        code = unsafe vg_rename_to_new(temporary, target)
      }
      if code == 0 {
        used = index + 1
        return target
      }
      guard code == EEXIST || code == EISDIR else { break }
    }
    throw PlaceProblem(path, code: code)
  }

  private func syncFolder() {
    let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  /// Removes what was made and is not needed.
  package mutating func release() {
    for (descriptor, name) in reserved {
      close(descriptor)
      unsafe unlink(name)
    }
    reserved = []
  }
}
