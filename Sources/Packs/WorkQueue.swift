import Glibc
import Synchronization

/// A part of the work: some children of one node of a forest.
struct WorkItem: Sendable {
  /// The number of the forest.
  let forest: Int
  /// The node, which is `top` for roots.
  let node: Int
  /// The children, as ``DeltaForest/children(of:)`` counts them.
  let places: Range<Int>
}

/// Hands out the work so that all threads are busy to the end.
///
/// First comes the list, by a counter. A thread that finds it used up waits for gifts: the others
/// see that someone waits, and give away half of what they still have to do.
final class WorkQueue: Sendable {
  private let items: [WorkItem]
  private let nextItem = Atomic(0)
  private let working = Atomic(0)
  private let waiting = Atomic(0)
  private let giftCount = Atomic(0)
  private let gifts = Mutex<[WorkItem]>([])
  private let postponed = Mutex<[WorkItem]>([])

  /// It takes this much weight, some 32 KiB of compressed data, to be worth another thread.
  static let smallestGift = 512

  /// How long a thread without work sleeps between two looks, in microseconds.
  private static let pause: UInt32 = 50

  init(_ items: [WorkItem]) { self.items = items }

  /// Tells the queue that one more thread takes work; once a thread, before its first item.
  func join() { working.wrappingAdd(1, ordering: .sequentiallyConsistent) }

  /// Returns the next part, or nil when none is left and no thread can give any.
  func next() -> WorkItem? {
    let index = nextItem.wrappingAdd(1, ordering: .relaxed).oldValue
    if index < items.count { return items[index] }
    waiting.wrappingAdd(1, ordering: .sequentiallyConsistent)
    while true {
      let (gift, isOver) = gifts.withLock { takeGift(&$0) }
      if gift != nil || isOver { return gift }
      usleep(Self.pause)
    }
  }

  /// Takes a gift, or tells whether there can't be any more.
  private func takeGift(_ gifts: inout [WorkItem]) -> (WorkItem?, isOver: Bool) {
    guard let gift = gifts.popLast() else {
      // Only a thread that doesn't wait can give, and threads stop waiting under the lock only.
      let working = working.load(ordering: .sequentiallyConsistent)
      return (nil, waiting.load(ordering: .sequentiallyConsistent) == working)
    }
    giftCount.wrappingSubtract(1, ordering: .relaxed)
    waiting.wrappingSubtract(1, ordering: .sequentiallyConsistent)
    return (gift, false)
  }

  /// Whether a thread waits for a gift that nobody has given yet.
  @inline(__always)
  var wantsGift: Bool {
    waiting.load(ordering: .relaxed) > giftCount.load(ordering: .relaxed)
  }

  /// Gives work to a thread that waits.
  func give(_ item: WorkItem) {
    gifts.withLock { gifts in
      gifts.append(item)
      giftCount.wrappingAdd(1, ordering: .relaxed)
    }
  }

  /// Puts work off until all threads are done, because memory is short.
  func postpone(_ item: WorkItem) { postponed.withLock { $0.append(item) } }

  /// Takes one part of the work that was put off.
  func nextPostponed() -> WorkItem? { postponed.withLock { $0.popLast() } }
}

extension WorkQueue {
  /// How many units of weight the roots that are handed out together have at least: about 256 KiB
  /// of compressed data.
  private static let smallestItem = 4096
  /// A tree of more than this part of all work is handed out before the others.
  private static let largeTree = 256

  /// The roots of the forests: large trees first, one by one, heaviest first; then the others in the
  /// order of the packs, which is kind to memory and disk, some at a time.
  static func items(for forests: [DeltaForest]) -> [WorkItem] {
    let total = forests.reduce(0) { $0 + $1.weight(of: $1.top) }
    let large = max(total / largeTree, smallestItem)
    var heavy: [(weight: Int, item: WorkItem)] = []
    var light: [WorkItem] = []
    for (number, forest) in forests.enumerated() {
      let places = forest.children(of: forest.top)
      var first = places.lowerBound
      var weight = 0
      for place in places {
        let own = forest.weight(of: forest.child(place))
        weight += own
        guard own > large || weight > smallestItem else { continue }
        let end = own > large ? place : place + 1
        if first < end {
          light.append(WorkItem(forest: number, node: forest.top, places: first..<end))
        }
        if own > large {
          let item = WorkItem(forest: number, node: forest.top, places: place..<(place + 1))
          heavy.append((own, item))
        }
        first = place + 1
        weight = 0
      }
      if first < places.upperBound {
        light.append(WorkItem(forest: number, node: forest.top, places: first..<places.upperBound))
      }
    }
    return heavy.sorted { $0.weight > $1.weight }.map(\.item) + light
  }
}
