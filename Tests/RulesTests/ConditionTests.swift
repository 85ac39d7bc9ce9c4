import Rules
import Testing

/// What a rules file may say of conditions, and what contradicts itself.
@Suite struct ConditionTests {
  private static let pattern = "'one=(?<secret>(?<body>[a-z]+)(?<sum>[0-9]+))'"

  private func checksum(_ text: String) -> [String: String?] {
    ["pattern": Self.pattern, "checksum": text]
  }

  @Test func `a file's shared list of unwanted values is every rule's about contents`() throws {
    let file = try read(
      "unless_value = ['test', 'example']\n" + rule(["unless_value": "['own']"])
        + rule(["id": "'two'"])
        + rule(["id": "'path'", "target": "'path'"]))
    #expect(
      file.rules.map { $0.unlessValue.map(\.source) } == [
        ["own", "test", "example"], ["test", "example"], [],
      ])
  }

  @Test(arguments: ["unless_value = 'x'\n", "unless_value = [5]\n"])
  func `the shared list is one of patterns`(line: String) {
    #expect(mistake(line + rule())?.problem.hasPrefix("'unless_value': expected ") == true)
  }

  @Test func `every pattern is compiled before a scan`() {
    for key in ["unless_value", "unless_near"] {
      let value = key == "unless_near" ? "[{ pattern = '(' }]" : "['(']"
      #expect(mistake(rule([key: value]))?.problem.hasPrefix("pattern '(': ") == true)
    }
    #expect(mistake("unless_value = ['(']\n" + rule())?.rule == "one")
  }

  @Test(arguments: [("0", 0), ("17", 17), ("1000", 1000)])
  func `a context reaches so many lines`(text: String, lines: Int) throws {
    for key in ["near", "unless_near"] {
      let file = try read(rule([key: "[{ pattern = 'x', lines = \(text) }]"]))
      let rule = try #require(file.rules.first)
      #expect((rule.near + rule.unlessNear).map(\.lines) == [lines])
    }
  }

  @Test(arguments: ["-1", "1001", "'files'", "''", "1.5", "true", "[]"])
  func `or the whole file, and nothing else`(text: String) throws {
    #expect(mistake(rule(["near": "[{ pattern = 'x', lines = 'file' }]"])) == nil)
    let found = try #require(mistake(rule(["near": "[{ pattern = 'x', lines = \(text) }]"])))
    #expect(found.problem == "'lines' must be 0 to 1000, or \"file\"")
    #expect([found.line, 9] == [9, 9])
  }

  @Test(arguments: ["0", "-1.0", "8.1", "inf"])
  func `entropy has bounds`(text: String) {
    #expect(mistake(rule(["entropy": "8"])) == nil)
    #expect(mistake(rule(["entropy": "0.5"])) == nil)
    #expect(mistake(rule(["entropy": text])) != nil)
  }

  @Test func `a checksum says what it is over and where it stands`() throws {
    let file = try read(
      rule(checksum("{ digest = 'crc32', digits = 'base62', of = '{body}', in = 'sum' }")))
    try file.compile()
    #expect(
      file.rules.first?.checksum
        == Checksum(
          digest: .crc32, digits: .base62, text: [.group("body")], group: "sum", lines: 0))
  }

  static let impossible: [(text: String, problem: String)] = [
    ("{ of = '{body}', in = 'sum' }", "'digest' is missing"),
    ("{ digest = 'crc32', in = 'sum' }", "'of' is missing"),
    ("{ digest = 'crc32', of = '{body}' }", "'in' is missing"),
    (
      "{ digest = 'crc16', of = '{body}', in = 'sum' }",
      "'digest' is 'crc16'; it can be 'crc32', 'md5', 'sha256'"
    ),
    (
      "{ digest = 'md5', digits = 'base62', of = '{body}', in = 'sum' }",
      "'digits' are 'base62': only crc32 can be written so"
    ),
    (
      "{ digest = 'crc32', of = 'body', in = 'sum' }",
      "'of' names no group of the pattern and no {number}"
    ),
    ("{ digest = 'crc32', of = '{body', in = 'sum' }", "'of' holds a '{' without '}'"),
    ("{ digest = 'crc32', of = '{number}{number}', in = 'sum' }", "'of' holds {number} twice"),
    (
      "{ digest = 'crc32', of = '{body}', in = 'sum', lines = 5 }",
      "'lines' has no meaning where 'of' holds no {number}"
    ),
    (
      "{ digest = 'crc32', of = '{number}', in = 'sum', lines = 1001 }",
      "'lines' must be 0 to 1000"
    ),
    (
      "{ digest = 'crc32', of = '{body}', in = 'sum', base = 62 }", "unknown key 'base'"
    ),
    ("{ digest = 'crc32', of = '{boddy}', in = 'sum' }", "the pattern has no group (?<boddy>…)"),
    ("{ digest = 'crc32', of = '{body}', in = 'tail' }", "the pattern has no group (?<tail>…)"),
  ]

  @Test(arguments: impossible)
  func `a checksum that cannot be is told`(text: String, problem: String) {
    let found = mistake(rule(checksum(text)))
    #expect(found?.problem == problem)
    #expect(found?.rule == "one")
  }

  @Test(arguments: [
    ("before", "5"), ("after", "5"), ("unless", "['x']"), ("unless_value", "['x']"),
    ("near", "[{ pattern = 'x' }]"), ("unless_near", "[{ pattern = 'x' }]"), ("path", "'x'"),
    ("path_anchors", "['xyz']"), ("value", "'any'"), ("entropy", "3.0"),
    ("checksum", "{ digest = 'md5', of = '{number}', in = 'sum' }"),
  ])
  func `what is about contents contradicts a rule about paths`(key: String, value: String) {
    #expect(
      mistake(rule(["target": "'path'", key: value]))?.problem
        == "'\(key)' has no meaning in a rule about paths")
  }

  @Test func `a path holds no run of hex digits to look for`() {
    #expect(
      mistake(rule(["target": "'path'", "anchors": "['{hex64}']"]))?.problem
        == "'{hex64}' is no anchor of a rule about paths")
  }

  @Test func `rules may stand in a file that is about other things too`() throws {
    let toml = "fail_on = 'high'\n[scan]\nthreads = 2\n" + rule()
    func load(_ text: String, _ keys: [String]) throws -> RuleFile {
      try RuleFile(configuration: Array(text.utf8), name: "my.toml", otherKeys: keys)
    }
    #expect(try load(toml, ["fail_on", "scan"]).rules.map(\.id) == ["one"])
    #expect(try load("fail_on = 'high'\n", ["fail_on"]).rules.isEmpty)
    let error = #expect(throws: RuleFileError.self) { try load(toml, ["fail-on", "scan"]) }
    #expect(error?.problem == "unknown key 'fail_on'; did you mean 'fail-on'?")
  }
}

@Suite struct ChecksumTests {
  @Test(arguments: [
    (Checksum.Digits.hex, "cbf43926"), (.base36, "1kl8mjq"), (.base62, "3jZRME"),
  ])
  func `a CRC-32 is a number in digits of some base`(digits: Checksum.Digits, text: String) {
    let bytes = Array("123456789".utf8)
    let found = Checksum.Algorithm.crc32.text(of: bytes, in: digits)
    #expect(found.map { String(decoding: $0, as: UTF8.self) } == text)
  }

  @Test func `zeros stand before a number that is short`() {
    let none = Checksum.Algorithm.crc32.text(of: [], in: .base62)
    #expect(none == Array("000000".utf8))
    #expect(Checksum.Algorithm.crc32.text(of: [], in: .hex, width: 10)?.count == 10)
  }

  @Test func `digests are hex only`() {
    for digest in [Checksum.Algorithm.md5, .sha256] {
      #expect(digest.text(of: [], in: .hex) != nil)
      #expect(digest.text(of: [], in: .base36) == nil)
      #expect(digest.text(of: [], in: .base62) == nil)
    }
  }
}
