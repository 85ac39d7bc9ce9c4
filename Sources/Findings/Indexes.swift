import Blobs
import Git

/// The indexes of all work trees of a repository: a push carries nothing of them, the next commit
/// in any of them does.
struct Indexes {
  private(set) var entries: [IndexEntry] = []
  private(set) var gaps: [Report.Gap] = []

  /// Reads the index of the repository as it was opened, and those of its other work trees.
  init(of repository: Repository) {
    do throws(GitError) {
      let index = try repository.indexEntries()
      entries = index.entries
      gaps += index.failures.map { Report.Gap(what: "the \($0.what.text)", why: $0.error.message) }
    } catch {
      gaps.append(Report.Gap(what: "the index", why: error.message))
    }
    for folder in Self.otherFolders(of: repository, &gaps) {
      var environment = RepositoryEnvironment()
      environment.gitDirectory = folder
      do throws(GitError) {
        let index = try Repository.open(with: environment).indexEntries()
        entries += index.entries
        gaps += index.failures.map {
          Report.Gap(what: "the \($0.what.text) in \(folder.text)", why: $0.error.message)
        }
      } catch {
        let what = "the index of the work tree \(folder.text)"
        gaps.append(Report.Gap(what: what, why: error.message))
      }
    }
  }

  /// The blobs that some index names.
  var blobs: Set<ObjectID> { Set(entries.filter { $0.mode.isBlob }.map(\.id)) }

  /// The folders with the state of the other work trees, the main one among them.
  private static func otherFolders(
    of repository: Repository, _ gaps: inout [Report.Gap]
  ) -> [Path] {
    let common = repository.commonDirectory
    let root = common.appending("worktrees".utf8)
    var folders: [Path] = []
    if common != repository.gitDirectory { folders.append(common) }
    guard (try? FolderWalk.entry(at: root, as: root)) != nil else { return folders }
    var failed: [Report.Gap] = []
    let walk = FolderWalk(root: root) { _ in false }
    walk.forEach { entry in
      let folder = root.appending(entry.path.bytes)
      if entry.kind == .folder, folder != repository.gitDirectory { folders.append(folder) }
    } failed: { path, failure in
      failed.append(Report.Gap(what: "worktrees/\(path.text)", why: failure.why))
    }
    gaps += failed
    return folders
  }
}
