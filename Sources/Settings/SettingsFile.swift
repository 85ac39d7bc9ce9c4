package import Findings
package import Git
package import Rules

/// What one configuration file says: a project's `.vastguard.toml`, one that the command line names,
/// or the user's own.
package struct SettingsFile: Sendable {
  /// Whose file it is, which decides what it may say.
  package enum Owner: Sendable, Equatable {
    /// Whoever wrote the repository: perhaps a stranger.
    case project
    /// Whoever runs the program, by the command line or in the folder of settings.
    case user
  }

  /// A value, and the line where it stands.
  package struct Line<Value: Sendable>: Sendable {
    package let value: Value
    /// Counts from 1.
    package let line: Int
  }

  /// The file's name for messages and reports.
  package let name: String
  package let owner: Owner

  /// Paths that are left out, as in `.gitignore`.
  package var skip: Line<[String]>?
  /// The same, ready to be matched.
  package var skips = PathPatterns.none
  /// Files with further rules, as they are written.
  package var ruleFiles: Line<[String]>?
  /// Further names of files that keep keys, for the check of ignore rules.
  package var keyFiles: Line<[String]>?
  /// The ids of rules that are switched off.
  package var disable: Line<[String]>?
  /// Other severities of rules, by id.
  package var severities: [String: Line<Severity>] = [:]
  package var failOn: Line<Severity>?
  package var threads: Line<Int>?
  /// In bytes.
  package var maxBlobSize: Line<Int>?
  package var otherRules: Line<Bool>?
  package var gitleaksAllow: Line<Bool>?
  /// Whether what earlier runs learned is used and kept.
  package var cache: Line<Bool>?
  /// A further file of suppressions.
  package var baseline: Line<String>?
  /// Whether files of projects count.
  package var projectFile: Line<Bool>?
  package var color: Line<Bool>?
  package var suppressions: [SuppressionEntry] = []

  /// The keys that any file may have.
  package static let commonKeys = [
    "skip", "rule_files", "key_files", "disable", "severity", "fail_on", "threads",
    "max_blob_size", "other_rules", "gitleaks_allow", "suppressions",
  ]
  /// The keys that a project's file may not have: they are about the machine of whoever scans it.
  package static let userKeys = ["baseline", "cache", "color", "project_file"]

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - bytes: The whole file.
  ///   - name: Its name.
  ///   - owner: Whose it is.
  /// - Throws: `RuleFileError` with the line of the first problem, an unknown key among them.
  package init(bytes: [UInt8], name: String, owner: Owner) throws(RuleFileError) {
    self = try TomlDocument.read(bytes, file: name) { table in
      try SettingsFile(table, name: name, owner: owner)
    }
  }

  private init(_ table: TomlTable, name: String, owner: Owner) throws {
    self.name = name
    self.owner = owner
    try Self.refuseUnknownKeys(of: table, owner)
    skip = try Self.line("skip", of: table)
    skips = try Self.patterns(skip?.value ?? [], in: table)
    ruleFiles = try Self.line("rule_files", of: table)
    keyFiles = try Self.line("key_files", of: table)
    try checkKeyFiles(table)
    disable = try Self.line("disable", of: table)
    severities = try table.optional("severity", Severities.self)?.severities ?? [:]
    failOn = try Self.severity("fail_on", of: table)
    threads = try Self.line("threads", of: table)
    if let threads, !(1...1024).contains(threads.value) {
      throw table.problem("'threads' must be 1 to 1024", at: "threads")
    }
    maxBlobSize = try table.optional("max_blob_size", ByteSize.self).map {
      Line(value: $0.bytes, line: table.line(of: "max_blob_size"))
    }
    otherRules = try Self.line("other_rules", of: table)
    gitleaksAllow = try Self.line("gitleaks_allow", of: table)
    cache = try Self.line("cache", of: table)
    baseline = try Self.line("baseline", of: table)
    projectFile = try Self.line("project_file", of: table)
    color = try Self.line("color", of: table)
    suppressions = try SuppressionSource.entries(in: table, source: name)
  }

  private static func line<Value: TomlReadable & Sendable>(
    _ key: String, of table: TomlTable
  ) throws -> Line<Value>? {
    try table.optional(key).map { Line(value: $0, line: table.line(of: key)) }
  }

  private static func severity(_ key: String, of table: TomlTable) throws -> Line<Severity>? {
    guard let text: String = try table.optional(key) else { return nil }
    return Line(value: try Severities.severity(text, key, table), line: table.line(of: key))
  }

  private static func refuseUnknownKeys(of table: TomlTable, _ owner: Owner) throws {
    if owner == .project, let key = userKeys.first(where: table.has) {
      throw table.problem(
        "'\(key)' can't be set by a project's file: it belongs into the user's own", at: key)
    }
    // What people write who know other scanners, or their own command line.
    let others = [
      "rule": "rules stand in a file of their own, which 'rule_files' names",
      "rules": "rules stand in a file of their own, which 'rule_files' names; "
        + "'disable' and 'severity' change the ones that are there",
      "allowlist": "'skip' leaves out paths, 'suppressions' silences findings",
      "allowlists": "'skip' leaves out paths, 'suppressions' silences findings",
      "exclude": "'skip' leaves out paths",
      "ignore": "'skip' leaves out paths, 'suppressions' silences findings",
      "output": "only the command line says where reports go",
      "report": "only the command line says where reports go",
    ]
    for key in table.names {
      if let advice = others[key] {
        throw table.problem("unknown key '\(key)': \(advice)", at: key)
      }
    }
    try table.refuseUnknownKeys(known: commonKeys + userKeys)
  }

  private static func patterns(_ texts: [String], in table: TomlTable) throws -> PathPatterns {
    for text in texts where PathPatterns([text]) == nil || namesNoPath(text) {
      let advice = namesNoPath(text) ? ": no path has '.', '..' or nothing between slashes" : ""
      throw table.problem(
        "'\(text)' in 'skip' is no pattern that matches a path\(advice)", at: "skip")
    }
    guard let patterns = PathPatterns(texts) else { return .none }
    // Files as a repository might have them: what leaves all of these out leaves out everything.
    let probes = [".env", "main.py", "src/main.py", "a/b/c/d.txt", "vast_api_key", "x"]
    let takesBack = texts.contains { $0.hasPrefix("!") }
    if !texts.isEmpty, !takesBack, probes.allSatisfy({ patterns.matches(Path($0)) }) {
      throw table.problem("'skip' leaves nothing to scan", at: "skip")
    }
    return patterns
  }

  /// Whether a pattern has a part that no path has.
  private static func namesNoPath(_ text: String) -> Bool {
    let parts = text.drop { $0 == "!" }.split(separator: "/", omittingEmptySubsequences: false)
    return parts.contains { $0 == "." || $0 == ".." } || parts.dropFirst().dropLast().contains("")
  }

  private func checkKeyFiles(_ table: TomlTable) throws {
    for name in keyFiles?.value ?? [] {
      let isName =
        !name.isEmpty && name.utf8.count <= 200 && !name.hasPrefix("/") && !name.hasSuffix("/")
        && !name.unicodeScalars.contains { $0.properties.generalCategory == .control }
        && !name.contains("'") && !name.contains("*")
      guard isName else {
        throw table.problem("a name in 'key_files' is the name of a file", at: "key_files")
      }
    }
  }
}

/// A table of severities by the ids of rules.
private struct Severities: TomlReadable {
  let severities: [String: SettingsFile.Line<Severity>]

  init(from value: TomlValue) throws {
    let table = try TomlTable(from: value)
    var severities: [String: SettingsFile.Line<Severity>] = [:]
    for id in table.names {
      let severity = try Self.severity(try table.required(id), id, table)
      severities[id] = SettingsFile.Line(value: severity, line: table.line(of: id))
    }
    self.severities = severities
  }

  static func severity(_ text: String, _ key: String, _ table: TomlTable) throws -> Severity {
    if let severity = Severity(rawValue: text) { return severity }
    let choices = Severity.allCases.map(\.rawValue).joined(separator: ", ")
    throw table.problem("'\(key)': '\(text)' is no severity; those are \(choices)", at: key)
  }
}
