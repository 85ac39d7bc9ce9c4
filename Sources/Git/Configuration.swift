/// The settings that count in a repository.
///
/// They are what git would ask, in its order: the system's, the user's, the repository's and the work
/// tree's files, each with the files it includes, and the settings of the environment.
package struct Configuration: Sendable {
  /// A later one of the same key counts more.
  let entries: [ConfigurationEntry]

  /// Returns the value of a key, such as `core.hooksPath`, or nil where it is unset.
  package func value(_ key: String) -> Path? {
    setting(key)?.value.map { Path(bytes: $0) }
  }

  /// Returns a path with a leading `~/` replaced, or nil where it is unset.
  package func path(_ key: String) -> Path? {
    value(key)?.withHomeExpanded
  }

  /// Returns the truth of a key, false where it is unset.
  ///
  /// - Throws: `corrupt` where the value is no truth.
  package func flag(_ key: String) throws(GitError) -> Bool {
    guard let setting = setting(key) else { return false }
    guard let flag = ConfigurationValue.flag(setting.value) else {
      throw GitError(.corrupt, "configuration", "the value of \(key) is neither yes nor no")
    }
    return flag
  }

  private func setting(_ key: String) -> ConfigurationEntry? {
    let key = ConfigurationSources.canonical(Array(key.utf8))
    return entries.last { $0.key == key }
  }
}
