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
    if Self.isLines(bytes) {
      self = try JSONLinesReader.report(from: bytes)
      return
    }
    struct Head: Decodable {
      var schemaVersion: Int
    }
    let decoder = JSONDecoder()
    let data = Data(bytes)
    guard let head = try? decoder.decode(Head.self, from: data) else {
      throw ReadingError(
        description: Self.otherForm(bytes) ?? "this is no JSON report of vastguard")
    }
    try Self.check(version: head.schemaVersion)
    self = try Self.decode(JSONReport.self, from: data, decoder)
  }

  static func check(version: Int) throws(ReadingError) {
    guard version == currentVersion else {
      throw ReadingError(
        description:
          "the report has schema version \(version); this program reads version \(currentVersion)"
      )
    }
  }

  static func decode<Value: Decodable>(
    _ type: Value.Type, from data: Data, _ decoder: JSONDecoder
  ) throws(ReadingError) -> Value {
    do {
      return try decoder.decode(type, from: data)
    } catch let error as DecodingError {
      throw ReadingError(description: "the report is damaged: " + reason(of: error))
    } catch {
      throw ReadingError(description: "the report is damaged")
    }
  }

  /// Whether the first line is a whole object, as in JSON lines.
  private static func isLines(_ bytes: [UInt8]) -> Bool {
    struct First: Decodable {
      var type: String
    }
    let line = bytes.prefix { $0 != UInt8(ascii: "\n") }
    guard line.first == UInt8(ascii: "{"), line.last == UInt8(ascii: "}") else { return false }
    return (try? JSONDecoder().decode(First.self, from: Data(line))) != nil
  }

  /// Says which other form a file seems to have.
  private static func otherForm(_ bytes: [UInt8]) -> String? {
    let start = String(decoding: bytes.prefix(2000), as: UTF8.self)
    let form: String
    if start.contains("\"$schema\"") && start.contains("sarif") {
      form = "a SARIF log"
    } else if start.contains("\"vulnerabilities\"") || start.contains("\"secret_detection\"") {
      form = "a report for GitLab"
    } else if start.hasPrefix("[") && start.contains("\"RuleID\"") {
      form = "a report in the form of gitleaks"
    } else if start.lowercased().hasPrefix("<!doctype html") {
      form = "an HTML page"
    } else if start.hasPrefix("<?xml") {
      form = "an XML document"
    } else {
      return nil
    }
    return "this is \(form); only vastguard's own json and jsonl hold all that a report says"
  }

  /// Names the key that stood in the way, never its value.
  private static func reason(of error: DecodingError) -> String {
    func place(_ context: DecodingError.Context) -> String {
      let keys = context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }
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
  /// The error for a value at `place` that no report holds there.
  init(damaged place: String) {
    self.init(description: "the report is damaged: `\(place)` is not what it should be")
  }
}
