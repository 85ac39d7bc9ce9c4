package import Blobs
package import Findings
import FoundationEssentials
package import Git
package import Rules

/// The JSON report as it stands in a file; `Documentation/report.schema.json` describes it.
package struct JSONReport: Sendable, Codable {
  /// The version of the format that this program writes and reads.
  package static let currentVersion = 1

  /// Whether everything asked for was scanned.
  package var complete: Bool
  /// One row for each place, by path, line, column, rule, layer and commit.
  package var findings: [FindingRow]
  /// What could not be scanned.
  package var incomplete: [Report.Gap]
  /// Which rules were active.
  package var rules: RulesRow
  /// The version of the format.
  package var schemaVersion: Int
  /// One row for each distinct secret, by the severity of its worst finding, then by id.
  package var secrets: [SecretEntry]
  /// How many findings were silenced and are not among the rows; left out where none was.
  package var silenced: Report.Silenced?
  /// How much was scanned.
  package var statistics: Report.Statistics
  /// What was scanned.
  package var target: TargetRow
  /// The program that wrote the report.
  package var tool: Report.Tool

  /// Which rules were active.
  package struct RulesRow: Sendable, Codable {
    /// The number of rules.
    package var count: Int
    /// The SHA-256 of their definitions, 64 hex digits.
    package var digest: String
  }

  /// What was scanned; see `Report.Target`.
  package struct TargetRow: Sendable, Codable {
    /// The commit that HEAD names.
    @OrNull package var head: String?
    /// The kind of target, such as `repository`.
    package var kind: String
    /// True where several reports were merged; left out for anything else.
    package var merged: Bool?
    /// The path of the target as it was given.
    package var path: String
    /// True for a shallow clone; left out for anything else.
    package var shallow: Bool?
  }

  /// One distinct secret; see `SecretRow`.
  package struct SecretEntry: Sendable, Codable {
    /// What kind of secret it is: the raw value of a `SecretClass`.
    package var `class`: String
    /// True where whoever clones the repository gets it; left out for anything else.
    package var cloned: Bool?
    /// The id of the first commit that brought it in.
    @OrNull package var firstCommit: String?
    /// The author's date of that commit, in UTC.
    @OrNull package var firstDate: String?
    /// Sixteen hex digits made from the value.
    package var id: String
    /// The number of findings that name it.
    package var occurrences: Int
    /// Whether a reference, the index or a file leads to it.
    package var reachable: Bool
    /// The value as people may see it.
    package var redacted: String
    /// How many references lead to it; left out where none does, or none was followed.
    package var refCount: Int?
    /// The first of these references; left out with their number.
    package var refs: [String]?
    /// Removals for which the timeline has no room; left out where it tells all of them.
    package var removals: [EventRow]?
    /// The SHA-256 of a value that cannot be guessed.
    @OrNull package var sha256: String?
    /// What Vast.ai says of it.
    package var status: SecretRow.Status
    /// What happened to it in commits; left out where no commit is known.
    package var timeline: [EventRow]?
  }

  /// One step in the life of a secret; see `Timeline.Event`.
  package struct EventRow: Sendable, Codable {
    /// The commit's author.
    package var author: String
    /// The commit's id.
    package var commit: String
    /// The author's date, in UTC.
    @OrNull package var date: String?
    /// The path; empty for a message.
    package var path: String
    /// The bytes of a path that is not UTF-8; no key otherwise.
    package var pathBase64: String?
    /// What the commit did.
    package var what: String
  }

  /// One place where something was found; see `Finding`.
  package struct FindingRow: Sendable, Codable {
    /// The author of the commit, as `Name <email>`.
    @OrNull package var author: String?
    /// The id of the blob that holds the place.
    @OrNull package var blob: String?
    /// The first column, from 1, in UTF-16 code units.
    @OrNull package var column: Int?
    /// The id of the commit that brought the place in.
    @OrNull package var commit: String?
    /// The author's date of that commit, in UTC; nil too where it has no four-digit year.
    @OrNull package var date: String?
    /// The column after the last.
    @OrNull package var endColumn: Int?
    /// The last line.
    @OrNull package var endLine: Int?
    /// The stable identity of rule, secret and path.
    package var fingerprint: String
    /// The one command or step that mends it.
    @OrNull package var fix: String?
    /// Where the bytes were.
    package var layer: Layer
    /// The first line, from 1.
    @OrNull package var line: Int?
    /// The hash by which code scanning knows the line again, where nothing could be guessed from it.
    package var lineHash: String?
    /// One sentence for a person.
    package var message: String
    /// The path, with U+FFFD for bytes that are not UTF-8.
    package var path: String
    /// The bytes of a path that is not UTF-8; no key otherwise.
    package var pathBase64: String?
    /// For a place in a commit, whether the tree that is checked out holds it too.
    package var presentAtHead: Bool?
    /// The id of the rule or check.
    package var rule: String
    /// The id of the secret's row; nil for a finding about posture.
    @OrNull package var secret: String?
    /// How bad it is.
    package var severity: Severity
    /// Who silenced it, and why.
    @OrNull package var suppressed: Finding.Suppression?
  }
}

