/// The JSON report as its readers see it: written down once more, so that a change of its form
/// does not go unnoticed.
package struct ToolReport: Decodable {
  package var schemaVersion: Int
  package var tool: Program
  package var rules: Rules
  package var target: Target
  package var complete: Bool
  package var incomplete: [Gap]
  package var statistics: Statistics
  package var secrets: [Secret]
  package var findings: [Finding]

  /// The exit status of the run that wrote the report; no part of it.
  package internal(set) var status: Int32 = -1

  private enum CodingKeys: CodingKey {
    case schemaVersion
    case tool
    case rules
    case target
    case complete
    case incomplete
    case statistics
    case secrets
    case findings
  }

  package struct Program: Decodable, Equatable {
    package var name: String
    package var version: String
  }

  package struct Rules: Decodable, Equatable {
    package var digest: String
    package var count: Int
  }

  package struct Target: Decodable, Equatable {
    package var kind: String
    package var path: String
    package var head: String?
    package var shallow: Bool?
  }

  package struct Gap: Decodable, Equatable {
    package var what: String
    package var why: String
  }

  package struct Statistics: Decodable, Equatable {
    package var commits: Int
    package var blobs: Int
    package var bytes: Int
    package var files: Int
    package var seconds: Double
  }

  package struct Secret: Decodable, Equatable {
    package var id: String
    package var `class`: String
    package var redacted: String
    package var sha256: String?
    package var occurrences: Int
    package var status: String
    package var reachable: Bool
    package var firstCommit: String?
    package var firstDate: String?
  }

  package struct Finding: Decodable, Equatable {
    package var rule: String
    package var severity: String
    package var message: String
    package var secret: String?
    package var path: String
    package var pathBase64: String?
    package var line: Int?
    package var column: Int?
    package var endLine: Int?
    package var endColumn: Int?
    package var layer: String
    package var blob: String?
    package var commit: String?
    package var author: String?
    package var date: String?
    package var fingerprint: String
    package var suppressed: Suppression?
    package var fix: String?
  }

  package struct Suppression: Decodable, Equatable {
    package var by: String
    package var reason: String
  }
}
