import Candidates
import Testing

/// Contents that hold more to look at than any a person writes: they end, and with the right answer.
@Suite struct DenseContentTests {
  @Test func `a million anchors without a match end`() throws {
    var searcher = try Searcher(
      toml: rule(pattern: "abc=(?<secret>\\d)", anchor: "abc", "before = 0\nafter = 2"))
    let text = Array(String(repeating: "abc", count: 1_000_000).utf8)
    let none = try searcher.candidates(in: text)
    #expect(none.isEmpty)
    let one = try searcher.candidates(in: text + Array("=1".utf8))
    #expect(one.map(\.secret) == [3_000_001..<3_000_002])
  }

  @Test func `every one of a hundred thousand matches is found once`() throws {
    var searcher = try Searcher(
      toml: rule(pattern: "abc=(?<secret>\\d)", anchor: "abc", "before = 8\nafter = 2"))
    let text = Array(String(repeating: "abc=1;", count: 100_000).utf8)
    let all = try searcher.candidates(in: text)
    #expect(all.map(\.match.lowerBound) == Array(stride(from: 0, to: 600_000, by: 6)))
  }

  @Test func `a long list of digests is no list of keys`() throws {
    let lines = (0..<2_000).map { "\(key())  vastai-1.9.\($0).tar.gz\n" }
    #expect(
      try findWithEmbeddedRules("vastai set api-key YOUR_KEY\n" + lines.joined(), path: "a") == [])
    let locks = (0..<2_000).map { "  {file = \"vastai-\($0).whl\", hash = \"sha256:\(key())\"},\n" }
    #expect(try findWithEmbeddedRules(locks.joined(), path: "poetry.lock") == [])
  }

  @Test func `a key in a long list of digests is found`() throws {
    let key = key()
    let lines = (0..<1_000).map { _ in "sha256:\(CandidatesTests.key())\n" }.joined()
    #expect(
      try findWithEmbeddedRules(lines + "VAST_API_KEY=\(key)\n" + lines, path: "a")
        == [Found("vast-key-assignment", key)])
  }

  @Test(arguments: [nil, "a"])
  func `a list is followed once, also where a rule waits for the path`(path: String?) throws {
    let toml =
      rule(pattern: "keys=(?<secret>[0-9a-f]{64})", anchor: "{hex64}", "after = 80")
      + "\npath = 'a'\nmore = '\\G,(?<secret>[0-9a-f]{64})'\n"
    var searcher = try Searcher(toml: toml)
    let keys = (0..<20_000).map { _ in key() }
    let found = try searcher.candidates(
      in: Array("keys=\(keys.joined(separator: ","))".utf8), path: path)
    #expect(found.count == keys.count)
  }

  @Test(arguments: [",", ", ", ";", "\",\"", "','", "\n  - ", " "])
  func `a list of fifteen keys is found whole`(separator: String) throws {
    let keys = (0..<15).map { _ in key() }
    let text = "vastai_api_keys = [\"" + keys.joined(separator: separator) + "\"]"
    #expect(
      try findWithEmbeddedRules(text, path: "a") == keys.map { Found("vast-key-assignment", $0) })
  }

  /// Text that makes patterns try much before each of its digests.
  @Test(arguments: [
    "vast_", "vast_key_", "key token secret ", "vast hash key ", "./vast_api_key , ", "vast.ai/?",
    "vast(\"\\", "\\", "<a", "&a", "api_key ", "set api-key ", "bearer ", " = ", "%3D", "- ",
  ])
  func `text that looks like names can be decided`(piece: String) throws {
    let line = String(repeating: piece, count: 1_100 / piece.utf8.count)
    let text = (0..<20).map { _ in "vast_api_key" + line + "!!x" + key() + "\n" }.joined()
    #expect(!(try findWithEmbeddedRules(text, path: "a").contains { $0.rule == "undecided" }))
  }

  @Test func `private keys without end can be decided`() throws {
    let begin = "-----BEGIN OPENSSH PRIVATE KEY-----\n"
    #expect(
      try findWithEmbeddedRules(String(repeating: begin, count: 5_000), path: "vastai_key") == [])
    let dashes = String(repeating: "- -- --- ---- a", count: 2_000)
    #expect(
      try findWithEmbeddedRules(begin + dashes, path: "vastai_key") == [])
  }
}
