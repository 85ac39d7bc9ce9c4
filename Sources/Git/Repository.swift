import CGit2

/// One git repository, opened for reading.
///
/// It stays on the thread that opened it; for work on several threads each opens its own, or all
/// share its `objects`. Nothing that the repository configures is ever run: no hook, filter,
/// textconv, pager or helper.
@safe package final class Repository {
  let handle: RepositoryHandle

  /// The objects; safe to share between threads.
  package let objects: ObjectDatabase

  /// How the objects are named.
  package var format: ObjectFormat { objects.format }

  /// The folder of this work tree's own state, such as `HEAD` and the index, without `/` at its end.
  package let gitDirectory: Path

  /// The folder of what all work trees share, such as references, without `/` at its end.
  package let commonDirectory: Path

  /// The root of the checked-out files without `/` at its end, or nil for a bare repository.
  package private(set) var workTree: Path?

  /// The index that this repository reads: its own, or the one that the environment names.
  package let indexFile: Path

  /// The folder of the objects: the common folder's, or the one that the environment names.
  package let objectDirectory: Path

  /// Further folders of objects that the environment names.
  package let alternates: [Path]

  /// Whether the environment named the index, so that it must exist.
  let indexMustExist: Bool

  /// The file that lists where a shallow clone was cut.
  let shallowFile: Path

  /// The configuration, once it was read.
  var configurationEntries: [ConfigurationEntry]?

  /// Takes over an opened repository.
  init(_ handle: RepositoryHandle, environment: RepositoryEnvironment? = nil) throws(GitError) {
    self.handle = handle
    gitDirectory = try unsafe Self.folder(git_repository_path(handle.pointer))
    commonDirectory = try unsafe Self.folder(git_repository_commondir(handle.pointer))
    let environment = environment ?? RepositoryEnvironment()
    objectDirectory =
      environment.objectDirectory?.absolute ?? commonDirectory.appending("objects".utf8)
    alternates = environment.alternateObjectDirectories
    let format = try RepositoryFormat(commonDirectory.appending("config".utf8)).objectFormat()
    objects = try ObjectDatabase(
      of: handle, format, primary: objectDirectory, further: alternates)
    indexFile = environment.indexFile?.absolute ?? gitDirectory.appending("index".utf8)
    indexMustExist = environment.indexFile != nil
    // libgit2 looks beside the work tree's own HEAD, where a linked work tree has none.
    shallowFile =
      environment.shallowFile?.absolute ?? commonDirectory.appending("shallow".utf8)
    let named = environment.workTree?.absolute
    workTree = if let named { named } else { try findWorkTree() }
  }

  /// Returns the root of the checked-out files, where libgit2 1.5 would sometimes guess wrong.
  ///
  /// It takes the folder that holds the repository, also where the repository is bare but does
  /// not say so, or says so in the work tree's own configuration.
  private func findWorkTree() throws(GitError) -> Path? {
    let guess = Path(cString: unsafe git_repository_workdir(handle.pointer))?.withoutTrailingSlash
    if unsafe git_repository_is_worktree(handle.pointer) == 1 { return guess }
    if try configuredFlag("core.bare") { return nil }
    if let folder = try configuredPath("core.worktree") {
      let isAbsolute = folder.bytes.first == UInt8(ascii: "/")
      return (isAbsolute ? folder : gitDirectory.appending(folder.bytes)).resolved
    }
    let isNamedAsUsual = gitDirectory.name == ArraySlice(".git".utf8)
    return isNamedAsUsual || guess?.appending(".git".utf8).kind != nil ? guess : nil
  }

  private static func folder(_ text: UnsafePointer<CChar>?) throws(GitError) -> Path {
    guard let path = Path(cString: text) else {
      throw GitError(.other, "git_repository_path", "the repository has no folder")
    }
    return path.withoutTrailingSlash
  }

  /// Whether there are no checked-out files.
  package var isBare: Bool { workTree == nil }

  /// The commits whose parents a shallow clone left out, in no order; empty for a whole clone.
  ///
  /// - Throws: `corrupt` where the list holds anything but ids.
  package func shallowBoundary() throws(GitError) -> Set<ObjectID> {
    let bytes: [UInt8]
    do {
      bytes = try SmallFile.bytes(at: shallowFile, limit: 1 << 28)
    } catch {
      if error.reason == .missing { return [] }
      throw error
    }
    var boundary: Set<ObjectID> = []
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      guard let id = ObjectID(hex: String(decoding: line, as: UTF8.self), format) else {
        throw GitError(.corrupt, "shallow", "\(shallowFile.text) holds a line that is no id")
      }
      boundary.insert(id)
    }
    return boundary
  }

  /// Whether the history was cut when it was cloned.
  package var isShallow: Bool {
    // A list that can't be read is no sign of a whole clone.
    (try? shallowBoundary().isEmpty) != true
  }

  /// Whether objects may have been left out when it was cloned, to be fetched when needed; false
  /// where the configuration can't be read.
  package var isPartial: Bool {
    let entries = (try? configured()) ?? []
    return entries.contains { entry in
      entry.key == Array("extensions.partialclone".utf8)
        || entry.key.starts(with: "remote.".utf8) && entry.key.ends(with: ".promisor".utf8)
    }
  }
}

@available(*, unavailable)
extension Repository: Sendable {}
