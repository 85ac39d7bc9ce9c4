import Candidates
import TestSupport
import Testing

/// Words that are sought with the anchors of rules in one pass change nothing for the rules.
@Suite struct ContentWordsTests {
  private static let words = ["vast.ai", "vastai", "marker"].map { Array($0.utf8) }

  /// What is found in a text with the embedded rules: with words or without, and the words.
  private func find(
    _ text: [UInt8], isSeeking: Bool
  ) throws -> (candidates: [Candidate], words: [Anchor], numbers: [Int]) {
    let index = try #require(embeddedRules)
    let words = try #require(ContentWords(Self.words, besides: index))
    guard var finder = CandidateFinder(index) else { throw NoMemory() }
    guard
      let found = finder.candidates(in: text.span, path: nil, words: isSeeking ? words : nil)
    else { throw NoMemory() }
    return (found, finder.words, finder.words.map(words.number))
  }

  @Test(arguments: 0..<20)
  func `rules find the same, and each word is told`(seed: Int) throws {
    var generator = SeededGenerator(seed: seed)
    let pieces = [
      "vast.ai", "VastAI", "marker", "VAST_API_KEY=", "\n", " ", "x", "\\x41", "=",
      MadeUp.key(using: &generator), "%3D", "https://console.vast.ai/api/v0/?api_key=",
    ]
    let text = Array(
      (0..<200).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined().utf8)
    let plain = try find(text, isSeeking: false)
    let seeking = try find(text, isSeeking: true)
    #expect(seeking.candidates == plain.candidates)
    #expect(plain.words.isEmpty)
    var alone: [Int] = []
    let search = try #require(AnchorSearch(sequences: Self.words, runs: false))
    search.forEachAnchor(in: text.span) { alone.append($0.offset) }
    #expect(seeking.words.map(\.offset) == alone)
    for (anchor, number) in zip(seeking.words, seeking.numbers) {
      let word = String(decoding: text[anchor.range], as: UTF8.self)
      #expect(Array(word.lowercased().utf8) == Self.words[number])
    }
  }

  @Test func `places count from the begin, byte order mark or not`() throws {
    let text = Array("a marker and vast.ai".utf8)
    #expect(try find(text, isSeeking: true).words.map(\.offset) == [2, 13])
    let marked = try find([0xEF, 0xBB, 0xBF] + text, isSeeking: true)
    #expect(marked.words.map(\.offset) == [5, 16])
    #expect(marked.numbers == [2, 0])
  }

  @Test func `words of an earlier content are forgotten`() throws {
    let index = try #require(embeddedRules)
    let words = try #require(ContentWords(Self.words, besides: index))
    guard var finder = CandidateFinder(index) else { throw NoMemory() }
    _ = finder.candidates(in: Array("marker".utf8).span, path: nil, words: words)
    #expect(finder.words.count == 1)
    _ = finder.candidates(in: Array("nothing".utf8).span, path: nil, words: words)
    #expect(finder.words.isEmpty)
  }
}
