import Git
import Responses
import TestSupport
import Testing

/// Installed hooks as git itself runs them.
@Suite struct HookUseTests {
  let repository: RepositoryBuilder

  init() throws {
    repository = try RepositoryBuilder()
    try repository.write("file", "text\n")
    try repository.commit("Root")
  }

  /// Installs hooks that run a shell script in the binary's place.
  private func install(running lines: String) throws {
    let binary = repository.home + "/vastguard"
    try repository.write(binary, "#!/bin/sh\n\(lines)\n")
    try repository.chmod(binary, 0o755)
    let installer = HookInstaller(
      hooksFolder: Path(repository.path(".git/hooks")), template: try hookTemplate(),
      binary: Path(binary))
    let outcomes = ChildProcess.whileNothingStarts {
      installer.install(HookName.ofWorkingRepository)
    }
    #expect(outcomes.allSatisfy { $0.action == .installed })
  }

  @Test func `a refused commit is not made, and --no-verify makes it`() throws {
    try install(running: #"echo "refused: $3" >&2; exit 1"#)
    let before = try repository.id(of: "HEAD")
    try repository.write("file", "more\n")
    let outcome = try repository.attempt("commit", "--all", "-m", "More")
    #expect(outcome.status != 0)
    #expect(outcome.stderr.contains("refused: pre-commit"))
    #expect(try repository.id(of: "HEAD") == before)
    #expect(try repository.attempt("commit", "--all", "--no-verify", "-m", "More").status == 0)
  }

  @Test func `an accepted commit is made`() throws {
    try install(running: "exit 0")
    try repository.write("file", "more\n")
    #expect(try repository.attempt("commit", "--all", "-m", "More").status == 0)
  }

  @Test func `a merge without conflicts is stopped too`() throws {
    try repository.branch("side")
    try repository.write("one", "1")
    try repository.commit("One")
    try repository.checkout("side")
    try repository.write("two", "2")
    try repository.commit("Two")
    try install(running: #"echo "refused: $3" >&2; exit 1"#)
    let outcome = try repository.attempt("merge", "--no-edit", "main")
    #expect(outcome.status != 0)
    #expect(outcome.stderr.contains("refused: pre-merge-commit"))
  }

  @Test func `a push hands over what is pushed, and is stopped`() throws {
    let remote = try repository.bareClone()
    try repository.git("remote", "add", "origin", remote.path)
    try repository.write("file", "more\n")
    let commit = try repository.commit("More")
    let before = try remote.id(of: "main")
    try install(running: #"echo "refused: $*" >&2; cat >&2; exit 1"#)
    let outcome = try repository.attempt("push", "origin", "main")
    #expect(outcome.status != 0)
    #expect(outcome.stderr.contains("refused: hook run pre-push -- origin \(remote.path)\n"))
    #expect(outcome.stderr.contains("refs/heads/main \(commit) refs/heads/main \(before)\n"))
    #expect(try remote.id(of: "main") == before)
  }
}