extension JSONReport.FindingRow {
  /// The path with every byte that it had when it was found.
  package var exactPath: Path {
    pathBase64.flatMap { Data(base64Encoded: $0) }.map { Path(bytes: Array($0)) } ?? Path(path)
  }

  /// The bytes of a path that is not UTF-8; nil for any other.
  static func base64(_ path: Path) -> String? {
    path.isUTF8 ? nil : Data(path.bytes).base64EncodedString()
  }

  /// The row of a finding; its line is hashed for others only if `tellsLineHash`.
  init(_ finding: Finding, tellsLineHash: Bool) {
    self.init(
      author: finding.commit?.author,
      blob: finding.blob?.description,
      column: finding.region?.column,
      commit: finding.commit?.id.description,
      date: finding.commit.flatMap { Timestamp.iso($0.time) },
      endColumn: finding.region?.endColumn,
      endLine: finding.region?.endLine,
      fingerprint: finding.fingerprint,
      fix: finding.fix,
      layer: finding.layer,
      line: finding.region?.line,
      lineHash: tellsLineHash ? finding.lineHash : nil,
      message: finding.message,
      path: finding.path.text,
      pathBase64: Self.base64(finding.path),
      presentAtHead: finding.presentAtHead,
      rule: finding.rule,
      secret: finding.secret,
      severity: finding.severity,
      suppressed: finding.suppressed)
  }
}

extension JSONReport.EventRow {
  /// The path with every byte that it had when it was found.
  var exactPath: Path {
    pathBase64.flatMap { Data(base64Encoded: $0) }.map { Path(bytes: Array($0)) } ?? Path(path)
  }

  init(_ event: Timeline.Event) {
    self.init(
      author: event.commit.author,
      commit: event.commit.id.description,
      date: Timestamp.iso(event.commit.time),
      path: event.path.text,
      pathBase64: JSONReport.FindingRow.base64(event.path),
      what: event.kind.rawValue)
  }
}

extension JSONReport.SecretEntry {
  init(_ row: SecretRow, _ timeline: Timeline) {
    let events = timeline.events
    let told = Set(
      events.filter { $0.kind == .removed }.map {
        SecretRow.Removal(commit: $0.commit, path: $0.path)
      })
    let untold =
      timeline.leftOut > 0
      ? row.removals.filter { !told.contains($0) }.map { JSONReport.EventRow(Timeline.Event($0)) }
      : []
    self.init(
      class: row.secretClass.rawValue,
      cloned: row.isCloned ? true : nil,
      firstCommit: row.firstCommit?.id.description,
      firstDate: row.firstCommit.flatMap { Timestamp.iso($0.time) },
      id: row.id,
      occurrences: row.occurrences,
      reachable: row.reachable,
      redacted: row.redacted,
      refCount: row.referenceCount > 0 ? row.referenceCount : nil,
      refs: row.references.isEmpty ? nil : row.references,
      removals: untold.isEmpty ? nil : untold,
      sha256: row.sha256,
      status: row.status,
      timeline: events.isEmpty ? nil : events.map(JSONReport.EventRow.init))
  }
}
