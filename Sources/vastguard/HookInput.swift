import Arguments
import Glibc

/// What git writes to a hook's standard input, read without ever waiting for long.
///
/// git writes it at once and closes it. Whoever keeps it open without a word, a terminal or another
/// manager of hooks, gets an error and not a program that hangs.
enum HookInput {
  /// How long nothing may come, in milliseconds.
  private static let silence: Int32 = 5000
  /// More than the lines of any push.
  private static let limit = 256 << 20

  /// Reads to the end.
  static func read() throws(UsageError) -> [UInt8] {
    var text: [UInt8] = []
    try forEachPiece { piece throws(UsageError) in
      text += piece
      if text.count > limit { throw UsageError("standard input is longer than that of any push") }
    }
    return text
  }

  /// Copies all of it.
  static func copy(to descriptor: Int32) throws(UsageError) {
    try forEachPiece { piece throws(UsageError) in
      var rest = piece[...]
      while !rest.isEmpty {
        let count = unsafe rest.withUnsafeBytes { bytes in
          unsafe write(descriptor, bytes.baseAddress, bytes.count)
        }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw UsageError("standard input can't be copied") }
        rest = rest.dropFirst(count)
      }
    }
  }

  private static func forEachPiece(
    _ body: ([UInt8]) throws(UsageError) -> Void
  ) throws(UsageError) {
    while true {
      var waiting = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
      let ready = unsafe poll(&waiting, 1, silence)
      if ready < 0, errno == EINTR { continue }
      guard ready > 0 else {
        throw UsageError(
          "standard input stays open, and nothing comes: git would have written there what is pushed"
        )
      }
      var count = 0
      let piece = unsafe [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, filled in
        count = unsafe Glibc.read(STDIN_FILENO, buffer.baseAddress, buffer.count)
        filled = max(0, count)
      }
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      guard count >= 0 else { throw UsageError("standard input can't be read") }
      if piece.isEmpty { return }
      try body(piece)
    }
  }
}
