import CGit2

/// Decides, as git does, whether a repository of another user may be opened.
///
/// libgit2 1.5 knows only exact paths in `safe.directory`; git also takes `*` for all, `/folder/*`
/// for all below a folder, and an empty value to forget the ones before. Only the system's and the
/// user's own configuration count, never that of the repository.
enum SafeDirectory {
  /// Refuses the repository unless the configuration trusts it.
  ///
  /// - Parameters:
  ///   - handle: The repository, opened without looking at its owner.
  ///   - start: The path from which it was found.
  /// - Throws: `ownedByAnother`, with what to do about it.
  static func check(_ handle: RepositoryHandle, foundFrom start: Path) throws(GitError) {
    guard let gitDirectory = Path(cString: unsafe git_repository_path(handle.pointer))?.resolved
    else { throw GitError(.other, "safe.directory", "the repository has no folder") }
    let folder = trustedFolder(gitDirectory, foundFrom: start)
    if trusts(folder, values: configuredValues()) { return }
    throw GitError(
      .ownedByAnother, "safe.directory",
      "the repository at \(folder.text) is owned by another user; if you trust it, run: "
        + "git config --global --add safe.directory \(shellQuoted(folder.text))")
  }

  /// The folder that git looks up: the one that holds `.git`, or the repository if it is bare.
  static func trustedFolder(_ gitDirectory: Path, foundFrom start: Path) -> Path {
    var folder = start.resolved
    while let current = folder {
      if current == gitDirectory { return gitDirectory }
      let entry = current.appending(".git".utf8)
      if entry.kind == .file || entry.resolved == gitDirectory { return current }
      folder = current.parent
    }
    return gitDirectory
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
  private static func configuredValues() -> [Path] {
    var configuration: OpaquePointer?
    guard unsafe git_config_open_default(&configuration) == 0 else { return [] }
    defer { unsafe git_config_free(configuration) }
    var iterator: OpaquePointer?
    let code = unsafe git_config_multivar_iterator_new(
      &iterator, configuration, "safe.directory", nil)
    guard code == 0 else { return [] }
    defer { unsafe git_config_iterator_free(iterator) }
    var values: [Path] = []
    var entry: UnsafeMutablePointer<git_config_entry>?
    while unsafe git_config_next(&entry, iterator) == 0, let entry = unsafe entry {
      values.append(expanded(unsafe entry.pointee.value))
    }
    git_error_clear()
    return values
  }

  @safe private static func expanded(_ value: UnsafePointer<CChar>?) -> Path {
    guard let value = unsafe value else { return Path(bytes: []) }
    var buffer = unsafe git_buf()
    defer { unsafe git_buf_dispose(&buffer) }
    let code = unsafe git_config_parse_path(&buffer, value)
    return Path(cString: code == 0 ? unsafe UnsafePointer(buffer.ptr) : unsafe value)
      ?? Path(bytes: [])
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
