import Glibc

/// An output that could not be written, and why.
package struct OutputError: Error, Equatable, CustomStringConvertible {
  /// The file, or `standard output`.
  package let name: String
  /// What stood in the way, in words.
  package let reason: String

  /// Makes an error for an output that was refused.
  package init(name: String, reason: String) {
    self.name = name
    self.reason = reason
  }

  /// Makes the error for a system call that failed with `code`, a value of `errno`.
  package init(name: String, code: CInt) {
    self.init(name: name, reason: unsafe String(cString: strerror(code)))
  }

  /// The error as one line, such as `cannot write a.json: No space left on device`.
  package var description: String {
    "cannot write \(DisplayText.of(name)): \(reason)"
  }
}
