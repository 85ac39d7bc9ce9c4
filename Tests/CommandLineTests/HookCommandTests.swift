import TestSupport
import Testing

/// `hook install`, `uninstall` and `status`, and what an installed hook does around us.
@Suite struct HookCommandTests {
  let repository: RepositoryBuilder
  let names = ["pre-commit", "pre-merge-commit", "pre-push"]

  init() throws {
    repository = try RepositoryBuilder()
    try repository.write("README", "text\n")
    try repository.commit("Root")
  }

  private func hook(_ arguments: String...) throws -> ChildProcess.Outcome {
    try Tool.run(["hook"] + arguments, in: repository)
  }

  private func installed() throws -> [String] {
    try repository.names(in: ".git/hooks").filter { !$0.hasSuffix(".sample") }
  }

  @Test func `installs, tells and uninstalls`() throws {
    #expect(try hook("status").stdout.hasPrefix("pre-commit: not installed\n"))
    #expect(try hook("status").status == 1)
    let install = try hook("install")
    #expect(install.status == 0)
    for name in names { #expect(install.stdout.contains(name)) }
    #expect(try installed() == names)
    #expect(try hook("status").stdout.hasPrefix("pre-commit: installed\n"))
    #expect(try hook("status").status == 0)
    #expect(try hook("install").status == 0)
    #expect(try hook("uninstall").status == 0)
    #expect(try installed().isEmpty)
    #expect(try hook("uninstall").status == 0)
    #expect(try hook("status").status == 1)
  }

  @Test func `installs the hooks that are named, and no other`() throws {
    #expect(try hook("install", "--hook", "pre-push", "--hook=pre-commit").status == 0)
    #expect(try installed() == ["pre-commit", "pre-push"])
    #expect(try hook("status", "--hook", "pre-push").status == 0)
    #expect(try hook("status").status == 1)
    let wrong = try hook("install", "--hook", "pre-comit")
    #expect(wrong.status == 2)
    #expect(wrong.stderr.contains("pre-commit"))
  }

  @Test func `keeps a hook that stands there, and runs it first`() throws {
    let script = "#!/bin/sh\necho 'the other hook ran'\n[ ! -e refuse ]\n"
    try repository.write(".git/hooks/pre-commit", script)
    try repository.chmod(".git/hooks/pre-commit", 0o755)
    #expect(try hook("install").status == 0)
    try repository.write("a", "1\n")
    try repository.stage("a")
    let outcome = try repository.attempt("commit", "-m", "Clean")
    #expect(outcome.status == 0)
    #expect((outcome.stdout + outcome.stderr).contains("the other hook ran"))

    try repository.write("refuse", "")
    #expect(try repository.attempt("commit", "--allow-empty", "-m", "Refused").status == 1)
    try repository.remove("refuse")
    try repository.write("config", assignment(MadeUp.key()))
    try repository.stage("config")
    #expect(try repository.attempt("commit", "-m", "Leaks").status == 1)

    #expect(try hook("uninstall").status == 0)
    #expect(try repository.text(".git/hooks/pre-commit") == script)
    #expect(try installed() == ["pre-commit"])
  }

  @Test func `keeps a push hook that reads the references, and reads them too`() throws {
    let remote = try repository.bareClone()
    try repository.write(".git/hooks/pre-push", "#!/bin/sh\ncat > pushed\n")
    try repository.chmod(".git/hooks/pre-push", 0o755)
    #expect(try hook("install").status == 0)
    try repository.write("config", assignment(MadeUp.key()))
    try repository.git("add", "config")
    try repository.git("commit", "--quiet", "--no-verify", "-m", "Leaks")
    let outcome = try repository.attempt("push", remote.path, "main")
    #expect(outcome.status == 1)
    #expect(try repository.text("pushed").hasPrefix("refs/heads/main "))
  }

  @Test func `follows core.hooksPath, and serves linked work trees`() throws {
    try repository.git("config", "core.hooksPath", "tools/hooks")
    #expect(try hook("install").status == 0)
    #expect(try repository.names(in: "tools/hooks") == names)
    try repository.git("config", "--unset", "core.hooksPath")
    let linked = try repository.linkedWorktree(branch: "linked")
    #expect(try Tool.run("hook", "install", in: linked).status == 0)
    #expect(try installed() == names)
  }

  @Test func `stops everything where the program is gone`() throws {
    let folder = try TemporaryFolder()
    try folder.shell("cp '\(Tool.executable)' vastguard")
    let install = try Tool.run(
      "hook", "install", in: repository, executable: folder.path("vastguard"))
    #expect(install.status == 0)
    try folder.remove("vastguard")
    try repository.write("a", "1\n")
    try repository.stage("a")
    let outcome = try repository.attempt("commit", "-m", "Clean")
    #expect(outcome.status == 1)
    #expect(outcome.stderr.contains("nothing was checked"))
    #expect(outcome.stderr.contains("--no-verify"))
  }

  @Test func `works with an installation whose path needs quotes`() throws {
    let folder = try TemporaryFolder()
    try folder.makeFolder("it's $HOME")
    try folder.shell(
      #"cp "$TOOL" "./it's \$HOME/vastguard""#, environment: ["TOOL": Tool.executable])
    #expect(
      try Tool.run(
        "hook", "install", in: repository, executable: folder.path("it's $HOME/vastguard")
      ).status == 0)
    try repository.write("a", "1\n")
    try repository.stage("a")
    let outcome = try repository.attempt("commit", "-m", "Clean")
    #expect(outcome.status == 0, "\(outcome.stderr)")
  }

  @Test func `fails where there is no repository`() throws {
    for command in ["install", "uninstall", "status"] {
      let outcome = try Tool.run("hook", command)
      #expect(outcome.status == 2)
      #expect(outcome.stderr.contains("not in a git repository"))
    }
  }
}
