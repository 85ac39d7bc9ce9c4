import Blobs
import Git

/// How trees lead to the blobs and trees that a finding is about, and to nothing else.
///
/// Built from one pass over all trees: which of them hold what is looked for, which hold those,
/// up to root trees. Objects are numbered, so that an edge is twelve bytes.
struct TreeEdges: Sendable {
  /// A step down from a tree: a name, and the number of what it leads to.
  struct Child: Sendable, Hashable {
    let name: Int
    let target: UInt32
    let kind: FileMode.Kind
  }

  /// The numbers of trees that lead to something, with the steps that do, in order of names.
  private(set) var children: [UInt32: [Child]] = [:]
  private(set) var names: [[UInt8]] = []

  /// Trees that are a child of another in `children`.
  private(set) var isChild: Set<UInt32> = []

  /// Keeps the edges that lead to what is looked for.
  init(_ parts: [TreeEdgeVisitor.Part]) {
    var interesting: Set<UInt32> = []
    var numbers: [[UInt8]: Int] = [:]
    for part in parts {
      let renamed = part.names.map { name in
        if let number = numbers[name] { return number }
        names.append(name)
        numbers[name] = names.count - 1
        return names.count - 1
      }
      for edge in part.wanted {
        interesting.insert(edge.parent)
        let child = Child(name: renamed[Int(edge.name)], target: edge.child, kind: edge.kind)
        children[edge.parent, default: []].append(child)
      }
    }
    Self.climb(parts, from: &interesting)
    addFolders(parts, numbers, leadingTo: interesting)
  }

  /// Adds the trees that hold a tree of `interesting`, and those that hold them.
  private static func climb(
    _ parts: [TreeEdgeVisitor.Part], from interesting: inout Set<UInt32>
  ) {
    var grew = !interesting.isEmpty
    while grew {
      grew = false
      for part in parts {
        for edge in part.folders where interesting.contains(edge.child) {
          if interesting.insert(edge.parent).inserted { grew = true }
        }
      }
    }
  }

  private mutating func addFolders(
    _ parts: [TreeEdgeVisitor.Part], _ numbers: [[UInt8]: Int], leadingTo interesting: Set<UInt32>
  ) {
    for part in parts {
      for edge in part.folders where interesting.contains(edge.child) {
        let name = numbers[part.names[Int(edge.name)]] ?? names.count
        if name == names.count { names.append(part.names[Int(edge.name)]) }
        let child = Child(name: name, target: edge.child, kind: .folder)
        if children[edge.parent]?.contains(child) != true {
          children[edge.parent, default: []].append(child)
        }
        isChild.insert(edge.child)
      }
    }
  }
}

extension TreeEdges {
  /// Whether a tree holds the sighting at its path.
  func holds(_ sighting: Sighting, below tree: UInt32?) -> Bool {
    guard var tree else { return false }
    let parts = sighting.path.bytes.split(separator: UInt8(ascii: "/"))
    for (index, part) in parts.enumerated() {
      let isLast = index == parts.count - 1
      guard
        let child = children[tree]?.first(where: {
          names[$0.name].elementsEqual(part) && ($0.kind == .folder || isLast)
        })
      else { return false }
      if isLast { return child.target == sighting.target && child.kind == sighting.kind }
      tree = child.target
    }
    return false
  }
}

/// Notes the edges of trees: all that lead to other trees, and those that lead to a wanted object.
struct TreeEdgeVisitor: ObjectVisitor, ~Copyable {
  struct Edge: Sendable {
    let parent: UInt32
    let child: UInt32
    let name: UInt32
    let kind: FileMode.Kind
  }

  /// What one thread noted.
  struct Part: Sendable {
    var folders: [Edge] = []
    var wanted: [Edge] = []
    var names: [[UInt8]] = []
  }

  private let numbers: [ObjectID: UInt32]
  private let wanted: Set<ObjectID>
  private let named: Set<NamedEntry>
  private var part = Part()
  private var nameNumbers: [[UInt8]: UInt32] = [:]

  /// An entry of a tree that is wanted for its name.
  struct NamedEntry: Hashable, Sendable {
    let tree: ObjectID
    let name: [UInt8]
  }

  /// Prepares a thread's visitor.
  ///
  /// - Parameters:
  ///   - numbers: The numbers of all objects.
  ///   - wanted: The blobs that are looked for.
  ///   - named: Entries that are looked for whatever they lead to.
  init(numbers: [ObjectID: UInt32], wanted: Set<ObjectID>, named: Set<NamedEntry>) {
    self.numbers = numbers
    self.wanted = wanted
    self.named = named
  }

  mutating func visit(_ id: ObjectID, _ kind: ObjectKind, _ bytes: Span<UInt8>) {
    guard kind == .tree, let parent = numbers[id] else { return }
    _ = TreeObject.forEachEntry(in: bytes) { mode, name, target in
      let isFolder = mode.kind == .folder
      let isWanted =
        wanted.contains(target)
        || (!named.isEmpty && named.contains(NamedEntry(tree: id, name: bytes.copy(name))))
      guard isFolder || isWanted, let child = numbers[target] else { return }
      let edge = Edge(
        parent: parent, child: child, name: number(of: bytes.copy(name)), kind: mode.kind)
      if isFolder { part.folders.append(edge) }
      if isWanted { part.wanted.append(edge) }
    }
  }

  consuming func finish() -> Part { part }

  private mutating func number(of name: [UInt8]) -> UInt32 {
    if let number = nameNumbers[name] { return number }
    let number = UInt32(part.names.count)
    part.names.append(name)
    nameNumbers[name] = number
    return number
  }
}
