import Findings
import Git
import Rules
import Settings
import Testing

/// What a configuration file may say, and what is said of one that is broken.
@Suite struct SettingsFileTests {
  private func read(
    _ text: String, _ owner: SettingsFile.Owner = .project
  ) throws(RuleFileError) -> SettingsFile {
    try SettingsFile(bytes: Array(text.utf8), name: "f.toml", owner: owner)
  }

  private func problem(_ text: String, _ owner: SettingsFile.Owner = .project) -> String {
    do throws(RuleFileError) {
      _ = try read(text, owner)
      return ""
    } catch {
      return error.description
    }
  }

  @Test func `reads every key, with its line`() throws {
    let file = try read(
      """
      skip = ["vendor/"]
      rule_files = ["more.toml"]
      key_files = ["token.vast"]
      disable = ["vast-key-url"]
      fail_on = "high"
      threads = 3
      max_blob_size = "64K"
      other_rules = false
      gitleaks_allow = true
      suppressions = [
        { rule = "ignore-missing", path = ".env", reason = "nobody uses it" },
        { rule = "ignore-missing", path = "x", reason = "for now", expires = 2026-02-28 },
      ]
      [severity]
      vast-webhook = "medium"
      """)
    #expect(file.skips.matches(Path("vendor/a")))
    #expect(file.ruleFiles?.value == ["more.toml"])
    #expect(file.keyFiles?.value == ["token.vast"])
    #expect(file.disable?.value == ["vast-key-url"])
    #expect(file.disable?.line == 4)
    #expect(file.failOn?.value == .high)
    #expect(file.threads?.value == 3)
    #expect(file.maxBlobSize?.value == 64 << 10)
    #expect(file.otherRules?.value == false)
    #expect(file.gitleaksAllow?.value == true)
    #expect(file.severities["vast-webhook"]?.value == .medium)
    #expect(file.severities["vast-webhook"]?.line == 15)
    #expect(file.suppressions.map(\.line) == [11, 12])
    #expect(file.suppressions.map(\.expires) == [nil, 20_260_228])
  }

  @Test func `says nothing where nothing is said`() throws {
    let file = try read("# nothing\n")
    #expect(file.failOn == nil)
    #expect(file.skips.isEmpty)
    #expect(file.suppressions.isEmpty)
  }

  @Test(arguments: [
    ("fial_on = \"low\"", "f.toml:1: unknown key 'fial_on'; did you mean 'fail_on'?"),
    ("\n[[rule]]\nid = \"x\"", "rule_files"), ("[rules.x]\noff = true", "disable"),
    ("allowlist = []", "suppressions"), ("output = \"x\"", "only the command line"),
    ("fail_on = \"worst\"", "no severity"), ("fail_on = 3", "expected a string"),
    ("threads = 0", "1 to 1024"), ("threads = 1.5", "whole number"),
    ("threads = 99999999999999999999", "f.toml:1"), ("max_blob_size = \"64 M\"", "a size like"),
    ("max_blob_size = \"9999999999G\"", "a size like"), ("max_blob_size = -1", "a size like"),
    ("max_blob_size = 64", "a size like \"64M\""), ("skip = [\".\"]", "no pattern"),
    ("skip = [\"./vendor\"]", "no pattern"), ("skip = [\"!../x\"]", "no pattern"),
    ("skip = [\"a//b\"]", "no pattern"), ("skip = [\"a/./b\"]", "no pattern"),
    ("skip = \"vendor/\"", "an array"), ("skip = [\"[\"]", "no pattern"),
    ("skip = [\"*\"]", "nothing to scan"), ("skip = [\"**\"]", "nothing to scan"),
    ("skip = [\"?*\"]", "nothing to scan"), ("skip = [\"/**\"]", "nothing to scan"),
    ("skip = [\"[!~]*\"]", "nothing to scan"), ("severity = \"low\"", "a table"),
    ("[severity]\nx = \"lowish\"", "f.toml:2"), ("key_files = [\"\"]", "name of a file"),
    ("key_files = [\"a'b\"]", "name of a file"), ("a = [", "f.toml:1"),
  ])
  func `refuses what it does not know`(text: String, words: String) {
    #expect(problem(text).contains(words), "\(problem(text))")
  }

  @Test(arguments: [
    ("64", 64), ("64K", 65_536), ("2m", 2_097_152), ("1GB", 1_073_741_824), ("3MiB", 3_145_728),
  ])
  func `takes a size with the units that people write`(text: String, bytes: Int) throws {
    #expect(try read("max_blob_size = \"\(text)\"\n").maxBlobSize?.value == bytes)
  }

  @Test(arguments: ["baseline = \"b\"", "cache = false", "color = true", "project_file = false"])
  func `keeps a project from speaking for whoever scans it`(text: String) throws {
    #expect(problem(text).contains("can't be set by a project's file"))
    _ = try read(text, .user)
  }

  @Test(arguments: [
    ("{ rule = \"a\", path = \"b\" }", "'reason' is missing"),
    ("{ rule = \"a\", path = \"b\", reason = \" \" }", "must say why"),
    ("{ rule = \"a\", path = \"b\", reason = \"\u{a0}\u{200b}\u{3000}\" }", "must say why"),
    ("{ path = \"b\", reason = \"c\" }", "'rule' is missing"),
    ("{ rule = \"a\", reason = \"c\" }", "names a 'hash'"),
    ("{ rule = \"a\", reason = \"c\", hash = \"abc\" }", "--write-baseline"),
    ("{ rule = \"a\", reason = \"c\", hash = \"0123456789abcdef.123\" }", "short 'hash'"),
    ("{ rule = \"a\", reason = \"c\", path = \"b\", line = 3 }", "unknown key 'line'"),
    ("{ rule = \"a\", reason = \"c\", path = \"b\", expires = \"2026-02-29\" }", "a day like"),
    ("{ rule = \"a\", reason = \"c\", path = \"b\", expires = \"soon\" }", "a day like"),
    ("{ rule = \"a\", reason = \"c\", path = \"b\", expires = 07:32:00 }", "a day like"),
  ])
  func `refuses a suppression that says too little`(line: String, words: String) {
    let text = problem("suppressions = [\n\(line)\n]")
    #expect(text.contains("f.toml:2") && text.contains(words), "\(text)")
  }

  @Test func `shows of a reason nothing that could be a key`() throws {
    let value = String(repeating: "0a", count: 32)
    let file = try read(
      "suppressions = [ { rule = \"a\", path = \"b\", reason = \"was \(value)!\" } ]")
    #expect(file.suppressions.map(\.reason) == ["was 0a0a…0a0a!"])
  }

  @Test func `refuses a list of suppressions made to cost time`() {
    let lines = (0..<101).map { number in
      let digits = String(number, radix: 16)
      let salt = String(repeating: "0", count: 16 - digits.count) + digits
      let tag = String(repeating: "0", count: 32)
      return "{ rule = \"a\", hash = \"\(salt).\(tag)\", reason = \"c\" }"
    }
    #expect(problem("suppressions = [\(lines.joined(separator: ","))]").contains("more than 100"))
  }
}
