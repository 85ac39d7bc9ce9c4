import Blobs
package import Findings
package import Git

/// All checks of a repository that are no bytes.
package enum Posture {
  /// The findings, check by check.
  ///
  /// - Parameters:
  ///   - repository: One with a work tree.
  ///   - seen: What was seen of it.
  ///   - keyFiles: Further names that ignore rules are to cover.
  /// - Returns: The findings.
  /// - Throws: Where the configuration can't be read.
  package static func findings(
    in repository: Repository, _ seen: RepositoryScan.Seen, keyFiles: [String]
  ) throws(GitError) -> [Finding] {
    var findings = ModeCheck.findings(in: seen.workTree, holders: seen.holders)
    findings += try IgnoreCheck.gaps(
      in: repository, seen, further: keyFiles, concernsVast: concernsVast(seen)
    ).map(\.finding)
    findings += try TrackedCheck.findings(in: repository, seen)
    guard let folder = repository.workTree, let root = try? FileRoot(folder) else {
      return findings
    }
    return findings + PackCheck.gaps(seen, root).map(\.finding)
      + PracticeCheck.findings(seen, root)
  }

  private static func concernsVast(_ seen: RepositoryScan.Seen) -> Bool {
    seen.mentionsVast || !seen.holders.isEmpty
  }

  /// What `fix` can do about a repository.
  ///
  /// - Parameters:
  ///   - repository: One with a work tree.
  ///   - seen: What was seen of it.
  ///   - keyFiles: Further names that ignore rules are to cover.
  /// - Returns: The steps; none where there is no work tree.
  /// - Throws: Where the configuration can't be read, and `FileFailure` where the folder can't be.
  package static func mends(
    in repository: Repository, _ seen: RepositoryScan.Seen, keyFiles: [String]
  ) throws -> [Mend] {
    guard let folder = repository.workTree else { return [] }
    let root = try FileRoot(folder)
    var patterns: [Path: [String]] = [:]
    var order: [Path] = []
    func add(_ pattern: String, to file: Path) {
      if patterns[file] == nil { order.append(file) }
      if patterns[file]?.contains(pattern) != true { patterns[file, default: []].append(pattern) }
    }
    let missing = try IgnoreCheck.gaps(
      in: repository, seen, further: keyFiles, concernsVast: concernsVast(seen))
    for gap in missing {
      add(gap.pattern, to: gap.folder.appending(".gitignore".utf8))
    }
    for gap in PackCheck.gaps(seen, root) {
      add(gap.pattern, to: gap.folder.appending(gap.ignoreFile.utf8))
    }
    var mends = order.map { file in
      Mend(
        root: root, path: file, step: .ignore(patterns[file] ?? []),
        reason: "names of key files are missing")
    }
    mends += ModeCheck.findings(in: seen.workTree, holders: seen.holders).map {
      Mend(
        root: root, path: $0.path, step: .restrict(0o600),
        reason: "it holds a key, and others can read it")
    }
    // What leaves the index is judged by its mode from then on.
    let leaving = seen.workTree.files.filter { file in
      file.standing == .tracked && file.entry.kind == .file && file.entry.mode & 0o077 != 0
        && KeyName.isOne(file.entry.path) && seen.holders.contains(file.entry.path)
        && !mends.contains { $0.path == file.entry.path }
    }
    mends += leaving.map {
      Mend(
        root: root, path: $0.entry.path, step: .restrict(0o600),
        reason: "it holds a key, and others can read it")
    }
    mends += seen.workTree.index.filter { path, entries in
      KeyName.isOne(path) && entries.contains { $0.mode.isBlob }
    }.keys.sorted().map {
      Mend(root: root, path: $0, step: .untrack, reason: "git tracks a key file")
    }
    return mends
  }
}

extension Posture {
  /// Whether a folder's `.gitignore`, with another content, covers what patterns of this project are
  /// for.
  ///
  /// - Parameters:
  ///   - repository: One with a work tree.
  ///   - folder: The folder, from the root of the work tree.
  ///   - content: What the file would hold.
  ///   - patterns: Lines as `mends` gives them.
  /// - Returns: Whether each of the names is ignored in the folder.
  package static func covers(
    _ repository: Repository, _ folder: Path, _ content: [UInt8], _ patterns: [String]
  ) -> Bool {
    guard
      let rules = try? IgnoreRules(of: repository, scope: .shared, replacing: [folder: content])
    else { return false }
    return KeyName.all.allSatisfy { name, _ in
      !patterns.contains(KeyName.pattern(for: name))
        || rules.isIgnored(folder.appending(name.utf8), isFolder: false)
    }
  }
}
