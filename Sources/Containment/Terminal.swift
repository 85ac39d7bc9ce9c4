import Glibc

/// The terminal of the person who started the program: whatever stands at standard input, only what
/// is typed there is consent.
package struct Terminal: ~Copyable {
  private let descriptor: Int32

  /// Opens the terminal; nil where there is none, or where it belongs to another job just now.
  package init?() {
    descriptor = unsafe open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    guard tcgetpgrp(descriptor) == getpgrp() else {
      close(descriptor)
      return nil
    }
  }

  deinit { close(descriptor) }

  /// Shows a question and reads a line; nil at the end of input, or when the program is to end.
  package borrowing func ask(_ question: String) -> String? {
    // What was typed before the question is no answer to it.
    tcflush(descriptor, TCIFLUSH)
    show(question + " ")
    var line: [UInt8] = []
    while Stop.signalNumber == nil {
      var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard unsafe poll(&waiting, 1, 100) > 0 else { continue }
      var byte: UInt8 = 0
      let count = unsafe read(descriptor, &byte, 1)
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      guard count == 1 else { return nil }
      if byte == UInt8(ascii: "\n") { return String(decoding: line, as: UTF8.self) }
      guard line.count < 4096 else { return nil }
      line.append(byte)
    }
    return nil
  }

  /// Shows a text as it is.
  package borrowing func show(_ text: String) {
    let bytes = Array(text.utf8)
    _ = unsafe bytes.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
  }
}
