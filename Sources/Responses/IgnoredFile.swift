import Findings
package import Git

/// Tells files that git leaves alone.
package enum IgnoredFile {
  /// Whether a file lies in a work tree, is not tracked, and is ignored.
  package static func isOne(_ file: Path) -> Bool {
    switch FileExposure.of(file) {
    case .ignoredPrivate, .ignoredReadable: true
    default: false
    }
  }

  /// Whether git would take a file with it, or does, if it is there or is made.
  package static func isTaken(_ file: Path) -> Bool {
    switch FileExposure.of(file) {
    case .untracked, .carried: true
    default: false
    }
  }
}
