import Glibc

/// Where git tells the commands and hooks that it starts which repository they work on.
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
  /// Whether one is looked for in other file systems too, `GIT_DISCOVERY_ACROSS_FILESYSTEM`.
  package var crossesFileSystems = false

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
    crossesFileSystems =
      value("GIT_DISCOVERY_ACROSS_FILESYSTEM").flatMap { ConfigurationValue.flag($0.bytes) }
      ?? false
  }

  /// The variables of this process; an empty one counts as unset.
  package static var current: RepositoryEnvironment {
    RepositoryEnvironment { name in
      guard let path = Path(cString: unsafe getenv(name)), !path.bytes.isEmpty else { return nil }
      return path
    }
  }
}
