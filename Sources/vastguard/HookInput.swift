import Glibc

/// What git writes to a hook's standard input, read without ever waiting for long.
///
/// git writes it at once and closes it. Whoever keeps it open without a word, a terminal or another
/// manager of hooks, gets an error and not a program that hangs.
enum HookInput {
  /// How long nothing may come, in seconds.
  private static let silence = 5
  /// More than the lines of any push.
  private static let limit = 256 << 20

  /// Reads to the end.
  static func read() throws(BoundedInput.Failure) -> [UInt8] {
    var text: [UInt8] = []
    try forEachPiece { piece throws(BoundedInput.Failure) in
      text += piece
      if text.count > limit {
        throw BoundedInput.Failure(description: "standard input is longer than that of any push")
      }
    }
    return text
  }

  /// Copies all of it.
  static func copy(to descriptor: Int32) throws(BoundedInput.Failure) {
    try forEachPiece { piece throws(BoundedInput.Failure) in
      var rest = piece[...]
      while !rest.isEmpty {
        let count = unsafe rest.withUnsafeBytes { bytes in
          unsafe write(descriptor, bytes.baseAddress, bytes.count)
        }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else {
          throw BoundedInput.Failure(description: "standard input can't be copied")
        }
        rest = rest.dropFirst(count)
      }
    }
  }

  private static func forEachPiece(
    _ body: ([UInt8]) throws(BoundedInput.Failure) -> Void
  ) throws(BoundedInput.Failure) {
    try BoundedInput.forEachPiece(
      of: STDIN_FILENO, until: { .now + .seconds(silence) },
      late:
        "standard input stays open, and nothing comes: git would have written there what is pushed",
      body)
  }
}
