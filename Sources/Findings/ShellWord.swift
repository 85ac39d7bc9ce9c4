package import Git

extension Path {
  /// The path as one word of a POSIX shell, so that a command that is printed can be pasted.
  package var shellWord: String {
    let plain = bytes.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: Array("_-./+:@,".utf8).contains(byte)
      }
    }
    if plain, !bytes.isEmpty, bytes.first != UInt8(ascii: "-") { return text }
    return "'"
      + text.split(separator: "'", omittingEmptySubsequences: false)
      .joined(separator: #"'\''"#) + "'"
  }
}
