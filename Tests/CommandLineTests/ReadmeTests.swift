import Foundation
import TestSupport
import Testing

/// What `README.md` tells people to type, typed; and that what it names is there.
@Suite struct ReadmeTests {
  private static let text: String =
    (try? String(contentsOf: CIRun.project.appending(path: "README.md"), encoding: .utf8)) ?? ""

  /// The text of each fenced block of a language.
  private static func blocks(_ language: String) -> [String] {
    text.components(separatedBy: "```\(language)\n").dropFirst().compactMap {
      $0.components(separatedBy: "\n```").first
    }
  }

  /// All that is written as code: fenced blocks, indented lines, and words between backticks.
  private static var code: [String] {
    let fenced = blocks("sh").flatMap { $0.components(separatedBy: "\n") }
    let indented = text.components(separatedBy: "\n").filter { $0.hasPrefix("    ") }
    let inline = text.matches(of: /`([^`\n]+)`/).map { String($0.1) }
    return fenced + indented + inline
  }

  /// A line of code without the remark at its end.
  private static func command(_ line: String) -> String {
    let end = line.firstRange(of: #/\s+# /#)?.lowerBound ?? line.endIndex
    return line[..<end].trimmingCharacters(in: .whitespaces)
  }

  /// What the program says of a command with its subcommand.
  private static func help(_ words: [String], in folder: TemporaryFolder) throws -> String {
    try Tool.run(words + ["--help"], in: folder).stdout
  }

  /// A clone with a leak that its origin has not, and what the README's commands name.
  private static func project() throws -> RepositoryBuilder {
    let origin = try RepositoryBuilder()
    try origin.write("train.py", "print('training')\n")
    try origin.commit("Begin")
    let clone = try origin.clone()
    try clone.write("deploy.sh", assignment(MadeUp.key()))
    try clone.commit("Deploy")
    try clone.write("deploy.sh", "\n")
    try clone.commit("Take the key out")
    try clone.write(".env", "REGION=eu\n")
    try clone.write("notebooks/one.ipynb", "{}\n")
    return clone
  }

  @Test func `each user starts with three lines at most`() throws {
    let start = try #require(Self.text.firstRange(of: /\n## Start\n/)).upperBound
    let end = try #require(Self.text[start...].firstRange(of: #/\n## /#)).lowerBound
    let blocks = Self.text[start..<end].components(separatedBy: "```")
    let starts = stride(from: 1, to: blocks.count, by: 2).map { blocks[$0] }
    #expect(starts.count == 3)
    for start in starts {
      #expect((1...3).contains(start.split(separator: "\n").dropFirst().count), "\(start)")
    }
  }

  @Test func `its commands run, in the order in which they stand`() throws {
    let project = try Self.project()
    let programs = URL(fileURLWithPath: Tool.executable).deletingLastPathComponent().path
    let path = try #require(project.environment["PATH"])
    var ran = 0
    for line in Self.blocks("sh").flatMap({ $0.components(separatedBy: "\n") }) {
      let command = Self.command(line)
      // make builds, and verify and reset use the network: other tests look at these.
      if command.contains(/^(make|vastguard (verify|reset))\b/) { continue }
      try #require(command.hasPrefix("vastguard "), "\(command)")
      let outcome = try project.shell(command, environment: ["PATH": programs + ":" + path])
      #expect([0, 1].contains(outcome.status), "\(command): \(outcome.stderr)")
      ran += 1
    }
    #expect(ran >= 8)
    for file in ["leaks.html", "leaks.json", "leaks.sarif", "leaks.csv", "incident.md"] {
      #expect(project.exists(file), "\(file)")
    }
    let known = try project.audit("--baseline", "known.toml")
    #expect(known.findings.allSatisfy { $0.severity == "info" }, "\(known.findings)")
  }

  @Test func `every command and option that it names is one`() throws {
    let folder = try TemporaryFolder()
    var seen: Set<String> = []
    for line in Self.code.map(Self.command) where line.hasPrefix("vastguard ") {
      let words = line.split(separator: " ").dropFirst().map(String.init)
      let name = words.first ?? ""
      guard name.contains(/^[a-z]+$/) else { continue }
      let second = words.dropFirst().first ?? ""
      let isGroup = ["hook", "rules", "report", "config"].contains(name)
      let commands = isGroup ? second.replacing("\\|", with: "|").split(separator: "|") : [""]
      for command in commands {
        let path = [name] + (command.isEmpty ? [] : [String(command)])
        let help = try Self.help(path, in: folder)
        #expect(help.hasPrefix("Usage: vastguard \(path.joined(separator: " "))"), "\(line)")
        for option in line.matches(of: /\s(--[a-z-]+)/) {
          #expect(help.contains(option.1), "\(line)")
        }
        seen.insert(path.joined(separator: " "))
      }
    }
    #expect(
      seen.isSuperset(of: ["audit", "scan", "staged", "history", "verify", "reset", "home", "fix"]))
    #expect(seen.isSuperset(of: ["hook install", "report merge", "rules show", "config show"]))
    let scanning =
      try Self.help(["audit"], in: folder) + Self.help(["hook", "install"], in: folder)
      + Self.help(["home"], in: folder)
    // That one is an option of Vast.ai's own client.
    for word in Self.code where word.hasPrefix("--") && word != "--api-key" {
      let option = String(word.prefix { $0 != " " && $0 != "=" })
      #expect(scanning.contains(option), "\(option)")
    }
  }

  @Test func `it names every form of report, and no other`() throws {
    let help = try Self.help(["audit"], in: TemporaryFolder()).replacing(/\s+/, with: " ")
    let list = try #require(help.firstMatch(of: /The form of the report\. \(one of ([^;]+);/))
    let forms = Set(list.1.split(separator: ", ").map(String.init))
    let sentence = try #require(
      Self.text.replacing(/\s+/, with: " ").firstMatch(of: /forms are ([^:]+):/))
    #expect(Set(sentence.1.matches(of: /`([^`]+)`/).map { String($0.1) }) == forms)
    for form in Self.text.matches(of: /--(?:format|to) ([a-z-]+)|--report ([a-z-]+)=/) {
      #expect(forms.contains(String(form.1 ?? form.2 ?? "")), "\(form.0)")
    }
  }

  @Test func `every target of make that it names is one`() throws {
    let makefile = try String(
      contentsOf: CIRun.project.appending(path: "Makefile"), encoding: .utf8)
    let targets = Set(Self.code.flatMap { $0.matches(of: /\bmake ([a-z-]+)/) }.map(\.1))
    #expect(targets.isSuperset(of: ["audit", "test", "install"]))
    for target in targets { #expect(makefile.contains("\n\(target):"), "\(target)") }
    for line in ["    make audit REPO=path ", "    make test "] {
      #expect(Self.text.contains("\n" + line))
    }
  }

  @Test func `the action in it is pinned as in the page about CI`() throws {
    let page = try String(
      contentsOf: CIRun.project.appending(path: "Documentation/CI.md"), encoding: .utf8)
    let steps = try #require(Self.blocks("yaml").first)
    #expect(page.contains(steps))
  }
}
