import Findings
import Rules
import Settings
import Testing

/// The file that `--write-baseline` writes and `--baseline` reads.
@Suite struct BaselineFileTests {
  private func entry(
    _ rule: String, path: String? = nil, reason: String = "sample", expires: Int? = nil
  ) -> SuppressionEntry {
    SuppressionEntry(
      rule: rule, path: path,
      hash: SuppressionHash("0123456789abcdef." + String(repeating: "5", count: 32)),
      reason: reason, expires: expires, source: "b.toml", line: 1)
  }

  private func lines(_ file: BaselineFile) -> [String] {
    file.text.split(separator: "\n").map(String.init).filter { $0.contains("rule = ") }
  }

  @Test func `has one sorted line for each entry, and none twice`() {
    let entries = [entry("b"), entry("a", path: "x"), entry("b"), entry("a", path: "w")]
    let lines = lines(BaselineFile(entries: entries))
    #expect(lines == lines.sorted())
    #expect(lines.count == 3)
    #expect(lines == self.lines(BaselineFile(entries: entries.reversed())))
  }

  @Test(arguments: [
    "plain", "a \"quoted\" \\ one", "line\nbreak\ttab", "bell\u{7}", "right\u{202e}left",
    "schlüssel",
    "'''", "# no comment", "}, { rule = \"x\"",
  ])
  func `reads back what it wrote`(text: String) throws {
    let written = entry("a-rule", path: text, reason: text, expires: 20_261_231)
    let file = BaselineFile(entries: [written])
    var read = try BaselineFile(bytes: Array(file.text.utf8), name: "b.toml").entries
    #expect(read.count == 1)
    #expect(lines(file).count == 1)
    read[0].line = 1
    #expect(read == [written])
  }

  @Test func `is read in any order, and with lines that are there twice`() throws {
    let lines = [entry("b"), entry("a"), entry("b")].map { "  \(BaselineFile.line($0))," }
    let text = "suppressions = [\n\(lines.joined(separator: "\n"))\n]\n"
    #expect(try BaselineFile(bytes: Array(text.utf8), name: "b.toml").entries.count == 3)
  }

  @Test(arguments: [
    ("version = 2", "version 2"), ("fail_on = \"low\"", "unknown key"), ("{\"a\": 1}", "b.toml:1"),
    ("suppressions = [ 1 ]", "a table"),
  ])
  func `refuses what is no baseline of this version`(text: String, words: String) {
    do throws(RuleFileError) {
      _ = try BaselineFile(bytes: Array(text.utf8), name: "b.toml")
      Issue.record("it was read")
    } catch {
      #expect(error.description.contains(words), "\(error)")
    }
  }
}
