import Git
import Packs
import Synchronization

/// What a walk delivered.
struct Collection {
  struct Object {
    var kind: ObjectKind
    var size: Int
    var marks: [Mark]
    /// Nil where the visitor did not want them.
    var bytes: [UInt8]?
    /// How often the object came, or its last window.
    var times = 1
    var windows = 0
  }

  var objects: [ObjectID: Object] = [:]
  var unreadable: [ObjectID: [EntryError]] = [:]

  mutating func merge(_ other: Collection) {
    objects.merge(other.objects) { first, second in
      var both = first
      both.times += second.times
      return both
    }
    unreadable.merge(other.unreadable) { $0 + $1 }
  }
}

/// Collects all objects.
struct Collector: ObjectVisitor, ~Copyable {
  var searches: [ObjectKind: any MarkSearch]
  var needsBytes: @Sendable (Int, [Mark]) -> Bool
  var collection = Collection()

  func search(for kind: ObjectKind) -> (any MarkSearch)? { searches[kind] }

  mutating func needsBytes(of object: borrowing PackedObject) -> Bool {
    needsBytes(object.size, object.marks)
  }

  mutating func visit(_ object: borrowing PackedObject, bytes: Span<UInt8>?) {
    var seen = Collection.Object(kind: object.kind, size: object.size, marks: object.marks)
    if let bytes { seen.bytes = array(bytes) }
    collection.merge(Collection(objects: [object.id: seen]))
  }

  mutating func needsWindows(of object: borrowing PackedObject) -> Bool { true }

  mutating func visit(
    _ object: borrowing PackedObject, window: ObjectWindow, bytes: Span<UInt8>
  ) {
    let id = object.id
    var seen =
      collection.objects.removeValue(forKey: id)
      ?? Collection.Object(kind: object.kind, size: object.size, marks: [], bytes: [], times: 0)
    for mark in window.marks {
      var mark = mark
      mark.offset += UInt32(window.offset)
      seen.marks.append(mark)
    }
    // What the windows share comes twice.
    seen.bytes = (seen.bytes ?? []).prefix(window.offset) + array(bytes)
    seen.windows += 1
    seen.times += window.isLast ? 1 : 0
    collection.objects[id] = seen
  }

  mutating func unreadable(_ id: ObjectID, _ error: EntryError) {
    collection.unreadable[id, default: []].append(error)
  }
}

/// Copies bytes out of a span.
func array(_ bytes: Span<UInt8>) -> [UInt8] {
  unsafe bytes.withUnsafeBufferPointer { unsafe Array($0) }
}

/// Walks over packs and returns all that the walk delivers.
func collect(
  _ packs: [Pack], _ options: PackWalk.Options = .init(),
  searches: [ObjectKind: any MarkSearch] = allKinds(NoMarks()),
  needsBytes: @escaping @Sendable (Int, [Mark]) -> Bool = { _, _ in true }
) throws -> Collection {
  let walk = try PackWalk(packs, options: options)
  let all = Mutex(Collection())
  try walk.run {
    Collector(searches: searches, needsBytes: needsBytes)
  } finish: { collector in
    let collection = collector.collection
    all.withLock { $0.merge(collection) }
  }
  return all.withLock { $0 }
}

/// The same search for objects of all kinds.
func allKinds(_ search: any MarkSearch) -> [ObjectKind: any MarkSearch] {
  [.commit: search, .tree: search, .blob: search, .tag: search]
}
