import CDeflate
import Git
import Synchronization

/// The entries of a pack linked to the entries that they are deltas of.
///
/// An entry goes by its number in ``OffsetOrder``. Those stored as wholes are the roots of trees;
/// so are deltas whose base is in another pack or can't be told: reading such a root shows which.
/// All roots are the children of one more node, so that the whole forest is a tree.
@safe
final class DeltaForest: Sendable {
  let pack: Pack
  let order: OffsetOrder
  /// The pack's number in the list of packs.
  private let number: Int
  private let duplicates: Duplicates
  private let parents: Table<UInt32>
  // The children of all nodes, node after node, and where each node's begin.
  private let children: Table<UInt32>
  private let childStarts: Table<UInt32>
  private let weights: Table<UInt32>
  /// The type that the header of each entry names that is stored as a whole, else 0.
  private let types: Table<UInt8>
  private let hasForwardBases = Atomic(false)
  let damage = IndexDamage()

  /// Links the entries of `pack`.
  ///
  /// - Parameters:
  ///   - pack: The pack to link.
  ///   - number: Its number in the list that `duplicates` was made of.
  ///   - duplicates: The objects that serve as bases only, because the visitor sees them elsewhere.
  ///   - table: Has the ids of the pack's objects, and takes what they are.
  ///   - threads: How many threads share the work.
  ///   - pages: Bounds the pages that this leaves resident.
  /// - Throws: `outOfMemory`.
  init(
    _ pack: Pack, number: Int, duplicates: Duplicates, noting table: IDTable?, threads: Int,
    pages: ResidentPages
  ) throws(EntryError) {
    self.pack = pack
    self.number = number
    self.duplicates = duplicates
    order = try OffsetOrder(pack, threads: threads)
    parents = try Table(count: order.count, threads: threads)
    children = try Table(count: order.count, threads: threads)
    childStarts = try Table(count: order.count + 2, threads: threads)
    weights = try Table(count: order.count + 1, threads: threads)
    types = try Table(count: order.count)
    readParents(threads: threads, pages)
    let queue = try Table<UInt32>(
      count: hasForwardBases.load(ordering: .relaxed) ? order.count + 1 : 0)
    let kinds = try Table<UInt8>(count: table == nil ? 0 : pack.objectCount)
    // Neither of the two reads what the other writes.
    runThreads(min(threads, 2), sharing: 2) { works in
      for work in works {
        if work == 0 {
          linkChildren()
          weigh(queue)
          putHeaviestChildLast()
        } else if let table {
          noteContents(in: table, kinds)
        }
      }
    }
  }

  /// The node whose children are the roots.
  var top: Int { order.count }

  /// Returns the base of `entry`, or `top` where it has none in this pack.
  @inline(__always)
  func parent(of entry: Int) -> Int { Int(parents[entry]) }

  /// Returns where the children of `node` stand; ``child(_:)`` takes the numbers of this range.
  @inline(__always)
  func children(of node: Int) -> Range<Int> {
    Int(childStarts[node])..<Int(childStarts[node + 1])
  }

  /// Returns the entry at one place of a range that ``children(of:)`` returned.
  @inline(__always)
  func child(_ place: Int) -> Int { Int(children[place]) }

  /// Returns the compressed size of the entry and of all that depend on it, in units of 64 bytes
  /// and never more than `UInt32.max`; 0 where the visitor is to see none of them.
  @inline(__always)
  func weight(of node: Int) -> Int { Int(weights[node]) }

  /// Has the processor fetch what the tables say of the child at `place`, for ``prefetchData(of:)``
  /// and the visit.
  @inline(__always)
  func prefetchRow(of place: Int) {
    guard place < children.count else { return }
    let entry = child(place)
    order.prefetch(entry)
    childStarts.prefetch(entry)
    weights.prefetch(entry)
  }

  /// Has the processor fetch the data of the child at `place`, so that its visit need not wait.
  @inline(__always)
  func prefetchData(of place: Int) {
    guard place < children.count else { return }
    let entry = child(place)
    let start = unsafe pack.file.base + order.offset(entry)
    // An address is not read here, so it may lie past the end.
    unsafe vg_prefetch(start)
    unsafe vg_prefetch(start + 64)
    unsafe vg_prefetch(start + 128)
    children.prefetch(Int(childStarts[entry]))
  }

