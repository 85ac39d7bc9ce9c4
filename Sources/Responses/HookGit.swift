import Git

/// The installed git, asked about its version, its configuration and where a repository is.
///
/// Only commands that read or write configuration are run, and those that tell where things are:
/// none of them runs a hook or a helper.
package struct HookGit: Sendable {
  /// Whether the variables that name a repository, or configuration besides the files, count.
  private let seesEnvironment: Bool

  /// Sees what the git command of the same moment would see.
  package init() {
    seesEnvironment = true
  }

  private init(seesEnvironment: Bool) {
    self.seesEnvironment = seesEnvironment
  }

  /// Sees what holds in every repository of the user: nothing of the one of the current folder.
  package var outside: HookGit { HookGit(seesEnvironment: false) }

  /// What a command wrote and its status.
  struct Answer {
    var status: Int32
    /// Without the last line's end.
    var text: [UInt8]
    var complaint: String
  }

  /// Runs a command; the status is the caller's to judge.
  func ask(_ words: [String], value: Path? = nil) throws(HookError) -> Answer {
    var program = HookProgram(words: (["git"] + words).map { Array($0.utf8) })
    if let value { program.words.append(value.bytes) }
    program.changes = ["LC_ALL": "C"]
    if !seesEnvironment {
      for name in Self.ofRepository { program.changes[name] = .some(nil) }
      // No repository is there: neither this folder's nor any above it.
      program.changes["GIT_DIR"] = "/dev/null"
    }
    guard let answer = program.run(), answer.status != 127 else {
      throw .git(words.joined(separator: " "), "it is not on PATH, or does not answer")
    }
    let complaint = String(decoding: answer.errors, as: UTF8.self)
      .split(separator: "\n").first.map(String.init)
    var text = answer.output
    if text.last == HookMarks.newline || text.last == 0 { text.removeLast() }
    return Answer(
      status: answer.status, text: text, complaint: complaint ?? "status \(answer.status)")
  }

  /// Runs a command that has to succeed.
  @discardableResult
  func tell(_ words: String..., value: Path? = nil) throws(HookError) -> Path {
    let answer = try ask(words, value: value)
    guard answer.status == 0 else { throw .git(words.joined(separator: " "), answer.complaint) }
    return Path(bytes: answer.text)
  }

  /// The value of a key as a path, with `~` replaced, from all files that count; nil where unset.
  func path(_ key: String) throws(HookError) -> Path? {
    try value("config", "-z", "--type=path", "--get", key)
  }

  /// The value of a key in the user's own file as it stands there; nil where it is unset.
  func userValue(_ key: String) throws(HookError) -> Path? {
    try value("config", "-z", "--global", "--get", key)
  }

  private func value(_ words: String...) throws(HookError) -> Path? {
    let answer = try ask(words)
    if answer.status == 1 { return nil }
    guard answer.status == 0 else { throw .git(words.joined(separator: " "), answer.complaint) }
    return Path(bytes: answer.text)
  }

  /// The value of a key as text, from all files that count; nil where it is unset or unreadable.
  package func setting(_ key: String) throws(HookError) -> String? {
    try value("config", "-z", "--get", key)?.text
  }

  /// The id of the object that a revision names.
  package func object(_ revision: String) throws(HookError) -> String {
    try tell("rev-parse", "--verify", "--quiet", "--end-of-options", revision).text
  }

  /// Where the value of a key comes from, for people.
  func origin(of key: String) throws(HookError) -> String? {
    let answer = try ask(["config", "-z", "--show-origin", "--get", key])
    guard answer.status == 0, let end = answer.text.firstIndex(of: 0) else { return nil }
    let origin = String(decoding: answer.text[..<end], as: UTF8.self)
    return origin.hasPrefix("file:") ? String(origin.dropFirst(5)) : origin
  }

  /// Whether hooks can be configured beside the hooks folder, `hook.<name>.command`: since 2.54.
  func knowsConfiguredHooks() throws(HookError) -> Bool {
    let words = try tell("version").text.split(separator: " ")
    guard words.count >= 3 else { return false }
    let numbers = words[2].split(separator: ".").map { Int($0) ?? 0 }
    return numbers.count >= 2 && (numbers[0], numbers[1]) >= (2, 54)
  }

  /// What `git rev-parse --local-env-vars` names, and what stands for configuration files.
  private static let ofRepository = [
    "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_CONFIG", "GIT_CONFIG_PARAMETERS", "GIT_CONFIG_COUNT",
    "GIT_OBJECT_DIRECTORY", "GIT_DIR", "GIT_WORK_TREE", "GIT_IMPLICIT_WORK_TREE",
    "GIT_GRAFT_FILE", "GIT_INDEX_FILE", "GIT_NO_REPLACE_OBJECTS", "GIT_REPLACE_REF_BASE",
    "GIT_PREFIX", "GIT_SHALLOW_FILE", "GIT_COMMON_DIR",
  ]
}
