package import Blobs
package import Git

/// The files of a work tree and what git makes of each.
package struct WorkTree: Sendable {
  /// What git makes of a file.
  package enum Standing: Sendable {
    case tracked
    case untracked
    case ignored
  }

  /// One file or symbolic link.
  package struct File: Sendable {
    package let entry: FileEntry
    package let standing: Standing
    /// The index's blob where the file is the one that was staged, going by size and times.
    package let stagedBlob: ObjectID?
  }

  package let root: Path
  package private(set) var files: [File] = []
  /// The stage-zero and conflict entries of the index, by path.
  package private(set) var index: [Path: [IndexEntry]] = [:]
  package private(set) var gaps: [Report.Gap] = []
  /// The names `.git` below the root: each makes its folder another repository's.
  ///
  /// Without those in folders that are ignored.
  package private(set) var nested: [Path] = []

  /// Lists the files of a repository's work tree, without reading them.
  ///
  /// - Parameters:
  ///   - repository: One with a work tree.
  ///   - root: The folder of the work tree.
  ///   - wantsIgnored: Whether an ignored file of this path is wanted.
  /// - Throws: Where the ignore rules can't be read.
  package init(
    of repository: Repository, root: Path, wantsIgnored: (Path) -> Bool
  ) throws(GitError) {
    self.root = root
    var written: FileTime?
    do throws(GitError) {
      let (entries, time, _) = try repository.indexEntries()
      written = time
      for entry in entries { index[entry.path, default: []].append(entry) }
    } catch {
      // Told by whoever scans the index; every file counts as untracked then.
      written = nil
    }
    try list(repository, written: written, wantsIgnored: wantsIgnored)
  }

  private mutating func list(
    _ repository: Repository, written: FileTime?, wantsIgnored: (Path) -> Bool
  ) throws(GitError) {
    let rules = try IgnoreRules(of: repository)
    var ignoredFolders: Set<Path> = []
    var found: [File] = []
    var failed: [Report.Gap] = []
    var nested: [Path] = []
    let index = index
    let walk = FolderWalk(root: root) { $0.path.name != ArraySlice(".git".utf8) }
    walk.forEach { entry in
      // The folder or file that makes this a repository; below it, another one's.
      if entry.path.name == ArraySlice(".git".utf8) {
        if let folder = entry.path.parent, !ignoredFolders.contains(folder) {
          nested.append(entry.path)
        }
        return
      }
      let staged = index[entry.path]
      let parent = entry.path.parent ?? Path("")
      let isIgnored =
        staged == nil
        && (ignoredFolders.contains(parent)
          || rules.isIgnored(entry.path, isFolder: entry.kind == .folder))
      switch entry.kind {
      case .folder:
        if isIgnored { ignoredFolders.insert(entry.path) }
      case .special: break
      case .file, .symlink:
        if isIgnored, !wantsIgnored(entry.path) { return }
        let standing: Standing = staged != nil ? .tracked : isIgnored ? .ignored : .untracked
        found.append(
          File(
            entry: entry, standing: standing,
            stagedBlob: staged.flatMap { Self.stagedBlob(entry, $0, written: written) }))
      }
    } failed: { path, failure in
      let name = path.bytes.isEmpty ? "the work tree" : path.text
      failed.append(Report.Gap(what: name, why: failure.why))
    }
    files = found
    self.nested = nested
    gaps += failed
  }

  /// The blob that the file is, if nothing about it changed since it was staged; a file that
  /// changed within the tick of the clock in which the index was written may be another.
  private static func stagedBlob(
    _ entry: FileEntry, _ staged: [IndexEntry], written: FileTime?
  ) -> ObjectID? {
    guard staged.count == 1, let only = staged.first, only.stage == 0, let written,
      UInt32(truncatingIfNeeded: entry.size) == only.size, entry.modified == only.modified,
      entry.changed == only.changed, UInt32(truncatingIfNeeded: entry.inode) == only.inode,
      entry.modified < written
    else { return nil }
    return only.id
  }
}
