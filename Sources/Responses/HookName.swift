/// A git hook that can stop a leak; the raw value is its file name.
package enum HookName: String, CaseIterable, Sendable {
  /// Before a commit; not called for merges that need no help.
  case preCommit = "pre-commit"
  /// Before the commit of a merge without conflicts.
  case preMergeCommit = "pre-merge-commit"
  /// Before a push; catches what cherry-picks, rebases and `--no-verify` let through.
  case prePush = "pre-push"
  /// On a server, before it accepts a push.
  case preReceive = "pre-receive"

  /// The hooks of a working repository: what `hook install` installs unless it is told names.
  package static let ofWorkingRepository: [HookName] = [.preCommit, .preMergeCommit, .prePush]
}
