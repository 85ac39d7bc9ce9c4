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
  package func forEach(
    _ body: (FileEntry) -> Void, failed: (Path, FileFailure) -> Void
  ) {
    // Folders still to be listed; a list and not recursion, for folders nested without end.
    var pending = [Path("")]
    while let folder = pending.popLast() {
      let names: [[UInt8]]
      do {
        names = try Self.names(in: absolute(folder))
      } catch {
        failed(folder, error)
        continue
      }
      var folders: [Path] = []
      for name in names {
        let path = folder.appending(name)
        do {
          let entry = try Self.entry(at: absolute(path), as: path)
          body(entry)
          if entry.kind == .folder, enters(entry) { folders.append(path) }
        } catch {
          // A file that went away since its folder was listed is no gap: nothing was left unread.
          if error != FileFailure(code: ENOENT) { failed(path, error) }
        }
      }
      pending += folders.reversed()
    }
  }

  private func absolute(_ path: Path) -> Path {
    path.bytes.isEmpty ? root : root.appending(path.bytes)
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

  /// The names in a folder but `.` and `..`, sorted.
  private static func names(in folder: Path) throws(FileFailure) -> [[UInt8]] {
    let descriptor = folder.withCString {
      unsafe open($0, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
    }
    guard descriptor >= 0 else { throw FileFailure(code: errno) }
    guard let stream = unsafe fdopendir(descriptor) else {
      close(descriptor)
      throw FileFailure(code: errno)
    }
    defer { unsafe closedir(stream) }
    var names: [[UInt8]] = []
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else { break }
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe Array(bytes.prefix { $0 != 0 })
      }
      if name != [UInt8(ascii: ".")], name != Array("..".utf8) { names.append(name) }
    }
    guard errno == 0 else { throw FileFailure(code: errno) }
    return names.sorted { $0.lexicographicallyPrecedes($1) }
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
