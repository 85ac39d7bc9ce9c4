package import Git
internal import Glibc

/// Reads files piece by piece into memory of its own, which it uses again: one for each thread.
///
/// Files are read and not mapped: one that is cut short meanwhile must not end the program.
package struct FileReader: ~Copyable {
  /// The size of a piece, and how much of it the next one repeats: more than any rule looks around.
  static let pieceSize = 32 << 20
  static let overlap = 256 << 10

  /// How much is read at once of what has no size.
  private static let streamed = 4 << 20

  private var buffer = ReadBuffer()

  package init() {}

  /// Lends the pieces of a regular file to `body`, with the file's size as it was when opened.
  ///
  /// Opens nothing else: no symbolic link, FIFO, socket or device.
  ///
  /// - Throws: `FileFailure` in the words of the system.
  package mutating func read(
    _ path: Path, _ body: (Span<UInt8>, Window) -> Void
  ) throws(FileFailure) {
    let (descriptor, size) = try Self.open(path)
    defer { close(descriptor) }
    try read(descriptor: descriptor, expecting: size, body)
  }

  /// Lends a descriptor of a regular file, from which it can be read at any place.
  ///
  /// - Throws: `FileFailure` in the words of the system.
  package static func withDescriptor<Result>(
    of path: Path, _ body: (Int32) -> Result
  ) throws(FileFailure) -> Result {
    let (descriptor, _) = try open(path)
    defer { close(descriptor) }
    return body(descriptor)
  }

  /// Opens a regular file, and nothing else, and tells its size.
  private static func open(_ path: Path) throws(FileFailure) -> (descriptor: Int32, size: Int) {
    let descriptor = path.withCString {
      unsafe Glibc.open($0, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    }
    guard descriptor >= 0 else { throw FileFailure(code: errno) }
    var status = stat()
    var failure: FileFailure?
    if unsafe fstat(descriptor, &status) != 0 {
      failure = FileFailure(code: errno)
    } else if status.st_mode & S_IFMT != S_IFREG {
      failure = FileFailure(why: "not a regular file")
    }
    guard let failure else { return (descriptor, Int(status.st_size)) }
    close(descriptor)
    throw failure
  }

  /// Lends what a descriptor gives, up to its end, to `body`.
  package mutating func read(
    descriptor: Int32, expecting size: Int = 0, _ body: (Span<UInt8>, Window) -> Void
  ) throws(FileFailure) {
    var window = Window(offset: 0, line: 1, owned: 0..<0)
    var kept = 0
    // Up to where in the content the pieces before are the owners.
    var owned = 0
    while true {
      // One byte more than is left of a file, so that its end is seen.
      let left = size - window.offset - kept
      let ahead = size > 0 ? max(left, 64 << 10) : Self.streamed
      let capacity = kept + min(ahead, Self.pieceSize) + 1
      let filled = try fill(
        from: descriptor, after: kept, capacity: capacity, end: left > 0 ? kept + left : nil,
        isStream: size == 0)
      let isLast = filled < capacity
      if isLast && window.offset == 0 && kept == 0 {
        buffer.withBytes(filled) { body($0, .whole(count: filled)) }
        return
      }
      // An edge inside the content is owned by half of the overlap on its either side.
      let from = owned - window.offset
      window.owned = from..<(isLast ? filled + 1 : max(from, filled - Self.overlap / 2))
      buffer.withBytes(filled) { body($0, window) }
      if isLast { return }
      owned = window.offset + window.owned.upperBound
      let cut = buffer.withBytes(filled) {
        window.advance(to: max(0, filled - Self.overlap), in: $0)
      }
      kept = filled - cut
      buffer.moveToBegin(cut..<filled)
    }
  }

  /// Reads behind the first `kept` bytes until there are `capacity`, or the end is reached: that of a
  /// file, which its size told, is not asked for once more.
  ///
  /// Returns how many bytes there are.
  private mutating func fill(
    from descriptor: Int32, after kept: Int, capacity: Int, end: Int?, isStream: Bool
  ) throws(FileFailure) -> Int {
    guard buffer.reserve(capacity, keeping: kept) else { throw FileFailure(code: ENOMEM) }
    var filled = kept
    while filled < capacity, filled != end {
      let count = buffer.read(from: descriptor, into: filled..<capacity)
      if count == 0 { break }
      guard count > 0 else {
        guard errno == EINTR else { throw FileFailure(code: errno) }
        // A signal that does not end the program asks a stream for what has come so far.
        if isStream { break }
        continue
      }
      filled += count
    }
    return filled
  }
}
