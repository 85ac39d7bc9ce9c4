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
  ///
  /// - Parameters:
  ///   - count: The number of elements.
  ///   - threads: How many threads share the work of having the memory of a large table supplied.
  /// - Throws: `outOfMemory`.
  init(count: Int, threads: Int = 1) throws(EntryError) {
    // calloc checks the product for overflow and leaves untouched pages to the system.
    guard let memory = unsafe calloc(max(count, 1), MemoryLayout<Element>.stride) else {
      throw .outOfMemory
    }
    unsafe base = memory.bindMemory(to: Element.self, capacity: max(count, 1))
    self.count = count
    populate(threads: threads)
  }

  /// Has the system supply the pages of a large table at once: otherwise each costs two faults, as it
  /// is first read, and the second interrupts the other threads.
  private func populate(threads: Int) {
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    let memory = unsafe UnsafeMutableRawPointer(base)
    nonisolated(unsafe) let first = unsafe memory.alignedUp(toMultipleOf: page)
    let pages = (count * MemoryLayout<Element>.stride - (unsafe first - memory)) / page
    guard pages >= 256 else { return }
    runThreads(threads, sharing: pages) { pages in
      // A kernel before 5.14 refuses, and all is as it would be without.
      unsafe madvise(first + pages.lowerBound * page, pages.count * page, MADV_POPULATE_WRITE)
    }
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
