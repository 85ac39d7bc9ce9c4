/// Which commits are meant, in the words that git takes.
///
/// Understood are `REV`, `^REV`, `A..B`, `A...B`, `REV^!`, `REV^@`, `REV^-`, `REV^-2`, `--all`,
/// `--branches`, `--tags`, `--remotes`, the last three also with `=PATTERN`, and `--not`, which turns
/// round what follows.
package struct RevisionRange: Sendable, Equatable {
  /// The words, all of which together make the range.
  package var terms: [String]

  /// Commits with an earlier committer's time, in seconds since 1970, are left out.
  ///
  /// Other than git's `--since`, this looks at every commit for itself: a commit with a wrong
  /// clock does not hide its ancestors.
  package var since: Int64?

  /// Every commit that a reference reaches, `HEAD` and other work trees' `HEAD`s included.
  package static let all = RevisionRange(["--all"])

  /// Takes words as git takes them; they are understood when the range is resolved.
  package init(_ terms: [String], since: Int64? = nil) {
    self.terms = terms
    self.since = since
  }
}
