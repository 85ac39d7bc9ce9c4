/// One difference between the commit that is checked out and the index.
package struct StagedChange: Sendable, Equatable {
  /// What a commit would do to the path.
  package enum Kind: Sendable {
    case added, deleted, modified
    /// A file becomes a symbolic link or a submodule, or the other way round.
    case typeChanged
    /// The content comes, as it is or altered by less than half, from a path that is deleted.
    case renamed
    /// The path is in a conflict: there is no one content to commit.
    case unmerged
  }

  /// What a commit would do to the path.
  package let kind: Kind
  /// The path that the change leaves behind; for a deletion, the path it removes.
  package let path: Path
  /// The path that the content comes from; another than `path` only for a rename.
  package let oldPath: Path
  /// What stood there before, or nil for an addition or a conflict.
  package let oldID: ObjectID?
  /// What a commit would record, or nil for a deletion or a conflict.
  package let newID: ObjectID?
  /// The mode of `newID`, or of `oldID` for a deletion; zero for a conflict.
  package let mode: FileMode
}

extension Repository {
  /// Returns what the index would change, compared with the commit that is checked out.
  ///
  /// Folders whose tree the index knows to be unchanged are not looked into, so the cost follows
  /// what was staged. Names that were only announced (`git add -N`) are left out, as a commit
  /// leaves them out.
  /// - Parameter failed: Is told what is wrong with the index although it could be read.
  /// - Returns: The changes by path.
  /// - Throws: As `indexEntries()` and `head()`; `missing` or `corrupt` where a tree can't be read.
  package func stagedChanges(
    failed: (ReadFailure) -> Void
  ) throws(GitError) -> [StagedChange] {
    let index = try readIndex()
    index.failures.forEach(failed)
    let tree = try head().map { (id) throws(GitError) in try objects.commit(id).tree }
    let list = index.list.holdsFolders ? .made(try expanded(index.entries)) : index.list
    var comparison = IndexComparison(objects, list)
    try comparison.compare(tree, with: index.trees)
    let renames = RenameSearch(objects)
    return renames.pairing(comparison.changes).sorted { $0.path < $1.path }
  }

  /// Returns what the index would change, if nothing is wrong with the index.
  ///
  /// - Throws: As `stagedChanges(failed:)`, and `corrupt` where that would tell of a failure.
  package func stagedChanges() throws(GitError) -> [StagedChange] {
    var failures: [ReadFailure] = []
    let changes = try stagedChanges { failures.append($0) }
    if let failure = failures.first { throw failure.error }
    return changes
  }

  /// Puts the files of a folder in the place of an entry that stands for it in a sparse index.
  private func expanded(_ entries: [IndexEntry]) throws(GitError) -> [IndexEntry] {
    var result: [IndexEntry] = []
    for entry in entries {
      guard entry.mode.kind == .folder else {
        result.append(entry)
        continue
      }
      let folder = entry.path.withoutTrailingSlash
      let failures = objects.forEachFile(inTree: entry.id) { path, mode, id in
        result.append(IndexEntry(sparse: folder.appending(path.bytes), id: id, mode: mode))
      }
      if let failure = failures.first { throw failure.error }
    }
    return result.sorted { $0.path < $1.path }
  }
}

extension IndexEntry {
  /// An entry that only an entry for its folder stands for.
  fileprivate init(sparse path: Path, id: ObjectID, mode: FileMode) {
    let never = FileTime(seconds: 0, nanoseconds: 0)
    self.init(
      path: path, id: id, mode: mode, stage: 0, isIntentToAdd: false, isSkipWorktree: true,
      isAssumedUnchanged: false, modified: never, changed: never, size: 0, inode: 0, device: 0)
  }
}

/// Compares the entries of an index with a tree, folder by folder.
private struct IndexComparison {
  private let objects: ObjectDatabase
  private let entries: IndexList
  private(set) var changes: [StagedChange] = []

  init(_ objects: ObjectDatabase, _ entries: IndexList) {
    self.objects = objects
    self.entries = entries
  }

  private struct Folder {
    let path: Path
    let tree: ObjectID?
    /// Where the folder's entries stand.
    let range: Range<Int>
    let known: CacheTree?
  }

