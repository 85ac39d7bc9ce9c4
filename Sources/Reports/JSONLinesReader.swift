import Findings
import FoundationEssentials

/// Puts a report together from its lines.
enum JSONLinesReader {
  private struct Head: Decodable {
    var type: String
  }

  /// Reads the records; those of a kind that this program does not know are passed over.
  ///
  /// - Throws: `JSONReport.ReadingError` where a record is damaged or missing.
  static func report(from bytes: [UInt8]) throws(JSONReport.ReadingError) -> JSONReport {
    let decoder = JSONDecoder()
    var start: JSONLine.Start?
    var end: JSONLine.End?
    var findings: [JSONReport.FindingRow] = []
    var secrets: [JSONReport.SecretEntry] = []
    var gaps: [Report.Gap] = []
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      let data = Data(line)
      guard let head = try? decoder.decode(Head.self, from: data), end == nil else {
        throw .init(description: "the report is damaged: one of its lines is no record of it")
      }
      switch JSONLine.Kind(rawValue: head.type) {
      case .start:
        let record = try JSONReport.decode(JSONLine.Start.self, from: data, decoder)
        try JSONReport.check(version: record.schemaVersion)
        start = record
      case .finding:
        findings.append(try JSONReport.decode(JSONReport.FindingRow.self, from: data, decoder))
      case .secret:
        secrets.append(try JSONReport.decode(JSONReport.SecretEntry.self, from: data, decoder))
      case .incomplete:
        gaps.append(try JSONReport.decode(Report.Gap.self, from: data, decoder))
      case .end: end = try JSONReport.decode(JSONLine.End.self, from: data, decoder)
      case nil: continue
      }
    }
    guard let start, let end else {
      throw .init(description: "the report is cut: its last record is missing; scan again")
    }
    let counts = JSONLine.Counts(
      findings: findings.count, incomplete: gaps.count, secrets: secrets.count)
    guard counts == end.counts else {
      throw .init(description: "the report is damaged: records are missing; scan again")
    }
    return JSONReport(
      complete: end.complete, findings: findings, incomplete: gaps, rules: start.rules,
      schemaVersion: start.schemaVersion, secrets: secrets, statistics: end.statistics,
      target: end.target, tool: start.tool)
  }
}
