import CDeflate
import Git
import Packs
import TestSupport

/// Makes packs and their indexes, right or wrong as a test wants them.
struct PackWriter {
  /// The pack, without the checksum that ends it.
  private(set) var bytes: [UInt8] = Array("PACK".utf8) + [0, 0, 0, 2, 0, 0, 0, 0]
  /// The rows of the index.
  var rows: [Row] = []
  /// Rows whose offset is at least this are written to the table of large offsets.
  var firstLargeOffset = 1 << 31

  /// An object of the index, and where its entry begins.
  struct Row {
    var id: ObjectID
    var offset: Int
  }

  /// Adds an object stored as a whole, and returns its id.
  @discardableResult
  mutating func add(_ content: [UInt8], _ kind: ObjectKind = .blob, id: ObjectID = .made())
    -> ObjectID
  {
    add(type: kind.rawValue, size: content.count, data: deflated(content), id: id)
  }

  /// Adds a delta against an object that was added before, by its offset.
  @discardableResult
  mutating func add(delta: [UInt8], on base: ObjectID, id: ObjectID = .made()) -> ObjectID {
    let distance = bytes.count - (offset(of: base) ?? 0)
    return add(
      type: 6, size: delta.count, base: Self.distance(distance), data: deflated(delta), id: id)
  }

  /// Adds a delta against an object that may be anywhere, by its id.
  @discardableResult
  mutating func add(delta: [UInt8], onID base: ObjectID, id: ObjectID = .made()) -> ObjectID {
    add(type: 7, size: delta.count, base: base.bytes, data: deflated(delta), id: id)
  }

  /// Adds an entry of these parts, whatever they are.
  @discardableResult
  mutating func add(
    type: UInt8, size: Int, base: [UInt8] = [], data: [UInt8], id: ObjectID = .made()
  ) -> ObjectID {
    rows.append(Row(id: id, offset: bytes.count))
    bytes += Self.header(type: type, size: size) + base + data
    return id
  }

  /// Adds bytes that are no entry of the writer's making.
  mutating func append(_ more: [UInt8]) { bytes += more }

  /// Returns where the entry of an object begins.
  func offset(of id: ObjectID) -> Int? { rows.first { $0.id == id }?.offset }

  /// The whole pack.
  var pack: [UInt8] {
    var pack = bytes
    pack.replaceSubrange(8..<12, with: bigEndian(rows.count, 4))
    return pack + checksum
  }

  /// The whole index.
  var index: [UInt8] {
    let rows = rows.sorted { $0.id < $1.id }
    var index: [UInt8] = [0xff, 0x74, 0x4f, 0x63, 0, 0, 0, 2]
    let firstBytes = rows.map { Int($0.id.bytes[0]) }
    for byte in 0..<256 { index += bigEndian(firstBytes.count { $0 <= byte }, 4) }
    for row in rows { index += row.id.bytes }
    let ends = ends
    for row in rows { index += bigEndian(checksum(of: row, endingAt: ends[row.offset]), 4) }
    var large: [UInt8] = []
    for row in rows {
      if row.offset < firstLargeOffset {
        index += bigEndian(row.offset, 4)
      } else {
        index += bigEndian(large.count / 8 | 1 << 31, 4)
        large += bigEndian(row.offset, 8)
      }
    }
    return index + large + checksum + digest(index + large + checksum)
  }

  /// Where the entry ends that begins at an offset: where the next one begins.
  private var ends: [Int: Int] {
    let offsets = Set(rows.map(\.offset)).sorted()
    return Dictionary(
      uniqueKeysWithValues: zip(offsets, offsets.dropFirst() + [bytes.count]))
  }

  /// The CRC-32 of a row's entry; 0 where there can be none.
  private func checksum(of row: Row, endingAt end: Int?) -> Int {
    let end = min(end ?? 0, bytes.count)
    guard row.offset >= 12, row.offset < end else { return 0 }
    let entry = Array(bytes[row.offset..<end])
    return unsafe Int(libdeflate_crc32(0, entry, entry.count))
  }

  /// Writes both into the folder `objects/pack`.
  @discardableResult
  func write(to place: some Place, name: String = "pack-1") throws -> PackLocation {
    try Self.write(pack: pack, index: index, to: place, name: name)
  }

  /// Writes a pack and an index of any bytes into the folder `objects/pack`.
  static func write(
    pack: [UInt8], index: [UInt8], to place: some Place, name: String = "pack-1"
  ) throws -> PackLocation {
    let file = "objects/pack/\(name)"
    try place.write(file + ".pack", pack)
    try place.write(file + ".idx", index)
    return PackLocation(
      pack: Path(place.path(file + ".pack")), index: Path(place.path(file + ".idx")),
      size: pack.count, format: .sha1)
  }

  // Nobody checks what the checksum is, only that pack and index have the same.
  private var checksum: [UInt8] { (0..<20).map { UInt8(truncatingIfNeeded: bytes.count &* $0) } }

  /// The type and size that begin an entry.
  static func header(type: UInt8, size: Int) -> [UInt8] {
    var header = [type << 4 | UInt8(size & 15)]
    var rest = size >> 4
    while rest > 0 {
      header[header.count - 1] |= 0x80
      header.append(UInt8(rest & 0x7f))
      rest >>= 7
    }
    return header
  }

  /// The distance to the base of an offset delta.
  static func distance(_ distance: Int) -> [UInt8] {
    var result = [UInt8(distance & 0x7f)]
    var rest = distance >> 7
    while rest > 0 {
      rest -= 1
      result.insert(UInt8(rest & 0x7f) | 0x80, at: 0)
      rest >>= 7
    }
    return result
  }
}

/// Returns a number's last bytes, the most significant first.
func bigEndian(_ number: Int, _ count: Int) -> [UInt8] {
  (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * (count - 1 - $0))) }
}

/// Returns the SHA-1 of bytes.
func digest(_ bytes: [UInt8]) -> [UInt8] {
  unsafe bytes.withUnsafeBytes { unsafe ObjectDigest.checksum(of: $0, .sha1) }
}

/// Compresses bytes into a zlib stream.
func deflated(_ bytes: [UInt8]) -> [UInt8] {
  let bound = Int(compressBound(UInt(bytes.count)))
  return unsafe [UInt8](unsafeUninitializedCapacity: bound) { buffer, filled in
    var count = UInt(bound)
    let status = unsafe compress2(buffer.baseAddress, &count, bytes, UInt(bytes.count), 6)
    precondition(status == Z_OK)
    filled = Int(count)
  }
}

extension ObjectID {
  /// An id that no other object has.
  static func made() -> ObjectID {
    var generator = SystemRandomNumberGenerator()
    return made(using: &generator)
  }

  static func made(using generator: inout some RandomNumberGenerator) -> ObjectID {
    let bytes = (0..<ObjectFormat.sha1.byteCount).map { _ in
      UInt8.random(in: 0...255, using: &generator)
    }
    return ObjectID(bytes.span)
  }
}
