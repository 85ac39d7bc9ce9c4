import CGit2

/// The objects that are files of their own, in one folder of objects.
///
/// libgit2 1.5 must not read these files: where one is cut short it inflates forever, and where a
/// header claims less than there is it writes past the end of its buffer.
final class LooseObjects: Sendable {
  /// The longest header: `commit`, a space, a size of twenty digits, and a zero.
  static let headerLimit = 32

  private let folder: Path

  init(_ folder: Path) {
    self.folder = folder
  }

  /// Whether there is a file for the object.
  func contains(_ id: ObjectID) -> Bool {
    file(id).kind == .file
  }

  /// Returns the kind and the claimed size of an object.
  ///
  /// - Throws: `missing`, `corrupt`, or `other` where the file can't be read.
  func header(of id: ObjectID) throws(GitError) -> (kind: ObjectKind, size: Int) {
    let start = try SmallFile.bytes(at: file(id), limit: .max, links: .refuse, prefix: 512)
    let header = try header(in: inflate(start, atMost: Self.headerLimit), id)
    return (header.kind, header.size)
  }

  /// Returns the kind and the bytes of an object, which may differ from what its id promises.
  ///
  /// - Throws: As `header(of:)`.
  func object(_ id: ObjectID) throws(GitError) -> (kind: ObjectKind, bytes: ArraySlice<UInt8>) {
    let file = try SmallFile.bytes(at: file(id), limit: 1 << 31, links: .refuse)
    let header = try header(in: inflate(file, atMost: Self.headerLimit), id)
    // One byte more than is claimed, to see whether there is more.
    let bytes = inflate(file, atMost: header.length + header.size + 1)
    guard bytes.count == header.length + header.size else {
      throw corrupt(id, "it has not the \(header.size) bytes that its header claims")
    }
    return (header.kind, bytes[header.length...])
  }

  /// Calls `body` with every id that a file is named after, until it answers false.
  func forEachID(_ body: (ObjectID) -> Bool) {
    for number in UInt8.min...UInt8.max {
      for id in ids(in: number) where !body(id) { return }
    }
  }

  /// Returns the ids in one of the 256 folders.
  func ids(in number: UInt8) -> [ObjectID] {
    let prefix = Self.hex(number)
    return (folder.appending(prefix.utf8).names() ?? []).compactMap { name in
      ObjectID(hex: prefix + String(decoding: name, as: UTF8.self))
    }
  }

  private func file(_ id: ObjectID) -> Path {
    let hex = id.description
    return folder.appending(hex.utf8.prefix(2)).appending(hex.utf8.dropFirst(2))
  }

  private static func hex(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16)
    return digits.utf8.count == 1 ? "0" + digits : digits
  }

  func header(
    in bytes: [UInt8], _ id: ObjectID
  ) throws(GitError) -> (kind: ObjectKind, size: Int, length: Int) {
    guard let zero = bytes.firstIndex(of: 0) else { throw corrupt(id, "it has no header") }
    let words = String(decoding: bytes[..<zero], as: UTF8.self).split(separator: " ")
    let kind = ObjectKind.allCases.first { $0.name == words.first ?? "" }
    guard words.count == 2, let kind, let size = Int(words[1]), (0...1 << 48).contains(size)
    else { throw corrupt(id, "its header names no kind and size") }
    return (kind, size, zero + 1)
  }

  private func corrupt(_ id: ObjectID, _ why: String) -> GitError {
    GitError(.corrupt, "loose object", "\(id) is corrupt: \(why)")
  }

  /// Inflates as much as there is, up to a fault or the limit.
  func inflate(_ input: [UInt8], atMost limit: Int) -> [UInt8] {
    var stream = unsafe z_stream()
    let size = unsafe Int32(MemoryLayout<z_stream>.size)
    guard unsafe inflateInit_(&stream, ZLIB_VERSION, size) == Z_OK else { return [] }
    defer { unsafe inflateEnd(&stream) }
    var input = input
    var output: [UInt8] = []
    unsafe input.withUnsafeMutableBufferPointer { source in
      unsafe stream.next_in = source.baseAddress
      unsafe stream.avail_in = UInt32(source.count)
      while output.count < limit {
        // Grown step by step, so that a false claim reserves no memory.
        let room = min(limit - output.count, max(output.count, 1 << 12))
        var status = Z_OK
        output += unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, filled in
          unsafe stream.next_out = buffer.baseAddress
          unsafe stream.avail_out = UInt32(room)
          status = unsafe CGit2.inflate(&stream, Z_NO_FLUSH)
          filled = unsafe room - Int(stream.avail_out)
        }
        // Without progress it answers Z_BUF_ERROR, so a stream that is cut short ends this too.
        if status != Z_OK { return }
      }
    }
    return output
  }
}
