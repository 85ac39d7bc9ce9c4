import Blobs
import Git

/// The files that git keeps beside its objects: configuration, reflogs, hooks, half-done messages.
struct GitFolder {
  let repository: Repository

  /// The files as tasks, and the names of references as text.
  func tasks() -> (tasks: [FileTask], gaps: [Report.Gap]) {
    var tasks: [FileTask] = []
    var gaps: [Report.Gap] = []
    let root = repository.commonDirectory
    // Of a file of names that can't be read as one, the lines are scanned as text.
    let hasBrokenNames = repository.references().failures.contains { $0.what == Self.packedNames }
    let walk = FolderWalk(root: root) { entry in
      // Objects are scanned as objects; the last is ours.
      ![Path("objects"), VerdictCache.folder].contains(entry.path) && !Self.isModules(entry.path)
    }
    walk.forEach { entry in
      if entry.path == VerdictCache.folder { return }
      guard entry.kind == .file || entry.kind == .symlink, !Self.isBinary(entry.path),
        hasBrokenNames || entry.path != Self.packedNames
      else { return }
      if entry.kind == .symlink {
        follow(entry, root, &tasks, &gaps)
        return
      }
      let layer = Self.layer(of: entry.path)
      let place = Place(
        layer: layer, path: Path(".git").appending(entry.path.bytes),
        exposure: layer == .refName ? .carried : .unreachable)
      tasks.append(
        FileTask(entry: entry, location: root.appending(entry.path.bytes), place: place))
    } failed: { path, failure in
      gaps.append(Report.Gap(what: Path(".git").appending(path.bytes).text, why: failure.why))
    }
    return (tasks, gaps)
  }

  /// Whether a folder holds the submodules of the repository, or of one work tree: repositories of
  /// their own.
  private static func isModules(_ path: Path) -> Bool {
    let parts = path.bytes.split(separator: UInt8(ascii: "/"))
    guard let name = parts.last, name.elementsEqual("modules".utf8) else { return false }
    return parts.count == 1 || (parts.count == 3 && parts[0].elementsEqual("worktrees".utf8))
  }

  /// The reference of which a reflog tells, going by the path that its place has.
  static func reference(ofReflog path: Path) -> Path? {
    let mark = Array("/logs/".utf8)
    guard let range = path.bytes.firstRange(of: mark) else { return nil }
    return Path(bytes: Array(path.bytes[range.upperBound...]))
  }

  private static let packedNames = Path("packed-refs")

  /// Adds the text of a link in the folder and, if that lies in the repository, the file behind it.
  ///
  /// A folder behind a link is not looked into. What lies elsewhere is none of the repository's
  /// bytes: it is a gap only where git itself reads it.
  private func follow(
    _ entry: FileEntry, _ root: Path, _ tasks: inout [FileTask], _ gaps: inout [Report.Gap]
  ) {
    let name = Path(".git").appending(entry.path.bytes)
    let link = root.appending(entry.path.bytes)
    tasks.append(
      FileTask(
        entry: entry, location: link,
        place: Place(layer: .symlink, path: name, exposure: .unreachable)))
    do throws(FileFailure) {
      let target = try FolderWalk.resolved(link)
      let file = try FolderWalk.entry(at: target, as: entry.path)
      if file.kind == .file, isInside(target) {
        let place = Place(layer: Self.layer(of: entry.path), path: name, exposure: .unreachable)
        tasks.append(FileTask(entry: file, location: target, place: place))
      } else if Self.isReadByGit(entry.path) {
        throw FileFailure(
          why: "it is a link to \(target.text), which is not scanned with this repository")
      }
    } catch {
      if !error.isAbsence { gaps.append(Report.Gap(what: name.text, why: error.why)) }
    }
  }

  /// Whether a path without links in it lies in the repository or its work tree.
  private func isInside(_ target: Path) -> Bool {
    [repository.commonDirectory, repository.workTree].contains { folder in
      guard let folder, let place = try? FolderWalk.resolved(folder) else { return false }
      return target.bytes.starts(with: place.bytes + [UInt8(ascii: "/")])
    }
  }

  /// Whether git reads the file of this name as part of the repository; hooks it runs, and all
  /// others nobody but people and other programs read.
  private static func isReadByGit(_ path: Path) -> Bool {
    guard let first = path.bytes.split(separator: UInt8(ascii: "/")).first else { return false }
    let files = [
      "HEAD", "config", "config.worktree", "packed-refs", "shallow", "index", "commondir", "gitdir",
      "refs", "logs", "info", "worktrees", "rebase-merge", "rebase-apply", "sequencer",
    ].map { Array($0.utf8)[...] }
    return files.contains(first) || first.suffix(5).elementsEqual("_HEAD".utf8)
  }

  /// Files in forms of git's own, which hold no text that anybody wrote.
  private static func isBinary(_ path: Path) -> Bool {
    let parts = path.bytes.split(separator: UInt8(ascii: "/"))
    let isOwn = parts.count == 1 || (parts.count == 3 && parts[0].elementsEqual("worktrees".utf8))
    guard isOwn, let name = parts.last else { return false }
    return name.elementsEqual("index".utf8) || name.starts(with: "sharedindex.".utf8)
  }

  private static func layer(of path: Path) -> Layer {
    if path.bytes.starts(with: "logs/".utf8)
      || path.bytes.firstRange(of: Array("/logs/".utf8)) != nil
    {
      return .reflog
    }
    if path == packedNames { return .refName }
    return path.bytes.starts(with: "refs/".utf8) ? .refName : .config
  }
}
