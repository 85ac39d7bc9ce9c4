/// A path as git and Linux keep it: bytes, with `/` between its parts; no encoding is promised.
package struct Path: Hashable, Comparable, Sendable {
  /// The bytes as they stand in the tree, index or file system.
  package let bytes: [UInt8]

  package init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  package init(_ text: String) {
    bytes = Array(text.utf8)
  }

  /// The last part, after the last `/`.
  package var name: ArraySlice<UInt8> {
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return bytes[...] }
    return bytes[(slash + 1)...]
  }

  /// The path for people: bytes that are not UTF-8 become U+FFFD.
  package var text: String {
    String(decoding: bytes, as: UTF8.self)
  }

  /// Whether `text` holds every byte, so that nothing was replaced.
  package var isUTF8: Bool {
    String(validating: bytes, as: UTF8.self) != nil
  }

  /// The path of `name` below this folder; below the empty path it is the name itself.
  package func appending(_ name: some Sequence<UInt8>) -> Path {
    appending(Array(name)[...])
  }

  /// The same for bytes that are part of others.
  package func appending(_ name: ArraySlice<UInt8>) -> Path {
    if bytes.isEmpty { return Path(bytes: Array(name)) }
    var whole: [UInt8] = []
    whole.reserveCapacity(bytes.count + 1 + name.count)
    whole.append(contentsOf: bytes)
    whole.append(UInt8(ascii: "/"))
    whole.append(contentsOf: name)
    return Path(bytes: whole)
  }

  package static func < (left: Path, right: Path) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }
}
