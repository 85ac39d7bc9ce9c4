/// A configuration of gitleaks, version 8, turned into rules.
///
/// Nothing is lost silently: what can't be taken over is told in `notes`.
struct GitleaksFile {
  private(set) var rules: [Rule] = []
  private(set) var notes: [RuleNote] = []

  private static let keys = ["title", "description", "extend", "rules", "minVersion"]
  private static let allowlistKeys = ["allowlist", "allowlists"]

  /// Whether a file with these keys at its top level is one of gitleaks'.
  static func isOne(keys: [String]) -> Bool {
    !keys.contains("rule")
      && keys.contains { $0 == "rules" || $0 == "extend" || allowlistKeys.contains($0) }
  }

  init(_ table: TomlTable) throws {
    let sources: [GitleaksRule] = try table.optional("rules") ?? []
    var allowlists: [GitleaksAllowlist] = try table.optional("allowlists") ?? []
    if let one: GitleaksAllowlist = try table.optional("allowlist") { allowlists.append(one) }
    for key in table.names where !(Self.keys + Self.allowlistKeys).contains(key) {
      note("'\(key)' is not known, and left out", table.line(of: key), nil)
    }
    noteExtension(try table.optional("extend"), table.line(of: "extend"))
    if let line = sources.first(where: { $0.hasTags })?.line {
      note("tags have no counterpart, and are left out", line, nil)
    }
    for index in allowlists.indices where !allowlists[index].isConjunction {
      guard allowlists[index].dropCommits() else { continue }
      note(GitleaksAllowlist.commitsNote, allowlists[index].line, nil)
    }
    for source in sources { add(source, all: sources, allowlists: allowlists) }
  }

  private mutating func note(_ text: String, _ line: Int?, _ rule: String?) {
    notes.append(RuleNote(file: "", line: line, rule: rule, text: text))
  }

  private mutating func noteExtension(_ extend: GitleaksExtension?, _ line: Int?) {
    if extend?.usesDefault == true {
      note(
        "useDefault adds nothing: the rules that gitleaks carries are not part of vastguard", line,
        nil)
    }
    if let path = extend?.path {
      note("the rules of '\(path)' are not read: give that file with --rules too", line, nil)
    }
  }

  private mutating func add(
    _ source: GitleaksRule, all: [GitleaksRule], allowlists: [GitleaksAllowlist]
  ) {
    // A rule that only helps others reports nothing of its own.
    if source.isHelper { return }
    var conversion = GitleaksConversion(source)
    do throws(GoPattern.Problem) {
      var rule = try conversion.rule()
      conversion.require(source.required, of: all, for: &rule)
      let shared = allowlists.filter { $0.rules.isEmpty || $0.rules.contains(source.id) }
      for allowlist in source.allowlists + shared { conversion.apply(allowlist, to: &rule) }
      rules.append(rule)
    } catch {
      conversion.note("left out: " + error.text)
    }
    notes += conversion.notes
  }
}

/// The `[extend]` table.
struct GitleaksExtension: TomlReadable {
  let usesDefault: Bool
  /// The file or URL whose rules are to be added.
  let path: String?

  init(from value: TomlValue) throws {
    let table = try TomlTable(from: value)
    usesDefault = try table.optional("useDefault") ?? false
    path = try table.optional("path", String.self) ?? table.optional("url", String.self)
  }
}

/// One `[[rules]]` table of gitleaks.
struct GitleaksRule: TomlReadable {
  let id: String
  let line: Int?
  let description: String
  let regex: String?
  let path: String?
  let secretGroup: Int
  let entropy: Double
  let keywords: [String]
  let allowlists: [GitleaksAllowlist]
  let required: [GitleaksRequirement]
  let isHelper: Bool
  let hasTags: Bool
  /// Keys that are in none of its versions.
  let unknownKeys: [String]

  private static let keys = [
    "id", "description", "regex", "path", "secretGroup", "entropy", "keywords", "tags",
    "allowlist", "allowlists", "required", "skipReport",
  ]

  init(from value: TomlValue) throws {
    var table = try TomlTable(from: value)
    id = try table.required("id")
    table.rule = id
    line = table.line
    description = try table.optional("description") ?? ""
    regex = try table.optional("regex", String.self).flatMap { $0.isEmpty ? nil : $0 }
    path = try table.optional("path", String.self).flatMap { $0.isEmpty ? nil : $0 }
    secretGroup = try table.optional("secretGroup") ?? 0
    entropy = try table.optional("entropy") ?? 0
    keywords = (try table.optional("keywords", [String].self) ?? []).filter { !$0.isEmpty }
    let one: GitleaksAllowlist? = try table.optional("allowlist")
    allowlists = (try table.optional("allowlists") ?? []) + [one].compactMap(\.self)
    required = try table.optional("required") ?? []
    isHelper = try table.optional("skipReport") ?? false
    hasTags = table.has("tags")
    unknownKeys = table.names.filter { !Self.keys.contains($0) }
  }
}

/// One `[[rules.required]]` table: another rule that must match near by.
struct GitleaksRequirement: TomlReadable {
  let id: String
  let lines: Int?
  let hasColumns: Bool

  init(from value: TomlValue) throws {
    let table = try TomlTable(from: value)
    id = try table.required("id")
    lines = try table.optional("withinLines")
    hasColumns = table.has("withinColumns")
  }
}

/// An `[allowlist]` of gitleaks, of a rule or of the whole file.
struct GitleaksAllowlist: TomlReadable {
  let line: Int?
  let isConjunction: Bool
  private(set) var commits: [String]
  let paths: [String]
  let regexTarget: String
  let regexes: [String]
  let stopwords: [String]
  /// The ids of the rules that it is for; empty for all.
  let rules: [String]

  init(from value: TomlValue) throws {
    let table = try TomlTable(from: value)
    line = table.line
    let condition: String = try table.optional("condition") ?? "OR"
    isConjunction = ["AND", "&&"].contains(condition.uppercased())
    commits = try table.optional("commits") ?? []
    paths = try table.optional("paths") ?? []
    regexTarget = try table.optional("regexTarget") ?? "secret"
    regexes = try table.optional("regexes") ?? []
    stopwords = try table.optional("stopwords") ?? []
    rules = try table.optional("targetRules") ?? []
  }

  static let commitsNote =
    "the commits of an allowlist are left out: what is found there is told all the same"

  /// Forgets the commits; false where there were none.
  mutating func dropCommits() -> Bool {
    defer { commits = [] }
    return !commits.isEmpty
  }
}
