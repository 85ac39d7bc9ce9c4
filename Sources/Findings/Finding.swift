package import Blobs
package import Git
package import Rules

/// One place where a rule or check found something.
package struct Finding: Sendable {
  /// The id of the rule or check.
  package var rule: String
  package var severity: Severity
  /// One sentence for a person; holds no secret.
  package var message: String
  /// The id of the secret's row, or nil for a finding about posture.
  package var secret: String?
  /// Relative to the repository's root, or as given for `scan`; empty where a place has no path,
  /// such as a commit message.
  ///
  /// Holds no secret.
  package var path: Path
  package var region: Region?
  package var layer: Layer
  package var blob: ObjectID?
  /// The commit that brought the place in.
  package var commit: CommitSummary?
  /// Stable identity of rule, secret and path, whatever the line: 32 hex digits.
  package var fingerprint: String
  package var suppressed: Suppression?
  /// The one command or step that mends it.
  package var fix: String?
  /// Whether HEAD's tree holds the place; nil where that is not known or has no meaning.
  package var presentAtHead: Bool?
  /// The `LineHash` of the place's line, where the text was at hand.
  package var lineHash: String?

  package init(
    rule: String, severity: Severity, message: String, secret: String? = nil, path: Path,
    region: Region? = nil, layer: Layer, blob: ObjectID? = nil, commit: CommitSummary? = nil,
    fingerprint: String, suppressed: Suppression? = nil, fix: String? = nil,
    presentAtHead: Bool? = nil, lineHash: String? = nil
  ) {
    self.rule = rule
    self.severity = severity
    self.message = message
    self.secret = secret
    self.path = path
    self.region = region
    self.layer = layer
    self.blob = blob
    self.commit = commit
    self.fingerprint = fingerprint
    self.suppressed = suppressed
    self.fix = fix
    self.presentAtHead = presentAtHead
    self.lineHash = lineHash
  }

  /// A range of text: lines and columns count from 1, columns count UTF-16 code units, and the
  /// end column is the one after the last character.
  package struct Region: Sendable, Hashable {
    package var line: Int
    package var column: Int
    package var endLine: Int
    package var endColumn: Int

    package init(line: Int, column: Int, endLine: Int, endColumn: Int) {
      self.line = line
      self.column = column
      self.endLine = endLine
      self.endColumn = endColumn
    }
  }

  /// The commit that brought a place in, with its author as git keeps them.
  package struct CommitSummary: Sendable, Hashable {
    package var id: ObjectID
    /// `Name <email>`.
    package var author: String
    /// Seconds since 1970 of the author's date.
    package var time: Int

    package init(id: ObjectID, author: String, time: Int) {
      self.id = id
      self.author = author
      self.time = time
    }
  }

  /// Who silenced a finding, and why.
  package struct Suppression: Sendable, Hashable, Codable {
    package var by: String
    package var reason: String

    package init(by: String, reason: String) {
      self.by = by
      self.reason = reason
    }
  }
}
