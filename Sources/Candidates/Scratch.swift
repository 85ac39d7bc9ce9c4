internal import PCRE
internal import Rules

/// What one thread needs to match rules, and what it could not decide.
package struct Scratch: ~Copyable {
  private var matching: MatchScratch
  /// For each rule that could not be decided somewhere, why.
  package private(set) var undecided: [Int: String] = [:]

  /// Allocates the scratch; nil where memory is short.
  package init?() {
    guard let matching = MatchScratch() else { return nil }
    self.matching = matching
  }

  /// Forgets what could not be decided, and returns it.
  package mutating func takeUndecided() -> [Int: String] {
    defer { undecided = [:] }
    return undecided
  }

  /// Remembers why the rules about contents could not be decided somewhere.
  mutating func noteUndecided(_ why: String) {
    undecided[0] = why
  }

  /// Finds the first match that begins in `range`; a match that a limit stopped is remembered as
  /// undecided.
  mutating func firstMatch(
    of pattern: RulePattern, in bytes: Span<UInt8>, range: Range<Int>, rule number: Int
  ) -> Match? {
    do {
      return try matching.firstMatch(of: pattern.pattern(), in: bytes, range: range)
    } catch {
      undecided[number] = "\(error)"
      return nil
    }
  }

  /// Whether the pattern matches anywhere in the bytes, or in a range of them.
  mutating func matches(
    _ pattern: RulePattern, in bytes: Span<UInt8>, range: Range<Int>? = nil, rule number: Int
  ) -> Bool {
    let range = range ?? 0..<bytes.count
    return firstMatch(of: pattern, in: bytes, range: range, rule: number) != nil
  }
}
