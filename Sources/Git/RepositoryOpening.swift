import CGit2

extension Repository {
  /// Opens the repository that holds `path`, looking upward as `git -C path` does.
  ///
  /// No environment variable counts. A repository of another user is opened only if git would.
  /// - Throws: `notARepository` where there is none; `ownedByAnother`, `unsupported`, `corrupt` or
  ///   `other` where there is one that can't be opened.
  package static func open(at path: Path) throws(GitError) -> Repository {
    try Repository(discover(from: path, ceilings: nil))
  }

  /// Opens the repository that git's environment variables name.
  ///
  /// This is what a hook must do: only so are the right index and the objects of a push in
  /// quarantine seen. An explicit `GIT_DIR` is trusted whoever owns it, as git trusts it.
  /// - Throws: As `open(at:)`; `missing` where `GIT_INDEX_FILE` names no file.
  package static func open(
    with environment: RepositoryEnvironment
  ) throws(GitError) -> Repository {
    let handle: RepositoryHandle
    if let folder = environment.gitDirectory {
      let flags = GIT_REPOSITORY_OPEN_NO_SEARCH.rawValue | GIT_REPOSITORY_OPEN_NO_DOTGIT.rawValue
      try OpeningCheck.check(repository: folder)
      handle = try openHandle(at: folder, flags: flags, ceilings: nil)
    } else {
      handle = try discover(from: Path("."), ceilings: environment.ceilingDirectories)
    }
    let repository = try Repository(handle, environment: environment)
    if let shared = environment.commonDirectory?.resolved,
      shared != repository.commonDirectory.resolved
    {
      throw GitError(
        .unsupported, "GIT_COMMON_DIR", "\(shared.text) is not what the repository itself names")
    }
    if repository.indexMustExist, repository.indexFile.kind == nil {
      throw GitError(.missing, "GIT_INDEX_FILE", "\(repository.indexFile.text) does not exist")
    }
    return repository
  }

  private static func discover(
    from path: Path, ceilings: Path?
  ) throws(GitError) -> RepositoryHandle {
    try OpeningCheck.check(from: path, ceilings: ceilings)
    let handle = try openHandle(at: path, flags: 0, ceilings: ceilings)
    try SafeDirectory.check(handle, foundFrom: path)
    return handle
  }

  static func openHandle(
    at path: Path, flags: UInt32, ceilings: Path?
  ) throws(GitError) -> RepositoryHandle {
    try GitRuntime.start()
    do throws(GitError) {
      let pointer = try unsafe obtain("git_repository_open_ext") { pointer in
        path.withCString { start in
          guard let ceilings else {
            return unsafe git_repository_open_ext(&pointer, start, flags, nil)
          }
          return ceilings.withCString { list in
            unsafe git_repository_open_ext(&pointer, start, flags, list)
          }
        }
      }
      return unsafe RepositoryHandle(owning: pointer)
    } catch  where error.reason == .missing {
      throw error.with(.notARepository)
    }
  }
}
