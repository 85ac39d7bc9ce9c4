import BuiltInRules
import Rules
import Testing

/// Configurations of gitleaks become rules; what cannot is told.
@Suite struct GitleaksFileTests {
  /// A configuration as a company might have it.
  static let config = """
    title = "Acme's rules"
    minVersion = "v8.25.0"

    [extend]
    useDefault = true
    disabledRules = ["generic-api-key"]

    [[rules]]
    id = "acme-api-key"
    description = "Acme API key, which opens the shop."
    regex = '''(?i)\\bacme_(?:live|test)_[0-9a-z]{32}\\b'''
    secretGroup = 0
    entropy = 3.2
    keywords = ["acme_live_", "acme_test_"]
    tags = ["acme", "key"]

      [[rules.allowlists]]
      description = "fixtures"
      regexes = ['''acme_test_0{32}''']
      paths = ['''(?:^|/)fixtures/''']
      stopwords = ["example"]

    [[rules]]
    id = "Acme_DB.password"
    description = "Acme database password"
    regex = '''(?i)password\\s*[=:]\\s*["']([^"']{8,64})["']'''
    secretGroup = 1
    path = '''\\.(?:ya?ml|conf)$'''
    keywords = ["acme"]

      [rules.allowlist]
      condition = "AND"
      regexes = ['''^[a-z]+$''']
      stopwords = ["changeit"]

    [[rules]]
    id = "acme-hash"
    description = "Acme installation id"
    regex = '''\\b[0-9a-f]{24}\\b'''
    keywords = ["acmeid"]

    [[rules]]
    id = "acme-keystore"
    path = '''(?i)\\.(?:jks|keystore)$'''

    [[rules]]
    id = "anything"
    regex = '''[A-Z]{2}[0-9]{6}'''

    [[rules]]
    id = "acme-user"
    regex = '''acme_user_[0-9]{6}'''
    skipReport = true

    [[rules]]
    id = "acme-login"
    regex = '''acme_pin_([0-9]{6})'''

      [[rules.required]]
      id = "acme-user"
      withinLines = 5

    [[allowlists]]
    targetRules = ["acme-api-key", "acme-hash"]
    regexTarget = "line"
    regexes = ['''# not a secret''']

    [allowlist]
    paths = ['''(?:^|/)vendor/''']
    commits = ["abcdef0"]

    """

  private func rule(_ id: String) throws -> Rule {
    try #require(try read(Self.config).rules.first { $0.id == id })
  }

