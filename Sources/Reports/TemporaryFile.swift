import Glibc

/// A file that is to take the place of another; removed unless it did.
struct TemporaryFile: ~Copyable {
  let descriptor: CInt
  private let path: String
  private let folder: String
  private let target: String

  /// Creates an empty file in the folder of `target`, where a rename cannot leave the file system.
  ///
  /// The mode is `mode` exactly, or what the umask leaves of 0644.
  init(beside target: String, mode: mode_t?) throws(OutputError) {
    let slash = target.utf8.lastIndex(of: UInt8(ascii: "/"))
    let folder = slash.map { String(target[...$0]) } ?? "./"
    // Not made from the target's name, which may be as long as a name can be.
    let suffix = String(UInt64.random(in: .min ... .max), radix: 36)
    let path = folder + ".vastguard-" + suffix + ".tmp"
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
    let descriptor = unsafe open(path, flags, mode ?? 0o644)
    guard descriptor >= 0 else { throw OutputError(name: target, code: errno) }
    if let mode, fchmod(descriptor, mode) != 0 {
      let code = errno
      close(descriptor)
      unsafe unlink(path)
      throw OutputError(name: target, code: code)
    }
    (self.descriptor, self.path, self.folder, self.target) = (descriptor, path, folder, target)
  }

  deinit {
    // Where the file has taken its place, nothing has this name any more.
    close(descriptor)
    unsafe unlink(path)
  }

  /// Brings the content to disk and the file to its place, in this order.
  borrowing func replaceTarget() throws(OutputError) {
    // EINVAL: the file system has nothing to sync.
    guard fsync(descriptor) == 0 || errno == EINVAL else {
      throw OutputError(name: target, code: errno)
    }
    guard unsafe rename(path, target) == 0 else { throw OutputError(name: target, code: errno) }
    // The rename has happened; a folder that can't be synced (no read permission) is no failure.
    let directory = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directory >= 0 else { return }
    fsync(directory)
    close(directory)
  }
}
