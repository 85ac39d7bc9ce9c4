import BuiltInRules
package import Candidates
import Rules

/// Scans a sample that every run carries, so that a scanner which can find nothing says so.
package enum SelfTest {
  /// Runs the first example of the first active rule that has one through the pipeline of the run.
  ///
  /// - Throws: `selfTestFailed` where it is not found. Where no rule has an example, a sample with
  ///   a rule of its own shows at least that the machinery works.
  package static func run(_ index: RuleIndex) throws(ScanError) {
    if let number = index.rules.firstIndex(where: { !$0.examples.isEmpty }) {
      return try check(index, number)
    }
    guard let set = try? RuleSet(), let sample = RuleIndex(set) else {
      throw .selfTestFailed("the built-in rules don't load")
    }
    try check(sample, 0)
  }

  private static func check(_ index: RuleIndex, _ number: Int) throws(ScanError) {
    guard var check = RuleCheck(index) else { throw .outOfMemory }
    guard check.passesFirstExample(of: number) else {
      throw .selfTestFailed("rule '\(index.rules[number].id)' does not find its example")
    }
  }
}
