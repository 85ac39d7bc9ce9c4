/// The checksum that ends git's own files: the SHA-1 of all that stands before it.
enum Checksum {
  /// Whether the last twenty bytes are the checksum of the others, or zeros: `index.skipHash` has
  /// git write no checksum.
  static func isRight(_ bytes: [UInt8]) -> Bool {
    let count = bytes.count - ObjectID.byteCount
    guard count >= 0 else { return false }
    let written = bytes[count...]
    if written.allSatisfy({ $0 == 0 }) { return true }
    return unsafe bytes[..<count].withUnsafeBytes(ObjectDigest.checksum) == Array(written)
  }
}
