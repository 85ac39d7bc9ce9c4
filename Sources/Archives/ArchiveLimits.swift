/// What is spent at most on a container that is a file or blob of its own, with all inside it.
package struct ArchiveLimits: Sendable {
  /// The bytes that may come out, at each depth of nesting, of a container of any size.
  package var bytes = 512 << 20
  /// How many times its own size may come out of a container for which `bytes` is too little.
  package var growth = 4
  /// How many times its own size may come out at most, beyond `freeBytes`.
  package var ratio = 200
  /// The bytes to which the ratio is not applied: a log of that size may compress as it likes.
  package var freeBytes = 64 << 20
  /// The number of entries, in all containers together.
  package var entries = 200_000
  /// How deep containers may stand in each other; gzip in tar counts two.
  package var depth = 5
  /// The bytes that are kept in memory of containers that cannot be read in one go: a zip in
  /// another container, and databases.
  package var held = 64 << 20
  /// The number of objects, in all packs together.
  package var objects = 2_000_000
  /// The bytes that are kept in memory of the objects of a pack while deltas are built on them, and
  /// of a pack in another container.
  package var packMemory = 256 << 20
  /// The length of a name in bytes; of a longer one, the end is kept.
  package var nameLength = 4096
  /// The number of problems that are told one by one.
  package var problems = 20
  /// The size of the pieces in which a content is lent, and how much of one the next repeats.
  package var pieceSize = 8 << 20
  package var overlap = 256 << 10

  package init() {}

  /// The bytes that may come out, at each depth, of a container of `size` bytes.
  func bytes(outOf size: Int) -> Int {
    let (much, isHuge) = size.multipliedReportingOverflow(by: ratio)
    guard !isHuge, size < Int.max / (growth + 1), much < Int.max - freeBytes else { return .max }
    return min(max(bytes, size * growth), freeBytes + much)
  }

  /// The bytes that may come out of a pack of `size` bytes: what others gain by compression is
  /// nothing beside what deltas save.
  func bytes(outOfPack size: Int) -> Int {
    let (much, isHuge) = size.multipliedReportingOverflow(by: ratio)
    return isHuge || much > Int.max - freeBytes ? .max : freeBytes + much
  }

  /// How much may be read to find one entry: an archive's own lists are kept in memory by
  /// libarchive, up to some fifteen times as large as they are written.
  func directoryBytes(of kind: ContainerKind) -> Int {
    kind == .zip ? 32 << 20 : 4 << 20
  }
}
