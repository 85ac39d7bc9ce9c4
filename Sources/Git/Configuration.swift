import CGit2
import Glibc

extension Repository {
  /// Returns the value of a configuration key, such as `core.hooksPath`, or nil where it is unset.
  ///
  /// The system's, the user's and the repository's files count, each with the files it includes.
  /// - Throws: A `GitError` where a file can't be parsed.
  package func configuration(_ key: String) throws(GitError) -> Path? {
    try unsafe withConfiguration { (snapshot) throws(GitError) -> Path? in
      var value: UnsafePointer<CChar>?
      let code = unsafe git_config_get_string(&value, snapshot, key)
      if try isUnset(code, "git_config_get_string") { return nil }
      return Path(cString: value)
    }
  }

  /// Returns a configured path with a leading `~/` replaced, or nil where it is unset.
  ///
  /// - Throws: A `GitError` where a file can't be parsed.
  package func configuredPath(_ key: String) throws(GitError) -> Path? {
    try unsafe withConfiguration { (snapshot) throws(GitError) -> Path? in
      var buffer = unsafe git_buf()
      defer { unsafe git_buf_dispose(&buffer) }
      let code = unsafe git_config_get_path(&buffer, snapshot, key)
      if try isUnset(code, "git_config_get_path") { return nil }
      return Path(cString: unsafe buffer.ptr)
    }
  }

  /// Returns the truth of a configuration key, false where it is unset.
  ///
  /// - Throws: A `GitError` where a file can't be parsed, or the value is no truth.
  package func configuredFlag(_ key: String) throws(GitError) -> Bool {
    try unsafe withConfiguration { (snapshot) throws(GitError) -> Bool in
      var value: Int32 = 0
      let code = unsafe git_config_get_bool(&value, snapshot, key)
      return try isUnset(code, "git_config_get_bool") ? false : value != 0
    }
  }

  /// The folder from which git runs hooks here: `core.hooksPath`, or `hooks` in the common folder.
  ///
  /// - Throws: A `GitError` where the configuration can't be read.
  package func hooksFolder() throws(GitError) -> Path {
    guard let named = try configuredPath("core.hooksPath") else {
      return commonDirectory.appending("hooks".utf8)
    }
    // A relative one counts from where git runs hooks.
    if named.bytes.first == UInt8(ascii: "/") { return named }
    return (workTree ?? gitDirectory).appending(named.bytes)
  }

  /// The user's own file of ignore rules, at its default place where none is configured.
  func excludesFile() throws(GitError) -> Path? {
    if let file = try configuredPath("core.excludesFile") { return file }
    if let folder = Path(cString: unsafe getenv("XDG_CONFIG_HOME")), !folder.bytes.isEmpty {
      return folder.appending("git/ignore".utf8)
    }
    return Path(cString: unsafe getenv("HOME"))?.appending(".config/git/ignore".utf8)
  }

  /// Whether a key that matches the expression is set to anything; false where none can be read.
  func configuration(matching expression: String) -> Bool {
    let found = try? unsafe withConfiguration { (snapshot) throws(GitError) -> Bool in
      let code = unsafe git_config_foreach_match(snapshot, expression, { _, _ in 1 }, nil)
      try check("git_config_foreach_match", code)
      return code == 1
    }
    return found ?? false
  }

  /// Makes the work tree's own configuration count, which libgit2 1.5 does not know.
  ///
  /// - Throws: A `GitError` where the file can't be parsed.
  func addWorkTreeConfiguration() throws(GitError) {
    let file = gitDirectory.appending("config.worktree".utf8)
    guard try configuredFlag("extensions.worktreeConfig"), file.kind == .file else { return }
    let configuration = try unsafe obtain("git_repository_config") { pointer in
      unsafe git_repository_config(&pointer, handle.pointer)
    }
    defer { unsafe git_config_free(configuration) }
    let code = file.withCString { path in
      unsafe git_config_add_file_ondisk(
        configuration, path, GIT_CONFIG_LEVEL_APP, handle.pointer, 1)
    }
    try check("git_config_add_file_ondisk", code)
  }

  /// Lends one unchanging view of the configuration.
  private func withConfiguration<Result>(
    _ body: (OpaquePointer) throws(GitError) -> Result
  ) throws(GitError) -> Result {
    let snapshot = try unsafe obtain("git_repository_config_snapshot") { pointer in
      unsafe git_repository_config_snapshot(&pointer, handle.pointer)
    }
    defer { unsafe git_config_free(snapshot) }
    return try unsafe body(snapshot)
  }

  private func isUnset(_ code: Int32, _ operation: String) throws(GitError) -> Bool {
    if code == GIT_ENOTFOUND.rawValue {
      git_error_clear()
      return true
    }
    try check(operation, code)
    return false
  }
}
