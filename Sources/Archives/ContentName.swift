/// The name of what a compressed stream holds.
package enum ContentName {
  private static let suffixes: [(suffix: String, instead: String)] = [
    (".gz", ""), (".bz2", ""), (".xz", ""), (".lzma", ""), (".zst", ""), (".lz4", ""), (".Z", ""),
    (".z", ""), (".tgz", ".tar"), (".tbz2", ".tar"), (".txz", ".tar"), (".tzst", ".tar"),
  ]

  /// The name that the stream itself holds, if it is a plain one, or that of its container at
  /// `path` without the suffix.
  static func inStream(startingWith start: Span<UInt8>, at path: [UInt8]) -> [UInt8] {
    gzipName(start) ?? ofContent(at: path)
  }

  /// The name of what a compressed stream at `path` holds, made from the stream's own.
  package static func ofContent(at path: [UInt8]) -> [UInt8] {
    let end = path.lastIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "!") }
    let name = path[(end.map { $0 + 1 } ?? 0)...]
    for (suffix, instead) in suffixes
    where name.count > suffix.utf8.count
      && name.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
    {
      return name.dropLast(suffix.utf8.count) + instead.utf8
    }
    return Array(name)
  }

  /// The file's name in a gzip header (RFC 1952, FNAME), if it is one and nothing more.
  private static func gzipName(_ start: Span<UInt8>) -> [UInt8]? {
    guard start.count > 10, start[0] == 0x1f, start[1] == 0x8b, start[3] & 8 != 0 else {
      return nil
    }
    var place = 10
    if start[3] & 4 != 0 {
      guard start.count > 12 else { return nil }
      place = 12 + Int(start[10]) + Int(start[11]) << 8
    }
    var name: [UInt8] = []
    while place < start.count, start[place] != 0 {
      let byte = start[place]
      guard byte >= 0x20, byte != 0x7f, byte != UInt8(ascii: "/"), byte != UInt8(ascii: "!") else {
        return nil
      }
      name.append(byte)
      place += 1
    }
    let isDots = name == Array(".".utf8) || name == Array("..".utf8)
    let isPlain = place < start.count && !name.isEmpty && name.count < 256 && !isDots
    guard isPlain, String(validating: name, as: UTF8.self) != nil else { return nil }
    return name
  }
}
