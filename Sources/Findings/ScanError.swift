package import Git

/// Why a scan could not begin, or what became of one that had to stop.
package enum ScanError: Error, Sendable {
  /// There is no repository at the path.
  case noRepository(Path)
  /// The built-in sample was not found: no answer of this run could be trusted.
  case selfTestFailed(String)
  case outOfMemory
}

extension ScanError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .noRepository(let path):
      "'\(path.text)' is not in a git repository; 'vastguard scan' takes any file or folder"
    case .selfTestFailed(let what):
      "the self-test failed (\(what)): this run would have found nothing"
    case .outOfMemory: "not enough memory"
    }
  }
}
