import TestSupport
import Testing

/// The installed `commit-msg` hook stops a commit whose message would record a key.
@Suite struct HookMessageTests {
  let repository: RepositoryBuilder
  let key = MadeUp.key()

  init() throws {
    repository = try RepositoryBuilder()
    try repository.write("README", "text\n")
    try repository.commit("Root")
    let outcome = try Tool.run("hook", "install", "--hook", "commit-msg", in: repository)
    try #require(outcome.status == 0, "\(outcome.stderr)")
  }

  private func commit(
    _ arguments: String..., editor: String? = nil
  ) throws -> ChildProcess.Outcome {
    try repository.attempt(
      ["commit", "--quiet", "--allow-empty"] + arguments,
      environment: editor.map { ["GIT_EDITOR": $0] } ?? [:])
  }

  @Test func `stops a key in the message, and says how to go on`() throws {
    let outcome = try commit("-m", "Subject\n\n\(assignment(key))")
    #expect(outcome.status == 1)
    #expect(outcome.stderr.contains("commit message, line 3"))
    #expect(outcome.stderr.contains("git commit --edit --file .git/COMMIT_EDITMSG"))
    #expect(outcome.stderr.contains("--no-verify"))
    #expect(!(outcome.stdout + outcome.stderr).contains(key))
    #expect(try commit("--no-verify", "-m", assignment(key)).status == 0)
  }

  @Test func `looks at a comment where git keeps it`() throws {
    let message = "Subject\n\n# \(assignment(key))"
    #expect(try commit("-m", message).status == 1)
    try repository.git("config", "commit.cleanup", "strip")
    #expect(try commit("-m", message).status == 0)
    #expect(try repository.git("log", "-1", "--format=%s%b") == "Subject")
    let outcome = try repository.attempt(
      "-c", "commit.cleanup=verbatim", "commit", "--quiet", "--allow-empty", "-m", message)
    #expect(outcome.status == 1)
  }

  @Test func `does not look at the diff that git shows with the message`() throws {
    try repository.write("config", assignment(key))
    try repository.stage("config")
    let editor = repository.home + "/editor"
    try repository.write(editor, "#!/bin/sh\nsed -i '1s/^/Subject/' \"$1\"\n")
    try repository.chmod(editor, 0o755)
    let outcome = try commit("--verbose", editor: editor)
    #expect(outcome.status == 0, "\(outcome.stderr)")
    #expect(try repository.git("log", "-1", "--format=%B") == "Subject\n")
  }

  @Test func `fails without the message`() throws {
    for words in [["commit-msg"], ["commit-msg", "missing"]] {
      let outcome = try Tool.run(["hook", "run"] + words, in: repository)
      #expect(outcome.status == 2)
      #expect(outcome.stderr.contains("nothing was scanned"))
    }
  }
}
