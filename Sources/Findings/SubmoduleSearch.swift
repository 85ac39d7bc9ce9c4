import Blobs
import Git

/// Finds the repositories that lie within another: those of submodules that git keeps below
/// `modules`, in use or not, and those that lie in the work tree as a whole.
///
/// Each is told once, whatever leads to it. No symbolic link is followed.
struct SubmoduleSearch {
  /// The folder with the objects and references of one.
  struct Store {
    let folder: Path
    /// The folder seen from the root of the work tree, such as `.git/modules/one`.
    let name: Path
    /// How many others it lies in.
    let depth: Int
  }

  /// What could not be looked into.
  private(set) var gaps: [Report.Gap] = []
  /// Files that lie among the stores and belong to none.
  private(set) var strays: [FileTask] = []
  private var pending: [Store] = []
  private var known: Set<FileIdentity> = []
  /// Files and links that lead to a repository elsewhere, which may be one that is known.
  private var leads: [(name: Path, target: Path?)] = []

  /// Submodules that are nested deeper are not looked for.
  private static let deepest = 64

  /// Begins with the submodules of a repository.
  ///
  /// - Parameters:
  ///   - repository: The repository, which itself is not told.
  ///   - nested: The names `.git` in its work tree but the one at its root.
  init(of repository: Repository, nested: [Path]) {
    let own = Store(folder: repository.commonDirectory, name: Path(".git"), depth: 0)
    if let identity = Self.identity(own.folder) { known.insert(identity) }
    if let root = repository.workTree {
      for path in nested { add(path, in: root) }
    }
    addModules(of: own)
  }

  /// The next store, in the order of depth and name.
  mutating func next() -> Store? {
    pending.isEmpty ? nil : pending.removeFirst()
  }

  /// Adds the submodules of a store, also those that only one of its work trees has.
  mutating func addModules(of store: Store) {
    guard store.depth < Self.deepest else {
      gaps.append(Report.Gap(what: store.name.text, why: "submodules are nested too deep"))
      return
    }
    addModules(below: Path("modules"), of: store)
    let workTrees = store.folder.appending("worktrees".utf8)
    let walk = FolderWalk(root: workTrees) { _ in false }
    var names: [Path] = []
    walk.forEach { entry in
      if entry.kind == .folder { names.append(entry.path) }
    } failed: { _, _ in
      // Told by whoever scans the files of the store.
    }
    for name in names {
      addModules(below: Path("worktrees").appending(name.bytes + Array("/modules".utf8)), of: store)
    }
  }

  /// Adds all that lies below a folder of a store; the names of submodules may hold slashes.
  private mutating func addModules(below folder: Path, of store: Store) {
    let root = store.folder.appending(folder.bytes)
    // A link in its place is told by whoever scans the files of the store.
    guard let entry = try? FolderWalk.entry(at: root, as: root), entry.kind == .folder else {
      return
    }
    let name = store.name.appending(folder.bytes)
    let walk = FolderWalk(root: root) { !Self.isStore(root.appending($0.path.bytes)) }
    walk.forEach { entry in
      let path = name.appending(entry.path.bytes)
      let location = root.appending(entry.path.bytes)
      switch entry.kind {
      case .folder:
        if Self.isStore(location) {
          add(Store(folder: location, name: path, depth: store.depth + 1))
        }
      case .file: addStray(entry, location, path)
      case .symlink: leads.append((path, try? FolderWalk.resolved(location)))
      case .special: break
      }
    } failed: { path, failure in
      gaps.append(Report.Gap(what: name.appending(path.bytes).text, why: failure.why))
    }
  }

  private mutating func addStray(_ entry: FileEntry, _ location: Path, _ name: Path) {
    let place = Place(layer: .config, path: name, exposure: .unreachable)
    strays.append(FileTask(entry: entry, location: location, place: place))
    // What is left of a repository that lost all else.
    if let range = name.bytes.firstRange(of: Array("/objects/".utf8)) {
      let folder = Path(bytes: Array(name.bytes[..<range.upperBound].dropLast()))
      let gap = Report.Gap(what: folder.text, why: "these objects belong to no repository")
      if gaps.last != gap { gaps.append(gap) }
    }
  }

  /// Adds what a name `.git` in the work tree stands for.
  private mutating func add(_ path: Path, in root: Path) {
    let location = root.appending(path.bytes)
    guard let entry = try? FolderWalk.entry(at: location, as: path) else { return }
    switch entry.kind {
    case .folder: add(Store(folder: location, name: path, depth: 1))
    case .file: leads.append((path, location.gitFileTarget))
    case .symlink: leads.append((path, try? FolderWalk.resolved(location)))
    case .special: break
    }
  }

  private mutating func add(_ store: Store) {
    guard let identity = Self.identity(store.folder), known.insert(identity).inserted else {
      return
    }
    pending.append(store)
  }

  /// Looks at what leads to repositories elsewhere, once all that are told are known.
  mutating func finish() {
    for (name, target) in leads {
      let folders = [target, target?.sharedGitFolder].compactMap(\.self)
      if folders.contains(where: { Self.identity($0).map(known.contains) ?? false }) { continue }
      let why =
        target.map { "it leads to \($0.text), which is not scanned with this one" }
        ?? "it leads to no repository"
      gaps.append(Report.Gap(what: name.text, why: why))
    }
    leads = []
  }

  /// Whether a folder is meant to be a repository, sound or not.
  private static func isStore(_ folder: Path) -> Bool {
    func kind(_ name: String) -> FileEntry.Kind? {
      let path = folder.appending(name.utf8)
      return (try? FolderWalk.entry(at: path, as: path))?.kind
    }
    // A submodule may be called `objects`, but then nothing else of a repository lies beside it.
    if let head = kind("HEAD") { return head != .folder }
    return kind("objects") == .folder && (kind("refs") == .folder || kind("config") == .file)
  }

  private static func identity(_ folder: Path) -> FileIdentity? {
    guard let place = try? FolderWalk.resolved(folder),
      let entry = try? FolderWalk.entry(at: place, as: place), entry.kind == .folder
    else { return nil }
    return FileIdentity(entry)
  }
}
