import Candidates
import Rules
import Testing

@Suite struct EmbeddedRuleTests {
  @Test(arguments: 1...20)
  func `every embedded rule finds its examples and leaves its counterexamples alone`(
    round: Int
  ) throws {
    // The examples hold other keys in every round.
    let index = try #require(embeddedRules)
    guard var check = RuleCheck(index) else { throw NoMemory() }
    for (number, rule) in index.rules.enumerated() {
      let problems = check.problems(of: number)
      #expect(problems == [], "\(rule.id)")
    }
  }

  @Test func `every embedded rule passes its first example`() throws {
    let index = try #require(embeddedRules)
    guard var check = RuleCheck(index) else { throw NoMemory() }
    for number in index.rules.indices {
      let passes = check.passesFirstExample(of: number)
      #expect(passes, "\(index.rules[number].id)")
    }
  }

  @Test func `the name of a file holds an anchor of the rule that its path matches`() throws {
    let index = try #require(embeddedRules)
    guard var scratch = Scratch() else { throw NoMemory() }
    for (number, rule) in index.rules.enumerated() {
      for path in rule.examples.compactMap(\.path) {
        let name = Array(path.split(separator: "/").last.map(String.init)?.utf8 ?? "".utf8)
        var anchors = AnchorList()
        let isFound = index.paths.find(in: name.span, anchors: &anchors)
        let (count, accepts) = (
          anchors.count,
          index.accepts(path: Array(path.utf8).span, rule: number, scratch: &scratch)
        )
        #expect(isFound && accepts, "\(rule.id): \(path)")
        #expect(count > 0 || !rule.isTiedToNames && rule.target == .content, "\(rule.id): \(path)")
        guard rule.target == .path else { continue }
        let mayMatch = index.mayMatch(name: name.span, scratch: &scratch)
        #expect(mayMatch, "\(rule.id): \(path)")
      }
    }
  }
}
