import Foundation
import TestSupport
import Testing

/// `audit --incident`.
@Suite struct IncidentTests {
  let repository: RepositoryBuilder
  let folder: TemporaryFolder
  let key = MadeUp.key()

  init() throws {
    repository = try RepositoryBuilder()
    folder = try TemporaryFolder()
    try repository.write("config.env", assignment(key))
    try repository.commit("Adds settings")
    try repository.write("copy.env", assignment(key))
    try repository.commit("Copies them")
    try repository.remove("config.env")
    try repository.commit("Removes them")
    try repository.write("later.env", assignment(key))
    try repository.stash()
  }

  private func audit(_ arguments: String...) throws -> ChildProcess.Outcome {
    try Tool.run(["audit"] + arguments, in: repository)
  }

  @Test func `the page tells the story, the places and the steps`() throws {
    try repository.git("remote", "add", "origin", "https://me:word@example.com/app.git?x=y")
    #expect(try audit("--incident", folder.path("page.md")).status == 1)
    let page = try folder.text("page.md")
    #expect(page.hasPrefix("# Leaked: Vast.ai account key `\(redacted(key))`\n"))
    for part in [
      "Brought in with `config.env`", "Copied to `copy.env`", "Removed from `config.env`",
      "`refs/heads/main`", "`https://example.com/app.git`", "### Work tree", "### History",
      "### Stash", "- [ ] `later.env:1`", "1. **Make it worthless first.**", "git filter-repo",
    ] {
      #expect(page.contains(part), "\(part)")
    }
    #expect(!page.contains(key))
    #expect(!page.contains("word"))
  }

  @Test func `the replacements are for their owner only, and take the key out of the history`()
    throws
  {
    let file = folder.path("replacements")
    #expect(try audit("--incident-replacements", file).status == 1)
    #expect(try folder.mode("replacements") == 0o600)
    #expect(try folder.text("replacements") == "literal:\(key)==>REMOVED-BY-VASTGUARD\n")
    #expect(try audit("--incident-replacements", file).status == 2)
    #expect(try folder.text("replacements").contains(key))
  }

  @Test func `a secret of several lines becomes a pattern`() throws {
    try repository.write("id_ed25519", MadeUp.sshPrivateKey())
    try repository.commit("Adds a key")
    let report = try repository.audit()
    let id = try #require(report.secrets.first { $0.class == "ssh-private-key" }?.id)
    _ = try audit(
      "--incident-secret", String(id.prefix(10)), "--incident-replacements",
      folder.path("replacements"))
    let text = try folder.text("replacements")
    #expect(text.hasPrefix("regex:\\x2d\\x2d\\x2d"))
    #expect(text.count { $0 == "\n" } == 1)
  }

  @Test func `a file of secrets is not put where git would take it`() throws {
    for place in ["replacements", "a/../replacements", repository.path + "/replacements"] {
      try repository.makeFolder("a")
      #expect(try audit("--incident-replacements", place).status == 2)
    }
    #expect(!repository.exists("replacements"))
  }

  @Test func `an id that names no secret, or several, is told`() throws {
    let outcome = try audit(
      "--incident", folder.path("page.md"), "--incident-secret", MadeUp.hex(16))
    #expect(outcome.status == 1)
    #expect(outcome.stderr.contains("no secret, or more than one"))
    #expect(!folder.exists("page.md"))
    #expect(try audit("--incident-secret", "0").status == 2)
    #expect(try audit("--incident", "x", "--incident-secret", "no").status == 2)
  }

  @Test func `without a leak there is no page`() throws {
    let clean = try RepositoryBuilder()
    let outcome = try Tool.run("audit", "--incident", folder.path("page.md"), in: clean)
    #expect(outcome.status == 0)
    #expect(outcome.stderr.contains("no secret leaked"))
    #expect(!folder.exists("page.md"))
  }
}
