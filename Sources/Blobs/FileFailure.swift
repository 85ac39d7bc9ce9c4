internal import Glibc

/// Why a file or folder could not be read.
package struct FileFailure: Error, Sendable, Equatable {
  /// In the words of the system, such as `Permission denied`.
  package let why: String

  /// Whether there is nothing at the path.
  package let isAbsence: Bool

  /// Whether a right is missing.
  package let isDenial: Bool

  package init(why: String) {
    self.why = why
    isAbsence = false
    isDenial = false
  }

  /// The failure that an `errno` stands for.
  init(code: Int32) {
    var text: [CChar] = .init(repeating: 0, count: 128)
    let status = unsafe text.withUnsafeMutableBufferPointer { buffer in
      guard let address = buffer.baseAddress else { return EINVAL }
      return unsafe strerror_r(code, address, buffer.count)
    }
    let message = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    isAbsence = code == ENOENT
    isDenial = code == EACCES || code == EPERM
    why = status == 0 ? String(decoding: message, as: UTF8.self) : "error \(code)"
  }
}
