import CDeflate
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
    unsafe Self.populate(memory, count * MemoryLayout<Element>.stride)
  }

  /// Has the system supply the pages of a large table at once: otherwise each costs two faults, as it
  /// is first read, and the second interrupts the other threads.
  private static func populate(_ memory: UnsafeMutableRawPointer, _ bytes: Int) {
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    let start = unsafe memory.alignedUp(toMultipleOf: page)
    let length = bytes - (unsafe start - memory)
    guard length >= 256 * page else { return }
    // A kernel before 5.14 refuses, and all is as it would be without.
    unsafe madvise(start, length / page * page, MADV_POPULATE_WRITE)
  }

  deinit {
    unsafe free(base)
  }

  /// Has the processor fetch an element that will be asked for soon; the index may be any.
  @inline(__always)
  func prefetch(_ index: Int) {
    unsafe vg_prefetch(base + index)
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
