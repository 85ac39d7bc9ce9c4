import Git
import Testing

@Suite struct PathPatternsTests {
  private func matches(_ patterns: [String], _ path: String) throws -> Bool {
    try #require(PathPatterns(patterns)).matches(Path(path))
  }

  @Test(arguments: [
    ("vendor/", "vendor/a/b.py", true), ("vendor/", "src/vendor/b.py", true),
    ("/vendor/", "src/vendor/b.py", false), ("*.min.js", "web/app.min.js", true),
    ("docs/**/sample", "docs/a/b/sample", true), ("docs/*.md", "docs/a/b.md", false),
    ("a", "ab", false), ("a", "b/a", true), ("vendor/", "vendor", false),
  ])
  func `reads a pattern as a line of a gitignore file`(
    pattern: String, path: String, expected: Bool
  ) throws {
    #expect(try matches([pattern], path) == expected)
  }

  @Test func `lets the last pattern that matches decide`() throws {
    #expect(try !matches(["*.txt", "!keep.txt"], "keep.txt"))
    #expect(try matches(["*.txt", "!keep.txt"], "other.txt"))
    #expect(try matches(["!keep.txt", "*.txt"], "keep.txt"))
    #expect(try matches(["folder/", "!folder/keep"], "folder/keep"))
  }

  @Test(arguments: ["", "# comment", "a\nb", "[", "/"])
  func `refuses what matches nothing`(pattern: String) {
    #expect(PathPatterns([pattern]) == nil)
  }

  @Test func `matches nothing without patterns`() throws {
    #expect(try !matches([], "a"))
    #expect(try !matches(["*"], ""))
  }
}
