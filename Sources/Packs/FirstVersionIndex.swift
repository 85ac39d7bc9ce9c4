import Git

/// A pack index of version 1, as git wrote them until 2007 and still reads them.
///
/// After the fanout table come rows of an offset of four bytes and an id (gitformat-pack).
struct FirstVersionIndex {
  private static let fanoutSize = 256 * 4

  /// The same in the form of version 2, without the checksums of entries.
  let tables: MappedFile

  /// Takes the file at `path`.
  init(_ file: MappedFile, _ format: ObjectFormat, _ path: Path) throws(PackError) {
    let idSize = format.byteCount
    let (rowSize, trailerSize) = (4 + idSize, 2 * idSize)
    let start = Self.fanoutSize
    guard file.count >= start + trailerSize else { throw PackError(path, .truncated) }
    let count = Int(file.bigEndian32(at: start - 4))
    let rest = file.count - start - trailerSize
    // Files of other kinds end here as well: the version has no signature.
    guard rest == count * rowSize else { throw PackError(path, .notAPack) }
    var bytes = PackIndex.signature + file.copy(0..<start)
    bytes.reserveCapacity(bytes.count + count * (rowSize + 8) + trailerSize)
    for row in 0..<count {
      let id = start + row * rowSize + 4
      bytes += file.copy(id..<(id + idSize))
    }
    bytes += repeatElement(0, count: count * 4)
    var large: [UInt8] = []
    for row in 0..<count {
      let offset = start + row * rowSize
      // All 32 bits are the offset; those of version 2 that begin with a one mean a further table.
      if file.byte(at: offset) & 0x80 == 0 {
        bytes += file.copy(offset..<(offset + 4))
      } else {
        bytes += Self.number(large.count / 8 | 1 << 31)
        large += [0, 0, 0, 0] + file.copy(offset..<(offset + 4))
      }
    }
    bytes += large + file.copy((file.count - trailerSize)..<file.count)
    tables = try MappedFile(holding: bytes, stamp: file.stamp, path)
  }

  private static func number(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }
}