  @Test func `rules that can be taken over keep their order and lines`() throws {
    let file = try read(Self.config)
    #expect(
      file.rules.map(\.id) == [
        "acme-api-key", "acme-db-password", "acme-hash", "acme-keystore", "acme-login",
      ])
    #expect(file.rules.map(\.origin).first == "my.toml:8")
    try file.compile()
  }

  @Test func `a rule says who made it and that it is a leak`() throws {
    let rule = try rule("acme-api-key")
    #expect(rule.name == "Acme API key, which opens the shop")
    #expect(rule.summary == "Acme API key, which opens the shop.")
    #expect(rule.secretClass.rawValue == "other-generic")
    #expect(rule.severity == .medium)
    #expect(rule.confidence == .medium)
    #expect(rule.isEnabled)
    #expect(rule.entropy == 3.2)
  }

  @Test func `its regex gives the anchors, and keywords that it implies add nothing`() throws {
    let rule = try rule("acme-api-key")
    #expect(rule.anchors == [.literal("acme_live_"), .literal("acme_test_")])
    #expect(rule.near.isEmpty)
    #expect(rule.reach == Rule.Reach(before: 42, after: 46))
  }

  @Test func `other keywords must stand somewhere in the file`() throws {
    let rule = try rule("acme-db-password")
    #expect(rule.anchors == [.literal("password")])
    #expect(rule.near.map(\.pattern.source) == ["(?i:acme)"])
    #expect(rule.near.map(\.lines) == [nil])
    #expect(rule.path?.source == "\\.(?:ya?ml|conf)$")
  }

  @Test func `a regex without a text of its own looks behind its keywords`() throws {
    let rule = try rule("acme-hash")
    #expect(rule.anchors == [.literal("acmeid")])
    #expect(
      rule.pattern.source == "(?:(?i:acmeid))(?s:.{0,256}?)(?:(?<secret>\\b[0-9a-f]{24}\\b))")
    #expect(rule.reach == Rule.Reach(before: 64, after: 284))
  }

  @Test func `a rule without regex is one about paths`() throws {
    let rule = try rule("acme-keystore")
    #expect(rule.target == .path)
    #expect(rule.anchors == [.literal(".jks"), .literal(".keystore")])
    #expect(rule.unlessPath?.source == "(?:^|/)vendor/")
    #expect(rule.unlessValue.isEmpty)
  }

  @Test func `a rule may require another within some lines`() throws {
    let rule = try rule("acme-login")
    #expect(rule.near.map(\.pattern.source) == ["acme_user_[0-9]{6}"])
    #expect(rule.near.map(\.lines) == [5])
  }

  @Test func `allowlists become conditions`() throws {
    let key = try rule("acme-api-key")
    #expect(key.unlessValue.map(\.source) == ["acme_test_0{32}", "(?i:example)"])
    #expect(key.unlessPath?.source == "(?:(?:^|/)fixtures/)|(?:(?:^|/)vendor/)")
    #expect(key.unlessNear.map(\.pattern.source) == ["# not a secret"])
    #expect(key.unlessNear.map(\.lines) == [0])
    let password = try rule("acme-db-password")
    #expect(
      password.unlessValue.map(\.source) == [
        "\\A(?=(?s:.*?)(?:^[a-z]+$))(?=(?s:.*?)(?:(?i:changeit)))"
      ])
    #expect(password.unlessNear.isEmpty, "the list is for other rules")
  }

  @Test func `what is not taken over is told`() throws {
    let notes = try read(Self.config).notes.map(\.description)
    #expect(
      notes == [
        "my.toml:4: useDefault adds nothing: the rules that gitleaks carries are not part of vastguard",
        "my.toml:8: tags have no counterpart, and are left out",
        "my.toml:68: the commits of an allowlist are left out: what is found there is told all the same",
        "my.toml:23: rule 'Acme_DB.password': its id is 'acme-db-password' here",
        "my.toml:36: rule 'acme-hash': its regex holds no text to look for: a value is found within "
          + "256 bytes behind a keyword, and not anywhere in the file",
        "my.toml:46: rule 'anything': left out: neither its keywords nor its regex hold a text of 3 "
          + "bytes or more that every match has, so that nothing tells where to look",
      ])
  }

  @Test func `a set tells the notes of its files`() throws {
    let set = try RuleSet(files: [("my.toml", Array(Self.config.utf8))])
    #expect(set.notes.count == 6)
    #expect(try RuleSet().notes.isEmpty)
  }

  private func notes(_ lines: String) throws -> [String] {
    try read("[[rules]]\nid = 'one'\nregex = 'acme_[0-9]+'\n" + lines).notes.map(\.text)
  }

  static let leftOut: [(lines: String, note: String)] = [
    ("colour = 'red'\n", "'colour' is not known, and left out"),
    (
      "[[rules.required]]\nid = 'two'\n",
      "the rule 'two' that it requires can't be used; it does without"
    ),
    (
      "[rules.allowlist]\nregexes = ['(']\n",
      "an allowlist's regex is left out: it has a '(' without ')'"
    ),
    (
      "[rules.allowlist]\ncondition = '&&'\npaths = ['x']\nregexes = ['y']\n",
      "an allowlist that asks for several things at once is left out, so that more is told"
    ),
    (
      "[extend]\npath = 'base.toml'\n",
      "the rules of 'base.toml' are not read: give that file with --rules too"
    ),
    ("[other]\nx = 1\n", "'other' is not known, and left out"),
  ]

  @Test(arguments: leftOut)
  func `each thing that is left out is told`(lines: String, note: String) throws {
    #expect(try notes(lines) == [note])
  }

  @Test func `an allowlist can be about the match`() throws {
    let file = try read(
      "[[rules]]\nid = 'one'\nregex = 'acme_([0-9]+)'\n"
        + "[rules.allowlist]\nregexTarget = 'match'\nregexes = ['_0']\n")
    #expect(file.rules.first?.unless.map(\.source) == ["_0"])
  }

  static let useless: [(toml: String, problem: String)] = [
    ("[[rules]]\nregex = 'x'\n", "'id' is missing"),
    ("[[rules]]\nid = 'one'\nregex = 5\n", "'regex': expected a string"),
    ("[[rules]]\nid = 'one'\nkeywords = 'x'\n", "'keywords': expected an array"),
    ("rules = 5\n", "'rules': expected an array"),
    ("[allowlist]\npaths = ['x']\n", "the file holds no [[rules]]"),
    (
      "[[rules]]\nid = 'one'\n",
      "no rule of the file can be used: left out: it has neither regex nor path"
    ),
    (
      "[[rules]]\nid = 'one'\npath = 'secret/'\n",
      "no rule of the file can be used: left out: its path does not end in a text of 3 bytes or more "
        + "that a file's name would hold"
    ),
  ]

  @Test(arguments: useless)
  func `a file of which nothing can be used is an error`(toml: String, problem: String) {
    #expect(mistake(toml)?.problem == problem)
  }

  @Test func `a file of one's own with a wrong header is not taken for one of gitleaks`() {
    #expect(
      mistake(RulesTests.rule() + "[[rules]]\nid = 'two'\n")?.problem
        == "unknown key 'rules'; did you mean 'rule'?")
  }
}
