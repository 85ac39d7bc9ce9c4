import Git
import Blobs
package import Findings
import FoundationEssentials
import Rules

/// Writes GitLab's secret detection report, schema 15.2.1.
///
/// GitLab wants a commit for each place; where there is none, that of `HEAD` stands for it. What
/// could not be scanned makes the scan's status a failure and is told in its messages, so that an
/// incomplete scan resolves nothing. Silenced findings are left out.
package struct GitLabReporter: Reporter {
  private static let version = "15.2.1"
  /// How many gaps are told one by one.
  private static let maximumGaps = 100

  /// Makes a reporter.
  package init() {}

  private struct Vendor: Encodable {
    var name = "vastguard"
  }

  private struct Program: Encodable {
    var id: String
    var name: String
    var url = "https://github.com/vastguard/vastguard"
    var vendor = Vendor()
    var version: String
  }

  private struct Message: Encodable {
    var level = "warn"
    var value: String
  }

  private struct Scan: Encodable {
    var analyzer: Program
    var end_time: String
    var messages: [Message]
    var scanner: Program
    var start_time: String
    var status: String
    var type = "secret_detection"
  }

  private struct Identifier: Encodable {
    var name: String
    var type: String
    var url: String?
    var value: String
  }

  private struct Commit: Encodable {
    var author: String?
    var date: String?
    var sha: String
  }

  private struct Location: Encodable {
    var commit: Commit
    var end_line: Int
    var file: String
    var start_line: Int
  }

  private struct Vulnerability: Encodable {
    var description: String
    var id: String
    var identifiers: [Identifier]
    var location: Location
    var name: String
    var raw_source_code_extract: String?
    var severity: String
    var solution: String
  }

  /// Appends the report, one vulnerability after the other.
  package func write(_ report: Report, to output: inout OutputBuffer) throws {
    var json = JSONWriter()
    let secrets = report.secretsByID
    let findings = report.distinctFindings.filter { $0.suppressed == nil }
      .sorted { $0.stands(before: $1) }
    try json.open("{", to: &output)
    try json.member("scan", scan(of: report), to: &output)
    try json.member("version", Self.version, to: &output)
    try json.array(
      "vulnerabilities",
      findings.lazy.map { finding in
        vulnerability(finding, finding.secret.flatMap { secrets[$0] }, in: report)
      }, to: &output)
    try json.close("}", to: &output)
  }

  private func scan(of report: Report) -> Scan {
    let program = Program(
      id: report.tool.name, name: report.tool.name, version: report.tool.version)
    var messages = report.incomplete.prefix(Self.maximumGaps).map { gap in
      Message(value: "Not scanned: \(DisplayText.of(gap.what)) (\(DisplayText.of(gap.why)))")
    }
    let more = report.incomplete.count - messages.count
    if more > 0 { messages.append(Message(value: "Not scanned: \(more) more places")) }
    return Scan(
      analyzer: program, end_time: Self.time(report.span?.upperBound), messages: messages,
      scanner: program, start_time: Self.time(report.span?.lowerBound),
      status: report.complete ? "success" : "failure")
  }

  /// A moment in the only form that the schema takes: no zone, no fraction.
  private static func time(_ seconds: Int?) -> String {
    String((Timestamp.iso(seconds ?? 0) ?? "1970-01-01T00:00:00Z").dropLast())
  }

  private func vulnerability(
    _ finding: Finding, _ secret: SecretRow?, in report: Report
  ) -> Vulnerability {
    var description = Wording.sentence(DisplayText.of(finding.message))
    if let secret { description += " The value is \(DisplayText.of(secret.redacted))." }
    description += " It was found in: \(Wording.name(of: finding.layer))."
    let remedy = Wording.paragraph(report.remedy(of: finding))
    return Vulnerability(
      description: description, id: Self.identity(of: finding),
      identifiers: [
        Identifier(
          name: "vastguard rule \(finding.rule)", type: "vastguard_rule_id", value: finding.rule),
        secret == nil ? Self.weakness(552) : Self.weakness(798),
      ],
      location: location(of: finding, in: report),
      name: DisplayText.of(report.title(of: finding), limit: 200),
      raw_source_code_extract: secret?.redacted, severity: finding.severity.rawValue.capitalized,
      solution: remedy)
  }

  private static func weakness(_ number: Int) -> Identifier {
    Identifier(
      name: "CWE-\(number)", type: "cwe",
      url: "https://cwe.mitre.org/data/definitions/\(number).html", value: "\(number)")
  }

  private func location(of finding: Finding, in report: Report) -> Location {
    let commit = Commit(
      author: finding.commit.map { DisplayText.of($0.author) },
      date: finding.commit.flatMap { Timestamp.iso($0.time) },
      sha: finding.commit?.id.description ?? report.target.head
        ?? String(repeating: "0", count: 40))
    let file =
      finding.path.bytes.isEmpty
      ? SARIFAddress.pseudoPath(of: finding.layer) : DisplayText.of(finding.path.bytes, limit: 4000)
    return Location(
      commit: commit, end_line: finding.region?.endLine ?? 1, file: file,
      start_line: finding.region?.line ?? 1)
  }

  /// A UUID that follows from what the finding is, the same in every run (version 8, RFC 9562).
  private static func identity(of finding: Finding) -> String {
    var digits = Array(
      Digest.sha256("gitlab \(finding.fingerprint) \(finding.layer.rawValue)").prefix(32))
    digits[12] = "8"
    digits[16] = "a"
    let cuts = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
    return cuts.map { String(digits[$0]) }.joined(separator: "-")
  }
}
