internal import Git
internal import Packs

/// Builds the objects of a pack one after the other, deltas right behind their bases.
///
/// A base is kept while deltas of it are to come, the one with the most descendants last: so no
/// more bases are kept than the logarithm of their number, and of those no more than `packMemory`.
@safe
final class PackObjects {
  /// Which objects come next.
  enum Part {
    /// Commits, tags and trees.
    case graph
    case blobs
    /// Deltas of what is not in the pack; to be asked for last.
    case orphans
  }

  struct Object {
    enum Name {
      case id([UInt8])
      case deltaOf([UInt8])
      case cutAt(Int)
    }

    let name: Name
    /// Nil where it is not known.
    let kind: ObjectKind?
    let content: Content
  }

  enum Content {
    case bytes(ObjectBytes)
    /// It is large, and comes once.
    case stream(PackEntrySource)
  }

  private struct Frame {
    let object: ObjectBytes
    let name: Object.Name
    let kind: ObjectKind?
    /// Its deltas, the first of them last.
    var deltas: [Int32]
  }

  let pack: BarePack
  private let budget: Budget
  private let depth: Int
  private let builder: ObjectBuilder
  private var part = Part.graph
  /// The entry that is next among the roots.
  private var nextRoot = 0
  private var stack: [Frame] = []
  /// The bytes of the objects on the stack.
  private var held = 0
  // The deltas of each entry, entry after entry, and where each one's begin.
  private var deltas: [Int32] = []
  private var deltaStarts: [Int32] = []
  // How many entries depend on each, itself included.
  private var weights: [Int32]
  /// The deltas whose base is named and was not met yet.
  private var waiting: [ObjectID: [Int32]] = [:]
  private var orphans: Set<Int32> = []
  /// The number of deltas of what is not in the pack.
  private(set) var orphanCount = 0
  private(set) var problems: [ArchiveProblem.Reason] = []

  /// The size from which an object that is no delta's base is not held in memory.
  private static let streamedFrom = 8 << 20

  init(_ pack: BarePack, _ budget: Budget, depth: Int) throws(ArchiveProblem.Reason) {
    self.pack = pack
    self.budget = budget
    self.depth = depth
    do throws(EntryError) { builder = try ObjectBuilder() } catch { throw .outOfMemory }
    weights = Array(repeating: 1, count: pack.entries.count)
    link()
  }

  /// Starts with the first object of a part.
  func begin(_ part: Part) {
    self.part = part
    nextRoot = 0
    guard part == .orphans else { return }
    orphans = Set(waiting.values.joined())
    waiting = [:]
    orphanCount = orphans.reduce(0) { $0 + Int(weights[Int($1)]) }
  }

  /// The next object that can be built; nil at the end of the part, or where the budget is spent.
  func next() -> Object? {
    while budget.goesOn {
      if let object = nextDelta() ?? nextRootObject() { return object }
      if stack.isEmpty, nextRoot >= pack.entries.count { return nil }
    }
    return nil
  }
}

extension PackObjects {
  private func link() {
    let entries = pack.entries
    deltaStarts = Array(repeating: 0, count: entries.count + 1)
    for (number, entry) in entries.enumerated().reversed() {
      switch entry.storage {
      case .delta(let base):
        weights[Int(base)] += weights[number]
        deltaStarts[Int(base)] += 1
      case .referenceDelta(let reference):
        waiting[Self.key(pack.reference(reference)), default: []].append(Int32(number))
      case .whole, .broken, .cut: continue
      }
    }
    for number in entries.indices.dropFirst() { deltaStarts[number] += deltaStarts[number - 1] }
    let count = entries.isEmpty ? 0 : deltaStarts[entries.count - 1]
    deltaStarts[entries.count] = count
    deltas = Array(repeating: 0, count: Int(count))
    // Each row says where its entry's deltas end; filling from the back moves it to their begin.
    for (number, entry) in entries.enumerated().reversed() {
      guard case .delta(let base) = entry.storage else { continue }
      deltaStarts[Int(base)] -= 1
      deltas[Int(deltaStarts[Int(base)])] = Int32(number)
    }
  }

  private static func key(_ id: some Collection<UInt8>) -> ObjectID {
    ObjectID(Array(id).span)
  }

  /// The deltas of an entry's object, to be taken from the end: the heaviest comes first, and is
  /// taken last.
  private func deltas(of number: Int, id: [UInt8]?) -> [Int32] {
    var all = Array(deltas[Int(deltaStarts[number])..<Int(deltaStarts[number + 1])].reversed())
    if let id, !waiting.isEmpty, let more = waiting.removeValue(forKey: Self.key(id)) {
      all += more
    }
    if let heaviest = all.indices.max(by: { weights[Int(all[$0])] < weights[Int(all[$1])] }) {
      all.swapAt(0, heaviest)
    }
    return all
  }
}

extension PackObjects {
  /// Builds the next delta of the last base.
  private func nextDelta() -> Object? {
    guard var frame = stack.popLast() else { return nil }
    guard let number = frame.deltas.popLast().map(Int.init) else {
      held -= frame.object.count
      return nil
    }
    let isLast = frame.deltas.isEmpty
    if !isLast { stack.append(frame) }
    defer { if isLast { held -= frame.object.count } }
    do throws(ArchiveProblem.Reason) {
      let delta = try inflate(number)
      let size = try mapped { () throws(EntryError) in try builder.sizes(of: delta).result }
      try check(size + delta.count)
      guard budget.take(max(1, size), depth: depth) else { return nil }
      let object = try mapped { () throws(EntryError) in
        try builder.build(delta, on: frame.object)
      }
      return push(object, number, frame.kind, frame.name)
    } catch {
      note(error)
      return nil
    }
  }

