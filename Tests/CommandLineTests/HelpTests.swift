import Foundation
import TestSupport
import Testing

/// What explains the program to people: help, the manual page, `explain`.
@Suite struct HelpTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// Every command that help names, with its words.
  private func commands(_ words: [String] = []) throws -> [[String]] {
    let help = try Tool.run(words + ["--help"], in: folder).stdout
    let lines = help.split(separator: "\n", omittingEmptySubsequences: false)
    guard let start = lines.firstIndex(of: "Commands:") else { return [words] }
    let names = lines[(start + 1)...].prefix { !$0.isEmpty }
      .filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
      .compactMap { $0.split(separator: " ").first.map(String.init) }
    return try [words] + names.flatMap { try commands(words + [$0]) }
  }

  @Test func `every command explains itself, and those that scan by examples`() throws {
    let commands = try commands()
    #expect(commands.count > 15)
    for words in commands {
      let outcome = try Tool.run(words + ["-h"], in: folder)
      #expect(outcome.status == 0 && outcome.stdout.hasPrefix("Usage: vastguard"), "\(words)")
      #expect(outcome.stdout.split(separator: "\n").allSatisfy { $0.count <= 100 })
      if ["audit", "scan", "staged", "history", "explain", "config"].contains(words.last ?? "") {
        #expect(outcome.stdout.contains("Examples:") || outcome.stdout.contains("Commands:"))
      }
    }
  }

  @Test func `the manual page names every command, and pleases those who set it`() throws {
    let page = try Tool.run("manual", in: folder)
    #expect(page.status == 0)
    try folder.write("vastguard.1", page.output)
    for words in try commands() where !words.isEmpty {
      let isGroup = ["hook", "rules", "config", "report"].contains(words.joined(separator: " "))
      let name = words.map { "\\fB\($0.replacing("-", with: "\\-"))\\fR" }.joined(separator: " ")
      #expect(isGroup || page.stdout.contains(".SS \"\(name)"), "\(words)")
    }
    for (program, check) in [
      ("groff", "groff -ww -man -Tutf8 vastguard.1 2>&1 >/dev/null"),
      ("mandoc", "mandoc -T lint -W warning vastguard.1"),
      ("man", "man --warnings -l vastguard.1 2>&1 >/dev/null"),
    ] where try folder.shell("command -v \(program)").status == 0 {
      #expect(try folder.shell(check).stdout.isEmpty, "\(program)")
    }
  }

  @Test func `explains rules and checks, and suggests what was meant`() throws {
    let rule = try Tool.run("explain", "vast-key-assignment", in: folder)
    #expect(rule.status == 0 && rule.stdout.contains("What to do:"))
    let check = try Tool.run("explain", "ignore-missing", in: folder)
    #expect(check.status == 0 && check.stdout.contains(".gitignore"))
    let misspelt = try Tool.run("explain", "vast-key-asignment", in: folder)
    #expect(misspelt.status == 2)
    #expect(misspelt.stderr.contains("did you mean 'vast-key-assignment'?"))
    let key = MadeUp.key()
    let typed = try Tool.run("explain", key, in: folder)
    #expect(typed.status == 2 && !typed.stderr.contains(key))
  }

  @Test func `explains a finding of a report`() throws {
    let key = MadeUp.key()
    try folder.write("one", assignment(key))
    try folder.write("two", assignment(key))
    try folder.shell(
      "\"$TOOL\" scan --format json -o report.json", environment: ["TOOL": Tool.executable])
    let report = try JSONDecoder().decode(
      ToolReport.self, from: Data(try folder.read("report.json")))
    let finding = try #require(report.findings.first)
    let ids = [finding.fingerprint, String(finding.fingerprint.prefix(8)), finding.secret ?? ""]
    for id in ids {
      let outcome = try Tool.run("explain", id, "--from", "report.json", in: folder)
      #expect(outcome.status == 0, "\(outcome.stderr)")
      for words in [redacted(key), "one:1", "two:1", "What to do:", "vastguard:allow"] {
        #expect(outcome.stdout.contains(words), "\(words)")
      }
      #expect(!outcome.stdout.contains(key))
    }
    #expect(try Tool.run("explain", "00000000", "--from", "report.json", in: folder).status == 2)
    #expect(try Tool.run("explain", ids[0], "--from", "one", in: folder).status == 2)
    #expect(try Tool.run("explain", ids[0], in: folder).stderr.contains("--from"))
  }

  @Test func `says with --verbose how long each stage took`() throws {
    let repository = try RepositoryBuilder()
    try repository.commit("One")
    let outcome = try Tool.run("audit", "--verbose", in: repository)
    for stage in ["rules", "objects", "work tree", "report"] {
      #expect(outcome.stderr.contains("\(stage) "), "\(stage)")
    }
  }
}
