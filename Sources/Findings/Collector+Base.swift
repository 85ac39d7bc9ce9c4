import Blobs
package import Git

extension Collector {
  /// Where a repository lies that is scanned as a part of another.
  ///
  /// Its places are judged by their paths in it, and told by their paths in the other.
  package struct Base: Sendable {
    /// Where its files are: the folder of a submodule, such as `libs/one`.
    package let folder: Path
    /// Where its own state is, such as `.git/modules/one`.
    package let store: Path

    package init(folder: Path, store: Path) {
      self.folder = folder
      self.store = store
    }
  }

  /// The path of a place as the report tells it.
  func located(_ path: Path) -> Path {
    guard let base else { return path }
    if path.bytes.isEmpty { return base.folder }
    let own = Array(".git/".utf8)
    return path.bytes.starts(with: own)
      ? base.store.appending(path.bytes[own.count...]) : base.folder.appending(path.bytes)
  }
}

extension Hit {
  /// The layer of a hit: the address of a submodule is one of its own.
  func layer(at place: Place) -> Layer {
    guard isSubmoduleURL else { return place.layer }
    let names: [String]
    switch place.layer {
    case .worktree, .index, .history: names = [".gitmodules"]
    case .config: names = ["config", "config.worktree"]
    default: return place.layer
    }
    return names.contains { place.path.name.elementsEqual($0.utf8) }
      ? .submoduleURL : place.layer
  }
}
