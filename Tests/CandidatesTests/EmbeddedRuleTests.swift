import Candidates
import Rules
import Testing

@Suite struct EmbeddedRuleTests {
  @Test(arguments: 1...20)
  func `every embedded rule finds its examples and leaves its counterexamples alone`(
    round: Int
  ) throws {
    // The examples hold other keys in every round.
    let index = try #require(RuleIndex(RuleSet()))
    guard var check = RuleCheck(index) else { throw NoMemory() }
    for (number, rule) in index.rules.enumerated() {
      let problems = check.problems(of: number)
      #expect(problems == [], "\(rule.id)")
    }
  }

  @Test func `every embedded rule passes its first example`() throws {
    let index = try #require(RuleIndex(RuleSet()))
    guard var check = RuleCheck(index) else { throw NoMemory() }
    for number in index.rules.indices {
      let passes = check.passesFirstExample(of: number)
      #expect(passes, "\(index.rules[number].id)")
    }
  }
}
