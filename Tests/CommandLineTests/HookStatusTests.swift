import TestSupport
import Testing

/// `hook status` as a doctor, and hooks beside other managers' of hooks.
@Suite struct HookStatusTests {
  let repository: RepositoryBuilder
  let key = MadeUp.key()

  init() throws {
    repository = try RepositoryBuilder()
    try repository.write("README", "text\n")
    try repository.commit("Root")
  }

  @discardableResult
  private func hook(
    _ arguments: String..., environment: [String: String] = [:]
  ) throws -> ChildProcess.Outcome {
    try Tool.run(["hook"] + arguments, in: repository, environment: environment)
  }

  private func expectTrouble(
    _ words: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try hook("status")
    #expect(outcome.status == 1, sourceLocation: sourceLocation)
    #expect(
      outcome.stdout.contains(words), "\(outcome.stdout)", sourceLocation: sourceLocation)
  }

  private func leaks() throws -> ChildProcess.Outcome {
    try repository.write("config", assignment(key))
    try repository.stage("config")
    return try repository.attempt("commit", "--quiet", "-m", "Leaks")
  }

  @Test func `sees what keeps a hook from running`() throws {
    try hook("install")
    let file = ".git/hooks/pre-commit"
    let text = try repository.text(file)
    try repository.chmod(file, 0o644)
    try expectTrouble("not executable")
    try repository.write(file, text.replacing("#!/bin/sh\n", with: "#!/bin/sh\nexit 0\n"))
    try repository.chmod(file, 0o755)
    try expectTrouble("may keep git from reaching them")
    try repository.write(file, text.replacing("exec ", with: "if then ("))
    try repository.chmod(file, 0o755)
    try expectTrouble("is not what this vastguard writes")
    try repository.write(file, text)
    try repository.chmod(file, 0o755)
    #expect(try hook("status").status == 0)
    try repository.git("config", "core.hooksPath", "/dev/null")
    try expectTrouble("but git looks in /dev/null")
  }

  @Test func `runs nothing that it did not write`() throws {
    try repository.write(".git/hooks/pre-commit", "#!/bin/sh\ntouch ran\n")
    try repository.chmod(".git/hooks/pre-commit", 0o755)
    try hook("status")
    try hook("install")
    #expect(try hook("status").status == 0)
    try repository.append(".git/hooks/pre-push", "touch ran\n")
    try hook("status")
    #expect(!repository.exists("ran"))
  }

  @Test func `tells of a server's hook`() throws {
    let server = try repository.bareClone()
    let install = try Tool.run("hook", "install", "--hook", "pre-receive", in: server)
    #expect(install.status == 0)
    let status = try Tool.run("hook", "status", in: server)
    #expect(status.status == 0)
    #expect(status.stdout == "pre-receive: installed\n")
  }

  @Test func `stops a commit where somebody sets the variable that asks`() throws {
    try hook("install")
    let outcome = try repository.attempt(
      ["commit", "--allow-empty", "-m", "x"], environment: ["VASTGUARD_HOOK_PROBE": "1"])
    #expect(outcome.status != 0)
  }

  @Test func `follows core.hooksPath from the environment`() throws {
    let variables = [
      "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.hooksPath",
      "GIT_CONFIG_VALUE_0": "other",
    ]
    #expect(try hook("install", environment: variables).status == 0)
    #expect(try repository.names(in: "other").count == 3)
    #expect(try hook("status", environment: variables).status == 0)
    #expect(try hook("status").status == 1)
  }

  @Test func `puts its lines into Husky's scripts, and runs beside them`() throws {
    try husky()
    try repository.write(".husky/pre-commit", "echo own >> ran\n")
    #expect(try hook("install").status == 0)
    #expect(try hook("status").status == 0)
    #expect(try leaks().status == 1)
    #expect(!repository.exists("ran"))
    try repository.git("rm", "--quiet", "--cached", "config")
    try repository.git("commit", "--quiet", "--allow-empty", "-m", "Clean")
    #expect(try repository.text("ran") == "own\n")
    #expect(try hook("uninstall").status == 0)
    #expect(try repository.names(in: ".husky") == ["_", "pre-commit"])
    #expect(try repository.text(".husky/pre-commit") == "echo own >> ran\n")
    #expect(try repository.text(".husky/_/pre-commit").contains("/h\""))
  }

  /// What Husky leaves in a repository, in a few lines of our own.
  private func husky() throws {
    try repository.write(
      ".husky/_/h", "own=.husky/${0##*/}\n[ ! -f \"$own\" ] || exec sh -e \"$own\" \"$@\"\n")
    for name in ["pre-commit", "pre-merge-commit", "pre-push"] {
      try repository.write(".husky/_/\(name)", "#!/bin/sh\n. \"${0%/*}/h\"\n")
      try repository.chmod(".husky/_/\(name)", 0o755)
    }
    try repository.git("config", "core.hooksPath", ".husky/_")
  }

  @Test func `says what lefthook has to be told`() throws {
    try repository.write(".git/hooks/pre-push", "#!/bin/sh\ncall_lefthook() { :; }\n")
    try repository.chmod(".git/hooks/pre-push", 0o755)
    let outcome = try hook("install")
    #expect(outcome.status == 0)
    #expect(outcome.stderr.contains("lefthook.yml"))
    #expect(outcome.stderr.contains("use_stdin: true"))
  }
}
