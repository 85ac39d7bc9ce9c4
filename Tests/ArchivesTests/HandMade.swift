/// Containers made byte by byte, as no honest program writes them.
enum HandMade {
  /// A zip entry, stored without compression unless it says otherwise.
  struct ZipEntry {
    var name: [UInt8]
    var content: [UInt8]
    var flags: UInt16 = 0
    var method: UInt16 = 0
    /// What the header says of the sizes, where it lies.
    var declaredSize: UInt32?
    var checksum: UInt32?
  }

  static func zip(_ entries: [ZipEntry]) -> [UInt8] {
    var bytes: [UInt8] = []
    var directory: [UInt8] = []
    for entry in entries {
      let offset = bytes.count
      let size = entry.declaredSize ?? UInt32(entry.content.count)
      var common = little(UInt16(20)) + little(entry.flags) + little(entry.method)
      common += little(UInt32(0)) + little(entry.checksum ?? crc32(entry.content))
      common += little(UInt32(entry.content.count)) + little(size)
      common += little(UInt16(entry.name.count)) + little(UInt16(0))
      bytes += [0x50, 0x4b, 3, 4] + common + entry.name + entry.content
      directory +=
        [0x50, 0x4b, 1, 2] + little(UInt16(20)) + common + [UInt8](repeating: 0, count: 10)
      directory += little(UInt32(offset)) + entry.name
    }
    let count = little(UInt16(truncatingIfNeeded: entries.count))
    let end = little(UInt32(directory.count)) + little(UInt32(bytes.count)) + little(UInt16(0))
    return bytes + directory + [0x50, 0x4b, 5, 6] + little(UInt32(0)) + count + count + end
  }

  /// A zip in which the content of each entry is all that follows, the last one's content included.
  static func overlappingZip(_ count: Int, _ content: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    var directory: [UInt8] = []
    for number in 0..<count {
      let size = UInt32((count - number - 1) * 31 + content.count)
      let common =
        little(UInt16(20)) + [UInt8](repeating: 0, count: 12) + little(size)
        + little(size) + little(UInt16(1)) + little(UInt16(0))
      let name = UInt8(33 + number)
      directory += [0x50, 0x4b, 1, 2] + little(UInt16(20)) + common
      directory += [UInt8](repeating: 0, count: 10) + little(UInt32(bytes.count)) + [name]
      bytes += [0x50, 0x4b, 3, 4] + common + [name]
    }
    bytes += content
    let counts = little(UInt16(count)) + little(UInt16(count))
    let end = little(UInt32(directory.count)) + little(UInt32(bytes.count)) + little(UInt16(0))
    return bytes + directory + [0x50, 0x4b, 5, 6] + little(UInt32(0)) + counts + end
  }

  /// A tar header in ustar's form, with a right checksum.
  static func tarHeader(
    _ name: [UInt8], size: String, type: Character = "0", isPosix: Bool = true
  ) -> [UInt8] {
    var header = [UInt8](repeating: 0, count: 512)
    func put(_ text: some Sequence<UInt8>, at place: Int) {
      for (index, byte) in text.enumerated() { header[place + index] = byte }
    }
    put(name.prefix(100), at: 0)
    put("0000644\0".utf8, at: 100)
    put("0000000\0".utf8, at: 108)
    put("0000000\0".utf8, at: 116)
    put(size.utf8, at: 124)
    put("00000000000\0".utf8, at: 136)
    put("        ".utf8, at: 148)
    put(String(type).utf8, at: 156)
    if isPosix { put("ustar\u{0}00".utf8, at: 257) }
    let sum = String(header.reduce(0) { $0 + Int($1) }, radix: 8)
    put(String(repeating: "0", count: 6 - sum.count).utf8 + Array(sum.utf8) + [0, 0x20], at: 148)
    return header
  }

  static func octal(_ size: Int) -> String {
    let digits = String(size, radix: 8)
    return String(repeating: "0", count: 11 - digits.count) + digits + "\0"
  }

  /// A tar of regular files, with an end mark.
  static func tar(_ parts: [(name: [UInt8], content: [UInt8])], isPosix: Bool = true) -> [UInt8] {
    var bytes: [UInt8] = []
    for part in parts {
      bytes += tarHeader(part.name, size: octal(part.content.count), isPosix: isPosix)
      bytes += part.content + [UInt8](repeating: 0, count: (512 - part.content.count % 512) % 512)
    }
    return bytes + [UInt8](repeating: 0, count: 1024)
  }

  /// A gzip stream that holds up to 65,535 bytes uncompressed, and a name if there is one.
  static func gzip(_ content: [UInt8], name: String? = nil) -> [UInt8] {
    let size = UInt16(content.count)
    var bytes: [UInt8] = [0x1f, 0x8b, 8, name == nil ? 0 : 8, 0, 0, 0, 0, 0, 3]
    if let name { bytes += Array(name.utf8) + [0] }
    bytes += [1] + little(size) + little(~size) + content
    return bytes + little(crc32(content)) + little(UInt32(content.count))
  }

  static func little(_ value: UInt16) -> [UInt8] {
    [UInt8(truncatingIfNeeded: value), UInt8(value >> 8)]
  }

  static func little(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
  }

  private static func crc32(_ bytes: [UInt8]) -> UInt32 {
    var sum: UInt32 = 0xffff_ffff
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum >> 1 ^ (sum & 1 == 0 ? 0 : 0xedb8_8320) }
    }
    return ~sum
  }
}
