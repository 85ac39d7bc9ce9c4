import Glibc

/// The environment as it was when the program started, byte for byte: what the user's own commands
/// get, whatever was changed for this program.
package enum StartEnvironment {
  static let variables: [[CChar]] = {
    var variables: [[CChar]] = []
    var next = unsafe environ
    while let text = unsafe next.pointee {
      variables.append(unsafe Array(UnsafeBufferPointer(start: text, count: strlen(text) + 1)))
      unsafe next += 1
    }
    return variables
  }()

  /// Remembers it; to be called before anything is changed.
  package static func keep() {
    _ = variables
  }

  /// Lends it to C.
  static func withPointers<Result>(
    _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result? {
    var pointers = unsafe variables.map { variable in
      unsafe variable.withUnsafeBufferPointer { buffer in
        unsafe buffer.baseAddress.flatMap { unsafe strdup($0) }
      }
    }
    unsafe pointers.append(nil)
    defer { unsafe pointers.forEach { unsafe free($0) } }
    return unsafe pointers.withUnsafeBufferPointer { buffer in
      unsafe buffer.baseAddress.map { unsafe body($0) }
    }
  }
}
