import Glibc

/// Answers which paths git ignores, as `git check-ignore --no-index` does.
///
/// libgit2 1.5 has such a function, but drops a line like `!a.key` in a folder's `.gitignore` where
/// only a file above ignores `a.key`, and so takes files for ignored that are not. These rules are
/// read here instead. What they need from a folder is read when it is first asked for and kept.
///
/// Tracked files are not treated in another way; the caller knows whether a path is in the index.
/// A `.gitignore` that is a symbolic link, or lies below one, does not count.
package final class IgnoreRules {
  /// Whose rules count.
  package enum Scope: Sendable {
    /// All that git itself heeds: also the user's own file and the clone's `info/exclude`.
    case everyone
    /// Only the `.gitignore` files of the work tree, which everybody who clones it shares.
    case shared
  }

  /// The patterns of one file, and how much of a path stands before what they see.
  private struct List {
    let baseLength: Int
    let patterns: [IgnorePattern]
  }

  private struct Folder {
    let isIgnored: Bool
    /// The lists that count for what lies in the folder, the strongest last.
    let lists: [List]
  }

  private static let sizeLimit = 1 << 24

  private let workTree: Path?
  private let foldsCase: Bool
  private let personal: [List]
  private let replacing: [Path: [UInt8]]
  private var folders: [Path: Folder] = [:]

  /// Makes the rules of a repository's work tree.
  ///
  /// - Parameters:
  ///   - repository: The repository; one without a work tree has only personal rules.
  ///   - scope: Whose rules count.
  ///   - replacing: What to take for the `.gitignore` of a folder in place of the file there.
  /// - Throws: A `GitError` where the configuration can't be read.
  package init(
    of repository: Repository, scope: Scope = .everyone, replacing: [Path: [UInt8]] = [:]
  ) throws(GitError) {
    self.replacing = replacing
    workTree = repository.workTree
    let foldsCase = try repository.configuration.flag("core.ignoreCase")
    self.foldsCase = foldsCase
    guard scope == .everyone else {
      personal = []
      return
    }
    let exclude = repository.commonDirectory.appending("info/exclude".utf8)
    personal = [Self.excludesFile(repository.configuration), exclude].compactMap { file in
      file.flatMap { Self.list(at: $0, links: .follow, baseLength: 0, foldsCase: foldsCase) }
    }
  }

  /// The user's own file of rules, at its default place where none is configured.
  private static func excludesFile(_ configuration: Configuration) -> Path? {
    if let file = configuration.path("core.excludesFile") { return file }
    if let folder = Path(cString: unsafe getenv("XDG_CONFIG_HOME")), !folder.bytes.isEmpty {
      return folder.appending("git/ignore".utf8)
    }
    return Path(cString: unsafe getenv("HOME"))?.appending(".config/git/ignore".utf8)
  }

  /// Whether git would leave the path alone because a rule says so, or because its folder is ignored.
  ///
  /// Nothing needs to exist at the path.
  /// - Parameters:
  ///   - path: The path from the root of the work tree.
  ///   - isFolder: Whether a folder is or would be there; a symbolic link to one is none.
  /// - Returns: Whether git ignores it.
  package func isIgnored(_ path: Path, isFolder: Bool) -> Bool {
    if path.bytes.isEmpty { return false }
    let folder = folder(path.parent ?? Path(bytes: []))
    return folder.isIgnored || isIgnored(path, isFolder: isFolder, by: folder.lists)
  }

  private func folder(_ path: Path) -> Folder {
    if let known = folders[path] { return known }
    let folder: Folder
    if path.bytes.isEmpty {
      folder = Folder(isIgnored: false, lists: personal + ownList(path))
    } else {
      let above = self.folder(path.parent ?? Path(bytes: []))
      let isIgnored = above.isIgnored || isIgnored(path, isFolder: true, by: above.lists)
      folder = Folder(
        isIgnored: isIgnored, lists: isIgnored ? [] : above.lists + ownList(path))
    }
    folders[path] = folder
    return folder
  }

  /// The last pattern that matches decides; a list that stands later is stronger.
  private func isIgnored(_ path: Path, isFolder: Bool, by lists: [List]) -> Bool {
    for list in lists.reversed() {
      let below = path.bytes.dropFirst(list.baseLength)
      for pattern in list.patterns.reversed()
      where pattern.matches(below, name: path.name, isFolder: isFolder) {
        return !pattern.isNegated
      }
    }
    return false
  }

  private func ownList(_ folder: Path) -> [List] {
    guard let workTree else { return [] }
    if let bytes = replacing[folder] {
      let patterns = IgnorePattern.patterns(in: bytes, foldsCase: foldsCase)
      let length = folder.bytes.isEmpty ? 0 : folder.bytes.count + 1
      return patterns.isEmpty ? [] : [List(baseLength: length, patterns: patterns)]
    }
    let place = folder.bytes.isEmpty ? workTree : workTree.appending(folder.bytes)
    guard folder.bytes.isEmpty || place.kind == .folder else { return [] }
    let file = place.appending(".gitignore".utf8)
    let baseLength = folder.bytes.isEmpty ? 0 : folder.bytes.count + 1
    let list = Self.list(
      at: file, links: .refuse, baseLength: baseLength, foldsCase: foldsCase)
    return list.map { [$0] } ?? []
  }

  private static func list(
    at file: Path, links: SmallFile.Links, baseLength: Int, foldsCase: Bool
  ) -> List? {
    guard let bytes = try? SmallFile.bytes(at: file, limit: sizeLimit, links: links) else {
      return nil
    }
    let patterns = IgnorePattern.patterns(in: bytes, foldsCase: foldsCase)
    return patterns.isEmpty ? nil : List(baseLength: baseLength, patterns: patterns)
  }
}

@available(*, unavailable)
extension IgnoreRules: Sendable {}
