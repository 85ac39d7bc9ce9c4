import Git
import TestSupport
import Testing

/// What of a message counts as recorded, with git itself as the judge.
@Suite struct MessageCleanupTests {
  private func kept(
    _ message: String, mode: String? = nil, char: String? = nil, edited: Bool = true,
    verbose: Bool = false
  ) -> String {
    let cleanup = MessageCleanup(
      mode: mode, commentChar: char, hasEditor: edited, isVerbose: verbose)
    return String(decoding: cleanup.recorded(Array(message.utf8)), as: UTF8.self)
  }

  @Test(arguments: ["strip", "whitespace", "verbatim", "default", "scissors"], [true, false])
  func `is what git records`(mode: String, edited: Bool) throws {
    let message = "Subject\n\n# comment\n; line\n # indented\n#\nlast\n"
    let repository = try RepositoryBuilder()
    try repository.git("config", "commit.cleanup", mode)
    try repository.write(repository.home + "/message", message)
    let editor = ["GIT_EDITOR": "cp '\(repository.home)/message'"]
    let words = edited ? [] : ["--file=\(repository.home)/message"]
    let outcome = try repository.attempt(
      ["commit", "--quiet", "--allow-empty"] + words, environment: editor)
    #expect(outcome.status == 0, "\(outcome.stderr)")
    let recorded = try repository.git("log", "-1", "--format=%B")
    let lines = { (text: String) in text.split(separator: "\n").map(String.init) }
    #expect(lines(kept(message, mode: mode, edited: edited)) == lines(recorded))
  }

  @Test func `keeps the numbers of its lines`() {
    #expect(kept("a\n# b\nc\n") == "a\n\nc\n")
  }

  @Test func `ends at git's scissors, and only there`() {
    let cut = "# ------------------------ >8 ------------------------\n"
    let diff = "S\n\(cut)# Do not modify\n# Everything below\ndiff\n+a\n"
    #expect(kept(diff) == "S")
    #expect(kept("S\n\(cut)diff\n") == "S\n\ndiff\n")
    #expect(kept("S\n\(cut)diff\n", mode: "scissors") == "S")
    #expect(kept("S\n\(cut)diff\n", edited: false) == "S\n\(cut)diff\n")
    #expect(kept("S\n\(cut)diff\n", edited: false, verbose: true) == "S")
  }

  @Test func `knows other marks of comments`() {
    #expect(kept("a\n# b\n; c\n", char: ";") == "a\n# b\n\n")
    #expect(kept("a\n// b\n/ c\n", char: "//") == "a\n\n/ c\n")
    #expect(kept("# a\n; Please\n; b\n", char: "auto") == "# a\n\n\n")
    #expect(kept("# a\nb\n", char: "auto") == "# a\nb\n")
  }
}
