/// A git hook that can stop a leak; the raw value is its file name.
package enum HookName: String, CaseIterable, Sendable {
  /// Before a commit; not called for merges that need no help.
  case preCommit = "pre-commit"
  /// Before the commit of a merge without conflicts.
  case preMergeCommit = "pre-merge-commit"
  /// Before a commit, once its message is written.
  case commitMsg = "commit-msg"
  /// Before a push; catches what cherry-picks, rebases and `--no-verify` let through.
  case prePush = "pre-push"
  /// On a server, before it accepts a push.
  case preReceive = "pre-receive"

  /// The hooks of a working repository: what `hook install` installs unless it is told names.
  package static let ofWorkingRepository: [HookName] = [.preCommit, .preMergeCommit, .prePush]

  /// Every hook that git calls by name: a folder that takes the place of a repository's own has to
  /// hold them all (githooks(5)).
  package static let knownToGit = [
    "applypatch-msg", "commit-msg", "p4-changelist", "p4-post-changelist", "p4-pre-submit",
    "p4-prepare-changelist", "post-applypatch", "post-checkout", "post-commit",
    "post-index-change", "post-merge", "post-receive", "post-rewrite", "post-update",
    "pre-applypatch", "pre-auto-gc", "pre-commit", "pre-merge-commit", "pre-push", "pre-rebase",
    "pre-receive", "prepare-commit-msg", "proc-receive", "push-to-checkout",
    "reference-transaction", "sendemail-validate", "update",
  ]
}
