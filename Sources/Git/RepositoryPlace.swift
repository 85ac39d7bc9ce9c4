import Glibc

/// Where the parts of a repository are.
struct RepositoryPlace {
  /// The folder of one work tree's own state, every link in its path resolved.
  let gitDirectory: Path

  /// The folder of what all work trees share; the same one where there is only one.
  let commonDirectory: Path

  /// Where the checked-out files are if the settings say nothing else: nil for none.
  let assumedWorkTree: Path?

  /// Takes a folder, or the file in its place that leads to it, for a repository.
  ///
  /// - Parameters:
  ///   - named: The folder.
  ///   - holder: The folder in which its `.git` was found.
  /// - Throws: `notARepository` where it holds none; `other` where a file in it can't be read.
  init(_ named: Path, in holder: Path? = nil) throws(GitError) {
    guard let folder = try Self.folder(named)?.resolved, try Self.isRepository(folder) else {
      throw GitError(.notARepository, "repository", "\(named.text) is no git repository")
    }
    gitDirectory = folder
    commonDirectory = try Self.commonFolder(of: folder).resolved ?? folder
    if let holder {
      assumedWorkTree = holder
    } else if folder != commonDirectory,
      let link = try Self.text(of: folder.appending("gitdir".utf8))
    {
      // A work tree that was made beside the first one: this leads to its `.git`.
      assumedWorkTree = link.below(folder).parent.map { $0.resolved ?? $0 }
    } else {
      // Where nothing says that it is bare, a folder of any other name is.
      let parent = folder.parent
      let isNamedAsUsual = folder.name.elementsEqual(".git".utf8)
      let isLinkedTo = parent?.appending(".git".utf8).kind != nil
      assumedWorkTree = isNamedAsUsual || isLinkedTo ? parent : nil
    }
  }

  /// Returns the root of the checked-out files, as the settings say; nil for a bare repository.
  ///
  /// - Throws: `corrupt` where `core.bare` is no truth.
  func workTree(_ configuration: Configuration) throws(GitError) -> Path? {
    // One that was made beside the first has its own place, whatever they share says.
    if gitDirectory != commonDirectory { return assumedWorkTree }
    if try configuration.flag("core.bare") { return nil }
    guard let folder = configuration.path("core.worktree") else { return assumedWorkTree }
    return folder.below(gitDirectory).resolved
  }

  /// Finds the repository that holds `start`, looking upward as git does: not into folders that the
  /// environment names, nor into another file system unless it says so.
  ///
  /// - Throws: `notARepository` where there is none, `corrupt` where a `.git` leads nowhere.
  static func find(
    from start: Path, _ environment: RepositoryEnvironment
  ) throws(GitError) -> RepositoryPlace {
    let limits = Self.limits(environment.ceilingDirectories)
    var next = start.resolved
    let device = next?.device
    while let folder = next {
      if let place = try at(folder) { return place }
      next = folder.parent
      if let above = next, limits.contains(above) { break }
      if next?.device != device, !environment.crossesFileSystems { break }
    }
    throw GitError(.notARepository, "repository", "no git repository holds \(start.text)")
  }

  /// The repository whose `.git` is in a folder, or that the folder itself is.
  private static func at(_ folder: Path) throws(GitError) -> RepositoryPlace? {
    let isEntry = folder.name.elementsEqual(".git".utf8) && folder.isRegularFile
    let entry = isEntry ? folder : folder.appending(".git".utf8)
    if entry.isRegularFile {
      return try RepositoryPlace(entry, in: isEntry ? folder.parent : folder)
    }
    if entry.kind != nil, try isRepository(entry) { return try RepositoryPlace(entry, in: folder) }
    return try isRepository(folder) ? RepositoryPlace(folder) : nil
  }

  /// The folders that are not looked into; from an empty one on, links are not resolved.
  private static func limits(_ ceilings: Path?) -> Set<Path> {
    guard let ceilings else { return [] }
    var limits: Set<Path> = []
    var isResolved = true
    for part in ceilings.bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    {
      let folder = Path(bytes: Array(part))
      if part.isEmpty {
        isResolved = false
      } else {
        limits.insert((isResolved ? folder.resolved : nil) ?? folder.withoutTrailingSlash)
      }
    }
    return limits
  }

  /// The folder that a path stands for: itself, or what is written in the file at its place.
  private static func folder(_ entry: Path) throws(GitError) -> Path? {
    guard entry.isRegularFile else { return entry }
    let prefix = "gitdir:".utf8
    guard let link = try text(of: entry)?.bytes, link.starts(with: prefix) else {
      throw GitError(.corrupt, "gitfile", "\(entry.text) is a file that leads to no repository")
    }
    let target = link.dropFirst(prefix.count).drop { $0 == UInt8(ascii: " ") }
    return entry.parent.map { Path(bytes: Array(target)).below($0) }
  }

  /// The folder of what all work trees share.
  private static func commonFolder(of folder: Path) throws(GitError) -> Path {
    try text(of: folder.appending("commondir".utf8))?.below(folder) ?? folder
  }

  /// Whether a folder holds what every repository has.
  ///
  /// What `HEAD` says is looked at later.
  private static func isRepository(_ folder: Path) throws(GitError) -> Bool {
    guard folder.appending("HEAD".utf8).kind != nil else { return false }
    let common = try commonFolder(of: folder)
    return ["objects", "refs"].allSatisfy { common.appending($0.utf8).kind != nil }
  }

  /// The text of a small file without white space at its end, or nil where there is no such file.
  private static func text(of file: Path) throws(GitError) -> Path? {
    guard file.isRegularFile else { return nil }
    let bytes = try SmallFile.bytes(at: file, limit: 1 << 16)
    let end = bytes.lastIndex { $0 != 32 && !(9...13).contains($0) }.map { $0 + 1 } ?? 0
    return Path(bytes: Array(bytes[..<end]))
  }
}

extension Path {
  /// Whether a regular file is there, links followed.
  var isRegularFile: Bool { status?.st_mode.isKind(S_IFREG) ?? false }

  /// Whether a FIFO, a socket or a device is there, links followed.
  var isSpecialFile: Bool {
    status.map { !$0.st_mode.isKind(S_IFREG) && !$0.st_mode.isKind(S_IFDIR) } ?? false
  }

  /// The file system that holds what is there, links followed.
  fileprivate var device: dev_t? { status?.st_dev }

  /// The path as it is meant in a folder.
  fileprivate func below(_ folder: Path) -> Path {
    bytes.first == UInt8(ascii: "/") ? self : folder.appending(bytes)
  }

  private var status: stat? {
    var status = stat()
    return withCString { unsafe stat($0, &status) } == 0 ? status : nil
  }
}

extension mode_t {
  fileprivate func isKind(_ kind: mode_t) -> Bool { self & S_IFMT == kind }
}
