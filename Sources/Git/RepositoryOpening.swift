extension Repository {
  /// Opens the repository that holds `path`, looking upward as `git -C path` does.
  ///
  /// No environment variable counts. A repository of another user is opened only if git would.
  /// - Throws: `notARepository` where there is none; `ownedByAnother`, `unsupported`, `corrupt` or
  ///   `other` where there is one that can't be opened.
  package static func open(at path: Path) throws(GitError) -> Repository {
    let environment = RepositoryEnvironment()
    return try Repository(discover(from: path, environment), environment)
  }

  /// Opens the repository that git's environment variables name.
  ///
  /// This is what a hook must do: only so are the right index and the objects of a push in
  /// quarantine seen. An explicit `GIT_DIR` is trusted whoever owns it, as git trusts it.
  /// - Throws: As `open(at:)`; `missing` where `GIT_INDEX_FILE` names no file.
  package static func open(
    with environment: RepositoryEnvironment
  ) throws(GitError) -> Repository {
    let place: RepositoryPlace
    if let folder = environment.gitDirectory {
      place = try RepositoryPlace(folder)
    } else {
      place = try discover(from: Path("."), environment)
    }
    let repository = try Repository(place, environment)
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
    from path: Path, _ environment: RepositoryEnvironment
  ) throws(GitError) -> RepositoryPlace {
    let place = try RepositoryPlace.find(from: path, environment)
    try SafeDirectory.check(place.gitDirectory, foundFrom: path)
    return place
  }
}
