internal import CNettle

/// Computes the id of an object, or the checksum that ends a pack, from pieces of any size.
package struct ObjectDigest: ~Copyable {
  private var state = vg_object_digest()
  private let format: ObjectFormat

  /// Begins with nothing.
  package init(_ format: ObjectFormat) {
    self.format = format
    unsafe vg_object_digest_begin(&state, format == .sha256 ? 1 : 0)
  }

  /// Begins with what stands before an object's bytes.
  package init(_ format: ObjectFormat, of kind: ObjectKind, size: Int) {
    self.init(format)
    var header = Array("\(kind.name) \(size)".utf8)
    header.append(0)
    unsafe header.withUnsafeBytes { unsafe add($0) }
  }

  /// Adds bytes.
  package mutating func add(_ bytes: UnsafeRawBufferPointer) {
    guard unsafe !bytes.isEmpty else { return }
    unsafe vg_object_digest_add(&state, bytes.baseAddress, bytes.count)
  }

  /// Returns the digest of all that was added; nothing may be added afterwards.
  package mutating func finish() -> [UInt8] {
    var result = [UInt8](repeating: 0, count: format.byteCount)
    unsafe result.withUnsafeMutableBufferPointer { output in
      unsafe vg_object_digest_end(&state, output.baseAddress)
    }
    return result
  }

  /// Returns the digest of bytes alone, as at the ends of git's own files.
  package static func checksum(
    of bytes: UnsafeRawBufferPointer, _ format: ObjectFormat
  ) -> [UInt8] {
    var digest = ObjectDigest(format)
    unsafe digest.add(bytes)
    return digest.finish()
  }
}
