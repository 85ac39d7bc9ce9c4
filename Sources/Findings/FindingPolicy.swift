import Blobs
package import Git
package import Rules

/// What becomes of findings before they are reported: which are left out, silenced, or shown in
/// clear.
package struct FindingPolicy: Sendable {
  /// The paths that are left out.
  package var skips = PathPatterns.none
  package var suppressions = SuppressionList([], today: 0)
  /// What is changed about checks, which have no rules in the set.
  package var checks = RuleChanges()
  /// Whether `vastguard:allow` counts, beside a secret in a file.
  package var honorsMarkers = true
  /// Whether `gitleaks:allow` counts too.
  package var honorsGitleaksMarkers = false
  /// Whether silenced findings stay in the report, marked as such.
  ///
  /// Whoever asks which keys work sets it: a key that works is to be told of even if it is silenced.
  package var keepsSuppressed = false
  /// Whether secrets appear in clear.
  package var reveals = false
  /// Whether a baseline of what is left is to be made, and with which salt.
  package var baselineSalt: String?

  /// How many findings were silenced, by what.
  package private(set) var silenced: [String: Int] = [:]
  /// Markers that silence nothing, and why: they have no reason, or name another rule.
  package private(set) var idleMarkers: [String] = []
  /// A line for each value and rule, or posture and path, that was found and is not silenced.
  package private(set) var baseline: [SuppressionEntry] = []

  /// A policy that changes nothing but for markers.
  package init() {}

  /// Judges findings about no secret that came after all others.
  package mutating func judge(_ findings: inout [Finding], from start: Int) {
    let late = findings[start...].filter {
      !checks.disabled.contains($0.rule) && !skips($0.path)
    }
    findings.removeSubrange(start...)
    for var finding in late {
      if let severity = checks.severities[finding.rule], finding.severity > .info {
        finding.severity = severity
      }
      finding.suppressed = suppression(of: finding, secret: nil, marker: nil)
      if finding.suppressed == nil || keepsSuppressed { findings.append(finding) }
    }
  }

  /// The suppression for a finding, if one holds.
  ///
  /// - Parameters:
  ///   - finding: The finding as it will be reported.
  ///   - secret: The value, or nil for a finding that is about none.
  ///   - marker: The marker beside it.
  /// - Returns: Who silenced it and why.
  mutating func suppression(
    of finding: Finding, secret: [UInt8]?, marker: InlineMarker?
  ) -> Finding.Suppression? {
    let path = finding.path.text
    // The list is always asked, so that a line is not called unneeded for a marker's sake.
    let entry = suppressions.match(rule: finding.rule, path: path, secret: secret)
    if let suppression = inline(marker, of: finding) {
      silenced["inline", default: 0] += 1
      return suppression
    }
    if let entry {
      silenced[entry.source, default: 0] += 1
      return Finding.Suppression(by: entry.source, reason: entry.reason)
    }
    note(finding, path, secret)
    return nil
  }

  private mutating func inline(
    _ marker: InlineMarker?, of finding: Finding
  ) -> Finding.Suppression? {
    guard honorsMarkers, Self.holdsMarkers(finding.layer), let marker,
      marker.rule != nil || honorsGitleaksMarkers
    else { return nil }
    if let rule = marker.rule, rule != finding.rule {
      note(idle: "it names rule '\(rule)', and '\(finding.rule)' found this", finding)
      return nil
    }
    if marker.reason.isEmpty {
      note(idle: "it gives no reason", finding)
      return nil
    }
    return Finding.Suppression(by: "inline", reason: Self.withoutKeys(marker.reason))
  }

  /// Whether somebody can have put a marker there for others to see: in a file.
  private static func holdsMarkers(_ layer: Layer) -> Bool {
    switch layer {
    case .worktree, .index, .history, .unreachable, .stash, .note, .stdin, .file, .home: true
    default: false
    }
  }

  /// Notes a marker that silences nothing.
  private mutating func note(idle why: String, _ finding: Finding) {
    note(idle: why, finding.path.bytes, line: finding.region?.line)
  }

  /// Notes a marker that silences nothing, if markers count.
  mutating func note(idle why: String, _ path: [UInt8], line: Int?) {
    guard honorsMarkers else { return }
    let place = String(decoding: path, as: UTF8.self) + (line.map { ":\($0)" } ?? "")
    let text = "\(place): the marker silences nothing: \(why)"
    if idleMarkers.count < 100, !idleMarkers.contains(text) { idleMarkers.append(text) }
  }

  /// Notes a finding for the baseline, if one is made.
  private mutating func note(_ finding: Finding, _ path: String, _ secret: [UInt8]?) {
    guard let salt = baselineSalt, finding.severity > .info else { return }
    let isLocal = secret.map { !SecretRow.isBeyondGuessing($0) } ?? true
    let hash = secret.map {
      SuppressionHash(of: $0, rule: finding.rule, path: isLocal ? path : nil, salt: salt)
    }
    baseline.append(
      SuppressionEntry(
        rule: finding.rule, path: isLocal ? path : nil, hash: hash, reason: "", source: "", line: 0)
    )
  }

  /// A reason without whatever in it could be a key: it stands in reports.
  package static func withoutKeys(_ text: String) -> String {
    var clean: [UInt8] = []
    var run: [UInt8] = []
    for byte in Array(text.utf8) + [UInt8(ascii: " ")] {
      if Self.isOfKeys(byte) {
        run.append(byte)
        continue
      }
      clean += run.count < 32 ? run : run.prefix(4) + Array("…".utf8) + run.suffix(4)
      run = []
      clean.append(byte)
    }
    return String(decoding: clean.dropLast(), as: UTF8.self)
  }

  private static func isOfKeys(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"),
      UInt8(ascii: "_"), UInt8(ascii: "="), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  /// Whether it is certain already that a finding about a secret beside which no marker stands is
  /// reported, and as it is.
  package var leavesFindings: Bool {
    skips.isEmpty && suppressions.isEmpty && checks.severities.isEmpty && !reveals
  }

  /// Whether a path, or the file that holds the place it names, is left out.
  func skips(_ path: Path) -> Bool {
    if skips.isEmpty { return false }
    if skips.matches(path) { return true }
    // A container is left out with what it holds.
    return path.bytes.indices.contains { index in
      path.bytes[index] == UInt8(ascii: "!")
        && skips.matches(Path(bytes: Array(path.bytes[..<index])))
    }
  }
}
