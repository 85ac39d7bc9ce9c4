package import Git
package import Rules

/// One distinct secret value, however many places hold it.
///
/// Never holds the value itself.
package struct SecretRow: Sendable {
  /// Sixteen hex digits made from the value; stable between runs.
  package var id: String
  package var secretClass: SecretClass
  /// The value as people may see it, such as `4c23…a6f8`.
  package var redacted: String
  /// The SHA-256 of the value, only where it has 128 bits of randomness or more.
  package var sha256: String?
  /// The number of findings that name this secret.
  package var occurrences: Int
  package var status: Status
  /// Whether a reference, the index or a file in the work tree still leads to it.
  package var reachable: Bool
  /// Whether a commit, tag or name that a reference reaches holds it: whoever clones gets it.
  package var isCloned = false
  /// The first commit, by date, that brought it in.
  package var firstCommit: Finding.CommitSummary?
  /// The last commit, by date, that brought a copy in or took one away.
  package var lastCommit: Finding.CommitSummary?
  /// Which commits took it away from which path, in order of time; the first hundred of them.
  package var removals: [Removal] = []
  /// References from which it can be reached, in the order of `References`; the first of them.
  package var references: [String] = []
  /// How many references there are from which it can be reached.
  package var referenceCount = 0

  package init(
    id: String, secretClass: SecretClass, redacted: String, sha256: String?, occurrences: Int = 0,
    status: Status = .unverified, reachable: Bool = false,
    firstCommit: Finding.CommitSummary? = nil, lastCommit: Finding.CommitSummary? = nil
  ) {
    self.id = id
    self.secretClass = secretClass
    self.redacted = redacted
    self.sha256 = sha256
    self.occurrences = occurrences
    self.status = status
    self.reachable = reachable
    self.firstCommit = firstCommit
    self.lastCommit = lastCommit
  }

  /// A commit after which a path no longer held the secret.
  package struct Removal: Sendable, Hashable {
    package var commit: Finding.CommitSummary
    package var path: Path

    package init(commit: Finding.CommitSummary, path: Path) {
      self.commit = commit
      self.path = path
    }
  }

  /// What Vast.ai says of the secret.
  package enum Status: String, Sendable, Codable {
    case unverified
    case live
    case gated
    case dead
    case unknown
  }
}
