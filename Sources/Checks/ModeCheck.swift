import Blobs
package import Findings
package import Git
import Rules

/// Tells which key files in a work tree others on the machine can read.
package enum ModeCheck {
  /// The check's id in findings.
  package static let id = "key-file-mode"

  /// Names of files that hold nothing but a key.
  static let names = [".vast_api_key", "vast_api_key", "vast_tfa_key", "vastai_key"]

  /// One finding for each file that holds a secret, or is named for one, and that its group or
  /// others can read.
  ///
  /// What git tracks is read by everybody who clones, whatever its mode here.
  ///
  /// - Parameters:
  ///   - workTree: The files.
  ///   - holders: The paths of those in which a secret was found.
  /// - Returns: The findings, in order of paths.
  package static func findings(in workTree: WorkTree, holders: Set<Path>) -> [Finding] {
    workTree.files.compactMap { file in
      let entry = file.entry
      let holdsSecret = holders.contains(entry.path)
      let isNamed = names.contains { entry.path.name.elementsEqual($0.utf8) }
      guard entry.kind == .file, entry.mode & 0o077 != 0, entry.size > 0,
        isNamed || (holdsSecret && file.standing != .tracked)
      else { return nil }
      let mode = String(entry.mode & 0o777, radix: 8)
      return Finding(
        rule: id, severity: holdsSecret ? .medium : .low,
        message: "'\(entry.path.text)' has mode \(mode): \(readers(entry.mode)) can open it.",
        path: entry.path, layer: .mode,
        fingerprint: Collector.fingerprint(id, "", entry.path, 0),
        fix: "chmod 600 \(entry.path.shellWord)")
    }
  }

  private static func readers(_ mode: UInt32) -> String {
    mode & 0o007 != 0 ? "every user of this machine" : "its group"
  }
}
