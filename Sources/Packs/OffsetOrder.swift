/// The entries of a pack in the order in which they stand in it, found by where they begin.
///
/// One pass deals the entries into buckets of equal width, about one entry each; within a bucket
/// they are sorted by comparison. The buckets then also answer which entry begins at an offset.
struct OffsetOrder: ~Copyable, Sendable {
  /// One entry: where it begins, which row of the index it is, and what checksum that has.
  struct Place: BitwiseCopyable, Sendable {
    var offset: UInt64
    var position: UInt32
    var checksum: UInt32
  }

  private let places: Table<Place>
  private let bucketStarts: Table<UInt32>
  private let shift: Int
  /// The number of entries whose offset lies within the pack.
  let count: Int
  /// The rows of the index whose offset lies outside the pack.
  let misplaced: [UInt32]
  private let end: Int

  init(_ pack: Pack) throws(EntryError) {
    let index = pack.index
    let width = Int.bitWidth - pack.end.leadingZeroBitCount
    let bucketBits = Int.bitWidth - max(index.count, 1).leadingZeroBitCount
    let shift = max(0, width - bucketBits)
    let starts = try Table<UInt32>(count: (pack.end >> shift) + 2)
    var misplaced: [UInt32] = []
    for position in 0..<index.count {
      if let offset = index.offset(at: position), offset >= Pack.headerSize, offset < pack.end {
        starts[(offset >> shift) + 1] += 1
      } else {
        misplaced.append(UInt32(truncatingIfNeeded: position))
      }
    }
    for bucket in 1..<starts.count { starts[bucket] += starts[bucket - 1] }
    let places = try Table<Place>(count: index.count - misplaced.count)
    count = places.count
    end = pack.end
    self.shift = shift
    self.misplaced = misplaced
    self.places = places
    bucketStarts = starts
    deal(index)
  }

  /// Puts each entry into its bucket, in order.
  private func deal(_ index: PackIndex) {
    for position in 0..<index.count {
      guard let offset = index.offset(at: position), offset >= Pack.headerSize, offset < end else {
        continue
      }
      // A bucket's start moves up as the bucket fills, until it stands where the next one began.
      let bucket = offset >> shift
      let slot = bucketStarts[bucket]
      bucketStarts[bucket] = slot + 1
      places[Int(slot)] = Place(
        offset: UInt64(offset), position: UInt32(truncatingIfNeeded: position),
        checksum: index.checksum(at: position))
    }
    // So the row now holds the buckets' ends, which are the next buckets' starts.
    for bucket in stride(from: bucketStarts.count - 1, to: 0, by: -1) {
      bucketStarts[bucket] = bucketStarts[bucket - 1]
    }
    bucketStarts[0] = 0
    for bucket in 0..<(bucketStarts.count - 1) {
      sort(Int(bucketStarts[bucket])..<Int(bucketStarts[bucket + 1]))
    }
  }

  /// Sorts one bucket: by insertion, or by the library's sort where a pack crowds its entries.
  private func sort(_ range: Range<Int>) {
    guard range.count > 1 else { return }
    guard range.count <= 32 else {
      let sorted = range.map { places[$0] }.sorted { $0.offset < $1.offset }
      for (place, index) in zip(sorted, range) { places[index] = place }
      return
    }
    for index in range.dropFirst() {
      let place = places[index]
      var hole = index
      while hole > range.lowerBound, places[hole - 1].offset > place.offset {
        places[hole] = places[hole - 1]
        hole -= 1
      }
      places[hole] = place
    }
  }

  /// Returns where the entry with this number begins.
  @inline(__always)
  func offset(_ entry: Int) -> Int { Int(truncatingIfNeeded: places[entry].offset) }

  /// Returns the row of the index that the entry with this number has.
  @inline(__always)
  func position(_ entry: Int) -> Int { Int(places[entry].position) }

  /// Returns the CRC-32 that the index has of the entry with this number.
  @inline(__always)
  func checksum(_ entry: Int) -> UInt32 { places[entry].checksum }

  /// Returns where the entry with this number ends at the latest: where the next one begins.
  @inline(__always)
  func end(_ entry: Int) -> Int { entry + 1 < count ? offset(entry + 1) : end }

  /// Returns the first entry that begins at `offset`, or nil where none does.
  @inline(__always)
  func entry(at offset: Int) -> Int? {
    guard offset >= 0, offset < end else { return nil }
    let bucket = offset >> shift
    var lower = Int(bucketStarts[bucket])
    let upper = Int(bucketStarts[bucket + 1])
    if upper - lower > 8 { lower = lowerBound(offset, lower..<upper) }
    while lower < upper {
      let found = self.offset(lower)
      if found >= offset { return found == offset ? lower : nil }
      lower += 1
    }
    return nil
  }

  private func lowerBound(_ offset: Int, _ range: Range<Int>) -> Int {
    var lower = range.lowerBound
    var upper = range.upperBound
    while lower < upper {
      let middle = lower + (upper - lower) / 2
      if self.offset(middle) < offset { lower = middle + 1 } else { upper = middle }
    }
    return lower
  }
}
