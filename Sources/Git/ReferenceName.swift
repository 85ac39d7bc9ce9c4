/// What names of references may look like, as git checks them.
enum ReferenceName {
  /// Whether git takes the name for one: no empty part, no part that begins with a dot or ends in
  /// `.lock`, none of the characters that mean something in a revision.
  static func isValid(_ name: Path) -> Bool {
    let bytes = name.bytes
    let slash = UInt8(ascii: "/")
    guard !bytes.isEmpty, bytes != [UInt8(ascii: "@")], bytes.last != UInt8(ascii: ".") else {
      return false
    }
    for part in bytes.split(separator: slash, omittingEmptySubsequences: false) {
      guard let first = part.first, first != UInt8(ascii: "."), !part.ends(with: ".lock".utf8)
      else { return false }
    }
    for (byte, next) in zip(bytes, bytes.dropFirst() + [0]) {
      if forbidden.contains(byte) || byte < 0x20 || byte == 0x7F { return false }
      if byte == UInt8(ascii: "."), next == byte { return false }
      if byte == UInt8(ascii: "@"), next == UInt8(ascii: "{") { return false }
    }
    return true
  }

  private static let forbidden = Array(" ~^:?*[\\".utf8)
}
