import Candidates
import Rules
import Testing

/// What a rule asks of a match beside its pattern.
@Suite struct ConditionTests {
  private func isFound(_ text: String, _ conditions: String, pattern: String? = nil) throws -> Bool
  {
    let toml = CandidatesTests.rule(
      pattern: pattern ?? "key=(?<secret>[^\\s]+)", anchor: "key=",
      "before = 0\nafter = 80\n" + conditions)
    return try !find(toml, in: text).isEmpty
  }

  @Test func `a value must have the entropy that a rule asks for`() throws {
    #expect(try isFound("key=abcdefgh", "entropy = 3.0"))
    #expect(try !isFound("key=abcdefgg", "entropy = 3.0"))
    #expect(try !isFound("key=aaaaaaaa", "entropy = 0.1"))
    #expect(try isFound("key=a", ""))
  }

  @Test func `an unwanted value is looked for in the value alone`() throws {
    let condition = "unless_value = ['key', '^x+$']"
    #expect(try isFound("key=abc", condition))
    #expect(try !isFound("key=monkey", condition))
    #expect(try !isFound("key=xxx", condition))
    #expect(try isFound("key=xxy xxx", condition))
  }

  @Test func `a file's unwanted values are every rule's`() throws {
    let toml =
      "unless_value = ['example']\n"
      + CandidatesTests.rule(
        pattern: "key=(?<secret>\\S+)", anchor: "key=", "after = 80")
    #expect(try find(toml, in: "key=abc").count == 1)
    #expect(try find(toml, in: "key=an-example").isEmpty)
  }

  @Test func `a context with a group for the value sees what leads up to it`() throws {
    let condition =
      "unless_near = [{ pattern = 'sums: \\[[^\\]]*(?<secret>[a-z]+)\\z', lines = 2 }]"
    #expect(try !isFound("sums: [\nkey=abc\n]", condition))
    #expect(try isFound("sums: [\nx]\nkey=abc", condition))
    #expect(try isFound("key=abc\nsums: [x]", condition))
  }

  @Test func `a context may have to be absent`() throws {
    let condition = "unless_near = [{ pattern = 'test', lines = 1 }, { pattern = 'mock' }]"
    #expect(try isFound("key=abc", condition))
    #expect(try !isFound("test\nkey=abc", condition))
    #expect(try isFound("test\n\nkey=abc", condition))
    #expect(try !isFound("key=abc # mock", condition))
    #expect(try isFound("mock\nkey=abc", condition))
  }

  @Test func `what stands before a match on its line may refuse it`() throws {
    let condition = "unless_before = ['sha256 of ']"
    #expect(try isFound("key=abc", condition))
    #expect(try !isFound("sha256 of key=abc", condition))
    #expect(try isFound("sha256 of\nkey=abc", condition))
    #expect(try isFound("key=abc sha256 of ", condition))
  }

  @Test func `a word must stand within eight kilobytes`() throws {
    for (distance, found) in [(0, true), (8_000, true), (9_000, false)] {
      let between = String(repeating: ".", count: distance)
      #expect(try isFound("acme\(between)\nkey=abc", "words = ['ACME']") == found)
      #expect(try isFound("key=abc\n\(between)acme", "words = ['bank', 'acme']") == found)
    }
    #expect(try !isFound("key=abc", "words = ['acme']"))
  }

  @Test func `a context that is nearer to a rival is another's`() throws {
    let condition = "near = [{ pattern = 'acme', lines = 3, rival = 'bank|shop' }]"
    #expect(try isFound("acme\nkey=abc", condition))
    #expect(try !isFound("acme\nbank\nkey=abc", condition))
    #expect(try isFound("bank\nacme\nkey=abc", condition))
    #expect(try !isFound("acme ....................\nkey=abc # bank", condition))
    #expect(try isFound("acme ....................\nkey=abc\nbank", condition))
    #expect(try !isFound("bank\nkey=abc", condition))
  }

  @Test func `a list is followed to its end, however long`() throws {
    let toml = CandidatesTests.rule(
      pattern: "keys=(?<secret>\\w+)", anchor: "keys=",
      "before = 0\nafter = 80\nmore = '\\G,(?<secret>\\w+)'\nunless_value = ['^x']")
    let values = (0..<5_000).map { "value\($0)" }
    let found = try find(toml, in: "keys=\(values.joined(separator: ",")) other")
    #expect(found.count == values.count)
    #expect(try find(toml, in: "keys=a,b c,d").count == 2)
    #expect(try find(toml, in: "keys=a,xb,c").count == 1)
  }

  @Test func `a context may be the whole file`() throws {
    let far = String(repeating: "line\n", count: 10_000)
    for (text, found) in [
      ("acme\n\(far)key=abc", true), ("key=abc\n\(far)acme", true), ("\(far)key=abc", false),
    ] {
      #expect(try isFound(text, "near = [{ pattern = 'acme', lines = 'file' }]") == found)
      #expect(try isFound(text, "unless_near = [{ pattern = 'acme', lines = 'file' }]") == !found)
    }
  }

