import Glibc

/// Decides, as git does, whether a repository may be opened by whoever runs this process.
///
/// It must be the user's own, or `safe.directory` must name it: by its path, `*` for all,
/// `/folder/*` for all below a folder, and an empty value to forget the ones before. Only what git
/// calls protected configuration counts: the system's, the user's own and the environment's, never
/// that of the repository.
enum SafeDirectory {
  /// Refuses a repository that is not the user's own and not trusted.
  ///
  /// - Parameters:
  ///   - gitDirectory: The repository's folder, every link in its path resolved.
  ///   - start: The path from which it was found.
  /// - Throws: `ownedByAnother`, with what to do about it.
  static func check(_ gitDirectory: Path, foundFrom start: Path) throws(GitError) {
    let (folder, link) = place(of: gitDirectory, foundFrom: start)
    if [gitDirectory, folder, link].allSatisfy({ $0.map(isOwn) ?? true }) { return }
    if trusts(folder, values: try configuredValues()) { return }
    throw GitError(
      .ownedByAnother, "safe.directory",
      "the repository at \(folder.text) is owned by another user; if you trust it, run: "
        + "git config --global --add safe.directory \(shellQuoted(folder.text))")
  }

  /// The folder that stands for a repository, and the file in it that leads there, if one does.
  ///
  /// It is the folder that holds `.git`, or the repository itself if it is bare.
  private static func place(
    of gitDirectory: Path, foundFrom start: Path
  ) -> (folder: Path, link: Path?) {
    var folder = start.resolved
    while let current = folder {
      if current == gitDirectory { return (gitDirectory, nil) }
      let entry = current.appending(".git".utf8)
      if entry.kind == .file { return (current, entry) }
      if entry.resolved == gitDirectory { return (current, nil) }
      folder = current.parent
    }
    return (gitDirectory, nil)
  }

  /// Whether the path belongs to the user; for root also, under `sudo`, to who called it.
  private static func isOwn(_ path: Path) -> Bool {
    var status = stat()
    guard path.withCString({ unsafe lstat($0, &status) }) == 0 else { return false }
    if status.st_uid == geteuid() { return true }
    guard geteuid() == 0, let caller = unsafe getenv("SUDO_UID") else { return false }
    return UInt32(unsafe String(cString: caller)) == status.st_uid
  }

  /// Whether the last of the values that say something about `folder` trusts it.
  static func trusts(_ folder: Path, values: [Path]) -> Bool {
    var isTrusted = false
    for value in values {
      if value.bytes.isEmpty {
        isTrusted = false
      } else if value == Path("*") || matches(value, folder) {
        isTrusted = true
      }
    }
    return isTrusted
  }

  private static func matches(_ value: Path, _ folder: Path) -> Bool {
    let slash = UInt8(ascii: "/")
    if value.bytes.suffix(2) == [slash, UInt8(ascii: "*")] {
      let above = Path(bytes: value.bytes.dropLast(2)).resolved
      return above.map { folder.bytes.starts(with: $0.bytes + [slash]) } ?? (value == Path("/*"))
    }
    // Relative paths mean nothing here, except the folder that git is started in.
    guard value.bytes.first == slash || value == Path(".") else { return false }
    return value.resolved == folder
  }

  /// Every `safe.directory`, system first, with `~/` replaced; an empty path stands for "forget".
  private static func configuredValues() throws(GitError) -> [Path] {
    // As in git, nothing that depends on the repository counts before it is trusted.
    var reader = ConfigurationReader(.none)
    try ConfigurationSources.readShared(&reader)
    try ConfigurationSources.readCommand(&reader)
    let key = Array("safe.directory".utf8)
    return reader.entries.filter { $0.key == key }.map { entry in
      Path(bytes: entry.value ?? []).withHomeExpanded
    }
  }

  private static func shellQuoted(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "/"), UInt8(ascii: "."),
        UInt8(ascii: "-"), UInt8(ascii: "_"):
        true
      default: false
      }
    }
    if isPlain { return text }
    return "'"
      + text.split(separator: "'", omittingEmptySubsequences: false)
      .joined(separator: "'\\''") + "'"
  }
}
