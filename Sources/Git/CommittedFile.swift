extension Repository {
  /// Reads a file of the tree of HEAD's commit; nil where there is none.
  ///
  /// - Parameters:
  ///   - name: The file's path.
  ///   - limit: The most bytes that it may have.
  /// - Returns: Its bytes.
  /// - Throws: A `GitError` where HEAD, its tree or the file can't be read; `unsupported` where the
  ///   name is no regular file's.
  package func committedFile(_ name: String, limit: Int) throws -> [UInt8]? {
    guard let head = try head() else { return nil }
    return try file(name, ofCommit: head, limit: limit)
  }

  /// Reads a file of a commit's tree; nil where there is none.
  ///
  /// - Parameters:
  ///   - name: The file's path.
  ///   - commit: The commit.
  ///   - limit: The most bytes that it may have.
  /// - Returns: Its bytes.
  /// - Throws: As `committedFile(_:limit:)`.
  package func file(_ name: String, ofCommit commit: ObjectID, limit: Int) throws -> [UInt8]? {
    var id = try objects.commit(commit).tree
    let parts = Path(name).bytes.split(separator: UInt8(ascii: "/"))
    for (index, part) in parts.enumerated() {
      guard let entry = try entry(Array(part), ofTree: id) else { return nil }
      let isLast = index == parts.count - 1
      guard entry.mode.kind == (isLast ? .file : .folder) else {
        throw GitError(.unsupported, "git_tree_entry", "it is not a regular file")
      }
      id = entry.id
    }
    return try objects.withObject(id, limit: limit) { _, bytes in bytes.copy(0..<bytes.count) }
  }

  private func entry(_ name: [UInt8], ofTree tree: ObjectID) throws -> (
    mode: FileMode, id: ObjectID
  )? {
    try objects.withObject(tree, limit: 1 << 26) { _, bytes in
      var found: (mode: FileMode, id: ObjectID)?
      _ = TreeObject.forEachEntry(in: bytes, objects.format) { mode, range, id in
        if found == nil, bytes.copy(range) == name { found = (mode, id) }
      }
      return found
    }
  }
}
