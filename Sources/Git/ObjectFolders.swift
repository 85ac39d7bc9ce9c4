/// Finds the folders that hold a repository's objects.
enum ObjectFolders {
  /// Returns the first folder and all that it and the further ones borrow from, each once.
  ///
  /// A folder that does not exist is left out; what it should hold will be missing. As in git, a
  /// chain of borrowing ends after five folders.
  static func all(primary: Path, further: [Path]) -> [Path] {
    var found: [Path] = []
    var known: Set<Path> = []
    var pending = ([primary] + further).map { (folder: $0, depth: 0) }
    while !pending.isEmpty {
      let (folder, depth) = pending.removeFirst()
      guard let place = folder.resolved, known.insert(place).inserted else { continue }
      found.append(place)
      guard depth < 5 else { continue }
      let list = place.appending("info/alternates".utf8)
      let lines = (try? SmallFile.bytes(at: list, limit: 1 << 20)) ?? []
      for path in split(lines, at: UInt8(ascii: "\n")) where path.bytes.first != UInt8(ascii: "#") {
        let isAbsolute = path.bytes.first == UInt8(ascii: "/")
        pending.append((isAbsolute ? path : place.appending(path.bytes), depth + 1))
      }
    }
    return found
  }

  /// Splits a list of paths; one in double quotes is unquoted as git quotes paths.
  static func split(_ list: [UInt8], at separator: UInt8) -> [Path] {
    var paths: [Path] = []
    var rest = list[...]
    while !rest.isEmpty {
      var item: [UInt8] = []
      if rest.first == UInt8(ascii: "\"") {
        item = unquoted(&rest)
      } else {
        item = Array(rest.prefix { $0 != separator })
        rest = rest.dropFirst(item.count)
      }
      rest = rest.dropFirst()
      if !item.isEmpty { paths.append(Path(bytes: item)) }
    }
    return paths
  }

  /// Takes a string in double quotes with the escapes of C from the front of `rest`.
  private static func unquoted(_ rest: inout ArraySlice<UInt8>) -> [UInt8] {
    let escapes: [UInt8: UInt8] = [
      UInt8(ascii: "a"): 7, UInt8(ascii: "b"): 8, UInt8(ascii: "f"): 12, UInt8(ascii: "n"): 10,
      UInt8(ascii: "r"): 13, UInt8(ascii: "t"): 9, UInt8(ascii: "v"): 11,
    ]
    var result: [UInt8] = []
    rest = rest.dropFirst()
    while let byte = rest.popFirst(), byte != UInt8(ascii: "\"") {
      guard byte == UInt8(ascii: "\\"), let next = rest.popFirst() else {
        result.append(byte)
        continue
      }
      let digits = [next] + rest.prefix(2)
      if digits.count == 3, let octal = UInt8(String(decoding: digits, as: UTF8.self), radix: 8) {
        result.append(octal)
        rest = rest.dropFirst(2)
      } else {
        result.append(escapes[next] ?? next)
      }
    }
    return result
  }
}
