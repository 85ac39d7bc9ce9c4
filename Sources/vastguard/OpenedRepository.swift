import Findings
import Git

/// A repository, or why the one that is there can't be opened.
typealias OpenedRepository = Result<Repository, GitError>

extension OpenedRepository {
  /// Opens the repository at a path, or, without one, the repository that git's environment names
  /// or the current folder lies in.
  ///
  /// - Throws: `ScanError.noRepository` where there is none.
  static func opened(_ path: String?) throws(ScanError) -> OpenedRepository {
    do throws(GitError) {
      if let path { return .success(try Repository.open(at: Path(path))) }
      return .success(try Repository.open(with: .current))
    } catch {
      if error.reason == .notARepository { throw .noRepository(Path(path ?? ".")) }
      return .failure(error)
    }
  }
}

extension Report {
  /// Returns the repository; nil for one that is there and can't be opened, which the report says.
  mutating func repository(_ opened: OpenedRepository) -> Repository? {
    do {
      return try opened.get()
    } catch {
      incomplete.append(Gap(what: "the repository", why: error.message))
      return nil
    }
  }
}

extension Collector {
  /// What is found where nothing was scanned.
  static func empty(_ options: ScanOptions) throws(ScanError) -> Collector {
    guard let collector = Collector(options.index) else { throw .outOfMemory }
    return collector
  }
}
