import Blobs
import Findings
import Rules

/// The rules of a SARIF run: those in force, then the checks that found something.
struct SARIFRules {
  /// GitHub's limit for a description, in UTF-16 code units, the strictest way to count.
  private static let maximumText = 1024

  private(set) var rules: [SARIF.Rule] = []
  private(set) var indices: [String: Int] = [:]

  init(_ report: Report) {
    for rule in report.rules.rules { add(Self.descriptor(of: rule)) }
    var worst: [String: Severity] = [:]
    var first: [String: Finding] = [:]
    for finding in report.findings where indices[finding.rule] == nil {
      worst[finding.rule] = max(worst[finding.rule] ?? .info, finding.severity)
      let isFirst = first[finding.rule].map { finding.stands(before: $0) } ?? true
      if isFirst { first[finding.rule] = finding }
    }
    for (id, finding) in first.sorted(by: { $0.key < $1.key }) {
      add(Self.descriptor(of: report.check(of: finding), severity: worst[id] ?? .info))
    }
  }

  private mutating func add(_ rule: SARIF.Rule) {
    guard indices[rule.id] == nil else { return }
    indices[rule.id] = rules.count
    rules.append(rule)
  }

  private static func descriptor(of rule: Rule) -> SARIF.Rule {
    let links = rule.references.filter { $0.hasPrefix("https://") || $0.hasPrefix("http://") }
    let more =
      rule.references.isEmpty ? "" : " See " + rule.references.joined(separator: ", ") + "."
    let list = links.map { "\n- <\($0)>" }.joined()
    return SARIF.Rule(
      defaultConfiguration: ["level": rule.severity.level],
      fullDescription: text(rule.summary, or: rule.name),
      help: SARIF.Text(
        markdown: "**What to do.** " + rule.remedy + (list.isEmpty ? "" : "\n" + list),
        text: Wording.sentence(rule.remedy.isEmpty ? rule.summary : rule.remedy) + more),
      helpUri: links.first,
      id: rule.id,
      name: name(of: rule.id),
      properties: SARIF.RuleProperties(
        precision: rule.confidence.rawValue, securitySeverity: rule.severity.score,
        tags: ["security", "external/cwe/cwe-798", rule.secretClass.rawValue]),
      shortDescription: text(rule.name, or: rule.id))
  }

  private static func descriptor(of check: Report.Check, severity: Severity) -> SARIF.Rule {
    let help = Wording.sentence(check.remedy.isEmpty ? check.summary : check.remedy)
    let heading = check.remedy.isEmpty ? "" : "**What to do.** "
    return SARIF.Rule(
      defaultConfiguration: ["level": severity.level],
      fullDescription: text(check.summary, or: check.name),
      help: SARIF.Text(markdown: heading + help, text: help),
      id: check.id,
      name: name(of: check.id),
      properties: SARIF.RuleProperties(
        precision: "high", securitySeverity: severity.score,
        tags: ["security", "external/cwe/cwe-552"]),
      shortDescription: text(check.name, or: check.id))
  }

  private static func text(_ text: String, or fallback: String) -> SARIF.Text {
    let full = Wording.sentence(text.isEmpty ? fallback : text)
    guard full.utf16.count > maximumText else { return SARIF.Text(text: full) }
    var cut = ""
    var length = 0
    for scalar in full.unicodeScalars {
      length += scalar.utf16.count
      if length >= maximumText { break }
      cut.unicodeScalars.append(scalar)
    }
    return SARIF.Text(text: cut + "…")
  }

  /// The rule's id as a Pascal-case name, which the standard wants to differ from the id.
  static func name(of id: String) -> String {
    let words = id.split { !$0.isASCII || !($0.isLetter || $0.isNumber) }
    let name = words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    guard let first = name.first, first.isLetter, name != id else { return "Rule" + name }
    return name
  }
}

extension Severity {
  /// The level of a result or rule.
  var level: String {
    switch self {
    case .critical, .high: "error"
    case .medium: "warning"
    case .low, .info: "note"
    }
  }

  /// The `security-severity` that collectors turn back into this severity; nil for what is none:
  /// the level says so, and some collectors take a zero for a low one.
  var score: String? {
    switch self {
    case .critical: "9.5"
    case .high: "8.0"
    case .medium: "5.5"
    case .low: "2.0"
    case .info: nil
    }
  }
}
