import PCRE
import Rules
import Testing

@Suite struct RuleFileTests {
  @Test func `every key of a rule is read`() throws {
    let file = try read(
      """
      [[rule]]
      id = "some-rule-2"
      name = "Some rule"
      summary = "What it found."
      class = "other-someone"
      severity = "medium"
      confidence = "low"
      remedy = "What to do."
      references = ["https://example.com/a", "https://example.com/b"]
      enabled = false
      target = "content"
      anchors = ["{hex64}", "Some-Text"]
      pattern = '(?<secret>(?<body>[a-f]+)(?<sum>[0-9]+))'
      before = 77
      after = 0
      unless = ['sha', 'md5']
      unless_value = ['example']
      near = [{ pattern = 'vast', lines = 3 }, { pattern = 'ai' }]
      unless_near = [{ pattern = 'test', lines = "file" }]
      path = '\\.py$'
      unless_path = 'test'
      path_anchors = [".py"]
      value = "random"
      entropy = 3.5
      checksum = { digest = "md5", of = "C.{number}-{body}", in = "sum", lines = 7 }
      examples = ["a = {key}", { text = "b = {key}", path = "c.py" }]
      counterexamples = [{ text = "d" }]
      """)
    let rule = try #require(file.rules.first)
    #expect(rule.id == "some-rule-2")
    #expect(rule.name == "Some rule")
    #expect(rule.summary == "What it found.")
    #expect(rule.secretClass.rawValue == "other-someone")
    #expect(rule.severity == .medium)
    #expect(rule.confidence == .low)
    #expect(rule.remedy == "What to do.")
    #expect(rule.references == ["https://example.com/a", "https://example.com/b"])
    #expect(rule.target == .content)
    #expect(rule.anchors == [.hexRun, .literal("Some-Text")])
    #expect(!rule.isEnabled)
    #expect(rule.pattern.source == "(?<secret>(?<body>[a-f]+)(?<sum>[0-9]+))")
    #expect(rule.reach == Rule.Reach(before: 77, after: 0))
    #expect(rule.unless.map(\.source) == ["sha", "md5"])
    #expect(rule.near.map(\.pattern.source) == ["vast", "ai"])
    #expect(rule.unlessValue.map(\.source) == ["example"])
    #expect(rule.near.map(\.lines) == [3, 0])
    #expect(rule.unlessNear.map(\.pattern.source) == ["test"])
    #expect(rule.unlessNear.map(\.lines) == [nil])
    #expect(rule.path?.source == "\\.py$")
    #expect(rule.unlessPath?.source == "test")
    #expect(rule.pathAnchors == [".py"])
    #expect(rule.dependsOnPath)
    #expect(rule.isTiedToNames)
    #expect(rule.value == .random)
    #expect(rule.entropy == 3.5)
    #expect(
      rule.checksum
        == Checksum(
          digest: .md5, digits: .hex, text: [.text("C."), .number, .text("-"), .group("body")],
          group: "sum", lines: 7))
    #expect(rule.examples.map(\.text) == ["a = {key}", "b = {key}"])
    #expect(rule.examples.map(\.path) == [nil, "c.py"])
    #expect(rule.counterexamples.map(\.text) == ["d"])
    #expect(rule.origin == "my.toml:1")
  }

  @Test func `what a rule does not say has its default`() throws {
    let rule = try #require(try read(rule()).rules.first)
    #expect(rule.severity == .high)
    #expect(rule.confidence == .high)
    #expect(rule.target == .content)
    #expect(rule.reach == Rule.Reach(before: 512, after: 4))
    #expect(rule.value == .any)
    #expect(rule.references == [])
    #expect(rule.isEnabled)
    #expect(rule.unless.isEmpty && rule.near.isEmpty)
    #expect(rule.unlessValue.isEmpty && rule.unlessNear.isEmpty)
    #expect(rule.entropy == nil && rule.checksum == nil)
    #expect(rule.path == nil && rule.unlessPath == nil)
    #expect(rule.pathAnchors == [])
    #expect(!rule.dependsOnPath)
    #expect(!rule.isTiedToNames)
    #expect(rule.examples.isEmpty && rule.counterexamples.isEmpty)
  }

  @Test func `rules keep their order and know their lines`() throws {
    let file = try read("# Mine.\n\n" + rule() + "\n" + rule(["id": "'two'"]))
    #expect(file.rules.map(\.id) == ["one", "two"])
    #expect(file.rules.map(\.origin) == ["my.toml:3", "my.toml:12"])
  }

  @Test(arguments: ["path", "unless_path"])
  func `a condition on the path makes a rule depend on it`(key: String) throws {
    #expect(try read(rule([key: "'x'"])).rules.first?.dependsOnPath == true)
  }

  @Test func `a rule is tied to names where it says what its paths hold`() throws {
    let anchors: [String: String?] = ["path_anchors": "['abc']"]
    #expect(try read(rule(anchors)).rules.first?.isTiedToNames == false)
    #expect(try read(rule(["path": "'abc'"])).rules.first?.isTiedToNames == false)
    let both = anchors.merging(["path": "'abc'"]) { $1 }
    #expect(try read(rule(both)).rules.first?.isTiedToNames == true)
  }

  @Test(arguments: [
    ("(?i)(?:^|/)\\.env$", false), ("(?:^|/)vast[^/]*$", false), ("(?:^|/)a/b$", true),
    ("^.config/", true),
  ])
  func `a pattern with a slash of its own is about folders`(pattern: String, isAbout: Bool) throws {
    let toml = rule(["target": "'path'", "pattern": "'\(pattern)'"])
    #expect(try read(toml).rules.first?.isAboutFolders == isAbout)
  }

  @Test func `a class says what its rules have in common`() throws {
    let file = try read(
      """
      [class.dotenv-secret]
      remedy = "Of the class."
      references = ["https://example.com/class"]

      """ + rule(["remedy": nil])
        + rule(["id": "'two'", "references": "['https://example.com/two']"])
        + rule(["id": "'three'", "class": "'vast-2fa'"]))
    #expect(file.rules.map(\.remedy) == ["Of the class.", "Reset it.", "Reset it."])
    #expect(
      file.rules.map(\.references) == [
        ["https://example.com/class"], ["https://example.com/two"], [],
      ])
  }

  @Test func `patterns of contents share the parts that the file defines`() throws {
    let file = try read(
      "[define]\ndigits = '(?&digit)+ # Some.'\ndigit = '[0-9]'\nother = '('\n"
        + rule(["pattern": "'one=(?<secret>(?&digits))'"])
        + rule(["id": "'path'", "target": "'path'", "pattern": "'^one$'"]))
    try file.compile()
    #expect(file.rules.last?.pattern.source == "^one$")
    let pattern = try #require(try file.rules.first?.pattern.pattern())
    guard var scratch = MatchScratch() else { return }
    let bytes = Array("one=1234 ".utf8)
    let match = try scratch.firstMatch(of: pattern, in: bytes.span, range: 0..<bytes.count)
    #expect(match?.group(pattern.group(named: "secret") ?? 0) == 4..<8)
  }

  @Test func `a pattern is compiled once`() throws {
    let pattern = RulePattern("a")
    #expect(try pattern.pattern() === pattern.pattern())
    let broken = RulePattern("(")
    let errors = (0..<2).map { _ in #expect(throws: PatternError.self) { try broken.pattern() } }
    #expect(errors[0] == errors[1])
  }
}
