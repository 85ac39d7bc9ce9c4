/// A moment as a file system stores it.
package struct FileTime: Hashable, Comparable, Sendable {
  /// Seconds since 1970.
  package let seconds: Int64
  /// Nanoseconds within the second; zero where the writer did not store them.
  package let nanoseconds: UInt32

  /// Takes the two parts.
  package init(seconds: Int64, nanoseconds: UInt32) {
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }

  package static func < (left: FileTime, right: FileTime) -> Bool {
    (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
  }
}

/// One entry of the index.
package struct IndexEntry: Sendable {
  /// The path from the root of the work tree.
  package let path: Path
  /// The staged blob, or a submodule's commit; of a folder in a sparse index, its tree.
  package let id: ObjectID
  /// The staged mode; that of a folder only in a sparse index.
  package let mode: FileMode
  /// Zero, or in a conflict 1 for the base, 2 for ours, 3 for theirs.
  package let stage: Int
  /// Whether only the name was added (`git add -N`), so that a commit would not hold it.
  package let isIntentToAdd: Bool
  /// Whether the file is not to be checked out (sparse checkout).
  package let isSkipWorktree: Bool
  /// Whether git was told to take the file for unchanged.
  package let isAssumedUnchanged: Bool
  /// When the file's content had last changed, as it was staged.
  package let modified: FileTime
  /// When the file's content or mode had last changed, as it was staged.
  package let changed: FileTime
  /// The low 32 bits of the file's size, as it was staged.
  package let size: UInt32
  /// The low 32 bits of the file's inode number, as it was staged.
  package let inode: UInt32
  /// The low 32 bits of the number of the file's device, as it was staged.
  package let device: UInt32
}

extension IndexEntry {
  /// The same entry with another path.
  func named(_ path: Path) -> IndexEntry {
    IndexEntry(
      path: path, id: id, mode: mode, stage: stage, isIntentToAdd: isIntentToAdd,
      isSkipWorktree: isSkipWorktree, isAssumedUnchanged: isAssumedUnchanged, modified: modified,
      changed: changed, size: size, inode: inode, device: device)
  }
}
