/// The kind of a git object.
///
/// The raw values are those of the headers of pack entries.
package enum ObjectKind: UInt8, Sendable, CaseIterable {
  case commit = 1
  case tree = 2
  case blob = 3
  case tag = 4

  /// The name that git gives it.
  package var name: String {
    switch self {
    case .commit: "commit"
    case .tree: "tree"
    case .blob: "blob"
    case .tag: "tag"
    }
  }
}
