/// One entry of a tree; all of a tree share one copy of its bytes.
struct TreeEntry {
  let mode: FileMode
  let name: ArraySlice<UInt8>
  let id: ObjectID
}

/// The deepest folder that a walk enters; git itself checks out no deeper tree.
private let depthLimit = 2048

extension ObjectDatabase {
  /// Calls `body` with the path, mode and id of every entry below a tree that is no folder.
  ///
  /// Folder comes after folder, and in each the entries in their order; paths may hold anything.
  /// Nothing bounds how often a tree may name the same folder, so a hostile one may have more
  /// paths than can be visited: `body` may throw to end the walk.
  /// - Parameters:
  ///   - tree: The tree to begin with.
  ///   - body: Is called for files, symbolic links and submodules.
  /// - Returns: The folders that are missing, corrupt or nested too deep, by path.
  /// - Throws: What `body` throws.
  package func forEachFile(
    inTree tree: ObjectID, _ body: (Path, FileMode, ObjectID) throws -> Void
  ) rethrows -> [ReadFailure] {
    var failures: [ReadFailure] = []
    var pending = [(path: Path(bytes: []), id: tree, depth: 0)]
    while let folder = pending.popLast() {
      var subfolders: [(path: Path, id: ObjectID, depth: Int)] = []
      let known = failures.count
      let entries = entries(of: folder.id, at: folder.path, folder.depth, &failures)
      if failures.count > known, isBlob(folder.id) { try body(folder.path, .file, folder.id) }
      for entry in entries {
        let path = folder.path.appending(entry.name)
        if entry.mode.kind == .folder {
          subfolders.append((path, entry.id, folder.depth + 1))
        } else {
          try body(path, entry.mode, entry.id)
        }
      }
      pending += subfolders.reversed()
    }
    return failures
  }

  /// Whether it is a blob that stands where a tree should: it may hold anything all the same.
  fileprivate func isBlob(_ id: ObjectID) -> Bool {
    (try? header(of: id).kind) == .blob
  }

  /// Returns the entries of a tree; what can't be read is noted and left out.
  fileprivate func entries(
    of tree: ObjectID, at path: Path, _ depth: Int, _ failures: inout [ReadFailure]
  ) -> [TreeEntry] {
    let what = path.bytes.isEmpty ? Path(tree.description) : path
    guard depth <= depthLimit else {
      let error = GitError(.other, "tree", "nested deeper than \(depthLimit) folders")
      failures.append(ReadFailure(what, error))
      return []
    }
    do throws(GitError) {
      let (entries, isWhole) = try treeEntries(tree)
      if !isWhole { failures.append(ReadFailure(what, malformed(tree))) }
      return entries
    } catch {
      failures.append(ReadFailure(what, error))
      return []
    }
  }

  /// Returns the entries of a well-formed tree.
  func entries(of tree: ObjectID) throws(GitError) -> [TreeEntry] {
    let (entries, isWhole) = try treeEntries(tree)
    guard isWhole else { throw malformed(tree) }
    return entries
  }

  private func treeEntries(
    _ tree: ObjectID
  ) throws(GitError) -> (entries: [TreeEntry], isWhole: Bool) {
    try read(tree, as: .tree) { bytes in
      let copy = bytes.copy(0..<bytes.count)
      var entries: [TreeEntry] = []
      let isWhole = TreeObject.forEachEntry(in: bytes, format) { mode, name, id in
        entries.append(TreeEntry(mode: mode, name: copy[name], id: id))
      }
      return (entries, isWhole)
    }
  }

  private func malformed(_ tree: ObjectID) -> GitError {
    GitError(.corrupt, "tree", "\(tree) is malformed")
  }
}

/// An entry that a commit brought: other than what each of its parents had at the path.
package struct CommitChange: Sendable, Equatable {
  /// The path from the root.
  package let path: Path
  /// The mode that the commit gave it.
  package let mode: FileMode
  /// The blob, or a submodule's commit.
  package let id: ObjectID
  /// What each parent had there, in their order; nil for nothing, or for a folder.
  package let previous: [ObjectID?]
}

