import Blobs
import Findings
import Git
import Glibc
import Rules

/// Where the project's `.vastguard.toml` is taken from.
enum ProjectPlace {
  /// From nowhere: the scan is not about a project.
  case nowhere
  /// From the folder of files around the current folder that git would take for a work tree.
  case folder
  /// From the root of a repository's work tree; of a bare one, from HEAD's commit.
  case repository(OpenedRepository)
  /// From a commit that was accepted before; nil for HEAD's.
  case accepted(OpenedRepository, RevisionRange?)

  /// The name of the file.
  static let fileName = ".vastguard.toml"
  /// More bytes than any such file has.
  static let sizeLimit = 16 << 20

  /// Whether only what somebody accepted before counts.
  var isAccepted: Bool { if case .accepted = self { true } else { false } }

  /// Finds the project's files.
  func files() throws -> ProjectFiles? {
    switch self {
    case .nowhere: return nil
    case .folder: return Self.rootAround().map(ProjectFiles.folder)
    case .repository(let opened):
      // What can't be opened is told by the scan.
      guard let repository = try? opened.get() else { return nil }
      if let root = repository.workTree { return .folder(root) }
      return try repository.head().map { .commit(repository, $0) }
    case .accepted(let opened, let range):
      guard let repository = try? opened.get() else { return nil }
      guard let range else { return try repository.head().map { .commit(repository, $0) } }
      return try Self.start(of: range, in: repository).map { .commit(repository, $0) }
    }
  }

  /// The commit before a range: the first parent of its oldest commit.
  private static func start(of range: RevisionRange, in repository: Repository) throws -> ObjectID?
  {
    guard let oldest = try repository.commits(in: range).commits.last else {
      return try repository.head()
    }
    return try repository.objects.withObject(oldest) { _, bytes in
      CommitObject(bytes, repository.format)?.parents.first
    }
  }

  /// The nearest folder above that holds `.git` and belongs to this user, else the current one.
  private static func rootAround() -> Path? {
    guard let here = try? FolderWalk.resolved(Path(".")) else { return nil }
    var folder = here
    while true {
      var status = stat()
      let mark = folder.appending(".git".utf8).text
      if unsafe lstat(mark, &status) == 0 {
        // What another user put above is not to decide what this one gets to see.
        let isOwn = status.st_uid == geteuid() || status.st_uid == 0 || folder == here
        return isOwn ? folder : here
      }
      guard let parent = folder.parent, !parent.bytes.isEmpty else { return here }
      folder = parent
    }
  }
}

/// The files of a project, from which its configuration is read.
enum ProjectFiles {
  case folder(Path)
  case commit(Repository, ObjectID)

  /// Reads a file; nil where there is none.
  ///
  /// - Throws: `RuleFileError` where it can't be read, or is no regular file within the project.
  func read(_ name: String) throws(RuleFileError) -> [UInt8]? {
    do {
      switch self {
      case .folder(let root): return try Self.read(name, below: root)
      case .commit(let repository, let id):
        return try repository.file(name, ofCommit: id, limit: ProjectPlace.sizeLimit)
      }
    } catch {
      let why = (error as? GitError)?.message ?? (error as? FileFailure)?.why ?? "\(error)"
      throw RuleFileError(file: name, problem: "it can't be read: \(why)")
    }
  }

  /// Reads a file below a folder, without following a symbolic link anywhere on the way.
  private static func read(_ name: String, below root: Path) throws(FileFailure) -> [UInt8]? {
    var path = root
    for part in Path(name).bytes.split(separator: UInt8(ascii: "/")) {
      path = path.appending(part)
      do throws(FileFailure) {
        let entry = try FolderWalk.entry(at: path, as: path)
        if entry.kind == .symlink { throw FileFailure(why: "it is a symbolic link") }
      } catch {
        if error.isAbsence { return nil }
        throw error
      }
    }
    return try SettingsReader.read(path)
  }
}

/// Reads files of settings.
enum SettingsReader {
  /// The bytes of a regular file.
  static func read(
    _ path: Path, limit: Int = ProjectPlace.sizeLimit
  ) throws(FileFailure) -> [UInt8] {
    var bytes: [UInt8] = []
    var isTooLarge = false
    var reader = FileReader()
    try reader.read(path) { piece, window in
      isTooLarge = isTooLarge || window.offset + piece.count > limit
      if isTooLarge { return }
      bytes += piece.copy(0..<piece.count).dropFirst(bytes.count - window.offset)
    }
    if isTooLarge { throw FileFailure(why: "it has more than \(limit >> 20) MB") }
    return bytes
  }

  /// The bytes of a file that the user named, through whatever links lead to it.
  static func readNamed(
    _ name: String, limit: Int = ProjectPlace.sizeLimit
  ) throws(RuleFileError) -> [UInt8] {
    do throws(FileFailure) {
      let path = try FolderWalk.resolved(Path(name))
      // What it stands for elsewhere, too: no settings.
      return path == Path("/dev/null") ? [] : try read(path, limit: limit)
    } catch {
      throw RuleFileError(file: name, problem: error.why)
    }
  }
}

extension SettingsReader {
  /// Whether anything has this path.
  static func exists(_ path: Path) -> Bool {
    var status = stat()
    return unsafe lstat(path.text, &status) == 0
  }
}
