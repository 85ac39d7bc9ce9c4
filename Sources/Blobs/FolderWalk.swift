package import Git
internal import Glibc

/// What a name in a folder stands for, links not followed.
package struct FileEntry: Sendable {
  /// Relative to where the walk began.
  package let path: Path
  package let kind: Kind
  package let size: Int
  /// The permission bits, such as 0o644.
  package let mode: UInt32
  package let owner: UInt32
  package let device: UInt64
  package let inode: UInt64
  /// How many names the file has, here and elsewhere.
  package let links: Int
  /// Seconds and nanoseconds of the last change of the content, and of the content or the status.
  package let modified: FileTime
  package let changed: FileTime

  package enum Kind: Sendable, Equatable {
    case file
    case folder
    case symlink
    /// A FIFO, socket or device: never opened.
    case special
  }

  init(path: Path, _ status: stat) {
    self.path = path
    kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      case S_IFLNK: .symlink
      default: .special
      }
    size = Int(status.st_size)
    mode = status.st_mode & 0o7777
    owner = status.st_uid
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
    links = Int(status.st_nlink)
    modified = FileTime(
      seconds: Int64(status.st_mtim.tv_sec),
      nanoseconds: UInt32(truncatingIfNeeded: status.st_mtim.tv_nsec))
    changed = FileTime(
      seconds: Int64(status.st_ctim.tv_sec),
      nanoseconds: UInt32(truncatingIfNeeded: status.st_ctim.tv_nsec))
  }
}

/// Walks a folder and all below it, in order of names, without following symbolic links.
package struct FolderWalk: ~Copyable {
  private let root: Path
  private let enters: (FileEntry) -> Bool

  /// Prepares a walk.
  ///
  /// - Parameters:
  ///   - root: The folder to begin with.
  ///   - enters: Whether to look into a folder.
  package init(root: Path, enters: @escaping (FileEntry) -> Bool = { _ in true }) {
    self.root = root
    self.enters = enters
  }

  /// Calls `body` for each name below the root, folders before what they hold, and `failed` for
  /// what can't be read; the walk goes on.
  ///
  /// - Parameters:
  ///   - body: Takes what a name stands for.
  ///   - failed: Takes what can't be read.
  ///   - left: Is called when all that stands in a folder itself was told.
  package func forEach(
    _ body: (FileEntry) -> Void, failed: (Path, FileFailure) -> Void, left: () -> Void = {}
  ) {
    // Folders still to be listed; a list and not recursion, for folders nested without end.
    var pending = [Path("")]
    while let folder = pending.popLast() {
      var folders: [Path] = []
      do throws(FileFailure) {
        let opened = try OpenFolder(folder.bytes.isEmpty ? root : root.appending(folder.bytes))
        for name in try opened.names() {
          let path = folder.appending(name.dropLast())
          do throws(FileFailure) {
            let entry = try opened.entry(name, as: path)
            body(entry)
            if entry.kind == .folder, enters(entry) { folders.append(path) }
          } catch {
            // A file that went away since its folder was listed is no gap: nothing was left unread.
            if error != FileFailure(code: ENOENT) { failed(path, error) }
          }
        }
      } catch {
        failed(folder, error)
      }
      left()
      pending += folders.reversed()
    }
  }

  /// Looks at one name, its last part not followed if it is a link.
  package static func entry(at path: Path, as name: Path) throws(FileFailure) -> FileEntry {
    var status = stat()
    guard path.withCString({ unsafe lstat($0, &status) }) == 0 else {
      throw FileFailure(code: errno)
    }
    return FileEntry(path: name, status)
  }

  /// Reads where a symbolic link points to.
  package static func target(ofLink path: Path) throws(FileFailure) -> [UInt8] {
    var bytes: [UInt8] = .init(repeating: 0, count: Int(PATH_MAX))
    let count = path.withCString { link in
      unsafe bytes.withUnsafeMutableBytes { buffer in
        guard let address = buffer.baseAddress else { return -1 }
        return unsafe readlink(link, address, buffer.count)
      }
    }
    guard count >= 0 else { throw FileFailure(code: errno) }
    return Array(bytes[..<count])
  }
}

/// A folder that is open for listing, so that what it holds is looked at without going the whole way
/// to it again.
@safe
private struct OpenFolder: ~Copyable {
  private let stream: OpaquePointer
  private let descriptor: Int32

  init(_ path: Path) throws(FileFailure) {
    let descriptor = path.withCString {
      unsafe open($0, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
    }
    guard descriptor >= 0 else { throw FileFailure(code: errno) }
    guard let stream = unsafe fdopendir(descriptor) else {
      let code = errno
      close(descriptor)
      throw FileFailure(code: code)
    }
    unsafe self.stream = stream
    self.descriptor = descriptor
  }

  deinit { unsafe closedir(stream) }

  /// The names in the folder but `.` and `..`, sorted, each with a zero behind it.
  func names() throws(FileFailure) -> [[UInt8]] {
    var names: [[UInt8]] = []
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else { break }
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        guard let start = bytes.baseAddress else { return [UInt8]() }
        return unsafe Array(bytes[...strnlen(start, bytes.count - 1)])
      }
      if name != Self.itself, name != Self.parent { names.append(name) }
    }
    guard errno == 0 else { throw FileFailure(code: errno) }
    return names.sorted { left, right in
      unsafe left.withUnsafeBytes { left in
        unsafe right.withUnsafeBytes { right in
          guard let first = left.baseAddress, let second = right.baseAddress else { return false }
          // The zero at the end of the shorter one is less than any byte of a name.
          return unsafe memcmp(first, second, min(left.count, right.count)) < 0
        }
      }
    }
  }

  private static let itself = Array(".\0".utf8)
  private static let parent = Array("..\0".utf8)

  /// Looks at a name that `names` gave; it is not followed if it is a link.
  func entry(_ name: [UInt8], as path: Path) throws(FileFailure) -> FileEntry {
    var status = stat()
    let code = unsafe name.withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress else { return Int32(-1) }
      return unsafe fstatat(
        descriptor, start.assumingMemoryBound(to: CChar.self), &status, AT_SYMLINK_NOFOLLOW)
    }
    guard code == 0 else { throw FileFailure(code: errno) }
    return FileEntry(path: path, status)
  }
}

extension FolderWalk {
  /// The path without symbolic links that leads to the same file.
  package static func resolved(_ path: Path) throws(FileFailure) -> Path {
    let text = path.withCString { unsafe realpath($0, nil) }
    guard let text = unsafe text else { throw FileFailure(code: errno) }
    defer { unsafe free(text) }
    return unsafe Path(
      bytes: Array(
        UnsafeBufferPointer(start: text, count: strlen(text)).map { UInt8(bitPattern: $0) }))
  }
}
