import Blobs
import Findings
import Git
import Rules

/// Tells which key files are copies that nobody needs.
enum CopyCheck {
  /// What editors and people put at a name's end when they keep an older version.
  private static let endings = [
    "~", ".bak", ".backup", ".old", ".orig", ".save", ".swp", ".swo", "#",
  ]

  /// A finding for a backup or an editor's swap file of a key file.
  static func backup(_ file: HomeFile) -> Finding? {
    let name = file.lowerName
    guard file.purpose != .codes,
      endings.contains(where: { name.hasSuffix($0) }) || name.hasSuffix(".copy")
        || name.contains(".bak.") || name.contains(".~")
    else { return nil }
    return Finding(
      HomeRules.backup, .low,
      "'\(file.name.text)' is a copy of a key file that an editor or a person left behind.",
      at: file.name, fix: "rm -- \(file.name.shellWord)")
  }

  /// A finding for each legacy key file beside which there is one at today's place.
  static func leftovers(among files: [HomeFile]) -> [Finding] {
    func isNamed(_ file: HomeFile, _ name: String) -> Bool {
      file.path.name.elementsEqual(name.utf8)
    }
    guard let current = files.first(where: { isNamed($0, "vast_api_key") }) else { return [] }
    return files.filter { isNamed($0, ".vast_api_key") && !$0.file.isSame(as: current.file) }.map {
      Finding(
        HomeRules.leftover, .low,
        "'\($0.name.text)' is the key file of older clients; the client copied it to "
          + "'\(current.name.text)' and left it behind.", at: $0.name,
        fix: "rm -- \($0.name.shellWord)")
    }
  }
}
