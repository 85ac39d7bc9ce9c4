import Synchronization

/// The entries of a pack in the order in which they stand in it, found by where they begin.
///
/// Entries are dealt into buckets of equal width, about one entry each; within a bucket they are
/// sorted by comparison. The buckets then also answer which entry begins at an offset.
///
/// An index has its rows in the order of ids, so that neighbours in the pack come from anywhere. Rows
/// are therefore first dealt into stretches of the pack, each of which is then sorted in the
/// processor's nearest memory. Each thread deals a part of the rows, and sorts some of the stretches.
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
    let stretchShift = shift + max(0, bucketBits - Self.mostStretchBits)
    let bucketCount = (pack.end >> shift) + 1
    let stretchCount = (pack.end >> stretchShift) + 1
    let parts = index.count < leastShared ? 1 : threads
    let rows: @Sendable (Int) -> Range<Int> = { part in
      (index.count * part / parts)..<(index.count * (part + 1) / parts)
    }

    // Of each part's rows how many lie in each stretch, and then where the next of them is put.
    let next = try Table<UInt32>(count: parts * stretchCount)
    runThreads(parts, sharing: parts) { part in
      let first = part.lowerBound * stretchCount
      Self.forEachOffset(index, pack.end, in: rows(part.lowerBound)) { offset, _ in
        next[first + offset >> stretchShift] += 1
      }
    }
    let stretchStarts = try Table<UInt32>(count: stretchCount + 1)
    var count: UInt32 = 0
    for stretch in 0..<stretchCount {
      stretchStarts[stretch] = count
      for part in 0..<parts {
        let start = count
        count += next[part * stretchCount + stretch]
        next[part * stretchCount + stretch] = start
      }
    }
    stretchStarts[stretchCount] = count

    let places = try Table<Place>(count: Int(count), threads: threads)
    runThreads(parts, sharing: parts) { part in
      let first = part.lowerBound * stretchCount
      Self.forEachOffset(index, pack.end, in: rows(part.lowerBound)) { offset, position in
        let row = first + offset >> stretchShift
        let slot = next[row]
        next[row] = slot + 1
        places[Int(slot)] = Place(
          offset: UInt64(offset), position: UInt32(truncatingIfNeeded: position),
          checksum: index.checksum(at: position))
      }
    }
    let starts = try Table<UInt32>(count: bucketCount + 1, threads: threads)
    // Small entries crowd some stretches, so that a thread takes one after the other.
    let unsorted = Atomic(0)
    runThreads(parts) {
      var dealt: [Place] = []
      while true {
        let stretch = unsorted.wrappingAdd(1, ordering: .relaxed).oldValue
        guard stretch < stretchCount else { return }
        let range = Int(stretchStarts[stretch])..<Int(stretchStarts[stretch + 1])
        let first = stretch << (stretchShift - shift)
        let buckets = first..<min(first + 1 << (stretchShift - shift), bucketCount)
        dealt.removeAll(keepingCapacity: true)
        for place in range { dealt.append(places[place]) }
        Self.sort(dealt, into: places, from: range.lowerBound, starts, buckets, shift)
      }
    }
    starts[bucketCount] = count
    self.count = places.count
    misplaced =
      places.count == index.count
      ? []
      : (0..<index.count).filter { position in
        index.offset(at: position).map { !Self.isInside($0, pack.end) } ?? true
      }
    end = pack.end
    self.shift = shift
    self.places = places
    bucketStarts = starts
  }

  /// At most two to this power stretches: as many places in memory a processor writes to side by side
  /// without waiting for most of them.
  private static let mostStretchBits = 9

  private static func isInside(_ offset: Int, _ end: Int) -> Bool {
    offset >= Pack.headerSize && offset < end
  }

  /// Whether an offset lies within the pack.
  func holds(_ offset: Int) -> Bool { Self.isInside(offset, end) }

  /// Calls `body` for some rows of the index, those whose entry begins within the pack, with where
  /// that is and the number of the row.
  @inline(__always)
  private static func forEachOffset(
    _ index: PackIndex, _ end: Int, in rows: Range<Int>,
    _ body: (_ offset: Int, _ position: Int) -> Void
  ) {
    for position in rows {
      guard let offset = index.offset(at: position), isInside(offset, end) else { continue }
      body(offset, position)
    }
  }

  /// Sorts the entries of a stretch, and notes where each of its buckets begins.
  private static func sort(
    _ dealt: [Place], into places: borrowing Table<Place>, from start: Int,
    _ starts: borrowing Table<UInt32>, _ buckets: Range<Int>, _ shift: Int
  ) {
    for place in dealt { starts[Int(place.offset >> shift)] += 1 }
    var end = UInt32(start)
    for bucket in buckets {
      end += starts[bucket]
      starts[bucket] = end
    }
    // A bucket is filled from its end, so that its row comes to where it begins, and rows with the same
    // offset keep their order.
    for place in dealt.reversed() {
      let bucket = Int(place.offset >> shift)
      starts[bucket] -= 1
      places[Int(starts[bucket])] = place
    }
    var from = start
    for bucket in buckets {
      let to = bucket + 1 < buckets.upperBound ? Int(starts[bucket + 1]) : Int(end)
      sort(places, from..<to)
      from = to
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
