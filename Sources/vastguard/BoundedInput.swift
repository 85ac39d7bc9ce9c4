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
  /// - Returns: The bytes.
  /// - Throws: `Failure` where there are more, or where they don't end in time.
  static func read(_ descriptor: Int32, limit: Int, seconds: Int) throws(Failure) -> [UInt8] {
    let clock = ContinuousClock()
    let deadline = clock.now + .seconds(seconds)
    var bytes: [UInt8] = []
    var piece: [UInt8] = .init(repeating: 0, count: 1 << 20)
    while true {
      let left = clock.now.duration(to: deadline)
      let milliseconds =
        left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000
      var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let ready = unsafe poll(&waiting, 1, Int32(max(0, milliseconds)))
      if ready < 0, errno == EINTR, milliseconds > 0 { continue }
      guard ready > 0 else {
        throw Failure(description: "standard input did not end within \(seconds) seconds")
      }
      let count = unsafe piece.withUnsafeMutableBytes { buffer in
        unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      }
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR || errno == EAGAIN { continue }
        throw Failure(description: "standard input can't be read: error \(errno)")
      }
      guard bytes.count + count <= limit else {
        throw Failure(description: "standard input has more than \(limit >> 20) MB")
      }
      bytes += piece[..<count]
    }
  }
}
