/// What a split index says of the shared one that it changes: git's `link` extension.
struct SplitIndexLink {
  /// The checksum, and part of the name, of the shared index.
  let base: ObjectID
  private let deleted: CompressedBits
  private let replaced: CompressedBits

  /// Reads the extension's content; nil where the bytes are wrong.
  init?(_ reader: inout ByteReader) {
    guard let base = reader.id() else { return nil }
    self.base = base
    guard reader.left > 0 else {
      deleted = CompressedBits()
      replaced = CompressedBits()
      return
    }
    guard let deleted = CompressedBits(&reader), let replaced = CompressedBits(&reader),
      reader.left == 0
    else { return nil }
    self.deleted = deleted
    self.replaced = replaced
  }

  /// Returns the entries that the shared ones and the index's own make together, in order.
  ///
  /// The first own entries, one for each that is replaced, have no name and take the place of
  /// shared ones; the others come in addition, or instead of the one of the same path and stage.
  /// - Throws: `corrupt` where the two don't fit together.
  func merged(
    _ own: [IndexEntry], onto shared: [IndexEntry]
  ) throws(GitError) -> [IndexEntry] {
    guard let replaced = replaced.positions(below: shared.count),
      let deleted = deleted.positions(below: shared.count), replaced.count <= own.count
    else { throw Self.misfit }
    var kept: [IndexEntry?] = shared
    for (position, entry) in zip(replaced, own) {
      guard entry.path.bytes.isEmpty else { throw Self.misfit }
      kept[position] = entry.named(shared[position].path)
    }
    for position in deleted { kept[position] = nil }
    var added: [Path: [Int: IndexEntry]] = [:]
    for entry in own.dropFirst(replaced.count) {
      guard !entry.path.bytes.isEmpty else { throw Self.misfit }
      // A path that is merged has no stages any more.
      if entry.stage == 0 { added[entry.path] = nil }
      added[entry.path, default: [:]][entry.stage] = entry
    }
    var entries = kept.compactMap(\.self).filter { entry in
      guard let newer = added[entry.path] else { return true }
      return newer[0] == nil && newer[entry.stage] == nil
    }
    entries += added.values.flatMap(\.values)
    return entries.sorted { ($0.path, $0.stage) < ($1.path, $1.stage) }
  }

  private static let misfit = GitError(
    .corrupt, "index", "the index is split, and does not fit the shared index that it names")
}

/// A set of numbers as git compresses it: EWAH, runs of equal words and words as they are.
private struct CompressedBits {
  private var words: [UInt64] = []

  init() {}

  /// Reads a set: how many bits it has, its words, and where the last run begins.
  init?(_ reader: inout ByteReader) {
    guard reader.number32() != nil, let count = reader.number32(),
      Int(count) <= reader.left / 8
    else { return nil }
    words.reserveCapacity(Int(count))
    for _ in 0..<count {
      guard let high = reader.number32(), let low = reader.number32() else { return nil }
      words.append(UInt64(high) << 32 | UInt64(low))
    }
    guard reader.number32() != nil else { return nil }
  }

  /// The numbers in order; nil where one is not below `limit`, or the words end too early.
  func positions(below limit: Int) -> [Int]? {
    var positions: [Int] = []
    var position = 0
    var rest = words[...]
    while let marker = rest.popFirst() {
      // From the lowest bit: the run's bit, how many words it has, how many words follow as they are.
      let runLength = Int(marker >> 1 & 0xFFFF_FFFF) * 64
      let literals = Int(marker >> 33)
      if marker & 1 == 1, runLength > 0 {
        guard runLength <= limit - position else { return nil }
        positions += position..<(position + runLength)
      }
      // Beyond the limit nothing but zeros is right, so that the exact place no longer matters.
      position = min(position + runLength, limit)
      guard literals <= rest.count else { return nil }
      for word in rest.prefix(literals) {
        for bit in 0..<64 where word >> UInt64(bit) & 1 == 1 {
          guard position + bit < limit else { return nil }
          positions.append(position + bit)
        }
        position = min(position + 64, limit)
      }
      rest = rest.dropFirst(literals)
    }
    return positions
  }
}
