import Blobs
import Git
import Packs
import Synchronization

/// Which tree stands in which, by ids alone: enough to go up from many levels of folders at once.
struct FolderSteps {
  /// A tree, and one that holds it as a folder.
  struct Step: Sendable {
    let child: ObjectID
    let parent: ObjectID
  }

  /// More steps than this are not held: they take some 200 MB while they are sorted.
  static let limit = 1 << 21

  /// In the order of the children.
  private let steps: [Step]

  init(_ parts: [[Step]]) {
    steps = parts.flatMap(\.self).sorted { $0.child < $1.child }
  }

  /// All trees that hold one of some trees, at any depth.
  func ancestors(of trees: Set<ObjectID>) -> Set<ObjectID> {
    var found: Set<ObjectID> = []
    var pending = Array(trees)
    while let tree = pending.popLast() {
      var position = firstStep(from: tree)
      while position < steps.count, steps[position].child == tree {
        if found.insert(steps[position].parent).inserted { pending.append(steps[position].parent) }
        position += 1
      }
    }
    return found
  }

  private func firstStep(from tree: ObjectID) -> Int {
    var (low, high) = (0, steps.count)
    while low < high {
      let middle = (low + high) / 2
      if steps[middle].child < tree { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// How many steps the collectors of all threads hold together.
final class FolderStepCount: Sendable {
  private let count = Atomic(0)

  /// Whether there is room for so many more.
  func reserve(_ number: Int) -> Bool {
    count.add(number, ordering: .relaxed).newValue <= FolderSteps.limit
  }

  /// Whether some found no room.
  var isExceeded: Bool { count.load(ordering: .relaxed) > FolderSteps.limit }
}

/// Notes the folders of trees.
struct FolderStepCollector: ObjectCollector, ~Copyable {
  private let count: FolderStepCount
  private let format: ObjectFormat
  private var steps: [FolderSteps.Step] = []
  private var unread: [(id: ObjectID, why: String)] = []

  init(_ count: FolderStepCount, _ format: ObjectFormat) {
    self.count = count
    self.format = format
  }

  consuming func finish() -> [FolderSteps.Step] { steps }

  mutating func takeUnreadable() -> [(id: ObjectID, why: String)] {
    defer { unread = [] }
    return unread
  }

  func search(for kind: ObjectKind) -> (any MarkSearch)? {
    kind == .tree ? NoSearch() : nil
  }

  mutating func needsBytes(of object: borrowing PackedObject) -> Bool { !count.isExceeded }

  /// A tree that is too large to be held was told as a gap when it was first met.
  mutating func needsWindows(of object: borrowing PackedObject) -> Bool { false }

  mutating func visit(_ object: borrowing PackedObject, bytes: Span<UInt8>?) {
    guard let bytes else { return }
    let tree = object.id
    let before = steps.count
    _ = TreeObject.forEachEntry(in: bytes, format) { mode, _, target in
      if mode.kind == .folder { steps.append(FolderSteps.Step(child: target, parent: tree)) }
    }
    if !count.reserve(steps.count - before) { steps = [] }
  }

  mutating func visit(
    _ object: borrowing PackedObject, window: ObjectWindow, bytes: Span<UInt8>
  ) {}

  mutating func unreadable(_ id: ObjectID, _ error: EntryError) {
    if error != .cyclicBase { unread.append((id, error.rawValue)) }
  }
}

/// Marks nothing: every tree is wanted.
private struct NoSearch: MarkSearch {
  var shape: MarkShape { MarkShape(longest: 0, margin: 1) }

  func find(in bytes: Span<UInt8>, into marks: inout [Mark]) {}
}
