/// The checksum that ends git's own files: the digest of all that stands before it.
enum Checksum {
  /// Whether the last bytes are the checksum of the others, or zeros: `index.skipHash` has git write
  /// no checksum.
  static func isRight(_ bytes: [UInt8], _ format: ObjectFormat) -> Bool {
    let count = bytes.count - format.byteCount
    guard count >= 0 else { return false }
    let written = bytes[count...]
    if written.allSatisfy({ $0 == 0 }) { return true }
    let right = unsafe bytes[..<count].withUnsafeBytes {
      unsafe ObjectDigest.checksum(of: $0, format)
    }
    return right == Array(written)
  }
}
