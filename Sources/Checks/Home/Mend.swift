package import Blobs
package import Git

/// One thing that `fix` can do about a finding.
package struct Mend: Sendable {
  /// What is to be done.
  package enum Step: Sendable, Hashable {
    /// Give a file or folder these permission bits, and drop its access lists.
    case restrict(UInt32)
    /// Take the value of `StrictHostKeyChecking` in these lines, which count from 1, to `accept-new`.
    case acceptNewHosts(lines: [Int])
    /// Add patterns to the `.gitignore` of a folder.
    case ignore([String])
    /// Take a file out of the index and leave it in the work tree.
    case untrack
    /// Remove a file from a rented instance, those with a lower number first.
    case erase(order: Int)
  }

  /// What counts as `/`.
  package let root: FileRoot
  /// The file or folder, counted from the root.
  package let path: Path
  package let step: Step
  /// Why, in a few words.
  package let reason: String

  package init(root: FileRoot, path: Path, step: Step, reason: String) {
    self.root = root
    self.path = path
    self.step = step
    self.reason = reason
  }

  /// The path on this machine.
  package var place: Path { root.outside(path) }
}
