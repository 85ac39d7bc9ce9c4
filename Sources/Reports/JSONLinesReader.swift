import Findings
import FoundationEssentials
import Git

/// Reads the report that is one record a line; records of a kind that this program does not know are
/// passed over.
struct JSONLinesReader {
  private struct Head: Decodable {
    var type: String
  }

  /// The most bytes of a line.
  private static let mostBytes = 64 << 20

  private let decoder = JSONDecoder()
  private var pending: [UInt8] = []
  private var start: JSONLine.Start?
  private var end: JSONLine.End?
  private var counts = JSONLine.Counts()

  /// Takes the next bytes.
  mutating func add(
    _ piece: Span<UInt8>, _ take: (ReportRowReader.Row) throws -> Void
  ) throws {
    var place = 0
    while place < piece.count {
      var lineEnd = place
      while lineEnd < piece.count, piece[lineEnd] != UInt8(ascii: "\n") { lineEnd += 1 }
      guard pending.count + lineEnd - place <= Self.mostBytes else { throw Self.noRecord }
      pending += piece.copy(place..<lineEnd)
      place = lineEnd + 1
      if lineEnd < piece.count {
        let line = pending
        pending.removeAll(keepingCapacity: true)
        try read(line, take)
      }
    }
  }

  private static var noRecord: JSONReport.ReadingError {
    .init(description: "the report is damaged: one of its lines is no record of it")
  }

  private mutating func read(
    _ line: [UInt8], _ take: (ReportRowReader.Row) throws -> Void
  ) throws {
    if line.isEmpty { return }
    let data = Data(line)
    guard let head = try? decoder.decode(Head.self, from: data), end == nil else {
      throw Self.noRecord
    }
    switch JSONLine.Kind(rawValue: head.type) {
    case .start:
      let record = try JSONReport.decode(JSONLine.Start.self, from: data, decoder)
      try JSONReport.check(version: record.schemaVersion)
      start = record
    case .finding:
      counts.findings += 1
      try take(.finding(try JSONReport.decode(JSONReport.FindingRow.self, from: data, decoder)))
    case .secret:
      counts.secrets += 1
      try take(.secret(try JSONReport.decode(JSONReport.SecretEntry.self, from: data, decoder)))
    case .incomplete:
      counts.incomplete += 1
      try take(.gap(try JSONReport.decode(Report.Gap.self, from: data, decoder)))
    case .end: end = try JSONReport.decode(JSONLine.End.self, from: data, decoder)
    case nil: return
    }
  }

  /// Ends the reading.
  mutating func finish(_ take: (ReportRowReader.Row) throws -> Void) throws -> JSONReport {
    try read(pending, take)
    pending = []
    guard let start, let end else {
      throw JSONReport.ReadingError(
        description: "the report is cut: its last record is missing; scan again")
    }
    guard counts == end.counts else {
      throw JSONReport.ReadingError(
        description: "the report is damaged: records are missing; scan again")
    }
    return JSONReport(
      complete: end.complete, findings: [], incomplete: [], rules: start.rules,
      schemaVersion: start.schemaVersion, secrets: [], silenced: end.silenced,
      statistics: end.statistics, target: end.target, tool: start.tool)
  }
}
