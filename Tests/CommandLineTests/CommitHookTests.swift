import TestSupport
import Testing

/// The installed hook stops a real `git commit` that would record a key, and no other.
@Suite struct CommitHookTests {
  let repository: RepositoryBuilder
  let key = MadeUp.key()

  init() throws {
    repository = try RepositoryBuilder()
    try repository.write("README", "text\n")
    try repository.write("sub/file", "text\n")
    try repository.commit("Root")
    let outcome = try Tool.run("hook", "install", in: repository)
    try #require(outcome.status == 0, "\(outcome.stderr)")
  }

  /// Commits, and expects the commit to be refused for the key in a file.
  private func expectRefusal(
    of file: String, _ arguments: String..., in place: RepositoryBuilder? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let place = place ?? repository
    let before = try place.id(of: "HEAD")
    let outcome = try place.attempt(["commit", "-m", "Tries"] + arguments)
    #expect(outcome.status == 1, sourceLocation: sourceLocation)
    let said = outcome.stdout + outcome.stderr
    #expect(said.contains(file), "\(said)", sourceLocation: sourceLocation)
    #expect(said.contains(redacted(key)), sourceLocation: sourceLocation)
    #expect(!said.contains(key), sourceLocation: sourceLocation)
    #expect(said.contains("--no-verify"), sourceLocation: sourceLocation)
    #expect(try place.id(of: "HEAD") == before, sourceLocation: sourceLocation)
  }

  @Test func `stops a commit of what is staged`() throws {
    try repository.write("config", assignment(key))
    try repository.stage("config")
    try expectRefusal(of: "config")
  }

  @Test func `lets a clean commit pass without a word`() throws {
    try repository.write("config", "a = 1\n")
    try repository.stage("config")
    try repository.write("untracked", assignment(key))
    let outcome = try repository.attempt("commit", "--quiet", "-m", "Clean")
    #expect(outcome.status == 0)
    #expect(outcome.stdout + outcome.stderr == "")
  }

  @Test func `stops the very first commit`() throws {
    let fresh = try RepositoryBuilder()
    #expect(try Tool.run("hook", "install", in: fresh).status == 0)
    try fresh.write("config", assignment(key))
    try fresh.stage("config")
    let outcome = try fresh.attempt("commit", "-m", "First")
    #expect(outcome.status == 1)
    #expect(outcome.stderr.contains("commit stopped") || outcome.stdout.contains("commit stopped"))
    // There is no commit yet that 'git restore --staged' could take the file from.
    #expect(outcome.stderr.contains("git rm --cached FILE"))
  }

  @Test func `does not say that nothing is staged where the index can't be read`() throws {
    try repository.write(".git/index", "garbage")
    let outcome = try Tool.run("hook", "run", "pre-commit", in: repository)
    #expect(outcome.status == 3)
    #expect(!outcome.stdout.contains("Nothing is staged"))
  }

  @Test func `stops a commit of all that changed`() throws {
    try repository.write("README", assignment(key))
    try expectRefusal(of: "README", "-a")
  }

  @Test func `stops a commit of a path, and looks at no other`() throws {
    try repository.write("README", assignment(key))
    try expectRefusal(of: "README", "--", "README")

    try repository.stage("README")
    try repository.write("sub/file", "changed\n")
    let outcome = try repository.attempt("commit", "--quiet", "-m", "Clean", "--", "sub/file")
    #expect(outcome.status == 0, "\(outcome.stderr)")
  }

  @Test func `stops a commit from a sub-folder`() throws {
    try repository.write("sub/file", assignment(key))
    let before = try repository.id(of: "HEAD")
    let outcome = try repository.shell("cd sub && git commit -m Tries -a")
    #expect(outcome.status == 1)
    #expect((outcome.stdout + outcome.stderr).contains("sub/file"))
    #expect(try repository.id(of: "HEAD") == before)
  }

  @Test func `stops a commit in a linked work tree`() throws {
    let linked = try repository.linkedWorktree(branch: "linked")
    try linked.write("README", assignment(key))
    try expectRefusal(of: "README", "-a", in: linked)
    try linked.stage("README")
    try expectRefusal(of: "README", in: linked)
  }

  @Test func `stops a commit that amends`() throws {
    try repository.write("README", assignment(key))
    try expectRefusal(of: "README", "-a", "--amend")
  }

  @Test func `lets a rename of a file with an old key pass`() throws {
    try repository.write("config", assignment(key))
    try repository.git("add", "config")
    try repository.git("commit", "--quiet", "--no-verify", "-m", "Leaks, knowingly")
    try repository.git("mv", "config", "settings")
    #expect(try repository.attempt("commit", "-m", "Renames").status == 0)
    try repository.git("rm", "--quiet", "settings")
    #expect(try repository.attempt("commit", "-m", "Removes").status == 0)
  }

  @Test func `stops a merge that brings a key`() throws {
    try repository.branch("side")
    try repository.write("a", "1\n")
    try repository.commit("On main")
    try repository.checkout("side")
    try repository.write("config", assignment(key))
    try repository.git("add", "config")
    try repository.git("commit", "--quiet", "--no-verify", "-m", "Leaks, knowingly")
    try repository.checkout("main")
    let before = try repository.id(of: "HEAD")
    let outcome = try repository.attempt("merge", "--no-ff", "-m", "Merges", "side")
    #expect(outcome.status != 0)
    #expect((outcome.stdout + outcome.stderr).contains("config"))
    #expect(try repository.id(of: "HEAD") == before)
  }

  @Test func `works with a repository that git's variables name`() throws {
    try repository.write("README", assignment(key))
    let outside = try TemporaryFolder()
    let outcome = try ChildProcess(
      [
        "git", "--git-dir", repository.path + "/.git", "--work-tree", repository.path, "commit",
        "-a", "-m", "Tries",
      ], in: outside.path, environment: repository.environment
    ).run()
    #expect(outcome.status == 1)
    #expect((outcome.stdout + outcome.stderr).contains("README"))
  }

  @Test func `stops the commit where something can't be scanned`() throws {
    try repository.write("config", "text\n")
    try repository.stage("config")
    let blob = try repository.id(of: ":config")
    try repository.chmod(".git/objects/\(blob.prefix(2))/\(blob.dropFirst(2))", 0o644)
    try repository.write(".git/objects/\(blob.prefix(2))/\(blob.dropFirst(2))", "garbage")
    let outcome = try Tool.run("hook", "run", "pre-commit", in: repository)
    #expect(outcome.status == 3)
    #expect(outcome.stderr.contains("could not be scanned"))
    #expect(outcome.stdout.contains("config"))
  }
}
