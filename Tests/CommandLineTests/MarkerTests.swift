import TestSupport
import Testing

/// `vastguard:allow RULE reason` beside a secret silences it, and nothing else.
@Suite struct MarkerTests {
  private static let rule = "vast-key-assignment"
  let folder: TemporaryFolder
  let key = MadeUp.key()
  let other = MadeUp.key()

  init() throws {
    folder = try TemporaryFolder()
  }

  private func scan(_ text: String, _ options: String...) throws -> ToolReport {
    try folder.write("file", text)
    return try folder.report(["scan", "file"] + options)
  }

  private func assignment(_ key: String) -> String { "VAST_API_KEY=\(key)" }

  private func marker(_ reason: String = "sample", rule: String = rule) -> String {
    "# vastguard:allow \(rule) \(reason)"
  }

  @Test func `silences a secret on its line or on the next`() throws {
    for text in [
      "\(assignment(key))  \(marker())\n", "\(marker())\n\(assignment(key))\n",
      "\(marker())\r\n\(assignment(key))\r\n", "/* \(marker().dropFirst(2)) */ \(assignment(key))",
    ] {
      let report = try scan(text)
      #expect(report.status == 0, "\(text)")
      #expect(report.findings.isEmpty)
      #expect(report.secrets.isEmpty)
    }
  }

  @Test func `appears with its reason where that is asked for`() throws {
    let report = try scan(
      "/* vastguard:allow \(Self.rule): from the manual */ \(assignment(key))", "--show-suppressed")
    #expect(report.status == 0)
    let suppressed = try report.place(of: key).suppressed
    #expect(suppressed?.by == "inline" && suppressed?.reason == "from the manual")
  }

  @Test func `silences one value only`() throws {
    let onOwnLine = try scan("\(assignment(key)) \(marker())\n\(assignment(other))\n")
    #expect(onOwnLine.places(of: key).isEmpty)
    #expect(try onOwnLine.place(of: other).line == 2)
    let twoOnALine = try scan("\(assignment(other)); \(assignment(key)) \(marker())\n")
    #expect(twoOnALine.places(of: key).isEmpty)
    #expect(twoOnALine.places(of: other).count == 1)
    let below = try scan("\(assignment(key))\n\(marker())\n")
    #expect(below.places(of: key).count == 1)
    let twoBelow = try scan("\(marker())\n\n\(assignment(key))\n")
    #expect(twoBelow.places(of: key).count == 1)
  }

  @Test func `silences nothing from far away on a minified line`() throws {
    let filler = String(repeating: "x=1;", count: 500)
    for text in [
      "\(assignment(key));\(filler)// \(marker())", "// \(marker()) */ \(filler)\(assignment(key))",
      "// \(marker())\n\(filler)\(assignment(key))\n",
    ] {
      #expect(try scan(text).places(of: key).count == 1, "\(text.prefix(80))")
    }
  }

  @Test func `needs the rule that finds it, and a reason`() throws {
    for text in [
      marker(rule: "vast-key-url"), marker(rule: "*"), marker(""), marker("   "), marker("-->"),
      "# xvastguard:allow \(Self.rule) sample", "# vastguard:allowed \(Self.rule) sample",
      "# vastguard:allow", "# VASTGUARD:ALLOW \(Self.rule) sample",
    ] {
      let report = try scan("\(assignment(key))  \(text)\n")
      #expect(report.places(of: key).count == 1, "\(text)")
      #expect(report.status == 1)
    }
    try folder.write("file", "\(assignment(key))  \(marker(""))\n")
    #expect(try Tool.run("scan", "file", in: folder).stderr.contains("it gives no reason"))
    try folder.write("file", "\(assignment(key))  \(marker(rule: "vast-key-url"))\n")
    let said = try Tool.run("scan", "file", in: folder).stderr
    #expect(said.contains("'vast-key-url'") && said.contains("'\(Self.rule)'"))
  }

  @Test func `tells of no secret in a reason`() throws {
    let text = "\(assignment(key))  \(marker("replaces \(other)"))\n"
    try folder.write("file", text)
    let outcome = try Tool.run(
      "scan", "file", "--show-suppressed", "--format", "json", in: folder)
    #expect(outcome.stdout.contains("replaces"))
    #expect(!outcome.stdout.contains(other) && !outcome.stdout.contains(key))
  }

  @Test func `of gitleaks silences where that is asked for`() throws {
    let text = "\(assignment(key))  # gitleaks:allow\n"
    #expect(try scan(text).places(of: key).count == 1)
    #expect(try scan(text, "--gitleaks-allow").status == 0)
    try folder.write(".vastguard.toml", "gitleaks_allow = true\n")
    #expect(try scan(text).status == 0)
  }

  @Test func `silences nothing in a commit's message`() throws {
    let repository = try RepositoryBuilder()
    try repository.commit("Why: \(assignment(key))  \(marker())\n")
    #expect(try repository.report(["history"]).layers(of: key) == ["commit-message"])
  }

  @Test func `counts in every version of a file, also where verdicts are kept`() throws {
    let repository = try RepositoryBuilder()
    try repository.write("a", "\(assignment(key))  \(marker())\n")
    try repository.write("b", "\(assignment(other))\n")
    try repository.commit("One")
    try repository.git("gc", "--quiet")
    for _ in 0..<3 {
      let report = try repository.report(["history"])
      #expect(report.places(of: key).isEmpty)
      #expect(report.layers(of: other) == ["history"])
    }
  }
}
