import TestSupport
import Testing

/// The installed hook stops a real `git push` that would carry a key, and no other.
@Suite struct PushHookTests {
  let repository: RepositoryBuilder
  let remote: RepositoryBuilder
  let key = MadeUp.key()

  init() throws {
    repository = try RepositoryBuilder()
    try repository.write("README", "text\n")
    try repository.commit("Root")
    remote = try repository.bareClone()
    try repository.git("remote", "add", "origin", remote.path)
    try repository.git("push", "--quiet", "origin", "main")
    let outcome = try Tool.run("hook", "install", in: repository)
    try #require(outcome.status == 0, "\(outcome.stderr)")
  }

  /// Adds a commit that no other hook looked at.
  private func leak(into file: String = "config") throws {
    try repository.write(file, assignment(key))
    try repository.git("add", file)
    try repository.git("commit", "--quiet", "--no-verify", "-m", "Leaks")
  }

  private func expectRefusal(
    _ words: String..., sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let before = try remote.git("for-each-ref")
    let outcome = try repository.attempt(["push", "origin"] + words)
    #expect(outcome.status == 1, "\(outcome.stderr)", sourceLocation: sourceLocation)
    let said = outcome.stdout + outcome.stderr
    #expect(said.contains("push stopped"), sourceLocation: sourceLocation)
    #expect(said.contains(redacted(key)), "\(said)", sourceLocation: sourceLocation)
    #expect(!said.contains(key), sourceLocation: sourceLocation)
    #expect(try remote.git("for-each-ref") == before, sourceLocation: sourceLocation)
  }

  private func expectPassage(
    _ words: String..., sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try repository.attempt(["push", "--quiet", "origin"] + words)
    #expect(outcome.status == 0, "\(outcome.stderr)", sourceLocation: sourceLocation)
    #expect(!outcome.stderr.contains("vastguard"), sourceLocation: sourceLocation)
    #expect(outcome.stdout == "", sourceLocation: sourceLocation)
  }

  @Test func `stops a push of a commit with a key`() throws {
    try leak()
    try expectRefusal("main")
  }

  @Test func `stops it where a later commit took the key out`() throws {
    try leak()
    try repository.git("rm", "--quiet", "config")
    try repository.git("commit", "--quiet", "-m", "Cleans up")
    try expectRefusal("main")
  }

  @Test func `stops it for a new branch, a force-push and a tag`() throws {
    try leak()
    try expectRefusal("HEAD:refs/heads/new")
    try repository.git("tag", "light")
    try expectRefusal("light")
    try repository.git("tag", "-a", "-m", "Heavy", "heavy")
    try expectRefusal("heavy")
    try repository.git("commit", "--quiet", "--amend", "--no-verify", "-m", "Again")
    try expectRefusal("--force", "main")
  }

  @Test func `stops it for a tag with a key in its message`() throws {
    try repository.git("tag", "-a", "-m", assignment(key), "v1")
    try expectRefusal("v1")
  }

  @Test func `stops it for a tag of a file`() throws {
    let blob = try repository.git(
      ["hash-object", "-w", "--stdin"], standardInput: Array(assignment(key).utf8))
    try repository.git("tag", "file", blob)
    try expectRefusal("file")
  }

  @Test func `stops it for the name of a branch`() throws {
    try expectRefusal("HEAD:refs/heads/VAST_API_KEY=\(key)")
  }

  @Test func `lets a clean push pass without a word`() throws {
    try repository.write("a", "1\n")
    try repository.commit("Clean")
    try expectPassage("main")
    try expectPassage("main")
    try repository.git("tag", "-a", "-m", "Clean", "v1")
    try expectPassage("v1", "HEAD:refs/heads/other")
  }

  @Test func `lets a branch be deleted`() throws {
    try expectPassage("HEAD:refs/heads/other")
    try leak()
    try expectPassage("--delete", "other")
  }

  @Test func `looks at nothing that the remote has`() throws {
    try leak()
    try repository.git("push", "--quiet", "--no-verify", "origin", "main")
    try repository.write("a", "1\n")
    try repository.commit("Clean")
    try expectPassage("main")
    try expectPassage("HEAD:refs/heads/new")
  }

  @Test func `looks at all where the remote is another one`() throws {
    try leak()
    try repository.git("push", "--quiet", "--no-verify", "origin", "main")
    let other = try RepositoryBuilder("--bare")
    let outcome = try repository.attempt("push", other.path, "main")
    #expect(outcome.status == 1)
    #expect(outcome.stderr.contains("push stopped") || outcome.stdout.contains("push stopped"))
  }

  @Test func `looks at every reference of a push`() throws {
    try repository.git("branch", "clean")
    try repository.git("checkout", "--quiet", "-b", "dirty")
    try leak()
    try repository.git("checkout", "--quiet", "clean")
    try expectRefusal("clean", "dirty")
    try expectRefusal("dirty", "clean")
  }

  @Test func `stops a push of what can't be read`() throws {
    try repository.write("a", "unreadable\n")
    try repository.commit("Clean")
    let blob = try repository.id(of: "HEAD:a")
    try repository.remove(".git/objects/\(blob.prefix(2))/\(blob.dropFirst(2))")
    let head = try repository.id(of: "HEAD")
    let zeros = String(repeating: "0", count: 40)
    let outcome = try Tool.run(
      "hook", "run", "pre-push", "--", "elsewhere", "url", in: repository,
      standardInput: "refs/heads/main \(head) refs/heads/main \(zeros)\n")
    #expect(outcome.status == 3)
    #expect(outcome.stderr.contains("could not be scanned"))
  }

  @Test func `fails on lines that are none of git's`() throws {
    for line in ["nonsense\n", "a b c d\n", "refs/heads/main \(key) refs/heads/main x\n"] {
      let outcome = try Tool.run(
        "hook", "run", "pre-push", "--", "origin", "url", in: repository, standardInput: line)
      #expect(outcome.status == 2, "\(line)")
      #expect(!outcome.stderr.contains(key))
    }
  }

  @Test func `stops what a server is about to accept`() throws {
    let install = try Tool.run("hook", "install", "--hook", "pre-receive", in: remote)
    #expect(install.status == 0, "\(install.stderr)")
    try leak()
    let before = try remote.git("for-each-ref")
    let outcome = try repository.attempt("push", "--no-verify", "origin", "main")
    #expect(outcome.status == 1)
    #expect(outcome.stderr.contains(redacted(key)), "\(outcome.stderr)")
    #expect(try remote.git("for-each-ref") == before)

    try repository.git("reset", "--quiet", "--hard", "HEAD~1")
    try repository.write("a", "1\n")
    try repository.commit("Clean")
    let clean = try repository.attempt("push", "--no-verify", "origin", "main")
    #expect(clean.status == 0, "\(clean.stderr)")
  }
}
