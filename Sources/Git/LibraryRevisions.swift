import CGit2
import Glibc

/// Asks libgit2 what a revision names, where `RevisionReader` doesn't understand it.
///
/// Loading and starting libgit2 takes longer than most of what is done here, so it is left for
/// searches in messages, dates, paths and branches that were checked out before. It opens
/// files by itself, waits for whoever writes into a FIFO, and includes files of settings without
/// counting them: each file that it would meet is looked at before.
struct LibraryRevisions {
  private let repository: Repository

  init(_ repository: Repository) {
    self.repository = repository
  }

  /// Returns the object that a revision names; for an annotated tag that is the tag itself.
  ///
  /// - Throws: `missing` or `unknownRevision` where it names nothing here, or several objects;
  ///   `other` where a file that it leads to is no regular file.
  func object(named revision: String) throws(GitError) -> ObjectID {
    try checkSettings()
    try checkFiles(of: revision)
    try GitRuntime.start()
    let flags = GIT_REPOSITORY_OPEN_NO_SEARCH.rawValue | GIT_REPOSITORY_OPEN_NO_DOTGIT.rawValue
    let handle = try unsafe obtain("git_repository_open_ext") { pointer in
      repository.gitDirectory.withCString { folder in
        unsafe git_repository_open_ext(&pointer, folder, flags, nil)
      }
    }
    defer { unsafe git_repository_free(handle) }
    try unsafe repository.objects.lend(to: handle)
    let object = try unsafe obtain("git_revparse_single") { pointer in
      unsafe git_revparse_single(&pointer, handle, revision)
    }
    defer { unsafe git_object_free(object) }
    guard let id = unsafe git_object_id(object) else {
      throw GitError(.other, "git_revparse_single", "gave no id")
    }
    return ObjectID(unsafe id.pointee)
  }

  /// Looks at the files of settings, and those that they include.
  private func checkSettings() throws(GitError) {
    var reader = ConfigurationReader(.assumed)
    if let home = Path(cString: unsafe getenv("HOME")) {
      try reader.read(home.appending(".gitconfig".utf8))
    }
    try reader.read(repository.commonDirectory.appending("config".utf8))
  }

  /// Looks at the files of references.
  private func checkFiles(of revision: String) throws(GitError) {
    let stops = Array("^~:@{".utf8)
    let start = Array(revision.utf8.prefix { !stops.contains($0) })
    let first = start.isEmpty ? Array("HEAD".utf8) : start
    let folders = ["", "refs/", "refs/tags/", "refs/heads/", "refs/remotes/"]
    var pending = folders.map { Path(bytes: Array($0.utf8) + first) }
    pending.append(Path("refs/remotes").appending(first).appending("HEAD".utf8))
    let common = repository.commonDirectory
    var files = [common.appending(PackedReferences.file.bytes)]
    for start in pending {
      var name = start
      for _ in 0...5 {
        let folder = repository.folder(of: name)
        files.append(folder.appending(name.bytes))
        files.append(folder.appending("logs".utf8).appending(name.bytes))
        guard case .symbolic(let next)? = try? repository.target(of: name) else { break }
        name = next
      }
    }
    // A search in messages begins at every reference.
    if revision.hasPrefix(":/") {
      files += repository.references().failures.map { common.appending($0.what.bytes) }
    }
    for file in files where file.isSpecialFile {
      throw GitError(.other, "references", "\(file.text) is not a regular file")
    }
  }
}
