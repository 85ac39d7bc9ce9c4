package import Git
import Glibc

/// A folder of the user's own that nobody else can read, for what the program keeps for itself.
///
/// Files are reached through the opened folder, so that what its path leads to may change meanwhile.
package struct PrivateFolder: ~Copyable {
  private let descriptor: CInt

  /// Opens a folder; nil where there is none, or where it is a link, somebody else's, or open to
  /// others.
  package init?(_ path: Path) {
    let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
    let descriptor = path.withCString { unsafe open($0, flags) }
    guard descriptor >= 0 else { return nil }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, Self.isPrivate(status) else {
      close(descriptor)
      return nil
    }
    self.descriptor = descriptor
  }

  /// Opens a folder, after making it where there is none; the folder above it must be the user's.
  package init?(making path: Path) {
    guard let above = path.parent, Self.isOwn(above) else { return nil }
    // A folder that is there already is as good, if it is private.
    _ = path.withCString { unsafe mkdir($0, 0o700) }
    self.init(path)
  }

  deinit {
    close(descriptor)
  }

  /// Reads a regular file that is the user's own and private; nil for any other, for a link, and
  /// for one of more than `limit` bytes.
  package func read(_ name: String, limit: Int) -> [UInt8]? {
    let file = unsafe openat(descriptor, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var status = stat()
    guard unsafe fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      Self.isPrivate(status), status.st_size <= limit
    else { return nil }
    let count = Int(status.st_size)
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let part = unsafe buffer.baseAddress.map { start in
          unsafe Glibc.read(file, start + filled, count - filled)
        }
        guard let part, part > 0 else { return }
        filled += part
      }
    }
    return bytes.count == count ? bytes : nil
  }

  /// Writes a file of mode 0600 that takes the place of another of its name at once or not at all.
  ///
  /// Nothing is forced to the disk: who reads the file must be able to tell whether it is whole.
  ///
  /// - Returns: Whether it was written.
  package func write(_ name: String, _ bytes: [UInt8]) -> Bool {
    // One name for all: what a run that was killed left behind is taken away by the next. Of two
    // that write at a time, one fails or leaves a part of a file.
    let temporary = name + ".new"
    unsafe unlinkat(descriptor, temporary, 0)
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    let file = unsafe openat(descriptor, temporary, flags, 0o600)
    guard file >= 0 else { return false }
    defer { close(file) }
    let isWritten = unsafe bytes.withUnsafeBytes { buffer in
      var done = 0
      while done < buffer.count {
        let part = unsafe Glibc.write(
          file, buffer.baseAddress.map { unsafe $0 + done }, buffer.count - done)
        guard part > 0 else { return false }
        done += part
      }
      return true
    }
    // Whatever the umask left of the mode.
    if isWritten, fchmod(file, 0o600) == 0,
      unsafe renameat(descriptor, temporary, descriptor, name) == 0
    {
      return true
    }
    unsafe unlinkat(descriptor, temporary, 0)
    return false
  }

  /// Makes a folder and those above it, private as the XDG base directory specification wants it.
  package static func makeAll(_ path: Path) {
    if let above = path.parent, path.withCString({ unsafe access($0, F_OK) }) != 0 {
      makeAll(above)
      _ = path.withCString { unsafe mkdir($0, 0o700) }
    }
  }

  private static func isPrivate(_ status: stat) -> Bool {
    status.st_uid == geteuid() && status.st_mode & 0o077 == 0
  }

  private static func isOwn(_ path: Path) -> Bool {
    var status = stat()
    let code = path.withCString { unsafe stat($0, &status) }
    return code == 0 && status.st_uid == geteuid()
  }
}
