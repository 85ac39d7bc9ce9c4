import Glibc

/// Looks at the files that libgit2 opens by itself, before it does.
///
/// It waits for whoever writes into a FIFO, reads a device to its end, which has none, and includes
/// configuration files without counting them. A repository that has such a thing in a place where
/// libgit2 would meet it is refused.
enum OpeningCheck {
  /// Checks the repository at a path.
  ///
  /// - Throws: `corrupt`, `other` or `unsupported`, with the file and what is wrong with it.
  static func check(repository named: Path) throws(GitError) {
    let folder = try target(of: named.absolute) ?? named
    var common = folder
    if let link = try text(of: folder.appending("commondir".utf8)) {
      common = link.bytes.first == UInt8(ascii: "/") ? link : folder.appending(link.bytes)
    }
    for file in [folder.appending("gitdir".utf8), folder.appending("HEAD".utf8)] {
      _ = try text(of: file)
    }
    let configuration = common.appending("config".utf8)
    var all = ConfigurationReader(.assumed)
    if let home = Path(cString: unsafe getenv("HOME")) {
      try all.read(home.appending(".gitconfig".utf8))
    }
    try all.read(configuration)
    var real = ConfigurationReader(.of(gitDirectory: folder))
    try real.read(configuration)
    _ = try RepositoryFormat(configuration).objectFormat()
  }

  /// Checks the repository that libgit2 would find from a path upward; where none is, nothing.
  static func check(from start: Path, ceilings: Path?) throws(GitError) {
    let limits = Set(ceilings.map { ObjectFolders.split($0.bytes, at: UInt8(ascii: ":")) } ?? [])
    var place = start.resolved
    while let folder = place {
      let entry = folder.appending(".git".utf8)
      for candidate in [try target(of: entry), folder].compactMap(\.self)
      where looksLikeRepository(candidate) {
        return try check(repository: candidate)
      }
      place = folder.parent
      if let above = place, limits.contains(above) { return }
    }
  }

  /// What `.git` stands for: itself, or what is written in it.
  private static func target(of entry: Path) throws(GitError) -> Path? {
    guard entry.isRegularFile else { return entry.kind == nil ? nil : entry }
    let prefix = Array("gitdir: ".utf8)
    guard let link = try text(of: entry), link.bytes.starts(with: prefix),
      let folder = entry.parent
    else { return nil }
    let named = Path(bytes: Array(link.bytes.dropFirst(prefix.count)))
    return named.bytes.first == UInt8(ascii: "/") ? named : folder.appending(named.bytes)
  }

  private static func looksLikeRepository(_ folder: Path) -> Bool {
    guard folder.appending("HEAD".utf8).kind != nil else { return false }
    if folder.appending("commondir".utf8).isRegularFile { return true }
    return ["objects", "refs"].allSatisfy { folder.appending($0.utf8).kind != nil }
  }

  /// The text of a small file without white space at its end, or nil where there is no file that
  /// libgit2 would read.
  private static func text(of file: Path) throws(GitError) -> Path? {
    guard file.isRegularFile else { return nil }
    let bytes = try SmallFile.bytes(at: file, limit: 1 << 16)
    let end = bytes.lastIndex { $0 != 32 && !(9...13).contains($0) }.map { $0 + 1 } ?? 0
    return Path(bytes: Array(bytes[..<end]))
  }
}

extension Path {
  /// Whether a regular file is there, links followed.
  var isRegularFile: Bool { followedMode == S_IFREG }

  /// Whether a FIFO, a socket or a device is there, links followed.
  var isSpecialFile: Bool {
    followedMode.map { $0 != S_IFREG && $0 != S_IFDIR } ?? false
  }

  private var followedMode: mode_t? {
    var status = stat()
    return withCString { unsafe stat($0, &status) } == 0 ? status.st_mode & S_IFMT : nil
  }
}
