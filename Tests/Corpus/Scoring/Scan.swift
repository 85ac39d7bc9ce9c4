import Foundation

/// What a scanner reported, whichever it was, in the terms of the corpus.
package struct Scan: Sendable {
  package var findings: [Found]

  package init(findings: [Found]) { self.findings = findings }

  /// One report of a secret at a place.
  package struct Found: Sendable, Hashable {
    package var path: String
    package var secret: Proof
    /// The secret's class; empty where the scanner has no such thing.
    package var `class`: String
    package var severity: Severity
    package var rule: String

    package init(
      path: String, secret: Proof, class: String = "", severity: Severity = .high,
      rule: String = ""
    ) {
      self.path = path
      self.secret = secret
      self.class = `class`
      self.severity = severity
      self.rule = rule
    }
  }

  /// How a report tells which secret it means.
  package enum Proof: Sendable, Hashable {
    case clear(String)
    case sha256(String)
    case sha1(String)
    /// The first and the last characters.
    case ends(String, String)

    /// Whether the proof fits a secret.
    func fits(_ value: String) -> Bool {
      switch self {
      // Other scanners show what stood there, in base64 or with its name.
      case .clear(let text):
        text.contains(value) || text.contains(Data(value.utf8).base64EncodedString())
      case .sha256(let digest): digest == Digest.sha256(value.utf8)
      case .sha1(let digest): digest == Digest.sha1(value.utf8)
      case .ends(let first, let last): value.hasPrefix(first) && value.hasSuffix(last)
      }
    }
  }
}
