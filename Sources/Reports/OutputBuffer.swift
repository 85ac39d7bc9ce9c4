import Glibc

/// A report's bytes on their way to a file descriptor, or kept in memory.
///
/// A reader that went away (EPIPE) is no error: the rest is dropped in silence, as for any program
/// in a pipeline. The program must ignore SIGPIPE. Every other failure is thrown.
package struct OutputBuffer: ~Copyable {
  private static let capacity = 1 << 16

  /// What was appended and not yet written; everything, where there is no descriptor.
  package private(set) var bytes: [UInt8] = []
  private let descriptor: CInt?
  private let name: String
  private var readerIsGone = false

  /// Makes a buffer that keeps its bytes in memory.
  package init() {
    descriptor = nil
    name = "memory"
  }

  /// Makes a buffer that writes to `descriptor`, which stays the caller's to close.
  ///
  /// Errors call the output `name`.
  package init(descriptor: CInt, name: String) {
    self.descriptor = descriptor
    self.name = name
    bytes.reserveCapacity(Self.capacity)
  }

  /// Appends the UTF-8 bytes of `text`.
  package mutating func append(_ text: String) throws(OutputError) {
    bytes.append(contentsOf: text.utf8)
    try flushIfFull()
  }

  /// Appends `more` as it is.
  package mutating func append(_ more: [UInt8]) throws(OutputError) {
    bytes.append(contentsOf: more)
    try flushIfFull()
  }

  /// Writes what is pending.
  ///
  /// A report is complete only once this has returned.
  package mutating func flush() throws(OutputError) {
    guard let descriptor else { return }
    var start = 0
    while start < bytes.count, !readerIsGone {
      start += try writeSome(from: start, to: descriptor)
    }
    bytes.removeAll(keepingCapacity: true)
  }

  private mutating func flushIfFull() throws(OutputError) {
    if bytes.count >= Self.capacity { try flush() }
  }

  /// Calls write(2) once and returns how many bytes it took.
  private mutating func writeSome(from start: Int, to descriptor: CInt) throws(OutputError) -> Int {
    let count = unsafe bytes.withUnsafeBytes { buffer in
      unsafe write(descriptor, buffer.baseAddress.map { unsafe $0 + start }, buffer.count - start)
    }
    if count >= 0 { return count }
    switch errno {
    case EINTR:
      return 0
    case EAGAIN:
      // Some parent made the shared terminal or pipe non-blocking.
      var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      _ = unsafe poll(&waiting, 1, -1)
      return 0
    case EPIPE:
      readerIsGone = true
      return 0
    case let code:
      throw OutputError(name: name, code: code)
    }
  }
}
