import Glibc

/// The objects that are files of their own, in one folder of objects.
///
/// libgit2 1.5 must not read these files: where one is cut short it inflates forever, and where a
/// header claims less than there is it writes past the end of its buffer. Symbolic links are
/// followed, as by git: what they lead to counts only where it has the form of an object.
final class LooseObjects: ObjectSource {
  /// The longest header: `commit`, a space, a size of twenty digits, and a zero.
  static let headerLimit = 32

  private let folder: Path
  private let format: ObjectFormat

  init(_ folder: Path, _ format: ObjectFormat) {
    self.folder = folder
    self.format = format
  }

  func contains(_ id: ObjectID) -> Bool {
    var status = stat()
    let result = file(id).withCString { path in unsafe stat(path, &status) }
    return result == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  func header(of id: ObjectID) throws(GitError) -> (kind: ObjectKind, size: Int) {
    let start = try SmallFile.bytes(at: file(id), limit: .max, prefix: 512)
    let header = try header(in: Inflated(start.span, atMost: Self.headerLimit).bytes, id)
    return (header.kind, header.size)
  }

  func stored(_ id: ObjectID) throws(GitError) -> StoredObject {
    let file = try SmallFile.bytes(at: file(id), limit: 1 << 31)
    let header = try header(in: Inflated(file.span, atMost: Self.headerLimit).bytes, id)
    // One byte more than is claimed, to see whether there is more.
    let size = header.length + header.size
    let content = Inflated(file.span, atMost: size + 1)
    guard content.bytes.count >= header.length else {
      throw corrupt(id, "its header names no kind and size")
    }
    var damage: String?
    if content.bytes.count != size {
      damage = "it has not the \(header.size) bytes that its header claims"
    } else if content.end != .whole {
      damage = "the checksum that ends its compressed data is wrong"
    } else if content.consumed != file.count {
      damage = "its file goes on behind its end"
    }
    return StoredObject(kind: header.kind, bytes: content.bytes[header.length...], damage: damage)
  }

  func ids(beginningWith prefix: ObjectID, digits: Int) -> [ObjectID] {
    let start = prefix.description.prefix(digits)
    return ids(in: prefix.firstByte).filter { $0.description.hasPrefix(start) }
  }

  /// Nothing is remembered, so there is nothing to look for again.
  func refresh() {}

  func forEachID(_ body: (ObjectID) -> Bool) -> Bool {
    (UInt8.min...UInt8.max).allSatisfy { ids(in: $0).allSatisfy(body) }
  }

  /// Returns the ids in one of the 256 folders.
  private func ids(in number: UInt8) -> [ObjectID] {
    let prefix = Self.hex(number)
    return (folder.appending(prefix.utf8).names() ?? []).compactMap { name in
      ObjectID(hex: prefix + String(decoding: name, as: UTF8.self), format)
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
}
