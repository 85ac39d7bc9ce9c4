import Glibc

/// A file without a name for what does not fit into memory; it is gone with the program, however that
/// ends.
final class SpillFile {
  private let descriptor: CInt
  private let folder: String
  private(set) var size = 0

  /// Creates an empty file that only this user can read, and takes its name away.
  ///
  /// - Parameter folder: Where; its file system needs the room.
  /// - Throws: `OutputError` where it can't be created.
  init(in folder: String) throws(OutputError) {
    let suffix = String(UInt64.random(in: .min ... .max), radix: 36)
    let path = folder + "/vastguard-" + suffix
    descriptor = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    self.folder = folder
    guard descriptor >= 0 else { throw Self.failure(folder, errno) }
    unsafe unlink(path)
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  private static func failure(_ folder: String, _ code: CInt) -> OutputError {
    OutputError(name: "a temporary file in \(folder) (TMPDIR names another folder)", code: code)
  }

  /// Appends bytes.
  func append(_ bytes: [UInt8]) throws(OutputError) {
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe pwrite(
          descriptor, buffer.baseAddress.map { unsafe $0 + done }, buffer.count - done,
          off_t(size + done))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw Self.failure(folder, count == 0 ? ENOSPC : errno) }
      done += count
    }
    size += bytes.count
  }

  /// The bytes of a range, fewer where the file ends before.
  func read(_ range: Range<Int>) throws(OutputError) -> [UInt8] {
    var failed: CInt = 0
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: range.count) { buffer, filled in
      while filled < range.count {
        let count = unsafe pread(
          descriptor, buffer.baseAddress.map { unsafe $0 + filled }, range.count - filled,
          off_t(range.lowerBound + filled))
        if count < 0, errno == EINTR { continue }
        if count < 0 { failed = errno }
        if count <= 0 { break }
        filled += count
      }
    }
    guard failed == 0 else { throw Self.failure(folder, failed) }
    return bytes
  }
}
