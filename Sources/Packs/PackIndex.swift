import Git
import Glibc

/// The index of a pack: the sorted ids of its objects and where each begins.
///
/// The tables are those of version 2; an index of version 1 is put into that form first.
final class PackIndex: Sendable {
  private let file: MappedFile
  /// The file that the tables come from: this one, or one of another form.
  private let source: MappedFile
  /// The number of objects.
  let count: Int
  private let checksumsStart: Int
  private let offsetsStart: Int
  private let largeOffsetsStart: Int
  private let largeOffsetCount: Int
  /// How long the ids are.
  let format: ObjectFormat
  private let idSize: Int
  /// The bytes that also end the pack.
  let packChecksum: [UInt8]
  /// Whether it has a checksum of each entry.
  let hasChecksums: Bool

  /// What a file of this version begins with.
  static let signature: [UInt8] = [0xff, 0x74, 0x4f, 0x63, 0, 0, 0, 2]
  private static let fanoutStart = 8
  private static let idsStart = fanoutStart + 256 * 4

  /// Maps the index at `path` and checks that its tables fit into the file.
  convenience init(_ path: Path, _ format: ObjectFormat) throws(PackError) {
    let file = try MappedFile(path)
    let isFirstVersion = file.count >= 4 && !file.matches(Array(Self.signature.prefix(4)), at: 0)
    let tables = isFirstVersion ? try FirstVersionIndex(file, format, path).tables : file
    try self.init(tables, from: file, format, path)
  }

  /// Takes the tables of an index, the file that they come from, and the path to name where they
  /// are unsound.
  init(
    _ file: MappedFile, from source: MappedFile, _ format: ObjectFormat, _ path: Path
  ) throws(PackError) {
    self.format = format
    idSize = format.byteCount
    let trailerSize = 2 * idSize
    self.file = file
    self.source = source
    hasChecksums = file === source
    guard file.count >= Self.idsStart + trailerSize else { throw PackError(path, .truncated) }
    let version = file.bigEndian32(at: 4)
    guard version == 2 else { throw PackError(path, .unsupportedVersion(version)) }
    count = Int(file.bigEndian32(at: Self.fanoutStart + 255 * 4))
    // An id, a CRC-32 and an offset for each object: at most 40 × (2^32 − 1), no overflow.
    let tablesEnd = Self.idsStart + count * (idSize + 4 + 4)
    let rest = file.count - tablesEnd - trailerSize
    guard rest >= 0 else { throw PackError(path, .truncated) }
    guard rest.isMultiple(of: 8), rest / 8 <= count else { throw PackError(path, .corruptIndex) }
    checksumsStart = Self.idsStart + count * idSize
    offsetsStart = checksumsStart + count * 4
    largeOffsetsStart = tablesEnd
    largeOffsetCount = rest / 8
    let trailer = file.count - trailerSize
    var checksum: [UInt8] = []
    for index in 0..<idSize { unsafe checksum.append(file.base[trailer + index]) }
    packChecksum = checksum
    var previous: UInt32 = 0
    for byte in 0..<256 {
      let next = file.bigEndian32(at: Self.fanoutStart + byte * 4)
      guard next >= previous else { throw PackError(path, .corruptIndex) }
      previous = next
    }
  }

  /// Whether the digest that ends the file is that of all before it.
  var hasRightDigest: Bool { source.hasRightDigest(format) }

  /// Returns the CRC-32 of the entry of the object at `position`; nothing where there are none.
  func checksum(at position: Int) -> UInt32 {
    precondition(position >= 0 && position < count)
    return file.bigEndian32(at: checksumsStart + position * 4)
  }

  /// Numbers that change when the file is written or another takes its place.
  var stamp: [UInt64] { file.stamp }

  /// Lends the bytes of the id at `position`, which is below `count`.
  @inline(__always)
  func idPointer(at position: Int) -> UnsafePointer<UInt8> {
    precondition(position >= 0 && position < count)
    return unsafe file.base + (Self.idsStart + position * idSize)
  }

  /// Returns the id at `position`, which is below `count`.
  func id(at position: Int) -> ObjectID {
    unsafe ObjectID(
      Span(_unsafeStart: idPointer(at: position), count: idSize), at: 0, format)
  }

  /// Returns the first bytes of the id at `position`, as ``ObjectID/prefix`` gives them.
  @inline(__always)
  func prefix(at position: Int) -> UInt64 {
    precondition(position >= 0 && position < count)
    return file.bigEndian64(at: Self.idsStart + position * idSize)
  }

  /// Returns where the entry of the object at `position` begins, or nil where the large-offset
  /// table has no such row; the pack may still be shorter.
  func offset(at position: Int) -> Int? {
    precondition(position >= 0 && position < count)
    let small = file.bigEndian32(at: offsetsStart + position * 4)
    guard small & 0x8000_0000 != 0 else { return Int(small) }
    let row = Int(small & 0x7fff_ffff)
    guard row < largeOffsetCount else { return nil }
    return Int(exactly: file.bigEndian64(at: largeOffsetsStart + row * 8))
  }

  /// Returns the positions of the ids whose first byte is `byte`.
  func positions(startingWith byte: UInt8) -> Range<Int> {
    positions(startingWith: Int(byte)..<(Int(byte) + 1))
  }

  /// Returns the positions of the ids whose first byte is one of these, of which there are some.
  func positions(startingWith bytes: Range<Int>) -> Range<Int> {
    func end(_ byte: Int) -> Int {
      byte < 0 ? 0 : Int(file.bigEndian32(at: Self.fanoutStart + byte * 4))
    }
    return end(bytes.lowerBound - 1)..<end(bytes.upperBound - 1)
  }

  /// Returns the position of the id whose bytes are at `id`, or nil where the pack has no
  /// such object.
  func position(of id: UnsafePointer<UInt8>) -> Int? {
    let range = positions(startingWith: unsafe id.pointee)
    var lower = range.lowerBound
    var upper = range.upperBound
    while lower < upper {
      let middle = lower + (upper - lower) / 2
      let order = unsafe memcmp(idPointer(at: middle), id, idSize)
      if order == 0 { return middle }
      if order < 0 { lower = middle + 1 } else { upper = middle }
    }
    return nil
  }

  /// Returns the first position in `range` whose id is `id` or a greater one, or else the range's
  /// end; looks near the range's begin first.
  func firstPosition(notBelow id: ObjectID, in range: Range<Int>) -> Int {
    var lower = range.lowerBound
    var step = 1
    while step < range.upperBound - lower, self.id(at: lower + step) < id {
      lower += step
      step *= 2
    }
    var upper = min(lower + step, range.upperBound)
    while lower < upper {
      let middle = lower + (upper - lower) / 2
      if self.id(at: middle) < id { lower = middle + 1 } else { upper = middle }
    }
    return lower
  }
}
