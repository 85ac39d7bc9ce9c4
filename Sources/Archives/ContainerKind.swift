/// What holds other contents, told by its first bytes and never by a name.
package enum ContainerKind: Hashable, Sendable, CaseIterable {
  // Compressed streams: one content each.
  case gzip, bzip2, xz, lzma, zstd, lz4, compress, zlib
  // Archives: entries with names.
  case tar, zip, cpio, ar
  /// An SQLite database: tables with rows.
  case sqlite
  /// Objects of git: a bundle, which names references too, or a pack by itself.
  case bundle, pack
  /// Documents and pictures that hold text: what they show, and what belongs to them.
  case pdf, png
  // Known by sight and not opened. Debian 12's libarchive makes room for as many entries as a
  // 7-Zip header of some bytes claims (gigabytes), and its RAR and CAB readers are no safer.
  case sevenZip, rar, cab

  /// How many first bytes tell a container; fewer do where there are no more.
  package static let startSize = 512

  /// Bytes that stand at a place in every container of a kind.
  ///
  /// Necessary, not sufficient: `init(startOf:)` looks at more.
  package struct Magic: Hashable, Sendable {
    package let kind: ContainerKind
    package let offset: Int
    package let bytes: [UInt8]

    init(_ kind: ContainerKind, _ bytes: [UInt8], at offset: Int = 0) {
      self.kind = kind
      self.offset = offset
      self.bytes = bytes
    }

    func matches(_ start: Span<UInt8>) -> Bool {
      guard start.count >= offset + bytes.count else { return false }
      for index in bytes.indices where start[offset + index] != bytes[index] { return false }
      return true
    }
  }

  /// The bytes by which containers are known; only a tar of before POSIX has none of these.
  package static let magics: [Magic] = [
    Magic(.gzip, [0x1f, 0x8b, 0x08]),
    Magic(.bzip2, Array("BZh".utf8)),
    Magic(.xz, [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]),
    Magic(.lzma, [0x5d, 0x00, 0x00]),
    Magic(.zstd, [0x28, 0xb5, 0x2f, 0xfd]),
    // A frame to be passed over, as pzstd writes them first; its first byte is 0x50 to 0x5f.
    Magic(.zstd, [0x2a, 0x4d, 0x18], at: 1),
    Magic(.lz4, [0x04, 0x22, 0x4d, 0x18]),
    Magic(.lz4, [0x02, 0x21, 0x4c, 0x18]),
    Magic(.compress, [0x1f, 0x9d]),
    Magic(.tar, Array("ustar".utf8), at: 257),
    Magic(.zip, [0x50, 0x4b, 0x03, 0x04]),
    // One without entries, and one that was to be split.
    Magic(.zip, [0x50, 0x4b, 0x05, 0x06]),
    Magic(.zip, [0x50, 0x4b, 0x07, 0x08, 0x50, 0x4b]),
    Magic(.cpio, Array("07070".utf8)),
    Magic(.ar, Array("!<arch>\n".utf8)),
    Magic(.sqlite, Array("SQLite format 3\0".utf8)),
    Magic(.bundle, Array("# v2 git bundle\n".utf8)),
    Magic(.bundle, Array("# v3 git bundle\n".utf8)),
    Magic(.pack, Array("PACK".utf8) + [0, 0, 0, 2]),
    Magic(.pack, Array("PACK".utf8) + [0, 0, 0, 3]),
    Magic(.pdf, Array("%PDF-".utf8)),
    Magic(.png, PNGTexts.signature),
    // Behind the method stands how well it was compressed, in four grades of which one is text.
    Magic(.zlib, [0x78, 0x01]),
    Magic(.zlib, [0x78, 0x9c]),
    Magic(.zlib, [0x78, 0xda]),
    Magic(.sevenZip, [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]),
    Magic(.rar, Array("Rar!".utf8) + [0x1a, 0x07]),
    Magic(.cab, Array("MSCF".utf8) + [0, 0, 0, 0]),
  ]

  /// Finds what the first `startSize` bytes, or all there are, begin.
  ///
  /// A text that merely begins with the letters of a magic is nothing: the whole header, where a
  /// kind has one, must be well-formed.
  package init?(startOf bytes: Span<UInt8>) {
    guard bytes.count > 3 else { return nil }
    for magic in Self.magics where magic.matches(bytes) {
      guard magic.kind.hasHeader(bytes) else { continue }
      self = magic.kind
      return
    }
    guard hasTarChecksum(bytes) else { return nil }
    self = .tar
  }

  /// Whether the bytes by which it is known are so few that other contents begin with them too.
  var isVague: Bool { self == .compress || self == .lzma || self == .zlib }

  private func hasHeader(_ bytes: Span<UInt8>) -> Bool {
    switch self {
    case .gzip: bytes.count > 10 && bytes[3] & 0xe0 == 0
    case .bzip2: hasBzip2Block(bytes)
    case .lzma: hasLzmaProperties(bytes)
    case .compress: bytes[2] & 0x60 == 0 && (9...16).contains(bytes[2] & 0x1f)
    case .zstd: bytes[0] == 0x28 || bytes[0] & 0xf0 == 0x50
    case .tar: hasTarChecksum(bytes)
    case .zip: bytes.count >= 22
    case .cpio: hasCpioNumbers(bytes)
    case .ar: bytes.count == 8 || bytes.count >= 68 && bytes[66] == 0x60 && bytes[67] == 0x0a
    case .sqlite: bytes.count >= 100
    case .bundle: BundleHeader.isBegin(bytes)
    case .pack: bytes.count >= 12
    case .xz, .lz4, .pdf, .png, .zlib, .sevenZip, .rar, .cab: true
    }
  }
}