  /// Has the processor fetch the id of an entry whose visitor is sure to ask for it.
  @inline(__always)
  func prefetchID(of entry: Int) {
    unsafe vg_prefetch(idPointer(of: entry))
  }

  /// Lends the bytes of the id of an entry.
  @inline(__always)
  func idPointer(of entry: Int) -> UnsafePointer<UInt8> {
    unsafe pack.index.idPointer(at: order.position(entry))
  }

  /// Tells whether the visitor is to see the object of `entry`.
  @inline(__always)
  func isDelivered(_ entry: Int) -> Bool {
    !duplicates.contains(pack: number, position: order.position(entry))
  }

  /// Returns the id of the object of `entry`.
  func id(of entry: Int) -> ObjectID { pack.index.id(at: order.position(entry)) }
}

extension DeltaForest {
  /// How many entries a thread takes at a time while headers are read.
  private static let chunk = 4096

  /// Finds the base of every entry.
  ///
  /// Most of the time goes to waiting for memory, because the headers lie all over the pack: so
  /// threads share the work.
  private func readParents(threads: Int, _ pages: ResidentPages) {
    let chunks = (order.count + Self.chunk - 1) / Self.chunk
    // The first piece of work is the index's digest, which takes as long as some chunks.
    let next = Atomic(-1)
    runThreads(min(threads, max(chunks, 1))) {
      while true {
        let chunk = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard chunk < chunks else { return }
        if chunk < 0 {
          checkIndex()
          continue
        }
        let first = chunk * Self.chunk
        readParents(of: first..<min(first + Self.chunk, order.count))
        pages.check()
      }
    }
  }

  /// How many entries are read side by side, and how far ahead their headers are fetched.
  private static let group = 16

  /// Finds the bases of some entries: for a group of them first where each base begins, then which
  /// entries these are, so that the memory that one waits for is fetched for all at once.
  private func readParents(of entries: Range<Int>) {
    var bases = InlineArray<16, Int>(repeating: 0)
    for start in stride(from: entries.lowerBound, to: entries.upperBound, by: Self.group) {
      let group = start..<min(start + Self.group, entries.upperBound)
      for entry in group {
        prefetchHeader(of: entry + Self.group)
        let base = baseOffset(of: entry)
        bases[entry - start] = base
        if base > 0 { order.prefetchBucket(at: base) }
      }
      for place in 0..<group.count where bases[place] > 0 {
        order.prefetchEntries(at: bases[place])
      }
      for entry in group {
        let base = bases[entry - start]
        let parent = base > 0 ? order.entry(at: base) : nil
        parents[entry] = UInt32(truncatingIfNeeded: parent ?? top)
      }
    }
  }

  @inline(__always)
  private func prefetchHeader(of entry: Int) {
    if entry < order.count { unsafe vg_prefetch(pack.file.base + order.offset(entry)) }
  }

  /// Returns where the base of `entry` begins in this pack, or zero where it can't be told.
  @inline(__always)
  private func baseOffset(of entry: Int) -> Int {
    guard let header = try? pack.entryHeader(at: order.offset(entry)) else { return 0 }
    switch header.storage {
    case .whole(let type):
      types[entry] = type
      return 0
    case .offsetDelta(let offset): return offset
    case .referenceDelta(let idStart):
      // The header's reader has checked that the id lies within the file.
      guard let position = unsafe pack.index.position(of: pack.file.base + idStart),
        let offset = pack.index.offset(at: position), order.holds(offset)
      else { return 0 }
      if offset >= order.offset(entry) { hasForwardBases.store(true, ordering: .relaxed) }
      return offset
    }
  }

  /// Turns "is a child of" into "has these children".
  private func linkChildren() {
    for entry in 0..<order.count { childStarts[Int(parents[entry])] += 1 }
    for node in 1..<childStarts.count { childStarts[node] += childStarts[node - 1] }
    // Each row now says where its node's children end. Filling from the back moves it to where
    // they begin, and leaves them in the order of the pack.
    for entry in stride(from: order.count - 1, through: 0, by: -1) {
      let parent = Int(parents[entry])
      let place = childStarts[parent] - 1
      childStarts[parent] = place
      children[Int(place)] = UInt32(truncatingIfNeeded: entry)
    }
  }

