package import Git
internal import CDeflate
internal import Glibc
internal import Synchronization

/// The ids of all objects of some packs, with what each stands for: four bytes for each place, so
/// that little memory is touched.
///
/// Of an id's first eight bytes some say where it is put, and others are kept there. One that was
/// not added is taken for another with a chance of one in a hundred million.
@safe
package final class IDTable: Sendable {
  // Written to by `init` and `note` only, which run before the table is shared.
  @usableFromInline nonisolated(unsafe) let slots: UnsafeMutablePointer<UInt32>
  @usableFromInline let mask: Int
  /// How many of the first eight bytes' bits do not say where an id is put.
  @usableFromInline let shift: UInt64

  /// Puts the ids of all objects of packs into a table, on several threads: each has the ids with
  /// some of the first bytes, and so a part of the table.
  package init(of packs: [Pack], threads: Int) {
    let count = packs.reduce(0) { $0 + $1.objectCount }
    var size = Self.firstBytes
    while size < 2 * count { size *= 2 }
    mask = size - 1
    shift = UInt64(64 - size.trailingZeroBitCount)
    unsafe slots = .allocate(capacity: size)
    let late = Mutex<[UInt64]>([])
    let parts = count < leastShared ? 1 : min(threads, Self.firstBytes)
    runThreads(parts, sharing: Self.firstBytes) { firstBytes in
      let rest = fill(firstBytes, packs)
      late.withLock { $0 += rest }
    }
    for prefix in late.withLock({ $0 }) { unsafe slots[slot(of: prefix)] = Self.tag(of: prefix) }
  }

  /// Clears the part of the table that belongs to some first bytes of ids, adds the ids, and returns
  /// the prefixes of those for which there was no room up to its end.
  private func fill(_ firstBytes: Range<Int>, _ packs: [Pack]) -> [UInt64] {
    let width = (mask + 1) / Self.firstBytes
    let (start, end) = (firstBytes.lowerBound * width, firstBytes.upperBound * width)
    unsafe (slots + start).initialize(repeating: 0, count: end - start)
    var late: [UInt64] = []
    for index in packs.lazy.map(\.index) {
      for position in index.positions(startingWith: firstBytes) {
        let prefix = index.prefix(at: position)
        let tag = Self.tag(of: prefix)
        var slot = Int(truncatingIfNeeded: prefix >> shift)
        // A broken index may have an id among those that begin otherwise.
        if slot < start { slot = end }
        while slot < end, unsafe slots[slot] != 0 && slots[slot] != tag { slot += 1 }
        if slot < end { unsafe slots[slot] = tag } else { late.append(prefix) }
      }
    }
    return late
  }

  deinit {
    unsafe slots.deallocate()
  }

  /// How many values the first byte of an id can have.
  private static let firstBytes = 256

  /// What an object is, as far as trees make a difference.
  package enum Content: UInt32 {
    case unknown
    case tree
    case blob
    /// A commit or an annotated tag, which no tree holds.
    case other

    /// What an object of a kind is.
    package init(_ kind: ObjectKind) {
      self =
        switch kind {
        case .tree: .tree
        case .blob: .blob
        case .commit, .tag: .other
        }
    }
  }

  /// Notes what the object is whose id has this prefix and was added, before threads share the table.
  func note(_ prefix: UInt64, _ content: Content) {
    unsafe slots[slot(of: prefix)] = Self.tag(of: prefix) | content.rawValue
  }

  /// Whether the id with this prefix was added, and is not known to be of something else.
  ///
  /// - Parameters:
  ///   - prefix: The first bytes of the id.
  ///   - wanted: What it is to be, by the number of a ``Content``; 0 for anything.
  /// - Returns: False also where it is something else.
  @inlinable @inline(__always)
  package func contains(_ prefix: UInt64, as wanted: UInt32) -> Bool {
    let value = unsafe slots[slot(of: prefix)]
    return value != 0 && (wanted == 0 || value & 3 == 0 || value & 3 == wanted)
  }

  /// Has the processor fetch the place of a prefix that will be asked for soon.
  package func prefetch(_ prefix: UInt64) {
    unsafe vg_prefetch(slots + Int(truncatingIfNeeded: prefix >> shift))
  }

  /// What the object is whose id has this prefix; nil where it was not added.
  package func content(of prefix: UInt64) -> Content? {
    let value = unsafe slots[slot(of: prefix)]
    return value == 0 ? nil : Content(rawValue: value & 3)
  }

  /// Whether the id with this prefix was added.
  @inlinable @inline(__always)
  package func contains(_ prefix: UInt64) -> Bool {
    unsafe slots[slot(of: prefix)] != 0
  }

  /// The place that holds the prefix, or the free one where it belongs.
  @inlinable @inline(__always)
  func slot(of prefix: UInt64) -> Int {
    let tag = Self.tag(of: prefix)
    // The first bits: an index holds its ids in order, so that adding them goes through the memory
    // from one end to the other.
    var slot = Int(truncatingIfNeeded: prefix >> shift)
    while unsafe slots[slot] != 0 && slots[slot] & ~3 != tag { slot = (slot + 1) & mask }
    return slot
  }

  /// What is kept of a prefix; never zero, which marks a free place.
  ///
  /// Two bits are left for what the
  /// object is.
  @inlinable
  static func tag(of prefix: UInt64) -> UInt32 {
    UInt32(truncatingIfNeeded: prefix) & ~7 | 4
  }
}
