package import Git

/// The names under which keys lie in repositories.
package enum KeyName {
  /// Names that a repository which has to do with Vast.ai should ignore, with what they hold: what
  /// the official client writes, and what its users keep beside it.
  static let all: [(name: String, holds: String)] = [
    (".env", "settings of the machine, keys among them"),
    (".vast_api_key", "the account's key, as older clients keep it"),
    ("vast_api_key", "the account's key, as the client keeps it"),
    ("vast_tfa_key", "the key of a two-factor session"),
    ("vastai_backup_codes_2026-01-01_00-00-00.txt", "two-factor backup codes"),
    ("vastai_key", "the private SSH key for instances"),
  ]

  private static let examples = [
    "example", "sample", "template", "tmpl", "tpl", "dist", "default", "defaults", "schema",
    "vault", "encrypted", "enc",
  ]

  /// Whether a file of this name keeps keys: one of `all`, or a `.env` file that is no example.
  package static func isOne(_ path: Path) -> Bool {
    let name = String(decoding: path.name, as: UTF8.self)
    if name.hasPrefix("vastai_backup_codes"), name.hasSuffix(".txt") { return true }
    if name.hasPrefix(".env.") {
      return !name.split(separator: ".").contains { examples.contains($0.lowercased()) }
    }
    return all.contains { $0.name == name }
  }

  /// The line that a `.gitignore` should have for a name.
  static func pattern(for name: String) -> String {
    name.hasPrefix("vastai_backup_codes") ? "vastai_backup_codes_*.txt" : name
  }
}
