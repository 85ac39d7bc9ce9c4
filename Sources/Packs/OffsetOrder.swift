/// The entries of a pack in the order in which they stand in it, found by where they begin.
///
/// One pass deals the entries into buckets of equal width, about one entry each; within a bucket
/// they are sorted by comparison. The buckets then also answer which entry begins at an offset.
/// Each thread has the buckets of a part of the pack, and looks for its entries among all.
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
  let misplaced: [Int]
  private let end: Int

  /// Orders the entries of a pack, on several threads.
  ///
  /// - Throws: `outOfMemory`.
  init(_ pack: Pack, threads: Int) throws(EntryError) {
    let index = pack.index
    let width = Int.bitWidth - pack.end.leadingZeroBitCount
    let bucketBits = Int.bitWidth - max(index.count, 1).leadingZeroBitCount
    let shift = max(0, width - bucketBits)
    let bucketCount = (pack.end >> shift) + 1
    // The row behind a bucket's own says where it begins until the bucket is filled.
    let starts = try Table<UInt32>(count: bucketCount + 2)
    let parts = index.count < leastShared ? 1 : threads
    runThreads(parts, sharing: bucketCount) { buckets in
      Self.forEachOffset(index, pack.end, shift, in: buckets) { _, bucket, _ in
        starts[bucket + 2] += 1
      }
    }
    for row in 1..<starts.count { starts[row] += starts[row - 1] }
    let places = try Table<Place>(count: Int(starts[bucketCount + 1]))
    runThreads(parts, sharing: bucketCount) { buckets in
      Self.forEachOffset(index, pack.end, shift, in: buckets) { offset, bucket, position in
        let slot = starts[bucket + 1]
        starts[bucket + 1] = slot + 1
        places[Int(slot)] = Place(
          offset: UInt64(offset), position: UInt32(truncatingIfNeeded: position),
          checksum: index.checksum(at: position))
      }
    }
    // Each bucket's row has come to where the next one begins.
    runThreads(parts, sharing: bucketCount) { buckets in
      for bucket in buckets { Self.sort(places, Int(starts[bucket])..<Int(starts[bucket + 1])) }
    }
    count = places.count
    misplaced =
      count == index.count
      ? []
      : (0..<index.count).filter { position in
        index.offset(at: position).map { !Self.isInside($0, pack.end) } ?? true
      }
    end = pack.end
    self.shift = shift
    self.places = places
    bucketStarts = starts
  }

  private static func isInside(_ offset: Int, _ end: Int) -> Bool {
    offset >= Pack.headerSize && offset < end
  }

  /// Whether an offset lies within the pack.
  func holds(_ offset: Int) -> Bool { Self.isInside(offset, end) }

  /// Calls `body` for each row of the index whose entry begins in one of the buckets, with where that
  /// is, the bucket and the number of the row.
  @inline(__always)
  private static func forEachOffset(
    _ index: PackIndex, _ end: Int, _ shift: Int, in buckets: Range<Int>,
    _ body: (_ offset: Int, _ bucket: Int, _ position: Int) -> Void
  ) {
    for position in 0..<index.count {
      guard let offset = index.offset(at: position), isInside(offset, end) else { continue }
      let bucket = offset >> shift
      if buckets.contains(bucket) { body(offset, bucket, position) }
    }
  }

  /// Sorts one bucket: by insertion, or by the library's sort where a pack crowds its entries.
  private static func sort(_ places: borrowing Table<Place>, _ range: Range<Int>) {
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

  /// Has the processor fetch what is known of an entry.
  @inline(__always)
  func prefetch(_ entry: Int) { places.prefetch(entry) }

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

  /// Has the processor fetch what tells which entries begin about `offset`, of the pack.
  @inline(__always)
  func prefetchBucket(at offset: Int) { bucketStarts.prefetch(offset >> shift) }

  /// Has the processor fetch these entries, once what tells of them is there.
  @inline(__always)
  func prefetchEntries(at offset: Int) { places.prefetch(Int(bucketStarts[offset >> shift])) }

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
