/// How a repository says that it is stored, and whether that can be read here.
struct RepositoryFormat {
  /// Whether each work tree has a file of settings of its own.
  private(set) var hasWorkTreeConfiguration = false

  private var version = 0
  private var extensions: [(name: String, value: String)] = []

  /// Reads a repository's own file of settings; as for git, what it includes does not count.
  ///
  /// - Throws: What reading the file throws; a file that is not there says nothing.
  init(_ file: Path) throws(GitError) {
    let bytes: [UInt8]
    do {
      bytes = try SmallFile.bytes(at: file, limit: 1 << 24)
    } catch {
      if error.reason == .missing { return }
      throw error
    }
    for entry in try ConfigurationParser.entries(of: bytes, named: file) {
      let key = String(decoding: entry.key, as: UTF8.self)
      let value = String(decoding: entry.value ?? [], as: UTF8.self)
      if key == "core.repositoryformatversion" {
        version = ConfigurationValue.number(value) ?? 0
      } else if key == "extensions.worktreeconfig" {
        hasWorkTreeConfiguration = ConfigurationValue.flag(entry.value) ?? false
      } else if key.hasPrefix("extensions.") {
        extensions.append((String(key.dropFirst(11)), value))
      }
    }
  }

  /// Returns how the repository names its objects.
  ///
  /// - Throws: `unsupported`, with what it means and what to do, for what git calls an extension if
  ///   reading the repository without it would go wrong.
  func objectFormat() throws(GitError) -> ObjectFormat {
    guard (0...1).contains(version) else {
      throw Self.unsupported(
        "the repository has format version \(version), which is not known here: nothing in it was "
          + "scanned; a newer vastguard may read it")
    }
    var format = ObjectFormat.sha1
    for (name, value) in extensions {
      switch name {
      // Nothing of these changes how a repository is read.
      case "noop", "noop-v1", "partialclone", "preciousobjects", "relativeworktrees": continue
      case "objectformat": format = try Self.objectFormat(named: value)
      case "refstorage": try Self.check(references: value)
      // With version 0 git heeds no other.
      default: if version > 0 { throw Self.unknown(name) }
      }
    }
    return format
  }

  private static func objectFormat(named name: String) throws(GitError) -> ObjectFormat {
    switch name.lowercased() {
    case "sha1": return .sha1
    case "sha256": return .sha256
    default:
      throw unsupported(
        "the repository names its objects by '\(name)', which is not known here: nothing "
          + "in it was scanned")
    }
  }

  private static func check(references: String) throws(GitError) {
    switch references.lowercased() {
    case "files": return
    case "reftable":
      throw unsupported(
        "the repository stores its references as a reftable, which vastguard cannot read yet: "
          + "nothing in git was scanned. 'vastguard scan' reads the files; 'git refs migrate "
          + "--ref-format=files' (git 2.46 and later) changes how references are stored")
    default:
      throw unsupported(
        "the repository stores its references as '\(references)', which is not known here: "
          + "nothing in it was scanned")
    }
  }

  private static func unknown(_ name: String) -> GitError {
    unsupported(
      "the repository asks for the extension '\(name)', which is not known here: it may store its "
        + "objects in another way, so nothing in it was scanned. A newer vastguard may read it; "
        + "if the extension is there by mistake: git config --unset extensions.\(name)")
  }

  private static func unsupported(_ message: String) -> GitError {
    GitError(.unsupported, "extensions", message)
  }
}
