import CDeflate
package import Git
import Synchronization

/// What is wrong with an index that could be read all the same.
package struct PackDamage: Sendable, Equatable {
  /// The index.
  package let index: Path
  /// What is wrong, and what may come of it.
  package let why: String
}

/// What the threads of a walk noticed of an index.
final class IndexDamage: Sendable {
  let hasWrongDigest = Atomic(false)
  let leavesGaps = Atomic(false)
}

extension DeltaForest {
  /// What was noticed, to be told when the walk is over.
  var told: PackDamage? {
    let index = pack.location.index
    if damage.hasWrongDigest.load(ordering: .relaxed) {
      return PackDamage(
        index: index,
        why: "its checksum is wrong, so that it may hide objects of the pack: 'git fsck' tells more"
      )
    }
    if damage.leavesGaps.load(ordering: .relaxed) {
      return PackDamage(
        index: index,
        why: "it tells nothing of a part of the pack: 'git index-pack' makes it anew")
    }
    return nil
  }

  /// Checks the digest of the index, and that its rows are of entries that follow each other.
  func checkIndex() {
    if !pack.index.hasRightDigest { damage.hasWrongDigest.store(true, ordering: .relaxed) }
    guard order.count > 0, order.offset(0) != Pack.headerSize else { return }
    noteGap()
  }

  /// Checks an entry of which all data was read, up to `end`.
  ///
  /// The data has a checksum of its own, but the header before it has none.
  @inline(__always)
  func check(_ entry: Int, endingAt end: Int) throws(EntryError) {
    noteEnd(of: entry, end)
    try checkSum(of: entry)
  }

  /// Notes a gap where the next entry does not follow.
  @inline(__always)
  func noteEnd(of entry: Int, _ end: Int) {
    if end != order.end(entry) { noteGap() }
  }

  /// Compares the bytes of an entry with the checksum that the index has of them.
  @inline(__always)
  func checkSum(of entry: Int) throws(EntryError) {
    guard pack.index.hasChecksums else { return }
    let start = order.offset(entry)
    let sum = unsafe libdeflate_crc32(0, pack.file.base + start, order.end(entry) - start)
    guard sum == order.checksum(entry) else { throw .badChecksum }
  }

  private func noteGap() {
    // An index over several packs has no row for what another of them has too.
    if pack.location.shared == nil { damage.leavesGaps.store(true, ordering: .relaxed) }
  }
}