  mutating func compare(_ tree: ObjectID?, with known: CacheTree?) throws(GitError) {
    var pending = [
      Folder(path: Path(bytes: []), tree: tree, range: entries.indices, known: known)
    ]
    while let folder = pending.popLast() {
      if let tree = folder.tree, tree == folder.known?.id { continue }
      var old: [ArraySlice<UInt8>: TreeEntry] = [:]
      if let tree = folder.tree {
        let committed = try objects.entries(of: tree)
        old.reserveCapacity(committed.count)
        for entry in committed { old[entry.name] = entry }
      }
      var position = folder.range.lowerBound
      while position < folder.range.upperBound {
        let (name, isFolder) = part(of: position, in: folder)
        // Git makes no such path, and the folder would be its own.
        guard !name.isEmpty else {
          throw GitError(.corrupt, "index", "the index names a path that has an empty part")
        }
        let end = endOfGroup(at: position, in: folder, name: name, isFolder: isFolder)
        let previous = old.removeValue(forKey: name)
        if isFolder {
          let oldTree = previous?.mode.kind == .folder ? previous?.id : nil
          if let previous, oldTree == nil { delete(previous, in: folder.path) }
          pending.append(
            Folder(
              path: folder.path.appending(name), tree: oldTree, range: position..<end,
              known: folder.known?.children.first { $0.name.elementsEqual(name) }))
        } else {
          try compare(entries.entry(at: position), with: previous, in: folder.path)
        }
        position = end
      }
      for entry in old.values { try deleteAll(entry, in: folder.path) }
    }
  }

  /// The part of an entry's path that stands in a folder, and whether it is itself one.
  private func part(of entry: Int, in folder: Folder) -> (ArraySlice<UInt8>, Bool) {
    let start = folder.path.bytes.isEmpty ? 0 : folder.path.bytes.count + 1
    let rest = entries.path(at: entry).dropFirst(start)
    guard let slash = rest.firstIndex(of: UInt8(ascii: "/")) else { return (rest, false) }
    return (rest[..<slash], true)
  }

  /// Where the entries end that lie in the same folder, or are stages of the same path.
  private func endOfGroup(
    at position: Int, in folder: Folder, name: ArraySlice<UInt8>, isFolder: Bool
  ) -> Int {
    var end = position + 1
    while end < folder.range.upperBound {
      let (other, otherIsFolder) = part(of: end, in: folder)
      guard otherIsFolder == isFolder, other == name else { break }
      end += 1
    }
    return end
  }

  private mutating func compare(
    _ entry: IndexEntry, with old: TreeEntry?, in folder: Path
  ) throws(GitError) {
    if let old, old.mode.kind == .folder { try deleteAll(old, in: folder) }
    let old = old?.mode.kind == .folder ? nil : old
    if entry.stage != 0 {
      add(.unmerged, entry.path, nil, nil, FileMode(rawValue: 0))
    } else if entry.isIntentToAdd {
      if let old { delete(old, in: folder) }
    } else if let old {
      if old.id == entry.id && old.mode == entry.mode { return }
      let kind: StagedChange.Kind = old.mode.kind == entry.mode.kind ? .modified : .typeChanged
      add(kind, entry.path, old.id, entry.id, entry.mode)
    } else {
      add(.added, entry.path, nil, entry.id, entry.mode)
    }
  }

  private mutating func deleteAll(_ old: TreeEntry, in folder: Path) throws(GitError) {
    guard old.mode.kind == .folder else { return delete(old, in: folder) }
    let path = folder.appending(old.name)
    let failures = objects.forEachFile(inTree: old.id) { below, mode, id in
      add(.deleted, path.appending(below.bytes), id, nil, mode)
    }
    if let failure = failures.first { throw failure.error }
  }

  private mutating func delete(_ old: TreeEntry, in folder: Path) {
    add(.deleted, folder.appending(old.name), old.id, nil, old.mode)
  }

  private mutating func add(
    _ kind: StagedChange.Kind, _ path: Path, _ old: ObjectID?, _ new: ObjectID?, _ mode: FileMode
  ) {
    changes.append(
      StagedChange(kind: kind, path: path, oldPath: path, oldID: old, newID: new, mode: mode))
  }
}
