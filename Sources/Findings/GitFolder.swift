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
    let walk = FolderWalk(root: root) { entry in
      // Objects are scanned as objects; the stores of submodules are repositories of their own; the
      // last is ours.
      ![Path("objects"), Path("modules"), VerdictCache.folder].contains(entry.path)
    }
    walk.forEach { entry in
      if entry.path == VerdictCache.folder { return }
      if entry.path == Path("modules"), entry.kind == .folder { gaps.append(Self.submodules) }
      guard entry.kind == .file || entry.kind == .symlink, !Self.isBinary(entry.path) else {
        return
      }
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

  private static let submodules = Report.Gap(
    what: ".git/modules",
    why: "the histories of submodules are not scanned with this one; audit each submodule's folder")

  /// A link in the folder stands for the file that it leads to; a folder behind one is not looked
  /// into, since it can be anywhere.
  private func follow(
    _ entry: FileEntry, _ root: Path, _ tasks: inout [FileTask], _ gaps: inout [Report.Gap]
  ) {
    let name = Path(".git").appending(entry.path.bytes)
    do throws(FileFailure) {
      let target = try FolderWalk.resolved(root.appending(entry.path.bytes))
      let file = try FolderWalk.entry(at: target, as: entry.path)
      guard file.kind == .file else {
        throw FileFailure(why: "it is a link to \(target.text), which is no file")
      }
      tasks.append(
        FileTask(
          entry: file, location: target,
          place: Place(layer: Self.layer(of: entry.path), path: name, exposure: .unreachable)))
    } catch {
      if !error.isAbsence { gaps.append(Report.Gap(what: name.text, why: error.why)) }
    }
  }

  /// Files in forms of git's own, which hold no text that anybody wrote but names of references.
  private static func isBinary(_ path: Path) -> Bool {
    if path == Path("packed-refs") { return true }
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
    return path.bytes.starts(with: "refs/".utf8) ? .refName : .config
  }
}
