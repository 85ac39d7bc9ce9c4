import Arguments
import Blobs
import Checks
import Findings
import Git
import Reports
import Responses
import Rules

/// Explains a rule, a check, or a finding of a report.
struct ExplainCommand: Action {
  static let configuration = CommandConfiguration(
    name: "explain", abstract: "Explains a rule, or a finding: why it counts, and what to do.",
    discussion: """
      A finding is named by its fingerprint, a secret by its id, as a JSON report has them; the first \
      six digits or more do.
      """,
    examples: [
      ("vastguard explain vast-key-assignment", "Explains a rule."),
      (
        "vastguard explain 1f0c22a9 --from leaks.json",
        "Explains a finding of a report that 'audit --format json -o leaks.json' wrote."
      ),
    ])

  @Argument(
    help: "A rule's id, a finding's fingerprint, or a secret's id.", valueName: "RULE|FINDING")
  var subject: String

  @Option(
    "--from", help: "The JSON report that has the finding.", valueName: "FILE", environment: false)
  var file: String?

  @OptionGroup(title: "Rules") var rules: RuleOptions

  func perform(_ console: Console) throws -> ExitStatus {
    let set = try SettingsInForce(rules, console).ruleSet(rules)
    if let rule = set.rule(subject) { return console.printText(RuleText.text(rule)) }
    if let check = CheckRules.all.first(where: { $0.id == subject }) {
      return console.printText(Self.text(check))
    }
    guard Self.isPrefixOfID(subject) else {
      let known = set.rules.map(\.id) + CheckRules.all.map(\.id)
      throw UsageError(
        "there is no rule \(quoted(subject))",
        hint: nearest(to: subject, among: known).map { "did you mean '\($0)'?" }
          ?? "'vastguard rules list' has them all")
    }
    guard let file else {
      throw UsageError(
        "\(quoted(subject)) is looked for in a report",
        hint: "name one with --from; 'vastguard audit --format json -o FILE' writes it")
    }
    return try console.printText(finding(in: file, set))
  }

  private static func isPrefixOfID(_ text: String) -> Bool {
    (6...32).contains(text.utf8.count) && text.allSatisfy { $0.isHexDigit && !$0.isUppercase }
  }

  private func finding(in file: String, _ set: RuleSet) throws -> String {
    let report = try JSONReport(reading: try SettingsReader.readNamed(file, limit: 1 << 30))
    let findings = report.findings.filter {
      $0.fingerprint.hasPrefix(subject) || ($0.secret?.hasPrefix(subject) ?? false)
    }
    guard let first = findings.first else {
      throw UsageError("the report has no finding \(quoted(subject))")
    }
    let same = report.findings.filter { $0.secret != nil && $0.secret == first.secret }
    let secrets = Set(findings.map { $0.secret ?? $0.fingerprint })
    guard secrets.count == 1 else {
      throw UsageError("\(quoted(subject)) begins several findings; give more digits")
    }
    return FindingText(
      findings: same.isEmpty ? findings : same,
      secret: report.secrets.first { $0.id == first.secret },
      rule: set.rule(first.rule), check: CheckRules.all.first { $0.id == first.rule }
    ).text
  }

  private static func text(_ check: Report.Check) -> String {
    "\(check.id): \(check.name)\n\(check.summary)\n\nWhat to do: \(check.remedy)\n"
  }
}

/// A finding, and all places of its secret, in words.
struct FindingText {
  let findings: [JSONReport.FindingRow]
  let secret: JSONReport.SecretEntry?
  let rule: Rule?
  let check: Report.Check?

  /// How many places are named.
  private static let limit = 20

  var text: String {
    var lines: [String] = []
    if let first = findings.first {
      lines.append(
        "\(first.severity.rawValue)  \(Self.shown(first.rule)): \(Self.shown(first.message))")
    }
    if let secret {
      lines += [
        "value     \(Self.shown(secret.redacted)), a \(Self.shown(secret.class)), id \(Self.shown(secret.id))",
        "status    \(secret.status.rawValue)",
      ]
      // Outside of git, nothing leads anywhere.
      if findings.contains(where: { ![.file, .stdin, .home].contains($0.layer) }) {
        lines.append(
          secret.reachable
            ? "reach     a reference, the index or a file leads to it"
            : "reach     no reference, index or file leads to it any more")
      }
    }
    lines += ["", findings.count == 1 ? "Place:" : "\(findings.count) places:"]
    lines += findings.prefix(Self.limit).flatMap(place)
    if findings.count > Self.limit { lines.append("  and \(findings.count - Self.limit) more") }
    if let summary = rule?.summary ?? check?.summary { lines += ["", "Why: " + summary] }
    if let remedy = rule?.remedy ?? check?.remedy { lines += ["", "What to do: " + remedy] }
    lines += silencing
    return lines.map { $0 + "\n" }.joined()
  }

  private func place(_ finding: JSONReport.FindingRow) -> [String] {
    let position = finding.line.map { ":\($0)" + (finding.column.map { ":\($0)" } ?? "") } ?? ""
    let path = finding.path.isEmpty ? "(no file)" : Self.shown(finding.path)
    var lines = ["  \(path)\(position)  \(finding.layer.rawValue), \(finding.severity.rawValue)"]
    if let commit = finding.commit {
      let author = finding.author.map { " by " + Self.shown($0) } ?? ""
      lines.append(
        "    brought in by \(commit.prefix(12))\(author)\(finding.date.map { ", \($0)" } ?? "")")
    }
    lines.append("    fingerprint \(finding.fingerprint)")
    if let suppressed = finding.suppressed {
      lines.append("    silenced by \(Self.shown(suppressed.by)): \(Self.shown(suppressed.reason))")
    }
    if let fix = finding.fix, secret == nil { lines.append("    to mend it: \(Self.shown(fix))") }
    return lines
  }

  /// How to leave it silent, where that can be done in a file.
  private var silencing: [String] {
    guard let first = findings.first, secret != nil else { return [] }
    return [
      "", "If it may stay: reset it all the same if it ever worked, then write beside it",
      "  vastguard:allow \(Self.shown(first.rule)) REASON",
    ]
  }

  private static func shown(_ text: String) -> String {
    Console.withoutKeys(DisplayText.of(text))
  }
}