  @Test func `one file's context says nothing of the next file`() throws {
    let toml = CandidatesTests.rule(
      pattern: "key=(?<secret>\\S+)", anchor: "key=",
      "after = 80\nnear = [{ pattern = 'acme', lines = 'file' }]")
    var searcher = try Searcher(toml: toml)
    for (text, count) in [
      ("key=abc acme", 1), ("key=abc emca", 0), ("key=abc acme", 1), ("key=", 0),
    ] {
      #expect(try searcher.find(in: text).count == count)
    }
  }

  @Test func `a whole file is asked once, however many values it holds`() throws {
    let toml = CandidatesTests.rule(
      pattern: "key=(?<secret>\\d)", anchor: "key=",
      "before = 0\nafter = 2\nnear = [{ pattern = 'acme', lines = 'file' }]")
    var searcher = try Searcher(toml: toml)
    let text = String(repeating: "key=1;", count: 200_000)
    #expect(try searcher.candidates(in: Array(text.utf8)).isEmpty)
    #expect(try searcher.candidates(in: Array((text + "acme").utf8)).count == 200_000)
  }
}

/// Values of which a part is a checksum.
@Suite struct ChecksumConditionTests {
  private static let github = CandidatesTests.rule(
    pattern: "ghp_(?<secret>(?<body>[0-9A-Za-z]{30})(?<sum>[0-9A-Za-z]{6}))", anchor: "ghp_",
    "after = 40\nchecksum = { digest = 'crc32', digits = 'base62', of = '{body}', in = 'sum' }")

  private func body() -> String {
    String(decoding: FilledExample(Rule.Example(text: "{alnum:30}")).text, as: UTF8.self)
  }

  @Test func `a value with the right checksum is found and another is not`() throws {
    let filled = FilledExample(Rule.Example(text: "ghp_{with-crc32-base62:{alnum:30}}")).text
    let token = String(decoding: filled, as: UTF8.self)
    #expect(try find(Self.github, in: token).count == 1)
    let last: Character = token.last == "a" ? "b" : "a"
    #expect(try find(Self.github, in: token.dropLast() + String(last)).isEmpty)
    #expect(try find(Self.github, in: "ghp_" + body() + "000000").isEmpty)
  }

  @Test func `the checksum is the one that zlib computes`() throws {
    // By Python's zlib.crc32, in digits, capitals and small letters.
    #expect(try find(Self.github, in: "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").count == 1)
  }

  private static let instance = CandidatesTests.rule(
    pattern: "(?<secret>[0-9a-fA-F]{32}(?<label>[0-9a-fA-F]{32}))",
    "checksum = { digest = 'md5', of = 'C.{number}', in = 'label', lines = 2 }")

  private func text(_ template: String) -> String {
    String(decoding: FilledExample(Rule.Example(text: template)).text, as: UTF8.self)
  }

  @Test(arguments: [
    ("C.1234 {hex:32}{md5:C.1234}", true), ("{hex:32}{md5:C.1234}\n\nid=1234", true),
    ("1234\n\n\n{hex:32}{md5:C.1234}", false), ("1235 {hex:32}{md5:C.1234}", false),
    ("x1234 12345 1234y 01234 {hex:32}{md5:C.1234}", false),
    ("1 2 3 4 5 6 1234 {hex:32}{md5:C.1234}", true), ("{hex:32}{md5:C.1234}", false),
    ("/1234/ {hex:32}{md5:C.1234}", true), ("1234567890123 {hex:32}{md5:C.1234567890123}", false),
    ("123 {hex:32}{md5:C.123}", false),
  ])
  func `a checksum may be over a number that stands near`(template: String, found: Bool) throws {
    #expect(try find(Self.instance, in: text(template)).isEmpty == !found)
    if found { #expect(try find(Self.instance, in: text(template).uppercased()).count == 1) }
  }

  @Test func `the nearest numbers are tried, and not all of them`() throws {
    let others = (0..<63).map { " \($0 + 2000)" }.joined()
    #expect(try find(Self.instance, in: text("1234\(others) {hex:32}{md5:C.1234}")).count == 1)
    #expect(try find(Self.instance, in: text("1234 9999\(others) {hex:32}{md5:C.1234}")).isEmpty)
  }

  @Test func `a group that takes no part has no checksum`() throws {
    let toml = CandidatesTests.rule(
      pattern: "key=(?<secret>(?:a(?<sum>\\d)|b))", anchor: "key=",
      "after = 9\nchecksum = { digest = 'crc32', of = '{sum}', in = 'sum' }")
    #expect(try find(toml, in: "key=b key=a1").isEmpty)
  }
}
