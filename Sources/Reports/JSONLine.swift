import Findings
import FoundationEssentials

/// The records of a report as JSON lines: `start`, then `finding`, `secret` and `incomplete` in any
/// order, and `end`; a file without that last one is cut.
enum JSONLine {
  /// The names of the records.
  enum Kind: String, Codable {
    case start
    case finding
    case secret
    case incomplete
    case end
  }

  /// The first record.
  struct Start: Codable {
    var rules: JSONReport.RulesRow
    var schemaVersion: Int
    var tool: Report.Tool
  }

  /// The last record.
  struct End: Codable {
    var complete: Bool
    var counts: Counts
    var silenced: Report.Silenced?
    var statistics: Report.Statistics
    var target: JSONReport.TargetRow
  }

  /// How many records of each kind came before the last.
  struct Counts: Codable, Equatable {
    var findings = 0
    var incomplete = 0
    var secrets = 0
  }

  /// A row with the name of its record.
  private struct Record<Row: Encodable>: Encodable {
    let kind: Kind
    let row: Row

    enum CodingKeys: CodingKey {
      case type
    }

    func encode(to encoder: any Encoder) throws {
      try row.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(kind, forKey: .type)
    }
  }

  /// One line, with its end.
  static func line(_ kind: Kind, _ row: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let bytes = [UInt8](try encoder.encode(Record(kind: kind, row: row)))
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + 1)
    var start = 0
    while start < bytes.count {
      let isVisible = bytes[start] < 0x7F
      let end = bytes[start...].firstIndex { ($0 < 0x7F) != isVisible } ?? bytes.count
      if isVisible {
        result += bytes[start..<end]
      } else {
        JSONText.appendEscaped(bytes[start..<end], to: &result)
      }
      start = end
    }
    return result + [UInt8(ascii: "\n")]
  }
}
