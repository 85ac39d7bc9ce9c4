import Git

/// One index over several packs: git's `multi-pack-index`, or one layer of a chain of them.
///
/// Versions 1 and 2 (gitformat-pack); they differ in the order of the packs' names
/// only. An object that several packs hold has a row for one of them. It is read where a pack has
/// no index of its own.
final class MultiPackIndex: Sendable {
  /// Where the file is.
  let path: Path
  /// How long the ids are.
  let format: ObjectFormat
  /// The names of the packs' own indexes, such as `pack-1.idx`, by the packs' numbers.
  private let numbers: [[UInt8]: Int]
  let file: MappedFile
  private let ids: Int
  private let offsets: Int
  private let largeOffsets: Range<Int>
  /// The rows of all packs, pack after pack and by rising id, and where each pack's begin.
  private let rows: Table<UInt32>
  private let starts: [Int]

  private static let headerSize = 12
  private static let lookupRowSize = 12
  /// A file that names more packs than this is not read.
  private static let mostPacks = 1 << 20

  /// Maps the file at `path` and checks that its tables fit into it.
  init(_ path: Path, _ format: ObjectFormat) throws(PackError) {
    self.path = path
    self.format = format
    let file = try MappedFile(path)
    self.file = file
    guard file.count >= Self.headerSize + Self.lookupRowSize + format.byteCount else {
      throw PackError(path, .truncated)
    }
    guard file.matches(Array("MIDX".utf8), at: 0) else { throw PackError(path, .notAPack) }
    let version = file.byte(at: 4)
    guard version == 1 || version == 2 else {
      throw PackError(path, .unsupportedVersion(UInt32(version)))
    }
    guard file.byte(at: 5) == (format == .sha1 ? 1 : 2) else {
      throw PackError(path, .unsupportedIDs)
    }
    let chunks = try Self.chunks(of: file, before: file.count - format.byteCount, path)
    guard let names = chunks["PNAM"], let fanout = chunks["OIDF"], let ids = chunks["OIDL"],
      let offsets = chunks["OOFF"], fanout.count == 256 * 4
    else { throw PackError(path, .corruptIndex) }
    let largeOffsets = chunks["LOFF"] ?? 0..<0
    let count = Int(file.bigEndian32(at: fanout.upperBound - 4))
    guard ids.count == count * format.byteCount, offsets.count == count * 8,
      largeOffsets.count.isMultiple(of: 8)
    else { throw PackError(path, .corruptIndex) }
    (self.ids, self.offsets) = (ids.lowerBound, offsets.lowerBound)
    self.largeOffsets = largeOffsets
    let packCount = Int(file.bigEndian32(at: 8))
    guard packCount <= Self.mostPacks else { throw PackError(path, .corruptIndex) }
    numbers = try Self.numbers(of: file, names, count: packCount, path)
    starts = try Self.starts(file, offsets, packCount: packCount, path)
    rows = try Self.rows(file, offsets, starts, path)
  }

  /// The parts of the file, by their names of four letters.
  private static func chunks(
    of file: MappedFile, before end: Int, _ path: Path
  ) throws(PackError) -> [String: Range<Int>] {
    let count = Int(file.byte(at: 6))
    let tableEnd = headerSize + (count + 1) * lookupRowSize
    guard tableEnd <= end else { throw PackError(path, .truncated) }
    var chunks: [String: Range<Int>] = [:]
    for number in 0..<count {
      let row = headerSize + number * lookupRowSize
      // The row after it, the last of which has no name, says where it ends.
      guard let start = Int(exactly: file.bigEndian64(at: row + 4)),
        let next = Int(exactly: file.bigEndian64(at: row + lookupRowSize + 4)),
        tableEnd <= start, start <= next, next <= end
      else { throw PackError(path, .corruptIndex) }
      let name = String(decoding: file.copy(row..<(row + 4)), as: UTF8.self)
      chunks[name] = start..<next
    }
    return chunks
  }

  /// The numbers of the packs by the names that the chunk holds, each ended by a zero byte.
  private static func numbers(
    of file: MappedFile, _ chunk: Range<Int>, count: Int, _ path: Path
  ) throws(PackError) -> [[UInt8]: Int] {
    var numbers: [[UInt8]: Int] = [:]
    var start = chunk.lowerBound
    for number in 0..<count {
      var end = start
      while end < chunk.upperBound, file.byte(at: end) != 0 { end += 1 }
      guard end < chunk.upperBound else { throw PackError(path, .corruptIndex) }
      numbers[file.copy(start..<end)] = number
      start = end + 1
    }
    return numbers
  }

