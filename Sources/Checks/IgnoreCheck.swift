import Blobs
package import Findings
package import Git
import Rules

/// Tells which names of key files the repository's ignore rules let through.
package enum IgnoreCheck {
  /// The check's id in findings.
  package static let id = "ignore-missing"

  /// Names that a repository which has to do with Vast.ai should ignore, with what they hold: what
  /// the official client writes, and what its users keep beside it.
  static let names: [(name: String, holds: String)] = [
    (".env", "settings of the machine, keys among them"),
    (".vast_api_key", "the account's key, as older clients keep it"),
    ("vast_api_key", "the account's key, as the client keeps it"),
    ("vast_tfa_key", "the key of a two-factor session"),
    ("vastai_backup_codes_2026-01-01_00-00-00.txt", "two-factor backup codes"),
    ("vastai_key", "the private SSH key for instances"),
  ]

  /// One finding for each name that `git add .` would take.
  ///
  /// - Parameters:
  ///   - repository: One with a work tree.
  ///   - further: More names than `names`, of files that keep keys in this project.
  ///   - concernsVast: Whether the repository has to do with Vast.ai; else nobody is to be woken.
  /// - Returns: The findings, in the order of `names`.
  /// - Throws: Where the configuration can't be read.
  package static func findings(
    in repository: Repository, further: [String] = [], concernsVast: Bool
  ) throws(GitError) -> [Finding] {
    let everyone = try IgnoreRules(of: repository, scope: .everyone)
    let shared = try IgnoreRules(of: repository, scope: .shared)
    let endsInLine = repository.workTree.map { Self.endsInLine($0.appending(".gitignore".utf8)) }
    let known = Set(names.map(\.name))
    let more = further.filter { !known.contains($0) }.map { ($0, "a key, says the configuration") }
    return (names + more).compactMap { name, holds in
      let path = Path(name)
      if shared.isIgnored(path, isFolder: false) { return nil }
      let isPersonal = everyone.isIgnored(path, isFolder: false)
      return finding(
        path, holds, isPersonal: isPersonal, concernsVast: concernsVast,
        endsInLine: endsInLine ?? false)
    }
  }

  /// Whether a file's last line has no end, so that what is added would become part of it.
  private static func endsInLine(_ file: Path) -> Bool {
    var last: UInt8?
    var reader = FileReader()
    // A file that is not there, or can't be read, has no last line.
    try? reader.read(file) { bytes, _ in last = bytes.isEmpty ? last : bytes[bytes.count - 1] }
    return last.map { $0 != UInt8(ascii: "\n") } ?? false
  }

  private static func finding(
    _ path: Path, _ holds: String, isPersonal: Bool, concernsVast: Bool, endsInLine: Bool
  ) -> Finding {
    let pattern = pattern(for: path.text)
    let message =
      isPersonal
      ? "Only your own exclude file covers '\(pattern)' (\(holds)); it does not protect others who clone."
      : "No .gitignore covers '\(pattern)' (\(holds)); 'git add .' would take it."
    return Finding(
      rule: id, severity: concernsVast ? .low : .info, message: message, path: Path(pattern),
      layer: .ignore, fingerprint: Collector.fingerprint(id, "", Path(pattern), 0),
      fix: endsInLine
        ? "printf '\\n%s\\n' '\(pattern)' >> .gitignore" : "echo '\(pattern)' >> .gitignore")
  }

  /// The line that a `.gitignore` should have for a name.
  private static func pattern(for name: String) -> String {
    name.hasPrefix("vastai_backup_codes") ? "vastai_backup_codes_*.txt" : name
  }
}
