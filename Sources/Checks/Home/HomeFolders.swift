package import Blobs
package import Git

/// Finds the home folders of a machine whose files lie below a root.
package enum HomeFolders {
  /// Root's, those in `/home`, those that the machine's list of users names, and the root itself, in
  /// case it is a home.
  package static func all(in root: FileRoot) -> [Path] {
    var search = PlaceSearch(root: root)
    let candidates =
      [Path("/root")] + search.paths("home/*", below: Path("/")) + ofUsers(in: root)
      + [Path("/")]
    var seen: Set<Path> = []
    return candidates.filter { home in
      guard let file = try? root.find(home), file.entry.kind == .folder else { return false }
      return seen.insert(file.entry.path).inserted
    }
  }

  /// The sixth field of `passwd(5)`, of root and of those who are people.
  private static func ofUsers(in root: FileRoot) -> [Path] {
    guard let file = try? root.find(Path("etc/passwd")),
      let bytes = try? file.bytes(limit: 1 << 20)
    else { return [] }
    return bytes.split(separator: UInt8(ascii: "\n")).compactMap { line in
      let fields = line.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
      guard fields.count >= 6, let id = UInt32(String(decoding: fields[2], as: UTF8.self)),
        id == 0 || id >= 1000, fields[5].first == UInt8(ascii: "/"), fields[5].count > 1
      else { return nil }
      return Path(bytes: Array(fields[5]))
    }
  }
}
