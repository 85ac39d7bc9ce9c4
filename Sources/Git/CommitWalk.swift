extension Repository {
  /// Returns the commits of a range, newest first.
  ///
  /// The walk reads the commits itself: libgit2 1.5 gives up where a shallow clone ends, and loses
  /// the last commit with it. Replaced commits are not heeded: what is stored is walked.
  /// - Parameter range: The range; the words must name commits that are here.
  /// - Returns: The ids, and what was in the way: references and commits that can't be read.
  /// - Throws: `unknownRevision` for a word that names no commit.
  package func commits(
    in range: RevisionRange
  ) throws(GitError) -> (commits: [ObjectID], failures: [ReadFailure]) {
    var resolver = RangeResolver(self)
    for term in range.terms { try resolver.add(term) }
    var walk = try CommitWalk(self)
    let commits = walk.commits(from: resolver.tips, since: range.since)
    return (commits, resolver.failures + walk.failures)
  }
}

/// Walks from commits to their parents, by the committer's time.
struct CommitWalk {
  private struct Node {
    let id: ObjectID
    let time: Int64
    let parents: [ObjectID]
    /// What a graft adds to them: followed, but nothing is left out for it.
    var grafted: [ObjectID] = []
    let isReadable: Bool
    var isExcluded = false
    var isSeen = false
    var isQueued = false
    var sides: UInt8 = 0
  }

  private let objects: ObjectDatabase
  private let boundary: Set<ObjectID>
  private var grafts: [ObjectID: [ObjectID]] = [:]
  private var nodes: [Node] = []
  private var numbers: [ObjectID: Int] = [:]
  private var queue = TimeQueue()
  private var wantedInQueue = 0

  /// The commits that could not be read although they belong to the walk.
  private(set) var failures: [ReadFailure] = []

  init(_ repository: Repository) throws(GitError) {
    objects = repository.objects
    boundary = try repository.shallowBoundary()
    do throws(GitError) {
      grafts = try repository.grafts()
    } catch {
      failures.append(ReadFailure(Path("info/grafts"), error))
    }
  }

  /// Returns what `tips` includes and does not exclude, newest first.
  ///
  /// As in git, the walk ends soon after nothing but excluded commits is left: where clocks were
  /// wrong by more than a few commits, an excluded one may be returned, but never is one left out.
  mutating func commits(from tips: RevisionTips, since: Int64?) -> [ObjectID] {
    for id in tips.excluded { enqueue(exclude(number(of: id, isWanted: false))) }
    for id in tips.included { enqueue(number(of: id, isWanted: true)) }
    var listed: [Int] = []
    var patience = 5
    while let current = dequeue() {
      let node = nodes[current]
      for parent in node.parents {
        let number = number(of: parent, isWanted: !node.isExcluded)
        enqueue(node.isExcluded ? exclude(number) : number)
      }
      for parent in node.grafted where !node.isExcluded {
        enqueue(number(of: parent, isWanted: true))
      }
      guard node.isExcluded else {
        listed.append(current)
        continue
      }
      let next = queue.latest ?? .min
      let mayGoOn = wantedInQueue > 0 || listed.last.map { nodes[$0].time <= next } ?? false
      patience = mayGoOn ? 5 : patience - 1
      if patience == 0 { break }
    }
    return listed.map { nodes[$0] }
      .filter { !$0.isExcluded && $0.time >= since ?? .min }
      .map(\.id)
  }

  /// Returns commits that both reach, so that they and those before them are all that both reach.
  mutating func commonAncestors(_ left: ObjectID, _ right: ObjectID) -> [ObjectID] {
    let both: UInt8 = 3
    let stale: UInt8 = 4
    var found: [ObjectID] = []
    for (id, side) in [(left, UInt8(1)), (right, UInt8(2))] {
      let number = number(of: id, isWanted: true)
      nodes[number].sides |= side
      queue.insert(number, time: nodes[number].time)
    }
    while queue.contains(where: { nodes[$0].sides & stale == 0 }),
      let current = queue.removeLatest()
    {
      var sides = nodes[current].sides
      if sides == both { found.append(nodes[current].id) }
      if sides & both == both { sides |= stale }
      for parent in nodes[current].parents {
        let number = number(of: parent, isWanted: true)
        guard nodes[number].sides & sides != sides else { continue }
        nodes[number].sides |= sides
        queue.insert(number, time: nodes[number].time)
      }
    }
    return found
  }

  /// Returns the number of a commit, which is read the first time.
  private mutating func number(of id: ObjectID, isWanted: Bool) -> Int {
    if let known = numbers[id] { return known }
    let number = nodes.count
    numbers[id] = number
    do throws(GitError) {
      let format = objects.format
      let (parents, time) = try objects.read(id, as: .commit) { bytes in
        CommitObject(bytes, format).map { commit in
          (commit.parents, commit.committer.flatMap { Signature(bytes, $0).seconds } ?? 0)
        }
      }
      let kept = boundary.contains(id) ? [] : parents
      nodes.append(
        Node(id: id, time: time, parents: kept, grafted: grafts[id] ?? [], isReadable: true))
    } catch {
      nodes.append(Node(id: id, time: 0, parents: [], isReadable: false))
      // What is left out anyway need not be here.
      if isWanted { failures.append(ReadFailure(Path(id.description), error)) }
    }
    return number
  }

  /// Excludes a commit and, of those before it, the ones that were met already.
  private mutating func exclude(_ number: Int) -> Int {
    var pending = [number]
    while let current = pending.popLast() {
      if nodes[current].isExcluded { continue }
      nodes[current].isExcluded = true
      if nodes[current].isQueued { wantedInQueue -= 1 }
      pending += nodes[current].parents.compactMap { numbers[$0] }
    }
    return number
  }

  private mutating func enqueue(_ number: Int) {
    if nodes[number].isSeen || !nodes[number].isReadable { return }
    nodes[number].isSeen = true
    nodes[number].isQueued = true
    if !nodes[number].isExcluded { wantedInQueue += 1 }
    queue.insert(number, time: nodes[number].time)
  }

  private mutating func dequeue() -> Int? {
    guard let number = queue.removeLatest() else { return nil }
    nodes[number].isQueued = false
    if !nodes[number].isExcluded { wantedInQueue -= 1 }
    return number
  }
}

/// Numbers in the order of a time, the latest first; of equal times, the first that was inserted.
private struct TimeQueue {
  private struct Item {
    let time: Int64
    let order: Int
    let number: Int

    func precedes(_ other: Item) -> Bool {
      time != other.time ? time > other.time : order < other.order
    }
  }

  private var heap: [Item] = []
  private var inserted = 0

  /// The latest time in the queue.
  var latest: Int64? { heap.first?.time }

  func contains(where condition: (Int) -> Bool) -> Bool {
    heap.contains { condition($0.number) }
  }

  mutating func insert(_ number: Int, time: Int64) {
    heap.append(Item(time: time, order: inserted, number: number))
    inserted += 1
    var child = heap.count - 1
    while child > 0, heap[child].precedes(heap[(child - 1) / 2]) {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func removeLatest() -> Int? {
    guard let first = heap.first else { return nil }
    let last = heap.removeLast()
    if heap.isEmpty { return first.number }
    heap[0] = last
    var parent = 0
    while true {
      var best = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < heap.count && heap[child].precedes(heap[best]) {
        best = child
      }
      if best == parent { return first.number }
      heap.swapAt(parent, best)
      parent = best
    }
  }
}
