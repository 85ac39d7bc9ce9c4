import Blobs
import Git

/// A path at which a tree holds something that a finding is about.
struct Sighting: Sendable, Hashable {
  let path: Path
  /// The number of the object.
  let target: UInt32
  let kind: FileMode.Kind
}

/// Tells which commits brought a sighting in and which took it away.
///
/// An introducing commit's tree holds (path, object) while no parent's does; a removing commit's
/// does not while every parent's does.
struct Attribution {
  private let edges: TreeEdges
  private let numbers: [ObjectID: UInt32]
  /// How many sightings are told of one repository: a few trees that name each other many times
  /// over hold more paths than there are atoms.
  static let limit = 1_000_000
  private(set) var isCut = false
  private var told = 0

  init(edges: TreeEdges, numbers: [ObjectID: UInt32]) {
    self.edges = edges
    self.numbers = numbers
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
    let present = number(of: tree)
    let before = parents.map { number(of: $0) }
    walk(present, unlessIn: before, added)
    guard let first = before.first, let first else { return }
    let rest = before.dropFirst()
    // What every parent has: the first parent's, where the others have the same.
    let edges = edges
    walk(first, unlessIn: [present]) { sighting in
      if rest.allSatisfy({ edges.holds(sighting, below: $0) }) { removed(sighting) }
    }
  }

  /// Calls `body` for each sighting below a tree.
  mutating func forEach(below tree: ObjectID, _ body: (Sighting) -> Void) {
    walk(number(of: tree), unlessIn: [], body)
  }

  /// Adds the objects below a tree to `targets`; trees in `visited` are passed over.
  func collect(below tree: ObjectID, into targets: inout Set<UInt32>, visited: inout Set<UInt32>) {
    var pending = [number(of: tree)].compactMap(\.self)
    while let number = pending.popLast() {
      guard visited.insert(number).inserted else { continue }
      for child in edges.children[number] ?? [] {
        targets.insert(child.target)
        if child.kind == .folder { pending.append(child.target) }
      }
    }
  }

  /// Trees that hold something and are no tree's child.
  var roots: [UInt32] {
    edges.children.keys.filter { !edges.isChild.contains($0) }.sorted()
  }

  /// The same for a tree known by its number.
  mutating func forEach(belowNumber tree: UInt32, _ body: (Sighting) -> Void) {
    walk(tree, unlessIn: [], body)
  }

  private func number(of tree: ObjectID) -> UInt32? {
    numbers[tree].flatMap { edges.children[$0] == nil ? nil : $0 }
  }

  private struct Step {
    let path: Path
    let tree: UInt32
    let others: [UInt32]
  }

  /// Calls `body` for each sighting below a tree that none of the others has at the same path.
  private mutating func walk(
    _ tree: UInt32?, unlessIn others: [UInt32?], _ body: (Sighting) -> Void
  ) {
    guard let tree else { return }
    let others = others.compactMap(\.self)
    var pending = others.contains(tree) ? [] : [Step(path: Path(""), tree: tree, others: others)]
    while let step = pending.popLast() {
      for child in edges.children[step.tree] ?? [] {
        let same = step.others.flatMap { edges.children[$0] ?? [] }.filter { $0.name == child.name }
        if same.contains(where: { $0.target == child.target && $0.kind == child.kind }) { continue }
        guard told < Self.limit else {
          isCut = true
          return
        }
        told += 1
        let path = step.path.appending(edges.names[child.name])
        body(Sighting(path: path, target: child.target, kind: child.kind))
        if child.kind == .folder {
          let folders = same.filter { $0.kind == .folder }.map(\.target)
          pending.append(Step(path: path, tree: child.target, others: folders))
        }
      }
    }
  }
}
