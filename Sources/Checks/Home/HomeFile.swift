import Blobs
import Findings
import Git
import Rules

/// A file at a known place, as the checks see it.
struct HomeFile {
  let file: FoundFile
  /// Counted from the root, as it was looked for.
  let path: Path
  /// On this machine.
  let name: Path
  let purpose: KnownPlace.Purpose
  /// Whether a rule found something in it.
  let holdsSecret: Bool

  /// The last part of the path, in lower case.
  var lowerName: String { String(decoding: path.name, as: UTF8.self).lowercased() }

  /// Whether it is one of the client's key files, or a copy of one.
  var isKeyFile: Bool {
    purpose == .key && (holdsSecret || lowerName.contains("api_key")) || purpose == .session
      || purpose == .codes
  }
}

extension Finding {
  /// A finding of a check about a file or folder of the machine.
  init(
    _ check: String, _ severity: Severity, _ message: String, at path: Path, layer: Layer = .home,
    line: Int? = nil, fix: String?
  ) {
    self.init(
      rule: check, severity: severity, message: HomeRules.withSource(message, check), path: path,
      region: line.map { Region(line: $0, column: 1, endLine: $0, endColumn: 1) }, layer: layer,
      fingerprint: Collector.fingerprint(check, "", path, line ?? 0), fix: fix)
  }
}
