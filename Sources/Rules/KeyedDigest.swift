extension Digest {
  /// The HMAC-SHA256 (RFC 2104) of the bytes as 64 lower-case hex digits.
  package static func hmac(_ message: [UInt8], key: [UInt8]) -> String {
    let blockSize = 64
    var block = key.count > blockSize ? bytes(ofHex: sha256(key)) : key
    block += repeatElement(0, count: blockSize - block.count)
    let inner = bytes(ofHex: sha256(block.map { $0 ^ 0x36 } + message))
    return sha256(block.map { $0 ^ 0x5c } + inner)
  }

  /// The bytes that pairs of lower-case hex digits stand for.
  private static func bytes(ofHex text: String) -> [UInt8] {
    let values = text.utf8.map { digit in
      digit >= UInt8(ascii: "a") ? digit - UInt8(ascii: "a") + 10 : digit - UInt8(ascii: "0")
    }
    return stride(from: 0, to: values.count - 1, by: 2).map { values[$0] << 4 | values[$0 + 1] }
  }
}
