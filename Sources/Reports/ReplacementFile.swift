import Glibc

/// The file that tells `git filter-repo --replace-text` what to take out of a history.
///
/// It is the one file that holds secrets in clear; it is made only on request, for its owner alone,
/// and never in place of another.
package enum ReplacementFile {
  /// What stands in place of a secret afterwards.
  private static let mark = Array("==>REMOVED-BY-VASTGUARD".utf8)

  /// Tells whether a file can be made there.
  ///
  /// - Throws: `OutputError` where there is something already, or no folder.
  package static func check(_ path: String) throws(OutputError) {
    _ = try ReportFile.check(path)
    var info = stat()
    if unsafe lstat(path, &info) == 0 { throw OutputError(name: path, code: EEXIST) }
  }

  /// Makes the file with a line for each value.
  ///
  /// - Throws: `OutputError` where it can't be made or written; nothing is left of it then.
  package static func write(_ values: [[UInt8]], to path: String) throws(OutputError) {
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    let descriptor = unsafe open(path, flags, 0o600)
    guard descriptor >= 0 else { throw OutputError(name: path, code: errno) }
    defer { close(descriptor) }
    do throws(OutputError) {
      // The umask takes bits away, and some file systems give them.
      guard fchmod(descriptor, 0o600) == 0 else { throw OutputError(name: path, code: errno) }
      var output = OutputBuffer(descriptor: descriptor, name: path)
      for value in values { try output.append(line(for: value)) }
      try output.flush()
      guard fsync(descriptor) == 0 || errno == EINVAL else {
        throw OutputError(name: path, code: errno)
      }
    } catch {
      unsafe unlink(path)
      throw error
    }
  }

  /// A line of the file; a value with line breaks has to be a pattern, since a line ends there.
  static func line(for value: [UInt8]) -> [UInt8] {
    let breaks = [UInt8(ascii: "\n"), UInt8(ascii: "\r"), 0]
    let isPlain = !value.contains { breaks.contains($0) }
    let text = isPlain ? Array("literal:".utf8) + value : Array("regex:".utf8) + pattern(value)
    return text + mark + [UInt8(ascii: "\n")]
  }

  /// A pattern of Python's `re` that matches the bytes and nothing else.
  private static func pattern(_ value: [UInt8]) -> [UInt8] {
    let digits = Array("0123456789abcdef".utf8)
    return value.flatMap { byte in
      let isWord =
        (0x30...0x39).contains(byte) || (byte < 0x80 && (0x61...0x7A).contains(byte | 0x20))
      return isWord
        ? [byte]
        : [
          UInt8(ascii: "\\"), UInt8(ascii: "x"), digits[Int(byte >> 4)], digits[Int(byte & 15)],
        ]
    }
  }
}
