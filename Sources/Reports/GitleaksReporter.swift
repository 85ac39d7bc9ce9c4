import Blobs
import Rules
import Git
package import Findings
import FoundationEssentials

/// Writes the JSON of gitleaks, which DefectDojo, Jenkins and many scripts read.
///
/// Values are redacted, as after `gitleaks --redact`. Findings that are about no secret have no
/// place in this form and are left out, as are silenced ones and what could not be scanned.
package struct GitleaksReporter: Reporter {
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
  package func write(_ report: Report, to output: inout OutputBuffer) throws {
    var json = JSONWriter()
    let secrets = report.secretsByID
    try json.open("[", to: &output)
    for finding in report.findingsInOrder where finding.suppressed == nil {
      guard let secret = finding.secret.flatMap({ secrets[$0] }) else { continue }
      try json.member(nil, row(of: finding, secret, in: report), to: &output)
    }
    try json.close("]", to: &output)
  }

  private func row(of finding: Finding, _ secret: SecretRow, in report: Report) -> Row {
    let commit = finding.commit?.id.description ?? ""
    let (name, email) = Self.parts(of: finding.commit?.author ?? "")
    let line = finding.region?.line ?? 0
    let file = finding.path.text
    let place = [commit, file, finding.rule, "\(line)"].filter { !$0.isEmpty }
    return Row(
      author: name, commit: commit, date: finding.commit.flatMap { Timestamp.iso($0.time) } ?? "",
      description: report.title(of: finding), email: email,
      // Theirs is the last column, ours the one after it.
      endColumn: max((finding.region?.endColumn ?? 1) - 1, 0),
      endLine: finding.region?.endLine ?? 0, file: file,
      fingerprint: place.joined(separator: ":"), match: secret.redacted, message: finding.message,
      ruleID: finding.rule, secret: secret.redacted, startColumn: finding.region?.column ?? 0,
      startLine: line, tags: [secret.secretClass.rawValue, finding.layer.rawValue])
  }

  /// An author in name and address.
  private static func parts(of author: String) -> (name: String, email: String) {
    guard let start = author.lastIndex(of: "<"), author.hasSuffix(">") else { return (author, "") }
    let name = author[..<start].reversed().drop(while: \.isWhitespace).reversed()
    return (String(name), String(author[author.index(after: start)...].dropLast()))
  }
}
