internal import CNettle

/// Checksums, cryptographic ones by Nettle.
package enum Digest {
  /// The SHA-256 of the bytes as 64 lower-case hex digits.
  package static func sha256(_ bytes: [UInt8]) -> String {
    var digest: [UInt8] = .init(repeating: 0, count: 32)
    unsafe bytes.withUnsafeBufferPointer { input in
      unsafe digest.withUnsafeMutableBufferPointer { output in
        unsafe vg_sha256(input.baseAddress, input.count, output.baseAddress)
      }
    }
    return hex(digest)
  }

  /// The SHA-256 of a text's UTF-8 bytes.
  package static func sha256(_ text: String) -> String {
    sha256(Array(text.utf8))
  }

  /// The MD5 of the bytes as 32 lower-case hex digits: no proof of anything, but what some vendors
  /// make values from.
  package static func md5(_ bytes: [UInt8]) -> String {
    var digest: [UInt8] = .init(repeating: 0, count: 16)
    unsafe bytes.withUnsafeBufferPointer { input in
      unsafe digest.withUnsafeMutableBufferPointer { output in
        unsafe vg_md5(input.baseAddress, input.count, output.baseAddress)
      }
    }
    return hex(digest)
  }

  /// The CRC-32 of the bytes, as of ISO 3309: the one of gzip and PNG.
  package static func crc32(_ bytes: some Sequence<UInt8>) -> UInt32 {
    ~bytes.reduce(~0 as UInt32) { crc, byte in
      crcTable[Int(UInt8(truncatingIfNeeded: crc) ^ byte)] ^ (crc >> 8)
    }
  }

  private static let crcTable: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { crc, _ in crc & 1 == 1 ? 0xedb8_8320 ^ (crc >> 1) : crc >> 1 }
  }

  /// The bytes as lower-case hex digits.
  package static func hex(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