  /// Adds up the weights from the leaves to the roots; where a base may stand behind its delta, with
  /// a list that has room for all nodes.
  private func weigh(_ queue: borrowing Table<UInt32>) {
    guard hasForwardBases.load(ordering: .relaxed) else {
      // Every base stands before its deltas, so backwards through the pack is leaves first.
      for entry in stride(from: order.count - 1, through: 0, by: -1) { addWeight(of: entry) }
      return
    }
    // Level by level from the roots; what isn't reached is part of a circle and keeps weight 0.
    queue[0] = UInt32(truncatingIfNeeded: top)
    var filled = 1
    var next = 0
    while next < filled {
      for place in children(of: Int(queue[next])) {
        queue[filled] = children[place]
        filled += 1
      }
      next += 1
    }
    for index in stride(from: filled - 1, to: 0, by: -1) { addWeight(of: Int(queue[index])) }
  }

  /// Adds the weight of `entry`, whose children's weights it already has, to its parent's.
  @inline(__always)
  private func addWeight(of entry: Int) {
    var weight = Int(weights[entry])
    guard weight > 0 || isDelivered(entry) else { return }
    weight += 1 + (order.end(entry) - order.offset(entry)) >> 6
    weights[entry] = UInt32(clamping: weight)
    let parent = Int(parents[entry])
    weights[parent] = UInt32(clamping: weight + Int(weights[parent]))
  }

  /// Notes in a table what each object of the pack is: the kind of the root of its tree; `kinds` has
  /// room for all of them.
  private func noteContents(in table: IDTable, _ kinds: borrowing Table<UInt8>) {
    let needsPaths = hasForwardBases.load(ordering: .relaxed)
    for entry in 0..<order.count {
      let parent = Int(parents[entry])
      // Most bases stand before their deltas, and were told of already.
      if types[entry] == 0, parent != top {
        types[entry] = needsPaths ? typeOfRoot(of: parent) : types[parent]
      }
      kinds[order.position(entry)] = types[entry]
    }
    for position in 0..<pack.objectCount {
      guard let kind = ObjectKind(rawValue: kinds[position]) else { continue }
      table.note(pack.index.prefix(at: position), IDTable.Content(kind))
    }
  }

  /// Goes up until a type is known; a circle leads to none.
  private func typeOfRoot(of entry: Int) -> UInt8 {
    var node = entry
    for _ in 0...order.count {
      if types[node] != 0 { return types[node] }
      node = Int(parents[node])
      if node == top { return 0 }
    }
    return 0
  }

  /// Moves each node's heaviest child to the end of its children.
  ///
  /// The walk lets go of a base when it enters the base's last child. As every other child weighs
  /// at most half of its parent's tree, no more than log2(weight of the tree) bases are held.
  private func putHeaviestChildLast() {
    for node in 0..<order.count {
      let range = children(of: node)
      guard range.count > 1 else { continue }
      var heaviest = range.lowerBound
      for place in range where weights[Int(children[place])] > weights[Int(children[heaviest])] {
        heaviest = place
      }
      let last = range.upperBound - 1
      (children[heaviest], children[last]) = (children[last], children[heaviest])
    }
  }

  /// Names the objects of the index that no tree holds, and why: their offset is outside the pack,
  /// or their bases form a circle.
  func forEachOutcast(_ body: (ObjectID, EntryError) -> Void) {
    for position in order.misplaced
    where !duplicates.contains(pack: number, position: Int(position)) {
      body(pack.index.id(at: Int(position)), .badOffset)
    }
    guard hasForwardBases.load(ordering: .relaxed) else { return }
    var isReached = [Bool](repeating: false, count: order.count)
    var pending = children(of: top).map(child)
    while let entry = pending.popLast() {
      isReached[entry] = true
      pending += children(of: entry).map(child)
    }
    for entry in isReached.indices where !isReached[entry] && isDelivered(entry) {
      body(id(of: entry), .cyclicBase)
    }
  }
}
