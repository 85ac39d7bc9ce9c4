/// Where bytes were seen.
///
/// The raw values are those of the JSON report.
package enum Layer: String, Hashable, Sendable, Codable, CaseIterable {
  case worktree
  case index
  case history
  case unreachable
  case commitMessage = "commit-message"
  case tagMessage = "tag-message"
  case note
  case stash
  case reflog
  case refName = "ref-name"
  case config
  case pathName = "path-name"
  case symlink
  case submoduleURL = "submodule-url"
  case stdin
  case file
  case home
  /// A finding about ignore rules, not about bytes.
  case ignore
  /// A finding about a file's mode, not about bytes.
  case mode
}
