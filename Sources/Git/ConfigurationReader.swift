import Glibc

/// Collects settings from files, and from the files that those include.
///
/// libgit2 1.5 reads neither the variables of the environment that name files and settings, nor a
/// work tree's own file, and waits for a FIFO. Here no file is waited for, and files that include
/// others without end cost no more than `mostFiles` of them.
struct ConfigurationReader {
  /// What decides whether an `includeIf` counts.
  enum Conditions {
    /// None holds: as where git has not found the repository yet.
    case none
    /// Each file is read once whatever the condition, to see that it can be.
    case assumed
    /// Those about the repository's folder and the branch that is checked out.
    case of(gitDirectory: Path)
  }

  /// The settings; a later one of the same key counts more.
  private(set) var entries: [ConfigurationEntry] = []

  private let conditions: Conditions
  private var seen: Set<Path> = []
  private var files = 0

  private static let mostFiles = 1000
  private static let deepest = 10
  private static let largest = 1 << 24

  init(_ conditions: Conditions) {
    self.conditions = conditions
  }

  /// Reads a file, if it is there.
  ///
  /// - Throws: `corrupt` where it, or one that it includes, can't be understood, `other` where it
  ///   is no regular file, is too large or can't be read, or where too many are included.
  mutating func read(_ file: Path, depth: Int = 0) throws(GitError) {
    if case .assumed = conditions {
      guard seen.insert(file).inserted else { return }
    } else if depth > Self.deepest {
      throw GitError(
        .corrupt, "configuration", "\(file.text) is included in more than \(Self.deepest) steps")
    }
    files += 1
    guard files <= Self.mostFiles else {
      throw GitError(.other, "configuration", "more than \(Self.mostFiles) files are included")
    }
    let bytes: [UInt8]
    do {
      bytes = try SmallFile.bytes(at: file, limit: Self.largest)
    } catch {
      if error.reason == .missing || mayPassOver(file) { return }
      throw error
    }
    for entry in try parsed(bytes, file) {
      entries.append(entry)
      if let included = try included(by: entry, in: file) { try read(included, depth: depth + 1) }
    }
  }

  /// Whether a file that can't be read is no danger: git may never ask for it.
  private func mayPassOver(_ file: Path) -> Bool {
    guard case .assumed = conditions else { return false }
    let isReadable = file.withCString { unsafe access($0, R_OK) } == 0
    return !file.isSpecialFile && !(file.isRegularFile && isReadable)
  }

  private func parsed(
    _ bytes: [UInt8], _ file: Path
  ) throws(GitError) -> [ConfigurationEntry] {
    do {
      return try ConfigurationParser.entries(of: bytes, named: file)
    } catch {
      if case .assumed = conditions { return [] }
      throw error
    }
  }

  /// Adds a setting that stands in no file.
  mutating func add(_ entry: ConfigurationEntry) throws(GitError) {
    entries.append(entry)
    if let included = try included(by: entry, in: nil) { try read(included, depth: 1) }
  }

  /// The file that a setting asks to include.
  private func included(
    by entry: ConfigurationEntry, in file: Path?
  ) throws(GitError) -> Path? {
    let suffix = Array(".path".utf8)
    guard entry.key.starts(with: "include".utf8), entry.key.ends(with: suffix) else { return nil }
    if entry.key != Array("include.path".utf8) {
      let prefix = Array("includeif.".utf8)
      guard entry.key.starts(with: prefix), entry.key.count > prefix.count + suffix.count,
        holds(entry.key.dropFirst(prefix.count).dropLast(suffix.count), in: file)
      else { return nil }
    }
    guard let value = entry.value else { return nil }
    let path = Path(bytes: value).withHomeExpanded
    if path.bytes.isEmpty || path.bytes.first == UInt8(ascii: "/") {
      return path.bytes.isEmpty ? nil : path
    }
    guard let folder = file?.parent else {
      throw GitError(.corrupt, "configuration", "a relative path to include stands in no file")
    }
    return folder.appending(path.bytes)
  }

  private func holds(_ condition: ArraySlice<UInt8>, in file: Path?) -> Bool {
    guard case .of(let gitDirectory) = conditions else {
      if case .assumed = conditions { return true }
      return false
    }
    if condition.starts(with: "onbranch:".utf8) {
      return matches(branch: Array(condition.dropFirst(9)), gitDirectory)
    }
    for (word, foldsCase) in [("gitdir:", false), ("gitdir/i:", true)]
    where condition.starts(with: word.utf8) {
      let pattern = pattern(Array(condition.dropFirst(word.utf8.count)), in: file)
      guard let glob = Glob(pattern, isPath: true, foldsCase: foldsCase) else { return false }
      return [gitDirectory.resolved ?? gitDirectory, gitDirectory].contains {
        glob.matches($0.bytes[...])
      }
    }
    // About the addresses of remotes, or from a later version of git: nothing that is asked here
    // depends on such a file.
    return false
  }

  /// What a folder is compared with: one below the file's own folder, or at any depth.
  private func pattern(_ text: [UInt8], in file: Path?) -> [UInt8] {
    var pattern = Path(bytes: text).withHomeExpanded.bytes
    if pattern.starts(with: "./".utf8) {
      let folder = file?.parent.map { $0.resolved ?? $0 }
      pattern = (folder?.bytes ?? []) + pattern.dropFirst()
    } else if pattern.first != UInt8(ascii: "/") {
      pattern = Array("**/".utf8) + pattern
    }
    return pattern.last == UInt8(ascii: "/") ? pattern + Array("**".utf8) : pattern
  }

  private func matches(branch text: [UInt8], _ gitDirectory: Path) -> Bool {
    // Of which format an id would be makes no difference: only a branch is asked for.
    let head = try? ReferenceReader.target(in: gitDirectory.appending("HEAD".utf8), .sha1)
    let prefix = Array("refs/heads/".utf8)
    guard case .symbolic(let name)? = head, name.bytes.starts(with: prefix) else { return false }
    let pattern = text.last == UInt8(ascii: "/") ? text + Array("**".utf8) : text
    let glob = Glob(pattern, isPath: true, foldsCase: false)
    return glob?.matches(name.bytes.dropFirst(prefix.count)) ?? false
  }
}

extension Path {
  /// The path with `~/`, or `~name/`, at its start replaced by a user's home.
  var withHomeExpanded: Path {
    guard bytes.first == UInt8(ascii: "~") else { return self }
    let name = bytes.dropFirst().prefix { $0 != UInt8(ascii: "/") }
    let rest = bytes.dropFirst(name.count + 1)
    let home: Path?
    if name.isEmpty {
      home = Path(cString: unsafe getenv("HOME"))
    } else {
      home = Path(bytes: Array(name)).withCString { user in
        Path(cString: unsafe getpwnam(user)?.pointee.pw_dir)
      }
    }
    return home.map { Path(bytes: $0.bytes + rest) } ?? self
  }
}
