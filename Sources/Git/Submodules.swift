import Glibc

extension Repository {
  /// Opens the repository of a submodule by the folder that holds its objects and references.
  ///
  /// - Parameters:
  ///   - folder: Such as `.git/modules/name`.
  ///   - parent: The folder of a repository that was opened already: as in git, whoever trusts it
  ///     trusts what its owner keeps in it.
  /// - Returns: The repository, without a work tree where its files are not checked out.
  /// - Throws: As `open(at:)`.
  package static func open(store folder: Path, in parent: Path) throws(GitError) -> Repository {
    let place = try RepositoryPlace(folder)
    let repository = try Repository(place, RepositoryEnvironment())
    if owner(of: folder) == nil || owner(of: folder) != owner(of: parent) {
      let isNamedAsUsual = folder.name == ArraySlice(".git".utf8)
      let start = isNamedAsUsual ? folder.parent ?? folder : folder
      try SafeDirectory.check(place.gitDirectory, foundFrom: start)
    }
    return repository
  }

  private static func owner(of path: Path) -> UInt32? {
    var status = stat()
    guard path.withCString({ unsafe lstat($0, &status) }) == 0 else { return nil }
    return status.st_uid
  }
}

extension Path {
  /// The folder to which a file in place of a `.git` folder leads, or nil where it is no such file.
  package var gitFileTarget: Path? {
    let prefix = "gitdir: "
    guard let bytes = try? SmallFile.bytes(at: self, limit: 1 << 16, links: .refuse),
      bytes.starts(with: prefix.utf8)
    else { return nil }
    let end = bytes.lastIndex { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") } ?? 0
    let target = bytes[prefix.utf8.count...].prefix(max(0, end + 1 - prefix.utf8.count))
    guard !target.isEmpty else { return nil }
    if target.first == UInt8(ascii: "/") { return Path(bytes: Array(target)) }
    return parent.map { $0.appending(target) } ?? Path(bytes: Array(target))
  }

  /// The folder that a work tree's own folder shares with other work trees, or nil where it shares
  /// none.
  package var sharedGitFolder: Path? {
    guard let bytes = try? SmallFile.bytes(at: appending("commondir".utf8), limit: 1 << 16) else {
      return nil
    }
    let text = bytes.prefix { $0 != UInt8(ascii: "\n") }
    return text.first == UInt8(ascii: "/") ? Path(bytes: Array(text)) : appending(text)
  }
}
