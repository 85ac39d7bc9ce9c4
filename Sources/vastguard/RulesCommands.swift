import Arguments
import BuiltInRules
import Candidates
import Findings
import Responses
import Rules

/// The commands about rules.
struct RulesCommand: CommandGroup {
  static let configuration = CommandConfiguration(
    name: "rules", abstract: "Shows and checks the rules.",
    subcommands: [RulesListCommand.self, RulesShowCommand.self, RulesCheckCommand.self])
}

/// Lists the rules.
struct RulesListCommand: Action {
  static let configuration = CommandConfiguration(
    name: "list", abstract: "Lists the rules in force, in order of precedence.")

  @OptionGroup(title: "Rules") var rules: RuleOptions

  func perform(_ console: Console) throws -> ExitStatus {
    let set = try SettingsInForce(rules, console).ruleSet(rules)
    let width = set.rules.map(\.id.count).max() ?? 0
    return console.printText(
      set.rules.map { rule in
        let id = rule.id + String(repeating: " ", count: width - rule.id.count)
        let severity = rule.severity.rawValue
        return
          "\(id)  \(severity)\(String(repeating: " ", count: 8 - severity.count))  \(rule.name)\n"
      }.joined())
  }
}

/// Shows one rule.
struct RulesShowCommand: Action {
  static let configuration = CommandConfiguration(
    name: "show", abstract: "Shows one rule: what it looks for, and what to do about a finding.")

  @Argument(help: "The rule's id, as 'rules list' prints it.", valueName: "ID")
  var id: String

  @OptionGroup(title: "Rules") var rules: RuleOptions

  func perform(_ console: Console) throws -> ExitStatus {
    let set = try SettingsInForce(rules, console).ruleSet(rules)
    guard let rule = set.rule(id) else {
      throw UsageError(
        "there is no rule \(quoted(id))", hint: "'vastguard rules list' has them all")
    }
    return console.printText(RuleText.text(rule))
  }
}

/// A rule in words.
enum RuleText {
  /// What it looks for, and what to do about a finding.
  static func text(_ rule: Rule) -> String {
    let conditions = [
      rule.path.map { "only in files that match  \($0.source)" },
      rule.unlessPath.map { "not in files that match  \($0.source)" },
    ].compactMap(\.self)
    let contexts =
      rule.near.map { "\(Self.extent($0)) of  \($0.pattern.source)" }
      + rule.unlessNear.map { "not \(Self.extent($0)) of  \($0.pattern.source)" }
    return """
      \(rule.id): \(rule.name)
      \(rule.summary)

      class       \(rule.secretClass.rawValue)
      severity    \(rule.severity.rawValue)
      confidence  \(rule.confidence.rawValue)
      stands at   \(rule.origin)
      \((conditions + contexts).map { "condition   \($0)\n" }.joined())
      What to do: \(rule.remedy)
      \(rule.references.map { "See \($0)\n" }.joined())
      Finds:
      \(rule.examples.map(Self.line).joined(separator: "\n"))
      Leaves alone:
      \(rule.counterexamples.map(Self.line).joined(separator: "\n"))

      """
  }

  private static func extent(_ context: Rule.Context) -> String {
    context.lines.map { "within \($0) lines" } ?? "in the file"
  }

  private static func line(_ example: Rule.Example) -> String {
    let path = example.path.map { "(in \($0)) " } ?? ""
    return "  " + path
      + example.text.split(separator: "\n", omittingEmptySubsequences: true)
      .joined(separator: "\n  ")
  }
}

extension Console {
  /// Says, a line each, what rules files ask for and vastguard does not do.
  func note(_ notes: [RuleNote]) {
    note(notes.map(\.description))
  }
}

/// Checks rules.
struct RulesCheckCommand: Action {
  static let configuration = CommandConfiguration(
    name: "check", abstract: "Compiles rules and runs their examples.",
    examples: [
      ("vastguard rules check", "Checks the rules that vastguard carries."),
      ("vastguard rules check my-rules.toml", "Checks a file of your own."),
    ])

  @Argument(
    help: "Rules files; without one, the rules that vastguard carries.", valueName: "FILE")
  var files: [String] = []

  func perform(_ console: Console) throws -> ExitStatus {
    var options = RuleOptions()
    options.files = files
    options.noDefaultRules = !files.isEmpty
    let set: RuleSet
    do {
      set = try options.ruleSet(disabled: true)
      console.note(set.notes)
      if files.isEmpty {
        for (name, bytes) in EmbeddedRules.files {
          try RuleFile(bytes: bytes, name: name).compile()
        }
      }
    } catch let error as RuleFileError {
      console.say(error)
      return .usage
    }
    guard let index = RuleIndex(set), var check = RuleCheck(index) else {
      throw ScanError.outOfMemory
    }
    var isSound = true
    for (number, rule) in set.rules.enumerated() {
      for problem in check.problems(of: number) {
        isSound = false
        console.note("\(rule.origin): rule '\(rule.id)' \(problem)")
      }
    }
    guard isSound else { return .usage }
    let examples = set.rules.map { $0.examples.count + $0.counterexamples.count }.reduce(0, +)
    let (one, other) = (set.rules.count == 1, examples == 1)
    return console.printText(
      "\(set.rules.count) \(one ? "rule" : "rules") and "
        + "\(examples) \(other ? "example" : "examples") are sound.\n")
  }
}
