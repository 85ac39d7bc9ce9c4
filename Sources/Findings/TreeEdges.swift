import Git
import Blobs
import Packs

/// How trees lead to the blobs and names that a finding is about, and to nothing else.
///
/// Built from below: which trees hold what is looked for, then which hold those, up to root trees.
struct TreeEdges: Sendable {
  /// A step down from a tree.
  struct Child: Sendable, Hashable {
    let name: [UInt8]
    let target: ObjectID
    let kind: FileMode.Kind
  }

  /// The steps down from one tree, by their names; in a sound tree a name stands once.
  typealias Steps = [[UInt8]: [Child]]

  /// The trees that lead to something, with the steps that do.
  private(set) var children: [ObjectID: Steps] = [:]

  /// Trees that are a child of another in `children`.
  private(set) var folders: Set<ObjectID> = []

  /// Folders that are looked for by their names.
  private let namedFolders: Set<TreeEntry>

  /// Whether the way up was given up, as too long for a repository of this size.
  private(set) var isCut = false

  /// How many levels are followed one by one.
  static let mostLevels = 256

  /// Follows what is looked for upward; each level costs a pass over all trees, and none is made
  /// where nothing is looked for.
  ///
  /// - Parameters:
  ///   - blobs: The blobs that are looked for.
  ///   - named: Entries that are looked for whatever they lead to.
  ///   - climb: Gives trees that hold one of some trees, at any depth, where it knows them; else none.
  ///     It is told the level, too.
  ///   - pass: Gives the entries of all trees that lead to one of some objects.
  init(
    to blobs: Set<ObjectID>, named: [TreeEntry],
    climb: (Set<ObjectID>, Int) throws -> Set<ObjectID>,
    pass: (Set<ObjectID>) throws -> [TreeEntry]
  ) rethrows {
    namedFolders = Set(named.lazy.filter { $0.kind == .folder })
    var wanted = blobs
    for entry in named where add(entry) { wanted.insert(entry.tree) }
    var level = 0
    while !wanted.isEmpty, !isCut {
      level += 1
      wanted.formUnion(try climb(wanted, level))
      var next: Set<ObjectID> = []
      for entry in try pass(wanted) {
        let isNew = children[entry.tree] == nil && !wanted.contains(entry.tree)
        if add(entry), isNew { next.insert(entry.tree) }
      }
      wanted = next
      isCut = level == Self.mostLevels && !wanted.isEmpty
    }
  }

  /// Whether a step is looked for by itself, and not only for what it leads to.
  func isWanted(_ child: Child, of tree: ObjectID) -> Bool {
    // What leads no further is looked for itself: a blob, too, that a tree names as a folder.
    child.kind != .folder || children[child.target] == nil
      || namedFolders.contains(
        TreeEntry(tree: tree, name: child.name, target: child.target, kind: child.kind))
  }

  /// Adds a step; false where it is there.
  private mutating func add(_ entry: TreeEntry) -> Bool {
    let child = Child(name: entry.name, target: entry.target, kind: entry.kind)
    if children[entry.tree]?[entry.name]?.contains(child) == true { return false }
    children[entry.tree, default: [:]][entry.name, default: []].append(child)
    if entry.kind != .submodule { folders.insert(entry.target) }
    return true
  }

  /// Whether a step leads to a tree, whatever the tree above says that it is.
  func isFolder(_ child: Child) -> Bool {
    child.kind == .folder || child.kind != .submodule && children[child.target] != nil
  }

  /// Whether a tree holds the sighting at its path.
  func holds(_ sighting: Sighting, below tree: ObjectID?) -> Bool {
    guard var tree else { return false }
    let parts = sighting.path.bytes.split(separator: UInt8(ascii: "/"))
    for (index, part) in parts.enumerated() {
      let isLast = index == parts.count - 1
      guard
        let child = children[tree]?[Array(part)]?.first(where: { isLast || isFolder($0) })
      else { return false }
      if isLast { return child.target == sighting.target && child.kind == sighting.kind }
      tree = child.target
    }
    return false
  }
}

/// Notes the entries of trees that lead to one of some objects.
struct EntryCollector: ObjectCollector, ~Copyable {
  private let wanted: Set<ObjectID>
  private let ids: IDSearch
  private var entries: [TreeEntry] = []
  private var unread: [(id: ObjectID, why: String)] = []

  /// Prepares a thread's collector.
  ///
  /// - Parameters:
  ///   - wanted: The objects.
  ///   - ids: The search for their ids, which all threads share.
  init(_ wanted: Set<ObjectID>, _ ids: IDSearch) {
    self.wanted = wanted
    self.ids = ids
  }

  consuming func finish() -> [TreeEntry] { entries }

  mutating func takeUnreadable() -> [(id: ObjectID, why: String)] {
    defer { unread = [] }
    return unread
  }

  func search(for kind: ObjectKind) -> (any MarkSearch)? {
    kind == .tree ? ids : nil
  }

  mutating func needsBytes(of object: borrowing PackedObject) -> Bool {
    !object.marks.isEmpty
  }

  /// A tree that is too large to be held was told as a gap when it was first met.
  mutating func needsWindows(of object: borrowing PackedObject) -> Bool { false }

  mutating func visit(_ object: borrowing PackedObject, bytes: Span<UInt8>?) {
    guard let bytes else { return }
    let tree = object.id
    let marks = object.marks
    // A folder of thousands of files has thousands of versions: only what is marked is looked up,
    // and everything where a tree comes without marks.
    var next = 0
    _ = TreeObject.forEachEntry(in: bytes, ids.format) { mode, name, target in
      while next < marks.count, Int(marks[next].offset) < name.upperBound { next += 1 }
      guard
        marks.isEmpty || next < marks.count && Int(marks[next].offset) == name.upperBound,
        wanted.contains(target)
      else { return }
      entries.append(
        TreeEntry(tree: tree, name: bytes.copy(name), target: target, kind: mode.kind))
    }
  }

  mutating func visit(
    _ object: borrowing PackedObject, window: ObjectWindow, bytes: Span<UInt8>
  ) {}

  mutating func unreadable(_ id: ObjectID, _ error: EntryError) {
    unread.append((id, error.rawValue))
  }
}
