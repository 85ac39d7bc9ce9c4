import Glibc

/// Where git tells the commands and hooks that it starts which repository they work on.
///
/// libgit2 can read these variables itself, but 1.5 refuses `GIT_WORK_TREE` and `GIT_COMMON_DIR`,
/// takes a `GIT_INDEX_FILE` that does not exist for an empty index, and splits quoted paths in
/// `GIT_ALTERNATE_OBJECT_DIRECTORIES` at their colons.
package struct RepositoryEnvironment: Sendable {
  /// The repository; without it, one is looked for from the current folder upward.
  package var gitDirectory: Path?
  /// The root of the checked-out files, `GIT_WORK_TREE`.
  package var workTree: Path?
  /// The folder that all work trees share, `GIT_COMMON_DIR`.
  package var commonDirectory: Path?
  /// The index of the commit that is being made, `GIT_INDEX_FILE`.
  package var indexFile: Path?
  /// Where new objects are, as in the quarantine of a push that is being received.
  package var objectDirectory: Path?
  /// Further folders of objects, `GIT_ALTERNATE_OBJECT_DIRECTORIES`.
  package var alternateObjectDirectories: [Path] = []
  /// The list of shallow commits of a push that is being received, `GIT_SHALLOW_FILE`.
  package var shallowFile: Path?
  /// Folders above which no repository is looked for, separated by colons.
  package var ceilingDirectories: Path?

  /// An environment that says nothing.
  package init() {}

  /// Reads the variables through `value`, which answers nil or the bytes of one.
  package init(_ value: (String) -> Path?) {
    gitDirectory = value("GIT_DIR")
    workTree = value("GIT_WORK_TREE")
    commonDirectory = value("GIT_COMMON_DIR")
    indexFile = value("GIT_INDEX_FILE")
    objectDirectory = value("GIT_OBJECT_DIRECTORY")
    alternateObjectDirectories =
      value("GIT_ALTERNATE_OBJECT_DIRECTORIES")
      .map { ObjectFolders.split($0.bytes, at: UInt8(ascii: ":")) } ?? []
    shallowFile = value("GIT_SHALLOW_FILE")
    ceilingDirectories = value("GIT_CEILING_DIRECTORIES")
  }

  /// The variables of this process; an empty one counts as unset.
  package static var current: RepositoryEnvironment {
    RepositoryEnvironment { name in
      guard let path = Path(cString: unsafe getenv(name)), !path.bytes.isEmpty else { return nil }
      return path
    }
  }
}
