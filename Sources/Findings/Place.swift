package import Blobs
package import Git
import Rules

/// Who can get at a place: what makes a secret there a leak, and how bad a one.
package enum Exposure: Sendable {
  /// Tracked, staged, in the history, in a message, a name, a note, a stash: anything that a push
  /// or clone can carry.
  case carried
  /// In objects that no reference reaches, and in reflogs.
  case unreachable
  /// In a file that is neither tracked nor ignored: `git add .` would take it.
  case untracked
  /// In a file outside git.
  case outside
  /// In an ignored file that others on the machine can read.
  case ignoredReadable
  /// In a file of a home folder in which a key may live, but which others can read.
  case homeReadable
  /// In an ignored file that is its owner's alone: where a key may live.
  case ignoredPrivate

  /// The severity of what a rule finds there.
  func severity(of rule: Rule) -> Severity {
    switch self {
    case .carried: rule.severity
    case .unreachable, .untracked, .outside: rule.severity.lowered(by: 1)
    case .ignoredReadable: rule.severity.lowered(by: 2)
    case .homeReadable: min(rule.severity.lowered(by: 1), .medium)
    case .ignoredPrivate: .info
    }
  }
}

/// A place where bytes were seen, without the position in them.
package struct Place: Sendable {
  package var layer: Layer
  package var path: Path
  package var exposure: Exposure
  package var blob: ObjectID?
  package var commit: Finding.CommitSummary?

  package init(
    layer: Layer, path: Path, exposure: Exposure, blob: ObjectID? = nil,
    commit: Finding.CommitSummary? = nil
  ) {
    self.layer = layer
    self.path = path
    self.exposure = exposure
    self.blob = blob
    self.commit = commit
  }
}
