/// What the threads of one walk share.
final class WalkJob: Sendable {
  let forests: [DeltaForest]
  let options: PackWalk.Options
  let queue: WorkQueue
  let budget: MemoryBudget
  let pages: ResidentPages

  init(_ forests: [DeltaForest], _ options: PackWalk.Options, _ pages: ResidentPages) {
    self.forests = forests
    self.options = options
    queue = WorkQueue(WorkQueue.items(for: forests))
    budget = MemoryBudget(limit: options.memory)
    self.pages = pages
  }

  /// How many threads the work is worth, of those that the caller allows.
  var threadCount: Int {
    let weight = forests.reduce(0) { $0 + $1.weight(of: $1.top) }
    return min(options.threads, 1 + weight / WorkQueue.smallestGift)
  }

  /// Whether the caller wants the walk to end.
  var isCancelled: Bool { options.isCancelled() }
}
