/// The index of a pack, of version 1 or 2: the sorted ids of its objects and where each begins.
///
/// Whatever stands in the file, an answer lies within its tables; where an object begins is checked
/// against the pack by whoever reads it.
struct PackRows {
  private let file: MappedBytes
  /// How long the ids are.
  let format: ObjectFormat
  /// The number of objects.
  let count: Int
  /// The id that also ends the pack: the digest of all before it.
  let packDigest: ObjectID
  private let fanout: Int
  /// Where the first id and the first offset stand, and how far apart two rows of either are.
  private let ids: (start: Int, stride: Int)
  private let offsets: (start: Int, stride: Int)
  private let largeOffsets: (start: Int, count: Int)

  /// Maps the index at `path`.
  ///
  /// - Throws: `missing`, `corrupt` where the tables don't fit the file, or `other`.
  init(_ path: Path, _ format: ObjectFormat) throws(GitError) {
    let file = try MappedBytes(path)
    let corrupt = GitError(.corrupt, "pack index", "\(path.text) is corrupt")
    let trailer = file.count - 2 * format.byteCount
    let tables = 256 * 4
    guard trailer >= tables else { throw corrupt }
    let isFirstVersion = file.number(at: 0) != 0xff74_4f63
    fanout = isFirstVersion ? 0 : 8
    let start = fanout + tables
    guard trailer >= start, isFirstVersion || file.number(at: 4) == 2 else { throw corrupt }
    count = Int(file.number(at: start - 4))
    let idSize = format.byteCount
    // An id, an offset and perhaps a checksum for each: at most 40 × (2^32 − 1), no overflow.
    let end = start + count * (idSize + (isFirstVersion ? 4 : 8))
    let large = trailer - end
    guard large >= 0, large.isMultiple(of: 8), !isFirstVersion || large == 0 else { throw corrupt }
    ids = isFirstVersion ? (start + 4, idSize + 4) : (start, idSize)
    offsets = isFirstVersion ? (start, idSize + 4) : (start + count * (idSize + 4), 4)
    largeOffsets = (end, isFirstVersion ? -1 : large / 8)
    packDigest = file.id(at: trailer, format)
    self.file = file
    self.format = format
    var previous: UInt64 = 0
    for byte in 0..<256 {
      let next = file.number(at: fanout + byte * 4)
      guard next >= previous else { throw corrupt }
      previous = next
    }
  }

  /// Returns the id of a row below `count`.
  func id(at row: Int) -> ObjectID { file.id(at: ids.start + row * ids.stride, format) }

  /// Returns where the object of a row begins, or nil where the table names no such place.
  func offset(at row: Int) -> Int? {
    let small = file.number(at: offsets.start + row * offsets.stride)
    guard small >> 31 == 1, largeOffsets.count >= 0 else { return Int(small) }
    let large = Int(small & 0x7fff_ffff)
    guard large < largeOffsets.count else { return nil }
    return Int(exactly: file.number(at: largeOffsets.start + large * 8, width: 8))
  }

  /// Returns the row of an object.
  func row(of id: ObjectID) -> Int? {
    let row = firstRow(notBelow: id)
    return row < rows(beginningLike: id).upperBound && self.id(at: row) == id ? row : nil
  }

  /// Returns the first row whose id is `id` or a greater one with the same first byte, or else the
  /// one after them.
  func firstRow(notBelow id: ObjectID) -> Int {
    let range = rows(beginningLike: id)
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high {
      let middle = low + (high - low) / 2
      if self.id(at: middle) < id { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The rows whose ids share the first byte of `id`.
  private func rows(beginningLike id: ObjectID) -> Range<Int> {
    let byte = Int(id.firstByte)
    let end = Int(file.number(at: fanout + byte * 4))
    return (byte == 0 ? 0 : Int(file.number(at: fanout + byte * 4 - 4)))..<end
  }
}
