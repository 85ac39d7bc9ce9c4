import Git
import Responses
import TestSupport
import Testing

/// The script that stands in front of every repository's own hook.
@Suite struct HookGlobalScriptTests {
  let repository: RepositoryBuilder

  init() throws {
    repository = try RepositoryBuilder()
    try program(
      repository.home + "/vastguard",
      #"case "$*" in *--copy-input*) exec cat ;; esac; echo "vastguard: $*"; cat"#)
  }

  private func program(_ name: String, _ lines: String) throws {
    try repository.write(name, "#!/bin/sh\n\(lines)\n")
    try repository.chmod(name, 0o755)
  }

  private func put(_ name: String, scans: Bool, earlier: String = "") throws {
    let script = HookScript(
      template: try hookTemplates().global, binary: Path(repository.home + "/vastguard"),
      earlier: Path(earlier))
    try repository.write(
      repository.home + "/hooks/\(name)", script.text(named: name, scans: scans))
    try repository.chmod(repository.home + "/hooks/\(name)", 0o755)
  }

  private func run(_ name: String, input: String = "") throws -> ChildProcess.Outcome {
    try ChildProcess(
      [repository.home + "/hooks/\(name)", "one"], in: repository.path,
      environment: repository.environment, standardInput: Array(input.utf8)
    ).run()
  }

  @Test(arguments: ["post-receive", "pre-push"])
  func `gives the repository's own hook its arguments and its input`(name: String) throws {
    try put(name, scans: name == "pre-push")
    try program(".git/hooks/\(name)", #"echo "own $*"; cat"#)
    let scan = name == "pre-push" ? "vastguard: hook run pre-push -- one\nline\n" : ""
    #expect(try run(name, input: "line\n").stdout == "own one\nline\n" + scan)
  }

  @Test func `ends with the status of the repository's own hook`() throws {
    for (name, scans) in [("commit-msg", false), ("pre-commit", true)] {
      try put(name, scans: scans)
      try program(".git/hooks/\(name)", "exit 9")
      #expect(try run(name).status == 9)
      #expect(try run(name).stdout == "")
    }
  }

  @Test func `does nothing where there is nothing to do`() throws {
    try put("post-commit", scans: false)
    let outcome = try run("post-commit")
    #expect(outcome.status == 0)
    #expect(outcome.stdout + outcome.stderr == "")
    try repository.write(".git/hooks/post-commit", "#!/bin/sh\nexit 9\n")
    #expect(try run("post-commit").status == 0)
  }

  @Test func `runs what was in force before in place of the repository's own`() throws {
    try put("pre-commit", scans: true, earlier: repository.home + "/it's")
    try program(repository.home + "/it's/pre-commit", "echo earlier")
    try program(".git/hooks/pre-commit", "echo own")
    #expect(
      try run("pre-commit").stdout == "earlier\nvastguard: hook run pre-commit -- one\n")
  }

  @Test func `does not run itself where the repository's hooks lead back to it`() throws {
    try put("pre-commit", scans: true)
    try put("update", scans: false)
    try repository.remove(".git/hooks")
    try repository.link(".git/hooks", to: repository.home + "/hooks")
    #expect(try run("pre-commit").stdout == "vastguard: hook run pre-commit -- one\n")
    #expect(try run("update").status == 0)
  }

  @Test func `updates a work tree as git does where no hook says how`() throws {
    try put("push-to-checkout", scans: false)
    try repository.write("file", "one\n")
    try repository.commit("One")
    try repository.git("config", "core.hooksPath", repository.home + "/hooks")
    try repository.git("config", "receive.denyCurrentBranch", "updateInstead")
    let clone = try repository.clone()
    try clone.write("file", "two\n")
    try clone.commit("Two")
    try clone.git("push", "--quiet", "origin", "main")
    #expect(try repository.text("file") == "two\n")

    try repository.write("file", "mine\n")
    try clone.write("file", "three\n")
    try clone.commit("Three")
    let outcome = try clone.attempt("push", "--quiet", "origin", "main")
    #expect(outcome.status != 0)
    #expect(outcome.stderr.contains("unstaged changes"))
    #expect(try repository.text("file") == "mine\n")
  }
}
