import Glibc

/// The settings that do not come from a repository: files of the machine and of the user, and what
/// the environment says.
enum ConfigurationSources {
  /// Returns all settings that count in a repository.
  ///
  /// - Throws: `corrupt` or `other` where a file can't be read or understood.
  static func configuration(
    of place: RepositoryPlace, _ format: RepositoryFormat
  ) throws(GitError) -> Configuration {
    var reader = ConfigurationReader(.of(gitDirectory: place.gitDirectory))
    try readShared(&reader)
    try reader.read(place.commonDirectory.appending("config".utf8))
    if format.hasWorkTreeConfiguration {
      try reader.read(place.gitDirectory.appending("config.worktree".utf8))
    }
    try readCommand(&reader)
    return Configuration(entries: reader.entries)
  }

  /// Adds the settings of the machine and the user.
  static func readShared(_ reader: inout ConfigurationReader) throws(GitError) {
    if !isSet("GIT_CONFIG_NOSYSTEM") {
      try reader.read(variable("GIT_CONFIG_SYSTEM") ?? Path("/etc/gitconfig"))
    }
    for file in userFiles where isReadable(file) { try reader.read(file) }
  }

  /// Adds the settings of the running command, as `git -c` hands them to the hooks it starts.
  static func readCommand(_ reader: inout ConfigurationReader) throws(GitError) {
    if let text = variable("GIT_CONFIG_COUNT"), !text.bytes.isEmpty {
      guard let count = Int(text.text), (0...10_000).contains(count) else {
        throw broken("GIT_CONFIG_COUNT")
      }
      for number in 0..<count {
        guard let key = variable("GIT_CONFIG_KEY_\(number)").flatMap({ canonical($0.bytes) }),
          let value = variable("GIT_CONFIG_VALUE_\(number)")
        else { throw broken("GIT_CONFIG_KEY_\(number)") }
        try reader.add(ConfigurationEntry(key: key, value: value.bytes))
      }
    }
    let parameters = variable("GIT_CONFIG_PARAMETERS")?.bytes ?? []
    guard let entries = entries(of: parameters) else { throw broken("GIT_CONFIG_PARAMETERS") }
    for entry in entries { try reader.add(entry) }
  }

  /// The user's files, of which git passes over those that it may not read.
  private static var userFiles: [Path] {
    if let file = variable("GIT_CONFIG_GLOBAL") { return file.bytes.isEmpty ? [] : [file] }
    let home = variable("HOME")
    var files: [Path] = []
    if let folder = variable("XDG_CONFIG_HOME"), !folder.bytes.isEmpty {
      files.append(folder.appending("git/config".utf8))
    } else if let home {
      files.append(home.appending(".config/git/config".utf8))
    }
    if let home { files.append(home.appending(".gitconfig".utf8)) }
    return files
  }

  private static func isReadable(_ file: Path) -> Bool {
    file.withCString { unsafe access($0, R_OK) == 0 || errno != EACCES }
  }

  private static func variable(_ name: String) -> Path? { Path(cString: unsafe getenv(name)) }

  private static func isSet(_ name: String) -> Bool {
    guard let value = variable(name) else { return false }
    return ConfigurationValue.flag(value.bytes) ?? true
  }

  private static func broken(_ name: String) -> GitError {
    GitError(.other, "configuration", "the environment variable \(name) makes no sense")
  }

  /// A key with its section and its name in lower case; nil where it is none.
  static func canonical(_ key: [UInt8]) -> [UInt8]? {
    let dot = UInt8(ascii: ".")
    guard let first = key.firstIndex(of: dot), let last = key.lastIndex(of: dot), first > 0,
      last < key.count - 1
    else { return nil }
    return key[..<first].map(ConfigurationParser.lowered) + key[first...last]
      + key[(last + 1)...].map(ConfigurationParser.lowered)
  }

  /// The settings in `GIT_CONFIG_PARAMETERS`: words in single quotes, `'key'='value'`, or as older
  /// versions wrote them, `'key=value'`; nil where it is anything else.
  static func entries(of text: [UInt8]) -> [ConfigurationEntry]? {
    var entries: [ConfigurationEntry] = []
    var rest = text[...].drop(while: isSpace)
    while !rest.isEmpty {
      guard let word = unquoted(&rest) else { return nil }
      var key = word
      var value: [UInt8]?
      if rest.first == UInt8(ascii: "=") {
        rest = rest.dropFirst()
        if rest.first == UInt8(ascii: "'") {
          guard let text = unquoted(&rest) else { return nil }
          value = text
        }
      } else if let equals = word.firstIndex(of: UInt8(ascii: "=")) {
        key = Array(word[..<equals])
        value = Array(word[(equals + 1)...])
      }
      guard rest.first.map(isSpace) ?? true, let key = canonical(key) else { return nil }
      entries.append(ConfigurationEntry(key: key, value: value))
      rest = rest.drop(while: isSpace)
    }
    return entries
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }

  /// Takes a word in single quotes, in which `'\''` and `'\!'` stand for the character between.
  private static func unquoted(_ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
    let quote = UInt8(ascii: "'")
    guard rest.popFirst() == quote else { return nil }
    var word: [UInt8] = []
    while let byte = rest.popFirst() {
      guard byte == quote else {
        word.append(byte)
        continue
      }
      let next = Array(rest.prefix(3))
      guard next.count == 3, next[0] == UInt8(ascii: "\\"), next[2] == quote,
        next[1] == quote || next[1] == UInt8(ascii: "!")
      else { return word }
      word.append(next[1])
      rest = rest.dropFirst(3)
    }
    return nil
  }
}

/// What the values of settings mean.
enum ConfigurationValue {
  /// The truth that a value stands for; nil where it is none.
  static func flag(_ value: [UInt8]?) -> Bool? {
    guard let value else { return true }
    switch String(decoding: value, as: UTF8.self).lowercased() {
    case "true", "yes", "on": return true
    case "false", "no", "off", "": return false
    case let text: return number(text).map { $0 != 0 }
    }
  }

  /// The number that a value stands for, `k`, `m` and `g` counting thousands of 1024.
  static func number(_ text: String) -> Int? {
    let powers = ["k": 10, "m": 20, "g": 30]
    guard let power = text.last.flatMap({ powers[$0.lowercased()] }) else { return Int(text) }
    guard let number = Int(text.dropLast()), abs(number) < 1 << 32 else { return nil }
    return number << power
  }
}