  /// Keeps an object for its deltas, and names it: by its id if its base, or itself, is known.
  private func push(
    _ object: ObjectBytes, _ number: Int, _ kind: ObjectKind?, _ base: Object.Name?
  ) -> Object {
    var name = base ?? .cutAt(0)
    var id: [UInt8]?
    if let kind {
      var digest = ObjectDigest(pack.format, of: kind, size: object.count)
      unsafe digest.add(object.bytes)
      let bytes = digest.finish()
      (id, name) = (bytes, .id(bytes))
    }
    let deltas = deltas(of: number, id: id)
    if !deltas.isEmpty {
      stack.append(Frame(object: object, name: name, kind: kind, deltas: deltas))
      held += object.count
    }
    return Object(name: name, kind: kind, content: .bytes(object))
  }

  /// Inflates an entry's data into memory.
  private func inflate(_ number: Int) throws(ArchiveProblem.Reason) -> ObjectBytes {
    let entry = pack.entries[number]
    let count = pack.dataEnd(number) - entry.dataStart
    try check(entry.size + count)
    if let inflated = pack.takeInflated(number) { return inflated }
    let data = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, count), alignment: 16)
    defer { unsafe data.deallocate() }
    let filled = unsafe pack.source.copy(at: entry.dataStart, into: data)
    return try mapped { () throws(EntryError) in
      unsafe try builder.inflate(
        UnsafeRawBufferPointer(rebasing: data[..<min(filled, count)]), size: entry.size)
    }
  }

  /// Refuses what needs more memory than there may be.
  private func check(_ count: Int) throws(ArchiveProblem.Reason) {
    let limit = budget.limits.packMemory
    guard count <= limit - held else { throw .tooLargeObjects(limit) }
  }

  private func note(_ reason: ArchiveProblem.Reason) {
    if !problems.contains(reason) { problems.append(reason) }
  }

  private func mapped<Value: ~Copyable>(
    _ body: () throws(EntryError) -> Value
  ) throws(ArchiveProblem.Reason) -> Value {
    do throws(EntryError) { return try body() } catch { throw ArchiveProblem.Reason(error) }
  }
}

extension PackObjects {
  /// Reads the next entry of the part on which others build.
  private func nextRootObject() -> Object? {
    guard stack.isEmpty, nextRoot < pack.entries.count else { return nil }
    let number = nextRoot
    nextRoot += 1
    do throws(ArchiveProblem.Reason) {
      switch (pack.entries[number].storage, part) {
      case (.whole(let type), .graph) where type != ObjectKind.blob.rawValue,
        (.whole(let type), .blobs) where type == ObjectKind.blob.rawValue:
        return try root(number, ObjectKind(rawValue: type) ?? .blob)
      case (.cut, .orphans):
        let place = pack.entries[number].offset
        return Object(name: .cutAt(place), kind: nil, content: .stream(stream(number)))
      case (.referenceDelta(let reference), .orphans) where orphans.contains(Int32(number)):
        return try orphan(number, of: Array(pack.reference(reference)))
      default: return nil
      }
    } catch {
      note(error)
      return nil
    }
  }

  private func root(_ number: Int, _ kind: ObjectKind) throws(ArchiveProblem.Reason) -> Object? {
    let size = pack.entries[number].size
    let hasDeltas = deltaStarts[number] < deltaStarts[number + 1]
    let isHuge = size > budget.limits.packMemory / 2
    guard isHuge || size > Self.streamedFrom && !hasDeltas, kind != .tree else {
      guard budget.take(max(1, size), depth: depth) else { return nil }
      return push(try inflate(number), number, kind, nil)
    }
    let id = try idOfStream(number, kind)
    if hasDeltas || waiting.removeValue(forKey: Self.key(id)) != nil {
      note(.tooLargeObjects(budget.limits.packMemory))
    }
    return Object(name: .id(id), kind: kind, content: .stream(stream(number)))
  }

  private func stream(_ number: Int) -> PackEntrySource {
    let entry = pack.entries[number]
    let isCut = entry.storage == .cut
    return PackEntrySource(
      pack.source, entry.dataStart..<max(entry.dataStart, pack.dataEnd(number)), budget,
      depth: depth, shortage: isCut ? pack.problem ?? .truncated : .truncated)
  }

  private func idOfStream(
    _ number: Int, _ kind: ObjectKind
  ) throws(ArchiveProblem.Reason) -> [UInt8] {
    var digest = ObjectDigest(pack.format, of: kind, size: pack.entries[number].size)
    let source = stream(number)
    while case let block = unsafe source.next(), unsafe !block.isEmpty {
      unsafe digest.add(block)
    }
    if let failure = source.failure { throw failure }
    return digest.finish()
  }

  /// Builds a delta on a base of which nothing is known: what it adds can be read all the same.
  private func orphan(
    _ number: Int, of base: [UInt8]
  ) throws(ArchiveProblem.Reason) -> Object? {
    let delta = try inflate(number)
    let size = try mapped { () throws(EntryError) in try builder.sizes(of: delta) }
    guard size.base <= budget.limits.packMemory, size.result <= budget.limits.packMemory else {
      throw .tooLargeObjects(budget.limits.packMemory)
    }
    try check(size.base + size.result + delta.count)
    guard budget.take(max(1, size.base + size.result), depth: depth) else { return nil }
    let object = try mapped { () throws(EntryError) in
      try builder.build(delta, on: try .blank(size.base))
    }
    return push(object, number, nil, .deltaOf(base))
  }
}
