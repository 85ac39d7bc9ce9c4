import Findings
import FoundationEssentials

extension JSONReport {
  /// Why a file is no report that can be read.
  package struct ReadingError: Error, CustomStringConvertible {
    /// The reason in one line; holds nothing of the file but names of keys.
    package let description: String
  }

  /// Reads a report back from the bytes of its file, JSON or JSON lines.
  ///
  /// - Throws: `ReadingError` where the bytes are neither, or of another version, or where lines are
  ///   missing.
  package init(reading bytes: [UInt8]) throws(ReadingError) {
    var reader = ReportRowReader()
    var (findings, secrets, gaps): ([FindingRow], [SecretEntry], [Report.Gap]) = ([], [], [])
    let take: (ReportRowReader.Row) -> Void = { row in
      switch row {
      case .finding(let row): findings.append(row)
      case .secret(let row): secrets.append(row)
      case .gap(let row): gaps.append(row)
      }
    }
    do {
      try reader.add(bytes.span, take)
      self = try reader.finish(take)
    } catch let error as ReadingError {
      throw error
    } catch {
      throw .noReport
    }
    (self.findings, self.secrets, incomplete) = (findings, secrets, gaps)
  }

  static func check(version: Int) throws(ReadingError) {
    guard version == currentVersion else {
      throw ReadingError(
        description:
          "the report has schema version \(version); this program reads version \(currentVersion)"
      )
    }
  }

  /// Decodes a part of a report, which errors say to be at `place`.
  static func decode<Value: Decodable>(
    _ type: Value.Type, from data: Data, _ decoder: JSONDecoder, at place: String? = nil
  ) throws(ReadingError) -> Value {
    do {
      return try decoder.decode(type, from: data)
    } catch let error as DecodingError {
      throw ReadingError(description: "the report is damaged: " + reason(of: error, at: place))
    } catch {
      throw ReadingError(description: "the report is damaged")
    }
  }

  /// Names the key that stood in the way, never its value.
  private static func reason(of error: DecodingError, at start: String?) -> String {
    func place(_ context: DecodingError.Context) -> String {
      let keys =
        [start].compactMap(\.self)
        + context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }
      return keys.isEmpty ? "the whole" : "`" + keys.joined(separator: ".") + "`"
    }
    return switch error {
    case .keyNotFound(let key, let context): "\(place(context)) has no `\(key.stringValue)`"
    case .typeMismatch(_, let context), .valueNotFound(_, let context),
      .dataCorrupted(let context):
      "\(place(context)) is not what it should be"
    @unknown default: "it can't be decoded"
    }
  }
}

extension JSONReport.ReadingError {
  /// The error for what is nothing that this program knows.
  static var noReport: Self { .init(description: "this is no JSON report of vastguard") }

  /// The error for a value at `place` that no report holds there.
  init(damaged place: String) {
    self.init(description: "the report is damaged: `\(place)` is not what it should be")
  }
}
