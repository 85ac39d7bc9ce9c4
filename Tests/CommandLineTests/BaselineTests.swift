import Foundation
import TestSupport
import Testing

/// What is known stays silent, by its content; what is new does not.
@Suite struct BaselineTests {
  let repository: RepositoryBuilder
  let key = MadeUp.key()
  let guessable = "tr0ub4dor-staple"

  init() throws {
    repository = try RepositoryBuilder()
    try repository.write("settings.sh", assignment(key))
    try repository.write("db.env", "DB_PASSWORD=\(guessable)\n")
    try repository.commit("One")
    try write()
  }

  private func write(_ options: String...) throws {
    let outcome = try Tool.run(
      ["audit", "--write-baseline", "known.toml", "--fail-on", "critical"] + options,
      in: repository)
    try #require(outcome.status == 1, "\(outcome.stderr)")
  }

  private func lines() throws -> [String] {
    try repository.text("known.toml").split(separator: "\n").map(String.init)
      .filter { $0.contains("rule = ") }
  }

  private func audit(_ options: String...) throws -> ToolReport {
    try repository.report(["audit", "--baseline", "known.toml"] + options)
  }

  @Test func `silences what was there, and shows it where that is asked for`() throws {
    let report = try audit()
    #expect(report.status == 0, "\(report.findings.map(\.rule))")
    #expect(report.findings.isEmpty && report.secrets.isEmpty)
    let shown = try audit("--show-suppressed")
    #expect(shown.status == 0)
    #expect(!shown.findings.isEmpty)
    #expect(shown.findings.allSatisfy { $0.suppressed?.by == "known.toml" })
  }

  @Test func `says how much it silenced, in every report that can be read back`() throws {
    let silent = try Tool.run("audit", "--baseline", "known.toml", "-f", "json", in: repository)
    let count = try #require(silent.stdout.firstMatch(of: /"silenced" : ([0-9]+),/)).output.1
    #expect(silent.stderr.contains("\(count) findings are silenced"))
    try repository.write("part.json", silent.stdout)
    let merged = try Tool.run("report", "merge", "part.json", "part.json", in: repository)
    #expect(merged.stdout.contains("\"silenced\" : true,"))
    let lines = try Tool.run(
      "report", "convert", "--to", "jsonl", "part.json", in: repository)
    #expect(lines.stdout.contains("\"silenced\":\(count),"))
    let shown = try Tool.run(
      "audit", "--baseline", "known.toml", "--show-suppressed", "-f", "json", in: repository)
    #expect(!shown.stdout.contains("\"silenced\""))
  }

  @Test(arguments: ["gitlab", "gitleaks", "github"])
  func `that is to be shown is told where a format has no place for it`(format: String) throws {
    let outcome = try Tool.run(
      "audit", "--baseline", "known.toml", "--show-suppressed", "-f", format, in: repository)
    #expect(outcome.status == 0)
    #expect(outcome.stderr.contains("have no place in the format '\(format)'"))
    #expect(format != "github" || outcome.stdout.contains("Silenced: "))
  }

  @Test func `holds neither secrets nor what they could be guessed from`() throws {
    let text = try repository.text("known.toml")
    #expect(!text.contains(key) && !text.contains(guessable))
    for digest in [try sha256(key), try sha256(guessable)] {
      #expect(!text.contains(digest.prefix(16)))
    }
    for line in try lines() where line.contains("db.env") && line.contains("hash") {
      let hash = try #require(line.firstMatch(of: /hash = "([0-9a-f.]+)"/)).output.1
      #expect(hash.split(separator: ".").last?.count == 3)
    }
  }

  @Test func `follows a value to other lines and other files`() throws {
    try repository.git("mv", "settings.sh", "moved.sh")
    try repository.write("moved.sh", "\n\n# later\n" + assignment(key))
    try repository.write("copy.sh", assignment(key))
    try repository.commit("Moves")
    #expect(try audit().places(of: key).isEmpty)
  }

  @Test func `reports a new value in an old place`() throws {
    let new = MadeUp.key()
    try repository.write("settings.sh", assignment(new))
    try repository.commit("Replaces")
    let report = try audit()
    #expect(report.status == 1)
    #expect(Set(report.places(of: new).map(\.path)) == ["settings.sh"])
    #expect(report.places(of: key).isEmpty)
  }

