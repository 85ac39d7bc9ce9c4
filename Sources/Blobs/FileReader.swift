package import Git
internal import Glibc

/// Part of a content that is read piece by piece; pieces overlap so that nothing is cut in two.
package struct Window: Sendable {
  /// Where the piece's first byte stands in the content.
  package var offset: Int
  /// The number of the line on which the first byte stands, from 1.
  package var line: Int
  /// The offsets in the piece of which it is the owner: what begins elsewhere is another's.
  package var owned: Range<Int>

  /// The window of a content that is read in one piece.
  package static func whole(count: Int) -> Window {
    Window(offset: 0, line: 1, owned: 0..<(count + 1))
  }
}

/// Reads files piece by piece into memory of its own, which it uses again: one for each thread.
///
/// Files are read and not mapped: one that is cut short meanwhile must not end the program.
package struct FileReader: ~Copyable {
  /// The size of a piece, and how much of it the next one repeats: more than any rule looks around.
  static let pieceSize = 32 << 20
  static let overlap = 256 << 10

  private var buffer: [UInt8] = []

  package init() {}

  /// Lends the pieces of a regular file to `body`, with the file's size as it was when opened.
  ///
  /// Opens nothing else: no symbolic link, FIFO, socket or device.
  ///
  /// - Throws: `FileFailure` in the words of the system.
  package mutating func read(
    _ path: Path, _ body: (Span<UInt8>, Window) -> Void
  ) throws(FileFailure) {
    let descriptor = path.withCString {
      unsafe open($0, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    }
    guard descriptor >= 0 else { throw FileFailure(code: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw FileFailure(code: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw FileFailure(why: "not a regular file") }
    try read(descriptor: descriptor, expecting: Int(status.st_size), body)
  }

  /// Lends what a descriptor gives, up to its end, to `body`.
  package mutating func read(
    descriptor: Int32, expecting size: Int = 0, _ body: (Span<UInt8>, Window) -> Void
  ) throws(FileFailure) {
    var window = Window(offset: 0, line: 1, owned: 0..<0)
    var kept = 0
    while true {
      // One byte more than is left of a file, so that its end is seen.
      let capacity = kept + min(max(size - window.offset - kept, 64 << 10), Self.pieceSize) + 1
      let filled = try fill(from: descriptor, after: kept, capacity: capacity)
      let isLast = filled < capacity
      if isLast && window.offset == 0 && kept == 0 {
        body(buffer.span.extracting(0..<filled), .whole(count: filled))
        return
      }
      // An edge inside the content is owned by half of the overlap on its either side.
      let from = window.offset == 0 ? 0 : Self.overlap / 2
      let cut = max(0, filled - Self.overlap)
      window.owned = from..<(isLast ? filled + 1 : max(from, cut + Self.overlap / 2))
      body(buffer.span.extracting(0..<filled), window)
      if isLast { return }
      window.line += newlines(in: 0..<cut)
      window.offset += cut
      kept = filled - cut
      for index in 0..<kept { buffer[index] = buffer[cut + index] }
    }
  }

  /// Reads behind the first `kept` bytes until there are `capacity`, or the end is reached.
  ///
  /// Returns how many bytes there are.
  private mutating func fill(
    from descriptor: Int32, after kept: Int, capacity: Int
  ) throws(FileFailure) -> Int {
    if buffer.count < capacity {
      buffer.append(contentsOf: repeatElement(0, count: capacity - buffer.count))
    }
    var filled = kept
    while filled < capacity {
      let count = unsafe buffer.withUnsafeMutableBytes { bytes in
        let free = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[filled..<capacity])
        return unsafe Glibc.read(descriptor, free.baseAddress, free.count)
      }
      if count == 0 { break }
      guard count > 0 else {
        if errno == EINTR { continue }
        throw FileFailure(code: errno)
      }
      filled += count
    }
    return filled
  }

  private func newlines(in range: Range<Int>) -> Int {
    let bytes = buffer.span
    var count = 0
    for index in range where bytes[index] == UInt8(ascii: "\n") { count += 1 }
    return count
  }
}