extension Repository {
  /// Calls `body` with every entry of a commit that none of its parents has.
  ///
  /// Of a root, and of a commit where a shallow clone was cut, that is every entry. Entries of a
  /// merge that came from one of its parents are left out, and so are deletions.
  /// - Parameters:
  ///   - commit: The commit.
  ///   - body: Is called for files, symbolic links and submodules.
  /// - Returns: The parents, and the folders of all, that could not be read; they count as empty.
  /// - Throws: A `GitError` where the commit itself can't be read; or what `body` throws.
  package func forEachChange(
    in commit: ObjectID, _ body: (CommitChange) throws -> Void
  ) throws -> [ReadFailure] {
    let object = try objects.commit(commit)
    let isCut = try shallowBoundary().contains(commit)
    var comparison = TreeComparison(objects)
    let parents = comparison.trees(of: isCut ? [] : object.parents)
    try comparison.compare(object.tree, with: parents, body)
    return comparison.failures
  }
}

/// Compares one tree with several, folder by folder, entering only what differs from all of them.
private struct TreeComparison {
  private let objects: ObjectDatabase
  private(set) var failures: [ReadFailure] = []

  init(_ objects: ObjectDatabase) {
    self.objects = objects
  }

  /// Returns the trees of commits, nil for one that can't be read.
  mutating func trees(of commits: [ObjectID]) -> [ObjectID?] {
    var trees: [ObjectID?] = []
    for commit in commits {
      do throws(GitError) {
        trees.append(try objects.commit(commit).tree)
      } catch {
        failures.append(ReadFailure(Path(commit.description), error))
        trees.append(nil)
      }
    }
    return trees
  }

  private struct Folder {
    let path: Path
    let id: ObjectID
    let others: [ObjectID?]
    let depth: Int
  }

  mutating func compare(
    _ tree: ObjectID, with others: [ObjectID?], _ body: (CommitChange) throws -> Void
  ) throws {
    var pending = [Folder(path: Path(bytes: []), id: tree, others: others, depth: 0)]
    while let folder = pending.popLast() {
      if folder.others.contains(folder.id) { continue }
      var others = folder.others.map { id in
        EntryTable(id.map { objects.entries(of: $0, at: folder.path, folder.depth, &failures) })
      }
      let known = failures.count
      let entries = objects.entries(of: folder.id, at: folder.path, folder.depth, &failures)
      if failures.count > known, objects.isBlob(folder.id) {
        try body(
          CommitChange(path: folder.path, mode: .file, id: folder.id, previous: folder.others))
      }
      for entry in entries {
        var isKnown = false
        for index in others.indices {
          isKnown = others[index].find(entry) || isKnown
        }
        if isKnown { continue }
        let previous = others.map(\.found)
        let path = folder.path.appending(entry.name)
        let isFolder = entry.mode.kind == .folder
        let ids = previous.map { ($0?.mode.kind == .folder) == isFolder ? $0?.id : nil }
        if isFolder {
          pending.append(Folder(path: path, id: entry.id, others: ids, depth: folder.depth + 1))
        } else {
          try body(CommitChange(path: path, mode: entry.mode, id: entry.id, previous: ids))
        }
      }
    }
  }
}

/// Finds entries by name, quickest when they are asked for in the order in which they stand.
private struct EntryTable {
  private let entries: [TreeEntry]
  private var next = 0
  private var positions: [ArraySlice<UInt8>: Int]?

  /// The entry that was found last, or nil where there was none of that name.
  private(set) var found: TreeEntry?

  init(_ entries: [TreeEntry]?) {
    self.entries = entries ?? []
  }

  /// Looks for the entry of the same name; whether it is the same in all.
  mutating func find(_ entry: TreeEntry) -> Bool {
    let position = position(of: entry.name)
    found = position.map { entries[$0] }
    if let position { next = position + 1 }
    return found?.id == entry.id && found?.mode == entry.mode
  }

  private mutating func position(of name: ArraySlice<UInt8>) -> Int? {
    if next < entries.count, entries[next].name == name { return next }
    let known =
      positions
      ?? Dictionary(
        entries.indices.map { (entries[$0].name, $0) }, uniquingKeysWith: { first, _ in first })
    positions = known
    return known[name]
  }
}