  @Test func `keeps its lines and their reasons when it is written again`() throws {
    let before = try lines()
    let text = try repository.text("known.toml").replacing("there before", with: "checked by me")
    try repository.write("known.toml", text)
    try repository.write("more.sh", assignment(MadeUp.key()))
    try repository.commit("Two")
    try write()
    let after = try lines()
    #expect(after.count == before.count + 1)
    #expect(after.count { $0.contains("checked by me") } == before.count)
    #expect(after == after.sorted())
    let salts = after.compactMap { $0.firstMatch(of: /hash = "([0-9a-f]{16})/)?.output.1 }
    #expect(Set(salts).count == 1)
  }

  @Test func `merges without a conflict`() throws {
    try repository.write(".gitattributes", "known.toml merge=union\n")
    try repository.commit("Baseline")
    var keys: [String] = []
    for branch in ["left", "right"] {
      try repository.git("checkout", "--quiet", "-b", branch, "main")
      keys.append(MadeUp.key())
      try repository.write("\(branch).sh", assignment(keys.last ?? ""))
      try repository.commit("Adds \(branch)")
      try write()
      try repository.commit("Knows \(branch)")
    }
    try repository.merge("left")
    #expect(try audit().status == 0)
  }

  @Test func `tells of a line that nothing needs any more`() throws {
    let elsewhere = try RepositoryBuilder()
    try elsewhere.write("README", "text\n")
    try elsewhere.commit("One")
    try elsewhere.write("known.toml", try repository.text("known.toml"))
    let outcome = try Tool.run("audit", "--baseline", "known.toml", in: elsewhere)
    #expect(outcome.status == 0)
    #expect(outcome.stderr.contains("'vast-key-assignment' silences nothing"))
    let report = try elsewhere.audit("--baseline", "known.toml")
    let stale = report.findings.filter { $0.rule == "suppression-unused" }
    #expect(stale.contains { $0.message.contains("vast-key-assignment") })
    #expect(stale.allSatisfy { $0.severity == "info" && $0.path == "known.toml" })
  }

  @Test func `silences until the day that a line names`() throws {
    func text(_ day: String) throws -> String {
      try lines().map { $0.replacing(" },", with: ", expires = \"\(day)\" },") }
        .joined(separator: "\n")
    }
    try repository.write("later.toml", "suppressions = [\n\(try text("2999-12-31"))\n]\n")
    try repository.write("over.toml", "suppressions = [\n\(try text("2020-12-31"))\n]\n")
    #expect(try repository.audit("--baseline", "later.toml").status == 0)
    let over = try repository.audit("--baseline", "over.toml")
    #expect(over.status == 1)
    #expect(!over.places(of: key).isEmpty)
    #expect(over.findings.contains { $0.rule == "suppression-expired" })
  }

  @Test func `works from a configuration file as well`() throws {
    try repository.rename("known.toml", to: "../lines")
    let lines = try String(contentsOfFile: repository.path("../lines"), encoding: .utf8)
      .split(separator: "\n").filter { $0.contains("rule = ") }.joined(separator: "\n")
    try repository.write(".vastguard.toml", "suppressions = [\n\(lines)\n]\n")
    let report = try repository.audit("--show-suppressed")
    #expect(report.status == 0)
    #expect(report.places(of: key).allSatisfy { $0.suppressed?.by == ".vastguard.toml" })
  }

  @Test func `is in SARIF as the standard has it`() throws {
    let outcome = try Tool.run(
      "audit", "--baseline", "known.toml", "--show-suppressed", "--format", "sarif", in: repository)
    #expect(outcome.status == 0)
    #expect(outcome.stdout.contains("\"external\""))
  }

  @Test(arguments: ["no.toml", "settings.sh", "."])
  func `ends with status 2 where it can't be read`(name: String) throws {
    let outcome = try Tool.run("audit", "--baseline", name, in: repository)
    #expect(outcome.status == 2)
    #expect(outcome.stdout.isEmpty)
    #expect(!outcome.stderr.contains(key))
  }

  @Test func `is written through no link, and not to the place of a report`() throws {
    try repository.write("victim", "precious\n")
    try repository.link("link.toml", to: "victim")
    let linked = try Tool.run("audit", "--write-baseline", "link.toml", in: repository)
    #expect(linked.status != 0)
    #expect(try repository.text("victim") == "precious\n")
    let twice = try Tool.run(
      "audit", "--write-baseline", "x", "--output", "x", in: repository)
    #expect(twice.status == 2)
  }

  @Test func `is not written through a link, and that is told before anything is scanned`() throws {
    try repository.link("link", to: "known.toml")
    let outcome = try Tool.run(["audit", "--write-baseline", "link"], in: repository)
    #expect(outcome.status == 2)
    #expect(outcome.stdout.isEmpty)
  }
}
