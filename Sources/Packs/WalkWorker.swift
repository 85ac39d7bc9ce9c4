import Git

/// One thread's share of a walk: goes down delta trees with the bases that it needs at hand.
@safe
struct WalkWorker: ~Copyable {
  /// A base whose children are being visited.
  struct Frame {
    let node: Int
    /// The children that are still to be visited.
    var places: Range<Int>
    let bytes: BufferPool.Handle
    let size: Int
    /// Its marks, or nil where there are too many.
    let marks: [Mark]?
  }

  let job: WalkJob
  let inflater: Inflater
  var pool: BufferPool
  var deriver: MarkDeriver
  /// The compressed bytes that were read since the resident pages were checked.
  var bytesRead = 0
  /// The bases that are held, each below the one before in the tree.
  private var stack: [Frame] = []
  /// Whether all other threads are done, so that there is no later to put work off to.
  private var isAlone = false
  /// The searches by the kind's raw value; nil for kinds that are skipped.
  private var searches = InlineArray<5, PreparedSearch?>(repeating: nil)
  private var untilCheck = 0
  /// The place that is visited next, for all that is known.
  private(set) var upcoming = 0

  // The tree that is being walked.
  private(set) var forest: DeltaForest
  private var forestNumber = 0
  private(set) var kind = ObjectKind.blob
  private(set) var search = PreparedSearch(NoMarks())

  /// How many entries are visited between two looks at what other threads and the caller want.
  private static let checkInterval = 16

  /// Makes a worker for a job that has at least one forest.
  init(_ job: WalkJob) throws(EntryError) {
    self.job = job
    inflater = try Inflater()
    pool = BufferPool(budget: job.budget)
    deriver = MarkDeriver(limit: job.options.mostMarks)
    forest = job.forests[0]
  }

  /// Works until the queue has nothing left.
  mutating func run(_ visitor: inout some ObjectVisitor & ~Copyable) {
    for kind in [ObjectKind.commit, .tree, .blob, .tag] {
      searches[Int(kind.rawValue)] = visitor.search(for: kind).map(PreparedSearch.init)
    }
    job.queue.join()
    while let item = job.queue.next() { perform(item, &visitor) }
  }

  /// Does what was put off for want of memory, and names the entries that no tree holds.
  ///
  /// Comes after ``run(_:)``, when all other threads are done.
  mutating func finish(_ visitor: inout some ObjectVisitor & ~Copyable) {
    isAlone = true
    while let item = job.queue.nextPostponed() {
      pool.trim()
      perform(item, &visitor)
    }
    for forest in job.forests where !job.isCancelled {
      forest.forEachOutcast { id, error in visitor.unreadable(id, error) }
    }
  }

  /// Notes the kind of the tree that is to be walked; returns false where the kind is skipped.
  mutating func select(_ kind: ObjectKind) -> Bool {
    self.kind = kind
    guard let search = searches[Int(kind.rawValue)] else { return false }
    self.search = search
    return true
  }
}

extension WalkWorker {
  private mutating func perform(
    _ item: WorkItem, _ visitor: inout some ObjectVisitor & ~Copyable
  ) {
    guard !job.isCancelled else { return }
    forest = job.forests[item.forest]
    forestNumber = item.forest
    if item.node == forest.top {
      for place in item.places {
        prefetchNext(after: place)
        attempt(place, of: item.node, &visitor)
        descend(&visitor)
      }
      return
    }
    do throws(EntryError) {
      if let base = try rebuild(item.node) {
        push(item.node, item.places, base)
        descend(&visitor)
      }
    } catch {
      for place in item.places { giveUp(place, of: item.node, error, &visitor) }
    }
  }

  /// Visits what the bases on the stack still have to do, deepest first.
  private mutating func descend(_ visitor: inout some ObjectVisitor & ~Copyable) {
    while let top = stack.indices.last {
      let places = stack[top].places
      guard !places.isEmpty, !job.isCancelled else {
        pool.put(stack[top].bytes)
        stack.removeLast()
        continue
      }
      stack[top].places = (places.lowerBound + 1)..<places.upperBound
      prefetchNext(after: places.lowerBound)
      attempt(places.lowerBound, of: stack[top].node, &visitor)
      untilCheck -= 1
      if untilCheck <= 0 { lookAround() }
    }
  }

  /// Notes the place that is visited next, of the first delta of the entry at `place` or else the next
  /// place, and has the processor fetch what the tables say of it.
  @inline(__always)
  private mutating func prefetchNext(after place: Int) {
    let deltas = forest.children(of: forest.child(place))
    upcoming = deltas.isEmpty ? place + 1 : deltas.lowerBound
    forest.prefetchRow(of: upcoming)
  }

