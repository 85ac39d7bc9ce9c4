import Git

/// A path at which a tree holds something that a finding is about.
struct Sighting: Sendable, Hashable {
  let path: Path
  let target: ObjectID
  let kind: FileMode.Kind
}

/// Tells which commits brought a sighting in and which took it away.
///
/// An introducing commit's tree holds (path, object) while no parent's does; a removing commit's
/// does not while every parent's does.
struct Attribution {
  private let edges: TreeEdges
  /// How many sightings are told of one repository: a few trees that name each other many times
  /// over hold more paths than there are atoms.
  static let limit = 1_000_000
  /// How many bytes the paths of all sightings have together.
  private static let byteLimit = 1 << 28
  private(set) var isCut = false
  private var told = 0
  private var toldBytes = 0

  init(edges: TreeEdges) {
    self.edges = edges
  }

  /// Calls `added` and `removed` for each sighting that the commit brought in or took away.
  ///
  /// - Parameters:
  ///   - tree: The commit's tree.
  ///   - parents: Its parents' trees.
  ///   - added: Is called for what the commit brought in.
  ///   - removed: Is called for what it took away.
  mutating func compare(
    _ tree: ObjectID, with parents: [ObjectID],
    added: (Sighting) -> Void, removed: (Sighting) -> Void
  ) {
    walk(tree, unlessIn: parents, added)
    guard let first = parents.first else { return }
    let rest = parents.dropFirst()
    let edges = edges
    // What every parent has: the first parent's, where the others have the same.
    walk(first, unlessIn: [tree]) { sighting in
      if rest.allSatisfy({ edges.holds(sighting, below: $0) }) { removed(sighting) }
    }
  }

  /// Calls `body` for each sighting below a tree.
  mutating func forEach(below tree: ObjectID, _ body: (Sighting) -> Void) {
    walk(tree, unlessIn: [], body)
  }

  /// Adds the objects below a tree to `targets`; trees in `visited` are passed over.
  func collect(
    below tree: ObjectID, into targets: inout Set<ObjectID>, visited: inout Set<ObjectID>
  ) {
    var pending = [tree]
    while let tree = pending.popLast() {
      guard let children = edges.children[tree], visited.insert(tree).inserted else { continue }
      for child in children.values.joined() {
        targets.insert(child.target)
        if edges.isFolder(child) { pending.append(child.target) }
      }
    }
  }

  /// Trees that hold something and are no tree's child.
  var roots: [ObjectID] {
    edges.children.keys.filter { !edges.folders.contains($0) }.sorted()
  }

  /// A tree that is still to be walked.
  private struct Step {
    /// Its number among the folders, or -1 for the one where the walk began.
    let folder: Int
    let tree: ObjectID
    let others: [ObjectID]
  }

  /// The folders of a walk, each by the one that holds it: a path is put together where it is told,
  /// since folders can be nested a thousand deep.
  private struct Folders {
    private var folders: [(parent: Int, name: [UInt8])] = []

    mutating func add(_ name: [UInt8], in parent: Int) -> Int {
      folders.append((parent, name))
      return folders.count - 1
    }

    func path(of name: [UInt8], in folder: Int) -> Path {
      var names = [name]
      var folder = folder
      while folder >= 0 {
        names.append(folders[folder].name)
        folder = folders[folder].parent
      }
      return Path(
        bytes: Array(names.reversed().joined(separator: CollectionOfOne(UInt8(ascii: "/")))))
    }
  }

  /// Calls `body` for each sighting below a tree that none of the others has at the same path.
  private mutating func walk(
    _ tree: ObjectID, unlessIn others: [ObjectID], _ body: (Sighting) -> Void
  ) {
    if edges.children[tree] == nil || others.contains(tree) { return }
    var folders = Folders()
    var pending = [Step(folder: -1, tree: tree, others: others)]
    while let step = pending.popLast() {
      let steps = edges.children[step.tree] ?? [:]
      // In order of names, so that what is cut off is the same in every run.
      for child in steps.values.joined().sorted(by: { $0.name.lexicographicallyPrecedes($1.name) })
      {
        let same = step.others.flatMap { edges.children[$0]?[child.name] ?? [] }
        if same.contains(where: { $0.target == child.target && $0.kind == child.kind }) { continue }
        guard told < Self.limit, toldBytes < Self.byteLimit else {
          isCut = true
          return
        }
        told += 1
        if edges.isWanted(child, of: step.tree) {
          let path = folders.path(of: child.name, in: step.folder)
          toldBytes += path.bytes.count
          body(Sighting(path: path, target: child.target, kind: child.kind))
        }
        if edges.isFolder(child) {
          let others = same.filter(edges.isFolder).map(\.target)
          let folder = folders.add(child.name, in: step.folder)
          pending.append(Step(folder: folder, tree: child.target, others: others))
        }
      }
    }
  }
}
