/// What stands before the compressed data of a pack entry.
struct EntryHeader {
  /// How the entry's object is stored.
  enum Storage: Equatable {
    /// As a whole; the value is an ``ObjectKind``'s.
    case whole(UInt8)
    /// As a delta against the entry that begins at this offset.
    case offsetDelta(Int)
    /// As a delta against the object whose id stands at this offset of the pack.
    case referenceDelta(Int)
  }

  let storage: Storage
  /// The size that the data is said to have once inflated; not to be trusted.
  let size: Int
  /// Where the compressed data begins.
  let dataStart: Int
}

extension Pack {
  /// Reads the header of the entry that begins at `offset`.
  @inline(__always)
  func entryHeader(at offset: Int) throws(EntryError) -> EntryHeader {
    guard offset >= Self.headerSize, offset < end else { throw .badOffset }
    var cursor = offset
    var byte = unsafe file.base[cursor]
    cursor += 1
    let type = byte >> 4 & 7
    var size = Int(byte & 15)
    var shift = 4
    while byte & 0x80 != 0 {
      // Nothing is 2^60 bytes long; the bound keeps the shift below the width of an Int.
      guard shift < 60, cursor < end else { throw .badHeader }
      byte = unsafe file.base[cursor]
      cursor += 1
      size |= Int(byte & 0x7f) << shift
      shift += 7
    }
    guard size >= 0 else { throw .badHeader }
    switch type {
    case 1...4: return EntryHeader(storage: .whole(type), size: size, dataStart: cursor)
    case 6:
      let distance = try baseDistance(at: &cursor)
      // A base stands before its delta; distance 0 would be the entry itself.
      guard distance > 0, distance <= offset - Self.headerSize else { throw .missingBase }
      let storage = EntryHeader.Storage.offsetDelta(offset - distance)
      return EntryHeader(storage: storage, size: size, dataStart: cursor)
    case 7:
      guard end - cursor >= idSize else { throw .badHeader }
      return EntryHeader(storage: .referenceDelta(cursor), size: size, dataStart: cursor + idSize)
    default: throw .unknownType
    }
  }

  /// Reads the distance back to the base of an offset delta: seven bits a byte, each further byte
  /// adding one so that no distance has two spellings.
  @inline(__always)
  private func baseDistance(at cursor: inout Int) throws(EntryError) -> Int {
    guard cursor < end else { throw .badHeader }
    var byte = unsafe file.base[cursor]
    cursor += 1
    var distance = Int(byte & 0x7f)
    while byte & 0x80 != 0 {
      guard distance < 1 << 48, cursor < end else { throw .badHeader }
      byte = unsafe file.base[cursor]
      cursor += 1
      distance = (distance + 1) << 7 | Int(byte & 0x7f)
    }
    return distance
  }
}
