import Glibc

/// A fixed number of plain values, zero at first, that threads may fill side by side.
///
/// Every access is checked against the bounds. Threads may write at the same time as long as no two
/// touch the same element; the walk gives each its own range.
@safe
struct Table<Element: BitwiseCopyable & Sendable>: ~Copyable, Sendable {
  nonisolated(unsafe) private let base: UnsafeMutablePointer<Element>
  let count: Int

  /// Reserves `count` elements of zero bytes; `Element` must accept zero bytes as a value.
  init(count: Int) throws(EntryError) {
    // calloc checks the product for overflow and leaves untouched pages to the system.
    guard let memory = unsafe calloc(max(count, 1), MemoryLayout<Element>.stride) else {
      throw .outOfMemory
    }
    unsafe base = memory.bindMemory(to: Element.self, capacity: max(count, 1))
    self.count = count
  }

  deinit {
    unsafe free(base)
  }

  subscript(index: Int) -> Element {
    @inline(__always) get {
      precondition(index >= 0 && index < count)
      return unsafe base[index]
    }
    @inline(__always) nonmutating set {
      precondition(index >= 0 && index < count)
      unsafe base[index] = newValue
    }
  }
}
