import TestSupport
import Testing

/// What the exit status says, and what options make of it.
@Suite struct ExitStatusTests {
  let folder: TemporaryFolder
  let key = MadeUp.key()

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("leak", assignment(key))
    try folder.write("clean", "text\n")
    try folder.write("large", String(repeating: "x\n", count: 1000))
  }

  private func status(_ arguments: String..., environment: [String: String] = [:]) throws -> Int32 {
    try Tool.run(["scan"] + arguments, in: folder, environment: environment).status
  }

  @Test func `is 0 for nothing, 1 for findings, 3 for gaps`() throws {
    #expect(try status("clean") == 0)
    #expect(try status("leak") == 1)
    #expect(try status("large", "--max-blob-size=1K") == 3)
    #expect(try status("large", "leak", "--max-blob-size=1K") == 1)
  }

  @Test func `counts findings from a severity on`() throws {
    #expect(try status("leak", "--fail-on", "high") == 1)
    #expect(try status("leak", "--fail-on", "critical") == 0)
    #expect(try status("leak", "large", "--max-blob-size=1K", "--fail-on", "critical") == 3)
    #expect(try status("leak", "--fail-on", "severe") == 2)
  }

  @Test func `is another for findings where it is told so`() throws {
    #expect(try status("leak", "--exit-code", "42") == 42)
    #expect(try status("clean", "--exit-code", "42") == 0)
    #expect(try status("large", "--max-blob-size=1K", "--exit-code", "42") == 3)
    #expect(try status("leak", "--exit-code", "256") == 2)
    #expect(try status("leak", "--exit-zero") == 0)
    #expect(try status("leak", "large", "--max-blob-size=1K", "--exit-zero") == 3)
    #expect(try status("leak", "large", "--max-blob-size=1K", "--require-complete") == 3)
  }

  @Test(arguments: [
    ["scan", "--no-such-option"], ["scan", "--fromat", "json"], ["scna"], [], ["scan", "--format"],
    ["scan", "--threads", "0"], ["scan", "--threads", "many"], ["scan", "--max-blob-size", "-1"],
    ["scan", "--quiet=yes"], ["scan", "-", "leak"], ["hook"], ["hook", "run"], ["rules", "show"],
    ["scan", "--report", "json"], ["scan", "--report", "nonsense=file"], ["-C"],
    ["scan", "-C", "nowhere"], ["scan", "--exit-code", "x"], ["audit", "a", "b"],
    ["scan", "--report", "json=out", "--report", "sarif=out"],
  ])
  func `is 2 for misuse, with one clear line`(words: [String]) throws {
    let outcome = try Tool.run(words, in: folder)
    #expect(outcome.status == 2)
    #expect(outcome.stdout.isEmpty)
    #expect(outcome.stderr.hasPrefix("vastguard: "), "\(outcome.stderr)")
    #expect(outcome.stderr.split(separator: "\n").count <= 2, "\(outcome.stderr)")
  }

  @Test func `suggests what may be meant`() throws {
    let option = try Tool.run("scan", "--fromat", "json", in: folder)
    #expect(option.stderr.contains("--format"))
    let command = try Tool.run("scna", in: folder)
    #expect(command.stderr.contains("'scan'"))
    let value = try Tool.run("scan", "--format", "jsno", in: folder)
    #expect(value.status == 2)
    #expect(value.stderr.contains("json"))
  }

  @Test func `is 0 for help and version, with all else`() throws {
    for words in [
      ["--help"], ["-h"], ["scan", "--help"], ["hook", "install", "-h"], ["--version"],
      ["scan", "--no-such-option", "--help"],
    ] {
      let outcome = try Tool.run(words, in: folder)
      #expect(outcome.status == 0, "\(words)")
      #expect(!outcome.stdout.isEmpty)
      #expect(outcome.stderr.isEmpty)
    }
    #expect(try Tool.run("--version").stdout.hasPrefix("vastguard "))
  }

  @Test func `reads options from the environment, and flags beat it`() throws {
    #expect(try status("leak", environment: ["VASTGUARD_FAIL_ON": "critical"]) == 0)
    #expect(
      try status("leak", "--fail-on", "low", environment: ["VASTGUARD_FAIL_ON": "critical"]) == 1)
    #expect(try status("leak", environment: ["VASTGUARD_EXIT_CODE": "7"]) == 7)
    let wrong = try Tool.run(
      "scan", "leak", in: folder, environment: ["VASTGUARD_FAIL_ON": "severe"])
    #expect(wrong.status == 2)
    #expect(wrong.stderr.contains("VASTGUARD_FAIL_ON"))
    let json = try Tool.run("scan", "clean", in: folder, environment: ["VASTGUARD_FORMAT": "json"])
    #expect(json.stdout.hasPrefix("{"))
  }

  @Test func `runs as if started elsewhere, before and after the command`() throws {
    try folder.write("below/it/leak", assignment(key))
    let orders = [
      ["-C", "below/it", "scan", "leak"], ["scan", "-C", "below/it", "leak"],
      ["-C", "below", "-C", "it", "scan", "leak"], ["scan", "leak", "-C", "below/it"],
    ]
    for words in orders {
      let outcome = try Tool.run(words, in: folder)
      #expect(outcome.status == 1, "\(words): \(outcome.stderr)")
    }
  }

  @Test func `takes words after -- as paths`() throws {
    try folder.write("--quiet", assignment(key))
    #expect(try status("--", "--quiet") == 1)
  }

  @Test func `says where a rules file is wrong`() throws {
    try folder.write("bad.toml", "\n[[rule]]\nid = \"mine\"\npattern = '(unclosed'\n")
    let outcome = try Tool.run("scan", "--rules", "bad.toml", "leak", in: folder)
    #expect(outcome.status == 2)
    #expect(outcome.stderr.contains("bad.toml:"))
    #expect(outcome.stdout.isEmpty)
    let check = try Tool.run("rules", "check", "bad.toml", in: folder)
    #expect(check.status == 2)
    #expect(check.stderr.contains("bad.toml:"))
    #expect(try status("--rules", "nothing.toml", "leak") == 2)
    #expect(try status("--rules", ".", "leak") == 2)
  }

  @Test func `is 2 where no rule is in force`() throws {
    #expect(try status("--no-default-rules", "clean") == 2)
    try folder.write("empty.toml", "")
    #expect(try status("--no-default-rules", "--rules", "empty.toml", "clean") == 2)
  }

  @Test func `lists, shows and checks the rules`() throws {
    let list = try Tool.run("rules", "list")
    #expect(list.status == 0)
    let ids = list.stdout.split(separator: "\n").compactMap { $0.split(separator: " ").first }
    #expect(ids.contains("vast-key-assignment"))
    for id in ids {
      let show = try Tool.run("rules", "show", String(id))
      #expect(show.status == 0)
      #expect(show.stdout.hasPrefix(id))
    }
    let none = try Tool.run("rules", "show", "vast-key-asignment")
    #expect(none.status == 2)
    #expect(try Tool.run("rules", "check").status == 0)
  }
}
