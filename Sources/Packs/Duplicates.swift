import Git
import Synchronization

/// Which objects of a list of packs already stand in an earlier pack of the list.
///
/// The first pack has none, so a repository with one pack pays nothing. For the others, each of the
/// 256 ranges of ids that share a first byte is settled by itself: their ids are sorted together,
/// then looked up in the first pack in rising order, so that the look-up only moves forward.
@safe
final class Duplicates: Sendable {
  private let marks: Table<Bool>
  private let starts: [Int]

  private struct Row {
    let id: ObjectID
    let pack: Int
    let position: Int
  }

  /// Compares the packs on this many threads.
  ///
  /// - Throws: `outOfMemory`.
  init(_ packs: [Pack], threads: Int) throws(EntryError) {
    var starts = [0]
    for pack in packs.dropFirst() { starts.append((starts.last ?? 0) + pack.objectCount) }
    self.starts = starts
    marks = try Table(count: starts.last ?? 0)
    guard packs.count > 1 else { return }
    let next = Atomic(0)
    runThreads(threads) {
      while true {
        let byte = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard byte < 256 else { return }
        mark(packs, startingWith: UInt8(truncatingIfNeeded: byte))
      }
    }
  }

  /// Tells whether the object at `position` of the pack with this number is in an earlier pack.
  @inline(__always)
  func contains(pack: Int, position: Int) -> Bool {
    pack > 0 && marks[starts[pack - 1] + position]
  }

  private func mark(_ packs: [Pack], startingWith byte: UInt8) {
    var rows: [Row] = []
    for (number, pack) in packs.enumerated().dropFirst() {
      for position in pack.index.positions(startingWith: byte) {
        rows.append(Row(id: pack.index.id(at: position), pack: number, position: position))
      }
    }
    rows.sort { ($0.id, $0.pack) < ($1.id, $1.pack) }
    let first = packs[0].index
    var range = first.positions(startingWith: byte)
    var previous: ObjectID?
    for row in rows {
      range = first.firstPosition(notBelow: row.id, in: range)..<range.upperBound
      let isInFirst = !range.isEmpty && first.id(at: range.lowerBound) == row.id
      if isInFirst || row.id == previous { marks[starts[row.pack - 1] + row.position] = true }
      previous = row.id
    }
  }
}
