package import Git

/// A pack with its index, both mapped and checked as far as their frames go.
///
/// Packs of versions 2 and 3, indexes of versions 1 and 2 (gitformat-pack). What the entries say is checked when they are read.
@safe
package final class Pack: Sendable {
  /// Where the pack is.
  package let location: PackLocation
  let index: PackIndex
  let file: MappedFile
  /// The offset of the checksum that ends the pack, and so the end of its last entry.
  let end: Int

  /// The size of the header before the first entry.
  static let headerSize = 12
  /// The smallest entry: one byte of header and an empty zlib stream.
  private static let smallestEntry = 9
  /// How many bytes an id has.
  let idSize: Int

  /// Maps a pack and its index and checks that they belong together.
  ///
  /// - Parameter location: One of the packs that ``PackStore/list(objectDirectory:alternates:format:)``
  ///   found.
  /// - Throws: A ``PackError``; its reason is `vanished` where a repack removed the files since.
  package init(_ location: PackLocation) throws(PackError) {
    self.location = location
    let format = location.format
    idSize = format.byteCount
    if let shared = location.shared {
      file = try Self.map(location.pack, format)
      let checksum = file.copy((file.count - idSize)..<file.count)
      index = try PackIndex(
        shared.index(named: location.indexName, checksum: checksum), from: shared.file,
        format, location.index)
    } else {
      // The index first: git writes it last and removes it first.
      index = try PackIndex(location.index, format)
      file = try Self.map(location.pack, format)
    }
    guard file.matches(Array("PACK".utf8), at: 0) else { throw PackError(location.pack, .notAPack) }
    let version = file.bigEndian32(at: 4)
    guard version == 2 || version == 3 else {
      throw PackError(location.pack, .unsupportedVersion(version))
    }
    end = file.count - idSize
    // A shared index has no row for what another of its packs has too.
    let count = Int(file.bigEndian32(at: 8))
    guard count == index.count || location.shared != nil && index.count < count,
      file.matches(index.packChecksum, at: end),
      index.count <= (end - Self.headerSize) / Self.smallestEntry
    else { throw PackError(location.pack, .indexMismatch) }
  }

  private static func map(_ path: Path, _ format: ObjectFormat) throws(PackError) -> MappedFile {
    let file = try MappedFile(path)
    guard file.count >= headerSize + format.byteCount else { throw PackError(path, .truncated) }
    return file
  }

  /// The number of objects of which the index tells.
  package var objectCount: Int { index.count }

  /// The bytes that end the pack, a digest of all before them.
  package var checksum: [UInt8] { index.packChecksum }

  /// Numbers that change when the pack or its index is written, or another takes its place: the
  /// pack's checksum, and size, inode and time of the last change of both files.
  package var identity: [UInt64] {
    let words = stride(from: 0, to: checksum.count, by: 4).map { start in
      checksum[start..<(start + 4)].reduce(0) { $0 << 8 | UInt64($1) }
    }
    return words + file.stamp + index.stamp
  }

  /// Tells whether the pack has the object, readable or not.
  package func contains(_ id: ObjectID) -> Bool {
    var bytes: [UInt8] = []
    id.append(to: &bytes, index.format)
    return unsafe bytes.withUnsafeBufferPointer { bytes in
      // An id has bytes, so there is an address.
      guard let start = bytes.baseAddress else { return false }
      return unsafe index.position(of: start) != nil
    }
  }
}
