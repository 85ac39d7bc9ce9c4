import PCRE
import Rules
import Testing

/// Regular expressions as gitleaks writes them, seen through the rules that they become.
@Suite struct GoPatternTests {
  /// The rule that a `[[rules]]` table with this regex becomes, or what is told of it.
  private func convert(
    _ regex: String, _ more: String = ""
  ) throws -> (rule: Rule?, notes: [String]) {
    let helper = "[[rules]]\nid = 'helper'\nregex = 'helper_[0-9]{8}'\n"
    let file = try read(helper + "[[rules]]\nid = 'one'\nregex = '''\(regex)'''\n" + more)
    return (file.rules.first { $0.id == "one" }, file.notes.map(\.text))
  }

  private func anchors(_ regex: String) throws -> [String]? {
    try convert(regex).rule?.anchors.map { anchor in
      guard case .literal(let text) = anchor else { return "{hex64}" }
      return text
    }
  }

  private func secret(_ regex: String, in text: String, _ more: String = "") throws -> String? {
    let rule = try #require(try convert(regex, more).rule)
    let pattern = try rule.pattern.pattern()
    guard var scratch = MatchScratch() else { return nil }
    let bytes = Array(text.utf8)
    let match = try scratch.firstMatch(of: pattern, in: bytes.span, range: 0..<bytes.count)
    let range = match?.group(pattern.group(named: "secret") ?? 0)
    return range.map { String(decoding: bytes[$0], as: UTF8.self) }
  }

  static let anchored: [(regex: String, texts: [String]?)] = [
    ("acme_[0-9a-f]{32}", ["acme_"]),
    ("(?i)\\bAcMe[_-][0-9]{8}\\b", ["acme_", "acme-"]),
    ("(?:A3T[A-Z0-9]|AKIA|ASIA)[A-Z2-7]{16}", ["a3t", "akia", "asia"]),
    ("xox[bp]-[0-9]{10}", ["xoxb-", "xoxp-"]),
    ("[0-9]+acme[0-9]+longer_text[0-9]+", ["longer_text"]),
    (
      "(?i)(?:acme|other)(?:[ \\t\\w.-]{0,20})[\\s'\"]{0,3}(?:=|:){1,3}([a-z0-9]{20})",
      ["acme", "other"]
    ),
    ("a(?:bc)+d[0-9]", ["bcd"]),
    ("(?:abc)+[0-9]", ["abc"]),
    ("(?:ab){2}[0-9]", ["abab"]),
    ("(?:abcd)?efgh[0-9]", ["abcdefgh", "efgh"]),
    ("(?:abcd|[0-9]+)x", nil),
    ("(?:abcd)*[0-9]", nil),
    ("(?P<name>token)-[0-9]", ["token-"]),
    ("\\Qa.b*\\E[0-9]", ["a.b*"]),
    ("\\x61\\x{62}c\\143\\.\\-[0-9]", ["abcc.-"]),
    ("é€[0-9]", ["é€"]),
    ("[Aa][Bb][Cc][0-9]", ["abc"]),
    ("key\\b=[0-9]", ["key="]),
    ("^start$", ["start"]),
  ]

  @Test(arguments: anchored)
  func `texts that every match holds are its anchors`(regex: String, texts: [String]?) throws {
    #expect(try anchors(regex)?.sorted() == texts?.sorted())
  }

  static let equal: [(regex: String, text: String, found: String)] = [
    ("acme_([0-9]+)x", "acme_123x", "123"),
    ("acme_[0-9]+", "acme_123x", "acme_123"),
    ("(?i)ACME_(?P<value>[0-9]+)", "acme_123x", "123"),
    ("acme_(?:[0-9]+)([a-z])", "acme_123x", "x"),
    ("acme[[:alpha:]]_(\\d+)\\z", "acmeX_123", "123"),
    ("acme_([[:^alpha:]]{3})", "acme_1-3x", "1-3"),
    ("acme_(?-i:(X))|acme_y", "acme_X", "X"),
    ("(?s)acme_(.)", "acme_\n", "\n"),
    ("acme_(\\Q(.\\E[]a-]+)", "acme_(.]-a", "(.]-a"),
    ("acme_([\\x41\\v\\]]+)", "acme_A]\u{b}", "A]\u{b}"),
    ("acme_(é{2})", "acme_éé", "éé"),
    ("acme_(\\p{Lu}+)", "acme_AB1", "AB"),
    ("acme{1}_(1{2,})", "acme_111", "111"),
    ("acme_{x}([[.]+)", "acme_{x}[.", "[."),
    ("acme_(\\C)", "acme_\n", "\n"),
  ]

  @Test(arguments: equal)
  func `Go's syntax means the same`(regex: String, text: String, found: String) throws {
    #expect(try secret(regex, in: text) == found)
  }

  @Test func `the group that a rule names is its secret`() throws {
    let regex = "acme_([a-z]+)_(?P<secret>[0-9]+)_([A-Z]+)"
    for (group, value) in [(1, "abc"), (2, "123"), (3, "XYZ")] {
      #expect(try secret(regex, in: "acme_abc_123_XYZ", "secretGroup = \(group)\n") == value)
    }
    let notes = try convert(regex).notes
    #expect(
      notes == ["it has several groups: the first is the secret, and a match without it is none"])
  }

  static let unreadable: [(regex: String, why: String)] = [
    ("acme_(", "it has a '(' without ')'"), ("acme_)", "it has a ')' without '('"),
    ("acme_[a", "the class at byte 5 does not end"), ("acme_\\", "it ends in a '\\'"),
    ("acme_(a)\\1", "it refers to one of its groups, which Go does not know"),
    ("acme_(?=a)", "it has a group of a kind that Go does not know"),
    ("acme_(?<!a)b", "it has a group of a kind that Go does not know"),
    ("acme_\\h", "it has an escape that Go does not know"),
    ("acme_\\x{110000}", "it has a number that is no character"),
    ("acme_\\xZZ", "it has a number that is no character"),
    ("acme_(?P<name", "it has a group whose name does not end"),
    ("acme_\\p{", "it ends in a '\\p'"),
  ]

  @Test(arguments: unreadable)
  func `what cannot be read leaves the rule out and is told`(regex: String, why: String) throws {
    let (rule, notes) = try convert(regex)
    #expect(rule == nil)
    #expect(notes == ["left out: " + why])
  }

  @Test(arguments: ["acme_*{3}", "acme_[z-a]", "acme_(?i-m)x{99999}"])
  func `what PCRE2 refuses is told with its words`(regex: String) throws {
    let (rule, notes) = try convert(regex)
    #expect(rule == nil || notes.isEmpty)
    #expect(rule != nil || notes.count == 1)
  }

  @Test func `groups cannot nest without end`() throws {
    for depth in [99, 100_000] {
      let regex =
        "acme_" + String(repeating: "(", count: depth)
        + String(repeating: ")", count: depth)
      #expect(try (convert(regex).rule == nil) == (depth > 100))
    }
  }

  @Test func `a regex may be long`() throws {
    let words = (0..<2_000).map { "word\($0)" }.joined(separator: "|")
    let (rule, notes) = try convert("acme_(?:\(words))")
    #expect(notes.isEmpty)
    #expect(rule?.anchors == [.literal("acme_")])
  }

  @Test func `a pattern sees as much as its longest match has`() throws {
    #expect(try convert("acme_[0-9]{10}").rule?.reach == Rule.Reach(before: 15, after: 19))
    #expect(try convert("acme_[0-9]+").rule?.reach == Rule.Reach(before: 16_384, after: 16_388))
  }
}
