import FoundationEssentials

extension JSONReport {
  /// Why a file is no report that can be read.
  package struct ReadingError: Error, CustomStringConvertible {
    /// The reason in one line; holds nothing of the file but names of keys.
    package let description: String
  }

  /// Reads a report back from the bytes of its file.
  ///
  /// - Throws: `ReadingError` where the bytes are no JSON report, or one of another version.
  package init(reading bytes: [UInt8]) throws(ReadingError) {
    struct Head: Decodable {
      var schemaVersion: Int
    }
    let decoder = JSONDecoder()
    let data = Data(bytes)
    guard let head = try? decoder.decode(Head.self, from: data) else {
      throw ReadingError(description: "this is no JSON report of vastguard")
    }
    guard head.schemaVersion == Self.currentVersion else {
      throw ReadingError(
        description:
          "the report has schema version \(head.schemaVersion); this program reads version \(Self.currentVersion)"
      )
    }
    do {
      self = try decoder.decode(JSONReport.self, from: data)
    } catch let error as DecodingError {
      throw ReadingError(description: "the report is damaged: " + Self.reason(of: error))
    } catch {
      throw ReadingError(description: "the report is damaged")
    }
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
