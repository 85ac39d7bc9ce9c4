internal import CMbedCrypto

/// The checksum that ends git's own files: the SHA-1 of all that stands before it.
enum Checksum {
  /// Whether the last twenty bytes are the checksum of the others, or zeros: `index.skipHash` has
  /// git write no checksum.
  static func isRight(_ bytes: [UInt8]) -> Bool {
    let count = bytes.count - ObjectID.byteCount
    guard count >= 0 else { return false }
    let written = bytes[count...]
    if written.allSatisfy({ $0 == 0 }) { return true }
    var digest: [UInt8] = .init(repeating: 0, count: ObjectID.byteCount)
    let status = unsafe bytes.withUnsafeBufferPointer { input in
      unsafe digest.withUnsafeMutableBufferPointer { output in
        unsafe vg_sha1(input.baseAddress, count, output.baseAddress)
      }
    }
    return status == 0 && written.elementsEqual(digest)
  }
}