/// After the size of its blocks, bzip2 writes 48 bits of π, or of its root where there is no block.
private func hasBzip2Block(_ bytes: Span<UInt8>) -> Bool {
  guard bytes.count >= 14, (0x31...0x39).contains(bytes[3]) else { return false }
  var mark: UInt64 = 0
  for index in 4..<10 { mark = mark << 8 | UInt64(bytes[index]) }
  return mark == 0x3141_5926_5359 || mark == 0x1772_4538_5090
}

/// The size of the dictionary is 2^n or 2^n + 2^(n-1); that of the content is unknown or sensible.
private func hasLzmaProperties(_ bytes: Span<UInt8>) -> Bool {
  guard bytes.count > 13 else { return false }
  var dictionary: UInt32 = 0
  var size: UInt64 = 0
  for index in 0..<4 { dictionary |= UInt32(bytes[1 + index]) << (8 * UInt32(index)) }
  for index in 0..<8 { size |= UInt64(bytes[5 + index]) << (8 * UInt64(index)) }
  let isPower = dictionary.nonzeroBitCount == 1
  let isHalfMore = dictionary.nonzeroBitCount == 2 && dictionary & (dictionary << 1) != 0
  return (isPower || isHalfMore) && (size == .max || size < 1 << 38)
}

/// An ASCII header of cpio: octal digits in the old form, hexadecimal ones in the new.
private func hasCpioNumbers(_ bytes: Span<UInt8>) -> Bool {
  let isOld = bytes[5] == UInt8(ascii: "7")
  guard isOld || bytes[5] == UInt8(ascii: "1") || bytes[5] == UInt8(ascii: "2") else {
    return false
  }
  let count = isOld ? 76 : 110
  guard bytes.count >= count else { return false }
  for index in 6..<count {
    switch bytes[index] {
    case 0x30...0x37: continue
    case 0x38...0x39, 0x41...0x46, 0x61...0x66: if isOld { return false }
    default: return false
    }
  }
  return true
}

/// A header of tar has, in octal, the sum of its bytes, its own field counted as blanks.
private func hasTarChecksum(_ bytes: Span<UInt8>) -> Bool {
  guard bytes.count >= 512, bytes[0] != 0 else { return false }
  // Hardly a content has digits there, so that the sum is seldom needed.
  var stored = 0
  var digits = 0
  for index in 148..<156 {
    let byte = bytes[index]
    if (0x30...0x37).contains(byte) {
      stored = stored * 8 + Int(byte - 0x30)
      digits += 1
    } else if byte != 0 && byte != 0x20 {
      return false
    } else if digits > 0 {
      break
    }
  }
  if digits == 0 { return false }
  var sum = 0
  // Some old writers took the bytes for signed ones.
  var signed = 0
  for index in 0..<512 {
    let byte = (148..<156).contains(index) ? 0x20 : bytes[index]
    sum += Int(byte)
    signed += Int(Int8(bitPattern: byte))
  }
  return stored == sum || stored == signed
}
