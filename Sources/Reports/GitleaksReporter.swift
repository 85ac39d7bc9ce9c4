import Blobs
import Rules
import Git
import Findings
import FoundationEssentials

/// Writes the JSON of gitleaks, which DefectDojo, Jenkins and many scripts read.
///
/// Values are redacted, as after `gitleaks --redact`. Findings that are about no secret have no
/// place in this form and are left out, as are silenced ones and what could not be scanned.
package struct GitleaksReporter: StreamingReporter {
  /// Makes a reporter.
  package init() {}

  private struct Row: Encodable {
    var author: String
    var commit: String
    var date: String
    var description: String
    var email: String
    var endColumn: Int
    var endLine: Int
    var entropy = 0.0
    var file: String
    var fingerprint: String
    var match: String
    var message: String
    var ruleID: String
    var secret: String
    var startColumn: Int
    var startLine: Int
    var symlinkFile = ""
    var tags: [String]

    enum CodingKeys: String, CodingKey {
      case author = "Author"
      case commit = "Commit"
      case date = "Date"
      case description = "Description"
      case email = "Email"
      case endColumn = "EndColumn"
      case endLine = "EndLine"
      case entropy = "Entropy"
      case file = "File"
      case fingerprint = "Fingerprint"
      case match = "Match"
      case message = "Message"
      case ruleID = "RuleID"
      case secret = "Secret"
      case startColumn = "StartColumn"
      case startLine = "StartLine"
      case symlinkFile = "SymlinkFile"
      case tags = "Tags"
    }
  }

  /// Appends the array, one row after the other.
  func write(rows: some ReportRows, to output: inout OutputBuffer) throws {
    var json = JSONWriter()
    let report = rows.head
    try json.open("[", to: &output)
    try rows.forEachFinding { finding, secret in
      guard finding.suppressed == nil, let secret else { return }
      try json.member(nil, row(of: finding, secret, in: report), to: &output)
    }
    try json.close("]", to: &output)
  }

  private func row(of finding: Finding, _ secret: SecretRow, in report: Report) -> Row {
    let commit = finding.commit?.id.description ?? ""
    // Whoever reads this form shows it to people as it is.
    let (name, email) = Self.parts(of: finding.commit.map { DisplayText.of($0.author) } ?? "")
    let line = finding.region?.line ?? 0
    let file = DisplayText.of(finding.path.bytes, limit: 4000)
    let place = [commit, file, finding.rule, "\(line)"].filter { !$0.isEmpty }
    return Row(
      author: name, commit: commit, date: finding.commit.flatMap { Timestamp.iso($0.time) } ?? "",
      description: report.title(of: finding), email: email,
      // Theirs is the last column, ours the one after it.
      endColumn: max((finding.region?.endColumn ?? 1) - 1, 0),
      endLine: finding.region?.endLine ?? 0, file: file,
      fingerprint: place.joined(separator: ":"), match: DisplayText.of(secret.redacted),
      message: DisplayText.of(finding.message),
      ruleID: finding.rule, secret: DisplayText.of(secret.redacted),
      startColumn: finding.region?.column ?? 0,
      startLine: line, tags: [secret.secretClass.rawValue, finding.layer.rawValue])
  }

  /// An author in name and address.
  private static func parts(of author: String) -> (name: String, email: String) {
    guard let start = author.lastIndex(of: "<"), author.hasSuffix(">") else { return (author, "") }
    let name = author[..<start].reversed().drop(while: \.isWhitespace).reversed()
    return (String(name), String(author[author.index(after: start)...].dropLast()))
  }
}
