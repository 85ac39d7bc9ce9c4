package import Git

/// What git commands that were interrupted left in folders of objects, and what no name leads to.
package struct Leftovers: Sendable {
  /// Loose objects under names for the time being, written in part or as a whole.
  package private(set) var objects: [Path] = []
  /// Packs on their way, which have no index yet.
  package private(set) var packs: [Path] = []
  /// Folders of objects that a push or a bulk command was to move into place at its end.
  package private(set) var folders: [Path] = []

  /// A pack of fewer bytes holds no object.
  private static let smallestPack = 12 + 9 + ObjectFormat.sha1.byteCount

  /// Looks for leftovers in folders of objects, and in those that lie among them.
  ///
  /// What can't be listed is not told here: whoever lists the objects tells it.
  package init(in objectFolders: [Path]) {
    var pending = objectFolders
    while let folder = pending.popLast() {
      var found: [Path] = []
      let walk = FolderWalk(root: folder) { entry in
        entry.path.bytes.count == 2 || entry.path == Path("pack")
      }
      walk.forEach { entry in
        let location = folder.appending(entry.path.bytes)
        switch entry.kind {
        case .folder: if Self.isMoved(entry.path) { found.append(location) }
        case .file:
          if entry.path.name.starts(with: "tmp_obj_".utf8) {
            objects.append(location)
          } else if entry.path.bytes.starts(with: "pack/tmp_pack_".utf8),
            entry.size >= Self.smallestPack
          {
            packs.append(location)
          }
        case .symlink, .special: break
        }
      } failed: { _, _ in
      }
      folders += found
      pending += found
    }
  }

  private static func isMoved(_ name: Path) -> Bool {
    name.bytes.starts(with: "tmp_objdir-".utf8) || name.bytes.starts(with: "incoming-".utf8)
  }
}
