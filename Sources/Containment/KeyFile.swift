import Glibc

/// A file that holds one key.
package enum KeyFile {
  /// Reads the key.
  ///
  /// - Throws: `PlaceProblem`, which repeats nothing of the file.
  package static func read(_ path: String) throws(PlaceProblem) -> String {
    let descriptor = unsafe open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw PlaceProblem("--with-key-file: \(path)", code: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw PlaceProblem("--with-key-file: \(path) is no file")
    }
    var bytes: [UInt8] = .init(repeating: 0, count: 1024)
    let count = unsafe Glibc.read(descriptor, &bytes, bytes.count)
    let text = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
      .replacing("\u{FEFF}", with: "").trimmed
    guard isKey(text) else { throw PlaceProblem("--with-key-file: \(path) does not hold one key") }
    return text
  }

  /// Whether a text has the form of a key: 64 hex digits.
  package static func isKey(_ text: String) -> Bool {
    text.utf8.count == 64
      && text.utf8.allSatisfy { byte in
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
          || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
      }
  }
}
