import PCRE
import Testing

@Suite struct PatternTests {
  @Test func `groups have numbers and names`() throws {
    let pattern = try Pattern("(?<name>[a-z]+)=(?:(\\d+)|(?<secret>[A-F]+))")
    #expect(pattern.groupCount == 3)
    #expect(pattern.group(named: "name") == 1)
    #expect(pattern.group(named: "secret") == 3)
    #expect(pattern.group(named: "other") == nil)
    #expect(pattern.group(named: "") == nil)
  }

  @Test func `a pattern without groups has none`() throws {
    #expect(try Pattern("a(?:b)c").groupCount == 0)
    #expect(try Pattern("").groupCount == 0)
  }

  @Test(arguments: [
    ("(", 1), ("a)", 1), ("[a-", 3), ("ab*?*", 4), ("\\", 1), ("(?<x>a)(?<x>b)", 12),
    ("(?&gap)", 3),
  ])
  func `an error of a pattern says what and where`(source: String, offset: Int) {
    let error = #expect(throws: PatternError.self) { try Pattern(source) }
    #expect(error?.offset == offset)
    #expect(error?.message.isEmpty == false)
    #expect(error?.isLimit == false)
    #expect(error?.description.hasSuffix("(at byte \(offset) of the pattern)") == true)
  }

  @Test(arguments: ["(*UTF)a", "(*UTF8)a"])
  func `no pattern can ask for UTF`(source: String) {
    #expect(throws: PatternError.self) { try Pattern(source) }
  }

  @Test func `a pattern that asks for too much memory is refused`() {
    #expect(throws: PatternError.self) { try Pattern("(?:(?:a{60000}){60000}){60000}") }
    #expect(throws: PatternError.self) {
      try Pattern(String(repeating: "(", count: 10_000) + String(repeating: ")", count: 10_000))
    }
  }

  @Test func `a pattern keeps its source`() throws {
    #expect(try Pattern("a|b").source == "a|b")
  }
}
