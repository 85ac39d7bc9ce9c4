import Rules
import Testing

@Suite struct RuleFileErrorTests {
  @Test func `a sound file has no mistakes`() {
    #expect(mistake(rule()) == nil)
  }

  @Test(arguments: ["'", "\"", "'''", "\"\"\""])
  func `dots in a text are no parts of a key`(quote: String) {
    let dots = String(repeating: ".", count: 100)
    #expect(mistake(rule(["pattern": "\(quote)one=(?<secret>\(dots))\(quote) # \(dots)"])) == nil)
    #expect(mistake(rule(["before": "\(dots)"])) != nil)
  }

  @Test func `what is not TOML names its line`() {
    let found = mistake("# Mine.\n" + rule() + "value = = 'any'\n")
    #expect(found?.file == "my.toml")
    #expect(found?.line == 10)
    #expect(found?.problem.isEmpty == false)
  }

  @Test(arguments: ["[", "[[", "[}", "[#x]", "x = [}", "x = é", "é = 'x'", "x.é = 'x'"])
  func `a slip of the pen names its line`(slip: String) {
    let found = mistake("\n" + slip + "\n" + rule())
    #expect(found?.line == 2)
    #expect(found?.problem.isEmpty == false)
  }

  @Test func `bytes that are not UTF-8 are not TOML`() {
    #expect(throws: RuleFileError.self) {
      try RuleFile(bytes: Array("# ".utf8) + [0xff, 0xfe, 0x0a] + Array(rule().utf8), name: "x")
    }
  }

  @Test(arguments: [
    ("anchor", "unknown key 'anchor'; did you mean 'anchors'?"),
    ("unlesspath", "unknown key 'unlesspath'; did you mean 'unless_path'?"),
    ("Severity", "unknown key 'Severity'; did you mean 'severity'?"),
    ("entropy_threshold", "unknown key 'entropy_threshold'"),
  ])
  func `an unknown key is told with the nearest known one`(key: String, problem: String) {
    #expect(
      mistake("\n" + rule([key: "'x'"]))
        == RuleFileError(file: "my.toml", line: 10, rule: "one", problem: problem))
  }

  @Test(arguments: [
    ("rules = []\n" + rule(), 1, "unknown key 'rules'; did you mean 'rule'?"),
    (
      "[class.vast-2fa]\nremidy = 'x'\n" + rule(), 2, "unknown key 'remidy'; did you mean 'remedy'?"
    ),
    ("[class.vast-3fa]\nremedy = 'x'\n" + rule(), 1, "'vast-3fa' is no class of secret"),
    ("define = 5\n" + rule(), 1, "'define': expected a table"),
    ("[define]\n'a-b' = 'x'\n" + rule(), 2, "'a-b' is no name of a group"),
    ("[define]\na = 1\n" + rule(), 2, "'a': expected a string"),
    ("class = 'vast-2fa'\n" + rule(), 1, "'class': expected a table"),
    ("[rule]\nid = 'one'\n", 1, "'rule': expected an array"),
    ("rule = [1]\n", 1, "'rule': expected a table"),
  ])
  func `the top level is checked as well`(toml: String, line: Int, problem: String) {
    #expect(mistake(toml) == RuleFileError(file: "my.toml", line: line, problem: problem))
  }

  @Test(arguments: [
    ("name", "5", "'name': expected a string"),
    ("references", "'x'", "'references': expected an array"),
    ("references", "[5]", "'references': expected a string"),
    ("before", "'x'", "'before': expected a whole number"),
    ("unless", "5", "'unless': expected an array"),
    ("near", "['x']", "'near': expected a table"),
    ("near", "[{ pattern = 5 }]", "'pattern': expected a string"),
    ("near", "[{ lines = 5 }]", "'pattern' is missing"),
    ("near", "[{ pattern = 'x', line = 5 }]", "unknown key 'line'; did you mean 'lines'?"),
    ("near", "[{ pattern = 'x', lines = 1001 }]", "'lines' must be 0 to 1000, or \"file\""),
    ("examples", "[5]", "'examples': expected a table"),
    ("examples", "[{ path = 'x' }]", "'text' is missing"),
    ("examples", "[{ text = 'x', paths = 'x' }]", "unknown key 'paths'; did you mean 'path'?"),
  ])
  func `a value of the wrong type is told`(key: String, value: String, problem: String) throws {
    let found = try #require(mistake(rule([key: value])))
    #expect(found.problem == problem)
    #expect(found.rule == "one")
    #expect(found.line == (key == "name" ? 3 : 9))
  }

  @Test(arguments: ["id", "name", "summary", "class", "remedy", "anchors", "pattern"])
  func `a missing key is told with the line of its rule`(key: String) {
    #expect(
      mistake("\n" + rule([key: nil]))
        == RuleFileError(
          file: "my.toml", line: 2, rule: key == "id" ? nil : "one", problem: "'\(key)' is missing")
    )
  }

  @Test(arguments: [
    ("id", "'Two Words'", "an id is made of lower-case words with dashes"),
    ("id", "''", "an id is made of lower-case words with dashes"),
    ("class", "'vast-3fa'", "'vast-3fa' is no class of secret"),
    ("class", "'other-'", "'other-' is no class of secret"),
    ("anchors", "[]", "'anchors' is empty"),
    ("anchors", "['abc', 'ab']", "anchor 'ab' must have 3 to 64 bytes"),
    ("anchors", "['']", "anchor '' must have 3 to 64 bytes"),
    ("anchors", "['é']", "anchor 'é' must have 3 to 64 bytes"),
    ("path_anchors", "['abc', 'ab']", "'ab' in 'path_anchors' must have 3 to 64 bytes"),
  ])
  func `a value out of bounds is told`(key: String, value: String, problem: String) {
    let found = mistake(rule([key: value]))
    #expect(found?.problem == problem)
    #expect(found?.line == ["id": 2, "class": 5, "anchors": 7, "path_anchors": 9][key])
  }

  @Test func `an anchor may have sixty-four bytes and no more`() {
    let longest = String(repeating: "x", count: 64)
    #expect(mistake(rule(["anchors": "['\(longest)']"])) == nil)
    #expect(
      mistake(rule(["anchors": "['\(longest)x']"]))?.problem
        == "anchor '\(longest)x' must have 3 to 64 bytes")
  }

  @Test(arguments: ["before", "after"])
  func `how far a pattern sees has bounds`(key: String) {
    for value in ["0", "65536"] { #expect(mistake(rule([key: value])) == nil) }
    for value in ["-1", "65537", "9223372036854775807"] {
      #expect(mistake(rule([key: value]))?.problem == "'\(key)' must be 0 to 65536 bytes")
    }
    for value in ["0.5", "inf", "nan", "9223372036854775808"] {
      #expect(mistake(rule([key: value])) != nil)
    }
  }

  @Test(arguments: [
    ("severity", "'info', 'low', 'medium', 'high', 'critical'"),
    ("confidence", "'high', 'medium', 'low'"),
    ("target", "'content', 'path'"),
    ("value", "'random', 'any'"),
  ])
  func `a choice that is none is told with those that are`(key: String, choices: String) {
    #expect(
      mistake(rule([key: "'High'"]))
        == RuleFileError(
          file: "my.toml", line: 9, rule: "one", problem: "'\(key)' is 'High'; it can be \(choices)"
        )
    )
  }

  @Test func `a remedy may come from the class, and must come from somewhere`() {
    let shared = "[class.dotenv-secret]\nremedy = 'Of the class.'\n"
    #expect(mistake(shared + rule(["remedy": nil])) == nil)
    #expect(mistake(shared + rule(["remedy": nil, "class": "'vast-2fa'"])) != nil)
  }

  @Test(arguments: ["pattern", "path", "unless_path"])
  func `a pattern that does not compile is told with the place`(key: String) throws {
    let found = try #require(mistake(rule([key: "'one=('"])))
    #expect(found.rule == "one")
    #expect(found.line == 1)
    #expect(found.problem.hasPrefix("pattern 'one=(': "))
    #expect(found.problem.hasSuffix("(at byte 5 of the pattern)"))
  }

  @Test(arguments: [("unless", "['a', '(']"), ("near", "[{ pattern = '(' }]")])
  func `patterns of conditions are compiled too`(key: String, value: String) {
    #expect(mistake(rule([key: value]))?.problem.hasPrefix("pattern '(': ") == true)
  }

  @Test func `a pattern of contents has a group for the secret`() {
    #expect(
      mistake(rule(["pattern": "'one=([0-9]+)'"]))
        == RuleFileError(
          file: "my.toml", line: 1, rule: "one",
          problem: "the pattern has no group (?<secret>…)"))
    #expect(mistake(rule(["target": "'path'", "pattern": "'^one$'"])) == nil)
  }

  @Test(arguments: ["", "# Nothing.\n", "[define]\n", "rule = []\n"])
  func `a file without rules is told`(toml: String) {
    #expect(mistake(toml)?.problem == "the file holds no [[rule]]")
  }

  @Test func `an error is one line of text`() {
    #expect(
      "\(RuleFileError(file: "my.toml", line: 3, rule: "one", problem: "'name' is missing"))"
        == "my.toml:3: rule 'one': 'name' is missing")
    #expect("\(RuleFileError(file: "rules", problem: "no rule"))" == "rules: no rule")
  }
}
