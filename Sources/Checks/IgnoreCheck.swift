import Blobs
package import Findings
package import Git
import Rules

/// Tells which names of key files the repository's ignore rules let through.
///
/// Each name is asked at the root, and in every folder that holds such a file or a manifest: a pattern
/// that counts for the root alone, or one that a folder takes back, is found there.
package enum IgnoreCheck {
  /// The check's id in findings.
  package static let id = "ignore-missing"

  /// One name that `git add .` would take.
  package struct Gap: Sendable {
    package let finding: Finding
    /// The folder whose `.gitignore` should name it.
    package let folder: Path
    /// The line that is missing there.
    package let pattern: String
    /// The name that the line is to cover.
    package let path: Path
  }

  /// What makes a folder one in which a key file may be put.
  private static let manifests: Set<String> = [
    "package.json", "pyproject.toml", "requirements.txt", "setup.py", "Pipfile", "Cargo.toml",
    "go.mod", "Gemfile", "composer.json", "pom.xml", "build.gradle", "environment.yml",
    "Dockerfile",
    "docker-compose.yml", "docker-compose.yaml", "compose.yaml", "compose.yml", "main.tf",
    "Makefile",
  ]
  /// A repository with more packages than this is told of the first ones.
  private static let mostFolders = 1000

  /// The names that `git add .` would take.
  ///
  /// - Parameters:
  ///   - repository: One with a work tree.
  ///   - seen: Its files.
  ///   - further: More names than `KeyName.all`, of files that keep keys in this project.
  ///   - concernsVast: Whether the repository has to do with Vast.ai; else nobody is to be woken.
  /// - Returns: The gaps: those at the root in the order of `KeyName.all`, then by folders.
  /// - Throws: Where the configuration can't be read.
  package static func gaps(
    in repository: Repository, _ seen: RepositoryScan.Seen, further: [String] = [],
    concernsVast: Bool
  ) throws(GitError) -> [Gap] {
    let everyone = try IgnoreRules(of: repository, scope: .everyone)
    let shared = try IgnoreRules(of: repository, scope: .shared)
    let folders = [Path("")] + folders(in: seen.workTree)
    let known = Set(KeyName.all.map(\.name))
    let more = further.filter { !known.contains($0) }.map { ($0, "a key, says the configuration") }
    var gaps: [Gap] = []
    for (name, holds) in KeyName.all + more {
      for folder in folders {
        let path = folder.appending(name.utf8)
        if shared.isIgnored(path, isFolder: false) { continue }
        let isPersonal = everyone.isIgnored(path, isFolder: false)
        gaps.append(
          gap(
            path, in: folder, holds, isPersonal: isPersonal, concernsVast: concernsVast,
            endsInLine: endsInLine(repository, folder)))
        // What the root lets through, its .gitignore will cover everywhere.
        if folder.bytes.isEmpty { break }
      }
    }
    return gaps
  }

  /// The folders below the root in which a key file may be put, in order.
  private static func folders(in workTree: WorkTree) -> [Path] {
    var folders: Set<Path> = []
    for file in workTree.files where folders.count < mostFolders {
      let name = String(decoding: file.entry.path.name, as: UTF8.self)
      guard let folder = file.entry.path.parent, file.standing != .ignored,
        manifests.contains(name) || KeyName.isOne(file.entry.path)
      else { continue }
      folders.insert(folder)
    }
    return folders.sorted()
  }

  /// Whether the last line of a folder's file has no end, so that what is added would become part of
  /// it.
  private static func endsInLine(_ repository: Repository, _ folder: Path) -> Bool {
    guard let root = repository.workTree else { return false }
    let file = root.appending(folder.appending(".gitignore".utf8).bytes)
    var last: UInt8?
    var reader = FileReader()
    // A file that is not there, or can't be read, has no last line.
    try? reader.read(file) { bytes, _ in last = bytes.isEmpty ? last : bytes[bytes.count - 1] }
    return last.map { $0 != UInt8(ascii: "\n") } ?? false
  }

  private static func gap(
    _ path: Path, in folder: Path, _ holds: String, isPersonal: Bool, concernsVast: Bool,
    endsInLine: Bool
  ) -> Gap {
    let pattern = KeyName.pattern(for: String(decoding: path.name, as: UTF8.self))
    let told = folder.appending(pattern.utf8)
    let file = folder.appending(".gitignore".utf8)
    let message: String
    if isPersonal {
      message =
        "Only your own exclude file covers '\(told.text)' (\(holds)); it does not protect others who clone."
    } else if folder.bytes.isEmpty {
      message = "No .gitignore covers '\(pattern)' (\(holds)); 'git add .' would take it."
    } else {
      message =
        "The .gitignore covers '\(pattern)' (\(holds)) at the root, but not in '\(folder.text)'."
    }
    let word = file.shellWord
    let finding = Finding(
      rule: id, severity: concernsVast ? .low : .info, message: message, path: told,
      layer: .ignore, fingerprint: Collector.fingerprint(id, "", told, 0),
      fix: endsInLine
        ? "printf '\\n%s\\n' '\(pattern)' >> \(word)" : "echo '\(pattern)' >> \(word)")
    return Gap(finding: finding, folder: folder, pattern: pattern, path: path)
  }
}
