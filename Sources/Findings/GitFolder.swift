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
      // Objects are scanned as objects; the stores of submodules are repositories of their own.
      ![Path("objects"), Path("modules"), Path("lfs")].contains(entry.path)
    }
    walk.forEach { entry in
      guard entry.kind == .file, !Self.isBinary(entry.path) else { return }
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

  /// Files in forms of git's own, which hold no text that anybody wrote but names of references.
  private static func isBinary(_ path: Path) -> Bool {
    if path == Path("packed-refs") { return true }
    let name = Array(path.name)
    return name == Array("index".utf8) || name.starts(with: "sharedindex.".utf8)
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
