import BuiltInRules
import Candidates
import Rules
import Testing

@Suite struct CandidateFinderTests {
  private static let hex = "(?<![0-9a-z])(?<secret>[0-9a-f]{64})(?![0-9a-z])"

  @Test func `tells the secret and the match`() throws {
    var searcher = try Searcher(toml: rule(pattern: "key = (?<secret>[0-9a-f]{64});"))
    let candidates = try searcher.candidates(in: Array("a key = \(key());".utf8))
    #expect(candidates.map(\.rule) == [0])
    #expect(candidates.map(\.match) == [2..<73])
    #expect(candidates.map(\.secret) == [8..<72])
  }

  @Test func `the first rule that finds a place has it`() throws {
    let (one, two) = (key(), key())
    let rules =
      rule("first", pattern: "b=(?<secret>[0-9a-f]{64})") + rule("second", pattern: Self.hex)
    #expect(
      try find(rules, in: "a=\(one) b=\(two)") == [Found("second", one), Found("first", two)])
  }

  @Test func `places stand in order`() throws {
    let keys = (0..<5).map { _ in key() }
    let text = keys.map { "x \($0)\n" }.joined()
    #expect(try find(rule(pattern: Self.hex), in: text) == keys.map { Found("one", $0) })
  }

  @Test func `a pattern sees as far as its rule says`() throws {
    let key = key()
    let toml = rule(pattern: "name *(?<secret>[0-9a-f]{64}) {3}", "before = 10\nafter = 3")
    let short = "name      \(key)   "
    #expect(try find(toml, in: short) == [Found("one", key)])
    #expect(try find(toml, in: "x" + short + "x") == [Found("one", key)])
    #expect(try find(toml, in: "name       \(key)   ") == [])
    #expect(try find(toml, in: "name      \(key)  ") == [])
  }

  @Test func `a run with an escape before it holds the value`() throws {
    let key = key()
    let toml = rule(pattern: "%3D(?<secret>[0-9a-f]{64})(?![0-9a-z])")
    #expect(try find(toml, in: "key%3D\(key)&") == [Found("one", key)])
  }

  @Test func `a match beside the anchor is not the anchor's`() throws {
    let (one, two) = (key(), key())
    #expect(
      try find(rule(pattern: "name=(?<secret>[0-9a-f]{64})"), in: "name=\(one)\nother=\(two)\n")
        == [Found("one", one)])
  }

  @Test func `a later match is found where an earlier one does not hold`() throws {
    let key = key()
    let toml = rule(
      pattern: "name(?:[ a-z]*name)?=(?<secret>[0-9a-f]{64})", "unless = ['hash']")
    #expect(try find(toml, in: "name=\(key)") == [Found("one", key)])
    #expect(try find(toml, in: "name of hash name=\(key)") == [Found("one", key)])
    #expect(try find(toml, in: "name hash=\(key)") == [])
  }

  @Test func `an anchor of text must lie in the match`() throws {
    let toml = rule(
      pattern: "BEGIN (?<secret>[a-z]+) END", anchor: "end", "before = 40\nafter = 10")
    #expect(
      try find(toml, in: "BEGIN abc END BEGIN def END") == [
        Found("one", "abc"), Found("one", "def"),
      ])
    #expect(try find(toml, in: "BEGIN abc end") == [])
  }

  @Test(arguments: ["straße", "STRASSE", "İstanbul", "ÉÉÉ", "@[`{"])
  func `an anchor may be any text`(anchor: String) throws {
    let toml = rule(pattern: "\\Q\(anchor)\\E=(?<secret>\\d+)", anchor: anchor, "after = 5")
    #expect(try find(toml, in: "x \(anchor)=123 ") == [Found("one", "123")])
  }

  @Test func `anchors that differ in letter case only are one`() throws {
    let toml =
      rule("small", pattern: "abc=(?<secret>\\d+)", anchor: "abc", "after = 5")
      + rule("large", pattern: "ABC=(?<secret>\\d+)", anchor: "ABC", "after = 5")
    #expect(
      try find(toml, in: "abc=1 ABC=2 Abc=3") == [Found("small", "1"), Found("large", "2")])
  }

  @Test func `two anchors of one match find it once`() throws {
    let toml = rule(pattern: "abc(?<secret>\\d+)xyz", anchor: "abc", "after = 10")
      .replacingAnchors(by: "['abc', 'xyz', 'abc']")
    #expect(try find(toml, in: "abc123xyz") == [Found("one", "123")])
  }

  @Test func `without a path every rule that it might decide about is told`() throws {
    let key = key()
    let rules =
      rule("py", pattern: Self.hex, "path = '''\\.py$'''")
      + rule("no-test", pattern: Self.hex, "unless_path = 'test'")
      + rule("any", pattern: Self.hex) + rule("never", pattern: Self.hex)
    var searcher = try Searcher(toml: rules)
    #expect(try searcher.find(in: key).map(\.rule) == ["py", "no-test", "any"])
    #expect(try searcher.find(in: key, path: "a.py").map(\.rule) == ["py"])
    #expect(try searcher.find(in: key, path: "a.js").map(\.rule) == ["no-test"])
    #expect(try searcher.find(in: key, path: "test.js").map(\.rule) == ["any"])
    #expect(try searcher.find(in: key, path: "").map(\.rule) == ["no-test"])
  }

  @Test func `what no one knows the path of is decided later`() throws {
    let toml = rule(pattern: Self.hex, "path = '''\\.py$'''\nunless_path = 'test'")
    let set = try RuleSet(default: false, files: [("my.toml", Array(toml.utf8))])
    let index = try #require(RuleIndex(set))
    guard var scratch = Scratch() else { throw NoMemory() }
    for (path, accepted) in [("a.py", true), ("a.js", false), ("test/a.py", false), ("", false)] {
      let bytes = Array(path.utf8)
      let answer = index.accepts(path: bytes.span, rule: 0, scratch: &scratch)
      #expect(answer == accepted, "\(path)")
    }
  }

  @Test func `a pattern that cannot be decided is told`() throws {
    var searcher = try Searcher(
      toml: rule(pattern: "(?:a|a)*(?<secret>[0-9a-f]{64})!", "before = 200"))
    #expect(try searcher.find(in: "a=" + key()) == [])
    #expect(searcher.takeUndecided() == [:])
    #expect(try searcher.find(in: String(repeating: "a", count: 200) + " " + key() + "!") == [])
    let undecided = searcher.takeUndecided()
    #expect(undecided.keys.sorted() == [0])
    #expect(undecided[0]?.contains("limit") == true)
    #expect(searcher.takeUndecided() == [:])
  }

  @Test func `bytes need not be text`() throws {
    var searcher = try Searcher(toml: rule(pattern: Self.hex))
    let bytes: [UInt8] = [0xff, 0, 0xc3] + MadeUp.key() + [0, 0x80]
    let candidates = try searcher.candidates(in: bytes, path: "\u{0}")
    #expect(candidates.map(\.secret) == [3..<67])
    let none = try searcher.candidates(in: [])
    #expect(none.isEmpty)
  }
}

extension String {
  fileprivate func replacingAnchors(by anchors: String) -> String {
    split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.hasPrefix("anchors = ") ? "anchors = " + anchors : String($0) }
      .joined(separator: "\n")
  }
}
