import Testing

@testable import Responses

/// Edits are carried out as the agent's editor would.
@Suite struct FileEditsTests {
  private func edit(_ old: String, _ new: String, everywhere: Bool = false) -> AgentText.Edit {
    AgentText.Edit(old: Array(old.utf8), new: Array(new.utf8), isEverywhere: everywhere)
  }

  private func applied(_ edits: [AgentText.Edit], _ text: String, limit: Int = 1000) -> String? {
    FileEdits.applied(edits, to: Array(text.utf8), limit: limit)
      .map { String(decoding: $0, as: UTF8.self) }
  }

  @Test func `replaces the first or every occurrence, one edit after the other`() {
    #expect(applied([edit("aa", "b")], "aaaaa") == "baaa")
    #expect(applied([edit("aa", "b", everywhere: true)], "aaaaa") == "bba")
    #expect(applied([edit("a", "b"), edit("b", "c")], "a") == "c")
    #expect(applied([edit("aab", "x")], "aaab") == "ax")
    #expect(applied([edit("abab", "")], "ababab") == "ab")
  }

  @Test func `begins an empty file`() {
    #expect(applied([edit("", "x")], "") == "x")
    #expect(applied([edit("", "x")], "y") == nil)
  }

  @Test func `finds lines that end with CRLF`() {
    #expect(applied([edit("a\nb", "c")], "a\r\nb\r\n") == "c\n")
  }

  @Test func `gives nothing where an edit does not fit, or makes too much`() {
    #expect(applied([edit("z", "x")], "y") == nil)
    #expect(
      applied([edit("a", String(repeating: "b", count: 500), everywhere: true)], "aaa") == nil)
  }
}
