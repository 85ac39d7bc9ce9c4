import Glibc

/// Why a place can't take a new value.
package struct PlaceProblem: Error, Equatable, CustomStringConvertible {
  package let description: String

  init(_ description: String) {
    self.description = description
  }

  /// The words of the system for a value of errno.
  init(_ place: String, code: Int32) {
    self.init("\(place): \(unsafe String(cString: strerror(code)))")
  }
}
