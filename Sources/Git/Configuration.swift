import Glibc

extension Repository {
  /// Returns the value of a configuration key, such as `core.hooksPath`, or nil where it is unset.
  ///
  /// What git would ask counts, in its order: the system's, the user's, the repository's and the
  /// work tree's files, each with the files it includes, and the settings of the environment.
  /// - Throws: A `GitError` where a file can't be read or understood.
  package func configuration(_ key: String) throws(GitError) -> Path? {
    try setting(key)?.value.map { Path(bytes: $0) }
  }

  /// Returns a configured path with a leading `~/` replaced, or nil where it is unset.
  ///
  /// - Throws: A `GitError` where a file can't be read or understood.
  package func configuredPath(_ key: String) throws(GitError) -> Path? {
    try configuration(key)?.withHomeExpanded
  }

  /// Returns the truth of a configuration key, false where it is unset.
  ///
  /// - Throws: A `GitError` where a file can't be read or understood, or the value is no truth.
  package func configuredFlag(_ key: String) throws(GitError) -> Bool {
    guard let setting = try setting(key) else { return false }
    guard let flag = ConfigurationValue.flag(setting.value) else {
      throw GitError(.corrupt, "configuration", "the value of \(key) is neither yes nor no")
    }
    return flag
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

  /// All settings; read when they are first asked for.
  func configured() throws(GitError) -> [ConfigurationEntry] {
    if let entries = configurationEntries { return entries }
    var reader = ConfigurationReader(.of(gitDirectory: gitDirectory))
    try ConfigurationSources.readShared(&reader)
    let file = commonDirectory.appending("config".utf8)
    try reader.read(file)
    if try RepositoryFormat(file).hasWorkTreeConfiguration {
      try reader.read(gitDirectory.appending("config.worktree".utf8))
    }
    try ConfigurationSources.readCommand(&reader)
    configurationEntries = reader.entries
    return reader.entries
  }

  /// The last setting of a key.
  private func setting(_ key: String) throws(GitError) -> ConfigurationEntry? {
    let key = ConfigurationSources.canonical(Array(key.utf8))
    return try configured().last { $0.key == key }
  }
}
