import TestSupport
import Testing

/// Whose word is taken for it that a finding may stay silent.
@Suite struct TrustTests {
  let repository: RepositoryBuilder
  let key = MadeUp.key()

  init() throws {
    repository = try RepositoryBuilder()
    try repository.write("README", "text\n")
    try repository.commit("Root")
  }

  private var marked: String {
    "VAST_API_KEY=\(key)  # vastguard:allow vast-key-assignment trust me\n"
  }

  @Test func `an author's own run takes the author's word`() throws {
    try repository.write("file", marked)
    try repository.stage("file")
    #expect(try repository.report(["staged"]).status == 0)
    try repository.write("file", assignment(key))
    try repository.write(".vastguard.toml", "skip = [\"file\"]\n")
    try repository.stage("file")
    #expect(try repository.report(["staged"]).status == 0)
  }

  @Test func `a gate takes no word that came with the change`() throws {
    try repository.git("checkout", "--quiet", "-b", "change")
    try repository.write("marked", marked)
    try repository.write("skipped", assignment(key))
    try repository.write(".vastguard.toml", "skip = [\"skipped\"]\n")
    try repository.commit("Adds a key and a word for it")
    #expect(try repository.report(["history", "main..change"]).status == 0)
    let strict = try repository.report(["history", "main..change", "--no-new-suppressions"])
    #expect(strict.status == 1)
    #expect(Set(strict.places(of: key).map(\.path)) == ["marked", "skipped"])
  }

  @Test func `a gate takes the word that was there before`() throws {
    try repository.write(".vastguard.toml", "skip = [\"samples/\"]\n")
    try repository.commit("Agrees on samples")
    try repository.git("checkout", "--quiet", "-b", "change")
    try repository.write("samples/one", assignment(key))
    try repository.write(".vastguard.toml", "skip = [\"samples/\", \"src/\"]\n")
    try repository.write("src/two", assignment(key))
    try repository.commit("Adds more")
    let report = try repository.report(["history", "main..change", "--no-new-suppressions"])
    #expect(report.places(of: key).map(\.path) == ["src/two"])
  }

  @Test func `a gate reads a baseline as it was before the change`() throws {
    try repository.write("old", assignment(key))
    try repository.commit("Leaks")
    _ = try Tool.run("audit", "--write-baseline", "known.toml", in: repository)
    try repository.commit("Knows it")
    try repository.git("checkout", "--quiet", "-b", "change")
    let new = MadeUp.key()
    try repository.write("copy", assignment(key))
    try repository.write("new", assignment(new))
    try repository.commit("Adds another")
    _ = try Tool.run("audit", "--write-baseline", "known.toml", in: repository)
    try repository.commit("Knows that, too")
    let command = ["history", "main..change", "--baseline", "known.toml"]
    #expect(try repository.report(command).status == 0)
    let strict = try repository.report(command + ["--no-new-suppressions"])
    #expect(strict.secrets.map(\.redacted) == [redacted(new)])
  }

  @Test func `a server takes no word from whoever pushes`() throws {
    let server = try repository.bareClone()
    #expect(
      try Tool.run("hook", "install", "--hook", "pre-receive", in: server).status == 0)
    try repository.git("remote", "add", "origin", server.path)
    try repository.write("marked", marked)
    try repository.write(".vastguard.toml", "skip = [\"marked\"]\n")
    try repository.commit("Adds a key and a word for it")
    let push = try repository.attempt(["push", "origin", "main"])
    #expect(push.status != 0)
    #expect(push.stderr.contains(redacted(key)))
  }

  @Test func `a server heeds what it holds, and lets a broken file be mended`() throws {
    try repository.write(".vastguard.toml", "skip = [\"samples/\"]\n")
    try repository.commit("Agrees on samples")
    let server = try repository.bareClone()
    #expect(
      try Tool.run("hook", "install", "--hook", "pre-receive", in: server).status == 0)
    try repository.git("remote", "add", "origin", server.path)
    try repository.write("samples/one", assignment(key))
    try repository.write(".vastguard.toml", "broken\n")
    try repository.commit("Adds a sample")
    #expect(try repository.attempt(["push", "origin", "main"]).status == 0)
    try repository.write(".vastguard.toml", "skip = [\"samples/\"]\n")
    try repository.commit("Mends the file")
    #expect(try repository.attempt(["push", "origin", "main"]).status == 0)
  }

  @Test func `an agent can't silence what it writes`() throws {
    let request = """
      {"hook_event_name": "PreToolUse", "tool_name": "Write", "tool_input": \
      {"file_path": "/x/file", "content": "VAST_API_KEY=\(key) # vastguard:allow vast-key-assignment x"}}
      """
    let outcome = try Tool.run("hook", "run", "agent", in: repository, standardInput: request)
    #expect((outcome.stdout + outcome.stderr).contains("stopped"))
  }
}
