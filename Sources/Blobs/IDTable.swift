import Git

/// A set of ids that is only added to: a place for each id's first eight bytes.
///
/// Two ids with the same first eight bytes are taken for one. Ids are digests: among a billion of
/// them, one that is not there is taken for another with a chance of one in 10^10.
struct IDTable: Sendable {
  private var slots: [UInt64]
  private let mask: Int
  private var holdsZero = false

  /// Makes room for a number of ids.
  init(capacity: Int) {
    var size = 64
    while size < 2 * capacity { size *= 2 }
    slots = .init(repeating: 0, count: size)
    mask = size - 1
  }

  /// Adds an id; no more than the capacity may be added.
  mutating func insert(_ id: ObjectID) {
    // Zero marks a free place.
    guard id.prefix != 0 else {
      holdsZero = true
      return
    }
    let slot = slot(of: id.prefix)
    slots[slot] = id.prefix
  }

  func contains(_ id: ObjectID) -> Bool {
    id.prefix == 0 ? holdsZero : slots[slot(of: id.prefix)] == id.prefix
  }

  /// The place that holds the prefix, or the free one where it belongs.
  private func slot(of prefix: UInt64) -> Int {
    var slot = Int(truncatingIfNeeded: prefix) & mask
    while slots[slot] != 0, slots[slot] != prefix { slot = (slot + 1) & mask }
    return slot
  }
}
