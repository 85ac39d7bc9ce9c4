import Blobs
import Findings
import Git
import Reports
import Rules

/// Reports and their parts, small enough to read.
enum Sample {
  static let remedy =
    "Reset the key on the Keys page of the console, or let `vastguard reset` do it: a key that "
    + "was pushed once is known. Then keep the new one out of the repository."

  /// One rule with texts like those of the rules that come with the program, as a file says them.
  static func rules(_ id: String, name: String, severity: Severity = .critical) -> [Rule] {
    let toml = """
      [[rule]]
      id = '\(id)'
      name = '\(name)'
      summary = '\(name): whoever has it can rent machines on the account.'
      class = 'vast-account-key'
      severity = '\(severity.rawValue)'
      remedy = '\(remedy)'
      references = ['https://docs.vast.ai/keys']
      anchors = ['api_key=']
      pattern = 'api_key=(?<secret>[0-9a-f]{64})'
      """
    return (try? RuleFile(bytes: Array(toml.utf8), name: "sample.toml"))?.rules ?? []
  }

  /// An object id of one digit, forty times.
  static func id(_ digit: Character) -> ObjectID {
    ObjectID(hex: String(repeating: digit, count: ObjectFormat.sha1.digitCount)) ?? .zero
  }

  static func commit(_ digit: Character, day: Int = 0) -> Finding.CommitSummary {
    Finding.CommitSummary(
      id: id(digit), author: "Jane Doe <jane@example.com>", time: 1_730_635_200 + day * 86_400)
  }

  static func region(_ line: Int) -> Finding.Region {
    Finding.Region(line: line, column: 9, endLine: line, endColumn: 73)
  }

  static func fingerprint(_ digit: Character) -> String {
    String(repeating: digit, count: 32)
  }

  static func finding(
    _ path: String, line: Int = 1, layer: Layer = .history, severity: Severity = .critical,
    commit: Finding.CommitSummary? = Sample.commit("a"), secret: String = "00000000000000aa"
  ) -> Finding {
    Finding(
      rule: "vast-key-in-url", severity: severity, message: "A Vast.ai account key in a URL",
      secret: secret, path: Path(path), region: region(line), layer: layer,
      blob: commit == nil ? nil : id("b"), commit: commit,
      fingerprint: Collector.fingerprint("vast-key-in-url", secret, Path(path), line))
  }

  static func secret(_ id: String = "00000000000000aa", occurrences: Int = 1) -> SecretRow {
    SecretRow(
      id: id, secretClass: SecretClass(rawValue: "vast-account-key"), redacted: "4c23…a6f8",
      sha256: String(repeating: "0e", count: 32), occurrences: occurrences, reachable: true,
      firstCommit: commit("a"), lastCommit: commit("a"))
  }

  /// A finding of posture.
  static func weakSpot(_ path: String, layer: Layer = .mode, fix: String?) -> Finding {
    Finding(
      rule: layer == .mode ? "key-file-mode" : "ignore-missing", severity: .medium,
      message: "Others on this machine can read '\(path)'", path: Path(path), layer: layer,
      fingerprint: Collector.fingerprint("weak-spot", "", Path(path), 0), fix: fix)
  }

  static func report(
    kind: String = "repository", head: ObjectID? = id("a"), findings: [Finding] = [],
    secrets: [SecretRow] = [], incomplete: [Report.Gap] = []
  ) -> Report {
    var statistics = Report.Statistics()
    statistics.commits = head == nil ? 0 : 1204
    statistics.blobs = 3480
    statistics.bytes = 81_070_000
    statistics.files = 97
    statistics.seconds = 0.8126
    return Report(
      tool: Report.Tool(name: "vastguard", version: "1.2.3"),
      rules: Report.RulesInForce(
        digest: String(repeating: "9a", count: 32),
        rules: rules("vast-key-in-url", name: "Vast.ai API key in a URL")),
      target: Report.Target(kind: kind, path: "/srv/app", head: head?.description),
      incomplete: incomplete, statistics: statistics, secrets: secrets, findings: findings)
  }

  /// What `reporter` writes of `report`.
  static func text(_ report: Report, _ reporter: some Reporter) throws -> String {
    var output = OutputBuffer()
    try reporter.write(report, to: &output)
    return String(decoding: output.bytes, as: UTF8.self)
  }
}
