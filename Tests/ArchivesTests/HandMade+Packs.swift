import Git
import Packs

extension HandMade {
  /// A pack made entry by entry; its checksum is right.
  struct Pack {
    private(set) var entries: [UInt8] = []
    private(set) var count = 0

    /// Adds an object stored as a whole, and returns where its entry begins.
    @discardableResult
    mutating func add(_ kind: ObjectKind, _ content: [UInt8], size: Int? = nil) -> Int {
      add(type: kind.rawValue, size: size ?? content.count, base: [], content)
    }

    /// Adds a delta of the entry that begins at `place`.
    @discardableResult
    mutating func add(delta: [UInt8], at place: Int) -> Int {
      let distance = 12 + entries.count - place
      var base = [UInt8(distance & 0x7f)]
      var rest = distance >> 7
      while rest > 0 {
        rest -= 1
        base.insert(UInt8(rest & 0x7f) | 0x80, at: 0)
        rest >>= 7
      }
      return add(type: 6, size: delta.count, base: base, delta)
    }

    /// Adds a delta of the object with this id.
    @discardableResult
    mutating func add(delta: [UInt8], of id: [UInt8]) -> Int {
      add(type: 7, size: delta.count, base: id, delta)
    }

    mutating func add(type: UInt8, size: Int, base: [UInt8], _ data: [UInt8]) -> Int {
      let place = 12 + entries.count
      count += 1
      var header = [type << 4 | UInt8(size & 15)]
      var rest = size >> 4
      while rest > 0 {
        header[header.count - 1] |= 0x80
        header.append(UInt8(rest & 0x7f))
        rest >>= 7
      }
      entries += header + base + HandMade.zlib(data)
      return place
    }

    var bytes: [UInt8] { bytes(count: count) }

    /// The pack, which claims to have so many entries.
    func bytes(count: Int) -> [UInt8] {
      let number = (0..<4).map { UInt8(truncatingIfNeeded: count >> (24 - 8 * $0)) }
      let pack = Array("PACK".utf8) + [0, 0, 0, 2] + number + entries
      var digest = ObjectDigest(.sha1)
      unsafe pack.withUnsafeBytes { unsafe digest.add($0) }
      return pack + digest.finish()
    }
  }

  static func bundle(_ pack: Pack, header: String = "# v2 git bundle\n\n") -> [UInt8] {
    Array(header.utf8) + pack.bytes
  }

  /// The id of an object.
  static func id(_ kind: ObjectKind, _ content: [UInt8]) -> [UInt8] {
    var digest = ObjectDigest(.sha1, of: kind, size: content.count)
    unsafe content.withUnsafeBytes { unsafe digest.add($0) }
    return digest.finish()
  }

  /// A delta that copies a range of its base and then inserts a short text.
  static func delta(baseSize: Int, copy: Range<Int>?, insert: String) -> [UInt8] {
    let size = (copy?.count ?? 0) + insert.utf8.count
    var delta = varint(baseSize) + varint(size)
    if let copy {
      delta += [0x80 | 0x0f | 0x70]
      delta += (0..<4).map { UInt8(truncatingIfNeeded: copy.lowerBound >> (8 * $0)) }
      delta += (0..<3).map { UInt8(truncatingIfNeeded: copy.count >> (8 * $0)) }
    }
    return delta + (insert.isEmpty ? [] : [UInt8(insert.utf8.count)]) + Array(insert.utf8)
  }

  private static func varint(_ size: Int) -> [UInt8] {
    size < 128 ? [UInt8(size)] : [0x80 | UInt8(size & 0x7f)] + varint(size >> 7)
  }

  /// A zlib stream of stored blocks.
  static func zlib(_ bytes: [UInt8]) -> [UInt8] {
    var stream: [UInt8] = [0x78, 0x01]
    var rest = bytes[...]
    repeat {
      let block = rest.prefix(65_535)
      rest = rest.dropFirst(block.count)
      stream += [rest.isEmpty ? 1 : 0] + little(UInt16(block.count)) + little(~UInt16(block.count))
      stream += block
    } while !rest.isEmpty
    var (low, high) = (1, 0)
    for byte in bytes {
      low = (low + Int(byte)) % 65_521
      high = (high + low) % 65_521
    }
    return stream + [high >> 8, high & 255, low >> 8, low & 255].map { UInt8($0) }
  }
}