  /// Counts the rows of the packs, and says where in a list of all rows each pack's begin.
  private static func starts(
    _ file: MappedFile, _ offsets: Range<Int>, packCount: Int, _ path: Path
  ) throws(PackError) -> [Int] {
    var starts: [Int] = .init(repeating: 0, count: packCount + 1)
    for row in stride(from: offsets.lowerBound, to: offsets.upperBound, by: 8) {
      let pack = Int(file.bigEndian32(at: row))
      guard pack < packCount else { throw PackError(path, .corruptIndex) }
      starts[pack + 1] += 1
    }
    for pack in 0..<packCount { starts[pack + 1] += starts[pack] }
    return starts
  }

  /// Deals the rows out to their packs.
  private static func rows(
    _ file: MappedFile, _ offsets: Range<Int>, _ starts: [Int], _ path: Path
  ) throws(PackError) -> Table<UInt32> {
    let rows: Table<UInt32>
    do throws(EntryError) {
      rows = try Table(count: offsets.count / 8)
    } catch {
      throw PackError(path, .outOfMemory)
    }
    var next = starts
    for row in 0..<rows.count {
      let pack = Int(file.bigEndian32(at: offsets.lowerBound + row * 8))
      rows[next[pack]] = UInt32(truncatingIfNeeded: row)
      next[pack] += 1
    }
    return rows
  }

  /// Whether it has rows for the pack whose own index would have this name.
  func covers(_ indexName: [UInt8]) -> Bool { numbers[indexName] != nil }

  /// Makes the index that one of the packs would have, of the objects that have a row for it.
  ///
  /// - Parameters:
  ///   - indexName: The name that the pack's own index would have.
  ///   - checksum: The bytes that end the pack.
  /// - Returns: The index in the form of version 2, without the checksums of its entries.
  /// - Throws: `indexMismatch` where the pack is none of these, or the system's refusal of memory.
  func index(named indexName: [UInt8], checksum: [UInt8]) throws(PackError) -> MappedFile {
    guard let number = numbers[indexName] else { throw PackError(path, .indexMismatch) }
    let own = starts[number]..<starts[number + 1]
    var fanout: [UInt32] = .init(repeating: 0, count: 256)
    var ids: [UInt8] = []
    let idSize = format.byteCount
    ids.reserveCapacity(own.count * idSize)
    var (small, large): ([UInt8], [UInt8]) = ([], [])
    for place in own {
      let row = Int(rows[place])
      let start = self.ids + row * idSize
      fanout[Int(file.byte(at: start))] += 1
      ids += file.copy(start..<(start + idSize))
      // Over the end of all packs where the file names none.
      let offset = offset(ofRow: row) ?? .max
      if offset < 1 << 31 {
        small.append(bigEndian: UInt32(offset))
      } else {
        small.append(bigEndian: UInt32(large.count / 8) | 1 << 31)
        large.append(bigEndian: UInt64(offset))
      }
    }
    var bytes = PackIndex.signature
    var total: UInt32 = 0
    for count in fanout {
      total += count
      bytes.append(bigEndian: total)
    }
    bytes += ids
    bytes += repeatElement(0, count: own.count * 4)
    bytes += small + large + checksum + repeatElement(0, count: idSize)
    return try MappedFile(holding: bytes, stamp: file.stamp, path)
  }

  /// Where the object of a row begins in its pack, or nil where the table of large offsets has no
  /// such row.
  private func offset(ofRow row: Int) -> Int? {
    let small = file.bigEndian32(at: offsets + row * 8 + 4)
    // Without that table all bits belong to the offset.
    guard small & 0x8000_0000 != 0, !largeOffsets.isEmpty else { return Int(small) }
    let large = Int(small & 0x7fff_ffff)
    guard large < largeOffsets.count / 8 else { return nil }
    return Int(exactly: file.bigEndian64(at: largeOffsets.lowerBound + large * 8))
  }
}

extension [UInt8] {
  fileprivate mutating func append(bigEndian number: some FixedWidthInteger & UnsignedInteger) {
    for shift in stride(from: number.bitWidth - 8, through: 0, by: -8) {
      append(UInt8(truncatingIfNeeded: number >> shift))
    }
  }
}
