import Blobs
package import Findings
package import Git
import Rules

/// Tells which key files git goes on recording although an ignore rule names them.
package enum TrackedCheck {
  /// The check's id in findings.
  package static let id = "tracked-although-ignored"

  /// One finding for each such file.
  ///
  /// - Parameters:
  ///   - repository: One with a work tree.
  ///   - seen: Its files, and which of them hold a secret.
  /// - Returns: The findings, in order of paths.
  /// - Throws: Where the configuration can't be read.
  package static func findings(
    in repository: Repository, _ seen: RepositoryScan.Seen
  ) throws(GitError) -> [Finding] {
    let rules = try IgnoreRules(of: repository)
    return seen.workTree.index.keys.sorted().filter { path in
      (KeyName.isOne(path) || seen.holders.contains(path))
        && rules.isIgnored(path, isFolder: false)
    }.map { path in
      Finding(
        rule: id, severity: .low,
        message: "'\(path.text)' is ignored, but git tracks it: each change of it gets into the "
          + "next commit.", path: path, layer: .ignore,
        fingerprint: Collector.fingerprint(id, "", path, 0),
        fix: "git rm --cached -- \(path.shellWord)")
    }
  }
}
