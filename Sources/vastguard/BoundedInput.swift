import Glibc

/// Reads standard input, but not without end.
enum BoundedInput {
  /// Why the input was not read.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// All that a descriptor gives.
  ///
  /// - Parameters:
  ///   - descriptor: Such as 0.
  ///   - limit: The most bytes that it may have.
  ///   - seconds: How long to wait for its end.
  /// - Returns: Its bytes.
  /// - Throws: `Failure` where there are more, or where they don't end in time.
  static func read(_ descriptor: Int32, limit: Int, seconds: Int) throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    let end = ContinuousClock.now + .seconds(seconds)
    try forEachPiece(
      of: descriptor, until: { end }, late: "standard input did not end within \(seconds) seconds"
    ) { piece throws(Failure) in
      guard bytes.count + piece.count <= limit else {
        throw Failure(description: "standard input has more than \(limit >> 20) MB")
      }
      bytes += piece
    }
    return bytes
  }

  /// Hands on all that a descriptor gives, as it comes.
  ///
  /// - Parameters:
  ///   - descriptor: Such as 0.
  ///   - until: When to stop waiting for the next piece; asked before each.
  ///   - late: What to say if it has not come by then.
  ///   - body: Takes a piece, which is never empty.
  /// - Throws: `Failure`, that of `body` included.
  static func forEachPiece(
    of descriptor: Int32, until: () -> ContinuousClock.Instant, late: String,
    _ body: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    while true {
      let left = ContinuousClock.now.duration(to: until()).components
      let milliseconds = left.seconds * 1000 + left.attoseconds / 1_000_000_000_000_000
      var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let ready = unsafe poll(&waiting, 1, Int32(max(0, milliseconds)))
      if ready < 0, errno == EINTR, milliseconds > 0 { continue }
      guard ready > 0 else { throw Failure(description: late) }
      var count = 0
      let piece = unsafe [UInt8](unsafeUninitializedCapacity: 1 << 20) { buffer, filled in
        count = unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        filled = max(0, count)
      }
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      guard count >= 0 else {
        throw Failure(description: "standard input can't be read: error \(errno)")
      }
      if piece.isEmpty { return }
      try body(piece)
    }
  }
}
