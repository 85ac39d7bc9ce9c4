import PCRE
import Testing

@Suite struct SharedPatternTests {
  @Test func `many threads use one pattern at once`() async throws {
    let pattern = try Pattern("(?<key>[a-z]+)=(?<value>\\d+)")
    let wrong = try await withThrowingTaskGroup(of: Int.self) { group in
      for worker in 0..<16 {
        group.addTask { try Self.mistakes(of: pattern, worker: worker) }
      }
      return try await group.reduce(0, +)
    }
    #expect(wrong == 0)
  }

  /// Matches many different texts, and counts the matches that are not where they should be.
  private static func mistakes(of pattern: Pattern, worker: Int) throws -> Int {
    guard var scratch = MatchScratch() else { throw NoMemory() }
    var mistakes = 0
    for round in 0..<500 {
      let before = String(repeating: " ", count: (worker * 31 + round) % 97)
      let bytes = Array((before + "key=\(worker)\(round);").utf8)
      let match = try scratch.firstMatch(of: pattern, in: bytes.span, range: 0..<bytes.count)
      let start = before.utf8.count
      let value = (start + 4)..<(bytes.count - 1)
      if match?.groups != [start..<(start + 3), value] { mistakes += 1 }
    }
    return mistakes
  }
}
