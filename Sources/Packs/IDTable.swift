package import Git
internal import Glibc

/// A set of ids that is only added to: four bytes for each place, so that little memory is touched.
///
/// Of an id's first eight bytes some say where it is put, and others are kept there. One that was
/// not added is taken for another with a chance of one in a billion.
@safe
package final class IDTable: Sendable {
  // Written to by `insert` only, which runs before the table is shared.
  @usableFromInline nonisolated(unsafe) let slots: UnsafeMutablePointer<UInt32>
  @usableFromInline let mask: Int
  /// How many of the first eight bytes' bits do not say where an id is put.
  @usableFromInline let shift: UInt64

  /// Makes room for a number of ids.
  package init(capacity: Int) {
    var size = 64
    while size < 2 * capacity { size *= 2 }
    mask = size - 1
    shift = UInt64(64 - size.trailingZeroBitCount)
    let bytes = size * MemoryLayout<UInt32>.stride
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: bytes, alignment: min(bytes, Self.hugePage))
    // Ids lead anywhere in the table: on small pages most of the time goes into finding the page.
    if bytes >= Self.hugePage { unsafe madvise(memory, bytes, MADV_HUGEPAGE) }
    unsafe slots = memory.initializeMemory(as: UInt32.self, repeating: 0, count: size)
  }

  deinit {
    unsafe slots.deallocate()
  }

  /// The size of a huge page of x86-64 and of most arm64 systems, in bytes.
  private static let hugePage = 2 << 20

  /// Adds an id; no more than the capacity may be added, and none once threads share the table.
  package func insert(_ id: ObjectID) {
    unsafe slots[slot(of: id.prefix)] = Self.tag(of: id.prefix)
  }

  /// Whether the id with this prefix was added.
  @inlinable @inline(__always)
  package func contains(_ prefix: UInt64) -> Bool {
    unsafe slots[slot(of: prefix)] != 0
  }

  /// The place that holds the prefix, or the free one where it belongs.
  @inlinable
  func slot(of prefix: UInt64) -> Int {
    let tag = Self.tag(of: prefix)
    // The first bits: an index holds its ids in order, so that adding them goes through the memory
    // from one end to the other.
    var slot = Int(truncatingIfNeeded: prefix >> shift)
    while unsafe slots[slot] != 0 && slots[slot] != tag { slot = (slot + 1) & mask }
    return slot
  }

  /// What is kept of a prefix; never zero, which marks a free place.
  @inlinable
  static func tag(of prefix: UInt64) -> UInt32 {
    UInt32(truncatingIfNeeded: prefix) | 1
  }
}