  /// Visits one child of `node`: of the last base on the stack, or of the top, a root.
  private mutating func attempt(
    _ place: Int, of node: Int, _ visitor: inout some ObjectVisitor & ~Copyable
  ) {
    let entry = forest.child(place)
    guard forest.weight(of: entry) > 0, !job.isCancelled else { return }
    do throws(EntryError) {
      try visit(entry, place, &visitor)
    } catch .outOfMemory where isAlone && shedBases() {
      // Once more with the memory that this has freed; nothing was told to the visitor yet.
      do throws(EntryError) {
        try visit(entry, place, &visitor)
      } catch {
        giveUp(place, of: node, error, &visitor)
      }
    } catch {
      giveUp(place, of: node, error, &visitor)
    }
  }

  private mutating func visit(
    _ entry: Int, _ place: Int, _ visitor: inout some ObjectVisitor & ~Copyable
  ) throws(EntryError) {
    if let base = stack.last {
      try visitDelta(entry, of: base, &visitor)
    } else {
      try visitRoot(entry, place, &visitor)
    }
  }

  /// Keeps an object as the base of the children at these places.
  mutating func push(_ node: Int, _ places: Range<Int>, _ object: BuiltObject) {
    stack.append(
      Frame(
        node: node, places: places, bytes: object.bytes, size: object.size,
        marks: object.marks))
  }

  /// Keeps a visited object as the base of its children, or lets go of it where it has none that
  /// are wanted.
  mutating func push(_ entry: Int, _ object: BuiltObject) {
    guard hasWantedChildren(entry) else { return pool.put(object.bytes) }
    push(entry, forest.children(of: entry), object)
  }

  /// Tells whether the entry is the base of anything that must be read.
  @inline(__always)
  func hasWantedChildren(_ entry: Int) -> Bool {
    let places = forest.children(of: entry)
    // The heaviest child is the last.
    return !places.isEmpty && forest.weight(of: forest.child(places.upperBound - 1)) > 0
  }

  /// Lets go of the last base on the stack if it has no more children.
  mutating func popIfDone() {
    guard let top = stack.last, top.places.isEmpty else { return }
    pool.put(top.bytes)
    stack.removeLast()
  }
}

extension WalkWorker {
  /// Gives work away if another thread has none, and bounds the pages that are resident.
  private mutating func lookAround() {
    untilCheck = Self.checkInterval
    if bytesRead > ResidentPages.step {
      job.pages.check()
      bytesRead = 0
    }
    if job.queue.wantsGift { giveWorkAway() }
  }

  /// Gives away the later half of the children of the base nearest to the root that has enough of
  /// them; whoever takes them builds that base again.
  private mutating func giveWorkAway() {
    for index in stack.indices {
      let places = stack[index].places
      let middle = places.lowerBound + places.count / 2
      var weight = 0
      for place in middle..<places.upperBound where weight < WorkQueue.smallestGift {
        weight += forest.weight(of: forest.child(place))
      }
      guard weight >= WorkQueue.smallestGift else { continue }
      job.queue.give(
        WorkItem(forest: forestNumber, node: stack[index].node, places: middle..<places.upperBound))
      stack[index].places = places.lowerBound..<middle
      return
    }
  }

  /// Puts off what all bases but the last still have to do, and lets go of them; returns false if
  /// there are none.
  private mutating func shedBases() -> Bool {
    guard stack.count > 1 else { return false }
    for base in stack.dropLast() {
      if !base.places.isEmpty {
        job.queue.postpone(
          WorkItem(forest: forestNumber, node: base.node, places: base.places))
      }
      pool.put(base.bytes)
    }
    stack.removeFirst(stack.count - 1)
    pool.trim()
    return true
  }

  /// Puts an entry off if memory was short and may be had later, or else names it and all that
  /// depends on it to the visitor.
  private mutating func giveUp(
    _ place: Int, of node: Int, _ error: EntryError,
    _ visitor: inout some ObjectVisitor & ~Copyable
  ) {
    if error == .outOfMemory, !isAlone {
      let item = WorkItem(forest: forestNumber, node: node, places: place..<(place + 1))
      return job.queue.postpone(item)
    }
    let entry = forest.child(place)
    if forest.isDelivered(entry) { visitor.unreadable(forest.id(of: entry), error) }
    giveUpChildren(of: entry, .unreadableBase, &visitor)
  }

  /// Names all that depends on an entry to the visitor.
  mutating func giveUpChildren(
    of entry: Int, _ error: EntryError, _ visitor: inout some ObjectVisitor & ~Copyable
  ) {
    var pending = [entry]
    while let node = pending.popLast() {
      for place in forest.children(of: node) {
        let child = forest.child(place)
        pending.append(child)
        if forest.isDelivered(child) {
          visitor.unreadable(forest.id(of: child), error)
        }
      }
    }
  }
}
