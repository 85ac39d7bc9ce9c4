/// The parts of a SARIF 2.1.0 log that this program writes, by the names of the standard.
enum SARIF {
  static let schema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
  static let rootID = "%SRCROOT%"
  /// Says what addresses are relative to, without naming a folder of this machine.
  static let baseIDs = [
    rootID: ["description": Text(text: "The root of the repository, or the folder of the scan.")]
  ]

  struct Text: Encodable {
    var markdown: String?
    var text: String
  }

  struct Driver: Encodable {
    var fullName: String
    var informationUri = "https://github.com/vastguard/vastguard"
    var name: String
    var notifications: [Notification.Descriptor]
    var rules: [Rule]
    var semanticVersion: String
    var version: String
  }

  struct Rule: Encodable {
    var defaultConfiguration: [String: String]
    var fullDescription: Text
    var help: Text
    var helpUri: String?
    var id: String
    var name: String
    var properties: RuleProperties
    var shortDescription: Text
  }

  struct RuleProperties: Encodable {
    var precision: String
    /// A number, but GitHub wants it as a string.
    var securitySeverity: String?
    var tags: [String]

    enum CodingKeys: String, CodingKey {
      case precision
      case securitySeverity = "security-severity"
      case tags
    }
  }

  struct Result: Encodable {
    var level: String
    var locations: [Location]
    var message: Text
    var partialFingerprints: [String: String]
    var properties: ResultProperties
    var ruleId: String
    var ruleIndex: Int
    var suppressions: [Suppression]?
  }

  struct Location: Encodable {
    var physicalLocation: PhysicalLocation
  }

  struct PhysicalLocation: Encodable {
    var artifactLocation: ArtifactLocation
    var region: Region
  }

  struct ArtifactLocation: Encodable {
    var uri: String
    var uriBaseId = SARIF.rootID
  }

  struct Region: Encodable {
    var endColumn: Int
    var endLine: Int
    var startColumn: Int
    var startLine: Int
  }

  struct ResultProperties: Encodable {
    var authorDate: String?
    var blob: String?
    var commit: String?
    var layer: String
    var presentAtHead: Bool?
    var redacted: String?
    var secret: String?
    var severity: String
  }

  struct Suppression: Encodable {
    var justification: String
    var kind: String
    var status = "accepted"
  }

  struct Invocation: Encodable {
    var executionSuccessful: Bool
    var toolExecutionNotifications: [Notification]
  }

  struct Notification: Encodable {
    var descriptor: [String: String]
    var level: String
    var message: Text

    init(kind: Kind, level: String, text: String) {
      descriptor = ["id": kind.rawValue]
      self.level = level
      message = Text(text: SARIF.plain(text))
    }

    enum Kind: String, CaseIterable {
      case notScanned = "not-scanned"
      case leftOut = "results-left-out"
    }

    struct Descriptor: Encodable {
      var id: String
      var shortDescription: Text
    }

    static let descriptors = Kind.allCases.map { kind in
      let text =
        switch kind {
        case .notScanned: "Something could not be scanned."
        case .leftOut: "There were more results than a run may hold."
        }
      return Descriptor(id: kind.rawValue, shortDescription: Text(text: text))
    }
  }

  /// Makes `text` free of links: `[text](target)` in a message is one, and names of files that
  /// stand in messages are whatever somebody chose.
  static func plain(_ text: String) -> String {
    var result = ""
    for character in DisplayText.of(text, limit: 2000) {
      if character == "(", result.last == "]" { result += " " }
      result.append(character)
    }
    return result
  }
}
