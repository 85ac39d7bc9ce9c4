import Glibc
import Synchronization

/// The bytes that all threads of a walk may hold together.
final class MemoryBudget: Sendable {
  private let limit: Int
  private let used = Atomic(0)

  init(limit: Int) { self.limit = limit }

  /// Takes `count` bytes out of the budget, or returns false where they are not left.
  func take(_ count: Int) -> Bool {
    let before = used.wrappingAdd(count, ordering: .relaxed).oldValue
    guard before + count > limit else { return true }
    give(count)
    return false
  }

  /// Puts `count` bytes back.
  func give(_ count: Int) {
    used.wrappingSubtract(count, ordering: .relaxed)
  }
}

/// The buffers of one thread: handed out, taken back and reused, all within the budget.
///
/// A walk holds few buffers at a time (see ``DeltaForest``), so finding one is a look at some ten
/// slots, and memory comes from the system only until the pool has grown to its largest need.
@safe
struct BufferPool: ~Copyable {
  /// Names a buffer of the pool.
  struct Handle: Equatable {
    fileprivate let slot: Int
  }

  @safe
  private struct Slot {
    var base: UnsafeMutablePointer<UInt8>?
    var capacity: Int
    var isFree: Bool
  }

  private var slots: [Slot] = []
  private let budget: MemoryBudget

  /// Buffers are no smaller than this, so that small objects share a few of them.
  private static let smallest = 64 << 10

  init(budget: MemoryBudget) { self.budget = budget }

  deinit {
    for slot in slots {
      unsafe free(slot.base)
      budget.give(slot.capacity)
    }
  }

  /// Returns a buffer of at least `count` bytes and ``Inflater/slack`` more behind them.
  ///
  /// What it holds is left from earlier uses. Throws `outOfMemory` where the budget or the system
  /// has no more.
  mutating func take(_ count: Int) throws(EntryError) -> Handle {
    let needed = count + Inflater.slack
    var best = -1
    var largestFree = -1
    for index in slots.indices where slots[index].isFree {
      let capacity = slots[index].capacity
      if capacity >= needed, best < 0 || capacity < slots[best].capacity { best = index }
      if largestFree < 0 || capacity > slots[largestFree].capacity { largestFree = index }
    }
    if best < 0 {
      best = largestFree
      if best < 0 {
        unsafe slots.append(Slot(base: nil, capacity: 0, isFree: true))
        best = slots.count - 1
      }
      try grow(best, to: needed)
    }
    slots[best].isFree = false
    return Handle(slot: best)
  }

  /// Takes a buffer back.
  mutating func put(_ handle: Handle) {
    slots[handle.slot].isFree = true
  }

  /// Returns where the buffer begins; valid until the buffer is put back.
  @inline(__always)
  func base(_ handle: Handle) -> UnsafeMutablePointer<UInt8> {
    // A handle is only made for a slot that has memory.
    guard let base = unsafe slots[handle.slot].base else { preconditionFailure("no buffer") }
    return unsafe base
  }

  /// Gives the memory of all buffers that are not in use back to the system and the budget.
  mutating func trim() {
    for index in slots.indices where slots[index].isFree { release(index) }
  }

  private mutating func release(_ index: Int) {
    unsafe free(slots[index].base)
    budget.give(slots[index].capacity)
    unsafe slots[index].base = nil
    slots[index].capacity = 0
  }

  /// Gives a free slot `needed` bytes, an eighth more if they are to be had, so that slowly growing
  /// objects do not mean a new buffer each.
  private mutating func grow(_ index: Int, to needed: Int) throws(EntryError) {
    release(index)
    var capacity = max(needed + needed / 8, Self.smallest)
    if !budget.take(capacity) {
      trim()
      capacity = needed
      guard budget.take(capacity) else { throw .outOfMemory }
    }
    guard let memory = unsafe malloc(capacity) else {
      budget.give(capacity)
      throw .outOfMemory
    }
    unsafe slots[index].base = memory.bindMemory(to: UInt8.self, capacity: capacity)
    slots[index].capacity = capacity
  }
}
