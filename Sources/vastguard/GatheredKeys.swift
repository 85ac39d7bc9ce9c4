import Blobs
import Findings
import Git
import KeyRequests
import Reports
import Responses
import Rules

/// Keys in clear, and the report on where they are.
struct GatheredKeys {
  /// The classes of secrets that Vast.ai can be asked about.
  static let classes: Set<String> = [
    "vast-account-key", "vast-session-key", "vast-instance-key", "vast-host-key",
  ]

  /// With the ids of their rows.
  private(set) var keys: [(id: String, key: KeysRequest.LeakedKey)] = []
  var report: Report
  /// What the report that they come from lacks, in a sentence; nil where that is nothing.
  var lacking: String?

  /// Those of a scan.
  init(_ secrets: [FoundSecret], _ report: Report, root: Path?) {
    self.report = report
    let rows = Dictionary(report.secrets.map { ($0.id, $0) }) { first, _ in first }
    let findings = Dictionary(grouping: report.findings) { $0.secret ?? "" }
    for secret in secrets where Self.classes.contains(secret.row.secretClass.rawValue) {
      guard Self.isKey(secret.value[...]) else { continue }
      let id = secret.row.id
      let key = Self.key(
        secret, row: rows[id] ?? secret.row, findings: findings[id] ?? [], root: root)
      keys.append((id, key))
    }
    // The worst first: those are asked about even where there are too many.
    keys.sort { Self.rank($0) < Self.rank($1) }
  }

  /// Those of a list, which are in no repository.
  init(listed values: [[UInt8]], _ report: Report) {
    self.report = report
    for value in values {
      let digest = Digest.sha256(value)
      let text = String(decoding: value, as: UTF8.self)
      let row = SecretRow(
        id: String(digest.prefix(16)), secretClass: SecretClass(rawValue: "vast-account-key"),
        redacted: Self.redacted(text), sha256: digest)
      self.report.secrets.append(row)
      keys.append((row.id, Self.plain(value, row)))
    }
  }

  /// The key as people may see it, whatever a report shows.
  private static func redacted(_ text: String) -> String { "\(text.prefix(4))…\(text.suffix(4))" }

  private static func rank(
    _ item: (id: String, key: KeysRequest.LeakedKey)
  ) -> (Int, Int, String) {
    let key = item.key
    return (
      key.isInHistory ? 0 : key.isLeak ? 1 : 2, key.secretClass == "vast-account-key" ? 0 : 1,
      item.id
    )
  }

  private static func plain(_ value: [UInt8], _ row: SecretRow) -> KeysRequest.LeakedKey {
    let text = String(decoding: value, as: UTF8.self)
    return KeysRequest.LeakedKey(
      value: text, fingerprint: String(Digest.sha256(value).prefix(32)),
      secretClass: row.secretClass.rawValue, redacted: redacted(text))
  }

  private static func key(
    _ secret: FoundSecret, row: SecretRow, findings: [Finding], root: Path?
  ) -> KeysRequest.LeakedKey {
    var key = plain(secret.value, row)
    key.isInHistory = row.isCloned || findings.contains(where: isCommitted)
    // What the report leaves out altogether was not to be looked at.
    key.isSuppressed = findings.allSatisfy { $0.suppressed != nil }
    key.isLeak = findings.isEmpty || findings.contains { $0.severity > .info }
    key.leakedSince = row.firstCommit?.time
    key.placeCount = findings.count
    // The work tree and the history have the same place more often than not.
    var places: [String] = []
    for place in findings.lazy.map(place) where !places.contains(place) && places.count < 3 {
      places.append(place)
    }
    key.places = places
    if let root {
      let names = findings.filter { finding in
        finding.layer == .worktree && finding.path.name.starts(with: ".env".utf8)
          && !finding.path.bytes.contains(UInt8(ascii: "!"))
      }
      key.environmentFiles = Set(names.map(\.path)).map { root.appending($0.bytes) }
        .filter { $0.isUTF8 && IgnoredFile.isOne($0) }.map(\.text).sorted()
    }
    return key
  }

  /// Whether commits, or names that are pushed with them, hold the place.
  private static func isCommitted(_ finding: Finding) -> Bool {
    switch finding.layer {
    case .history, .commitMessage, .tagMessage, .note, .stash, .refName: true
    case .pathName, .symlink, .submoduleURL: finding.commit != nil
    default: false
    }
  }

  private static func place(_ finding: Finding) -> String {
    let path = DisplayText.of(finding.path.bytes, limit: 80)
    let name = path.isEmpty ? finding.layer.rawValue : path
    return finding.region.map { "\(name):\($0.line)" } ?? name
  }

  /// Whether bytes have the form of a key: 64 hex digits.
  static func isKey(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.count == 64
      && bytes.allSatisfy { byte in
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
          || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
      }
  }

  /// Leaves out keys whose rows are not wanted.
  mutating func keep(_ isWanted: (String) -> Bool) {
    keys.removeAll { !isWanted($0.id) }
  }

  /// Leaves silenced findings out of the report, but not the rows of keys that work all the same.
  mutating func leaveOutSuppressed() {
    let count = report.findings.count { $0.suppressed != nil }
    if count > 0 { report.silenced = .count(count) }
    report.findings.removeAll { $0.suppressed != nil }
    let named = Set(report.findings.compactMap(\.secret))
    report.secrets.removeAll {
      !named.contains($0.id) && $0.status != .live && $0.status != .gated && $0.occurrences > 0
    }
  }

  /// Puts verdicts into the report's rows.
  mutating func fill(_ answer: KeysAnswer?) {
    guard let answer, answer.verdicts.count == keys.count else { return }
    let verdicts = Dictionary(zip(keys.map(\.id), answer.verdicts)) { first, _ in first }
    for index in report.secrets.indices {
      guard let verdict = verdicts[report.secrets[index].id] else { continue }
      report.secrets[index].status = SecretRow.Status(rawValue: verdict.rawValue) ?? .unknown
    }
  }
}
