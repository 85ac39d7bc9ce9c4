import TestSupport
import Testing

/// `hook install --global`, as every repository of the user sees it.
@Suite struct HookGlobalTests {
  let repository: RepositoryBuilder
  let key = MadeUp.key()

  init() throws {
    repository = try RepositoryBuilder()
    try repository.write("README", "text\n")
    try repository.commit("Root")
  }

  private var settings: String { repository.home + "/.gitconfig" }

  @discardableResult
  private func hook(
    _ arguments: String..., environment: [String: String] = [:]
  ) throws -> ChildProcess.Outcome {
    try Tool.run(["hook"] + arguments, in: repository, environment: environment)
  }

  private func leaks() throws -> ChildProcess.Outcome {
    try repository.write("config", assignment(key))
    try repository.stage("config")
    return try repository.attempt("commit", "--quiet", "-m", "Leaks")
  }

  private func script(_ name: String, _ lines: String) throws {
    try repository.write(name, "#!/bin/sh\n\(lines)\n")
    try repository.chmod(name, 0o755)
  }

  @Test func `stops a commit in any repository, and goes without a trace`() throws {
    let before = try repository.read(settings)
    #expect(try hook("status", "--global").status == 1)
    #expect(try hook("install", "--global").status == 0)
    let installed = try repository.read(settings)
    #expect(try hook("install", "--global").stdout.contains("pre-push: nothing to do"))
    #expect(try repository.read(settings) == installed)
    #expect(try hook("status", "--global").status == 0)
    #expect(try hook("status").status == 0)
    #expect(try leaks().status == 1)

    #expect(try hook("uninstall", "--global").status == 0)
    #expect(try repository.read(settings) == before)
    #expect(!repository.exists(repository.home + "/.config/vastguard"))
    #expect(try leaks().status == 0)
  }

  @Test func `runs the repository's own hooks of all names`() throws {
    try hook("install", "--global")
    for name in ["pre-commit", "prepare-commit-msg", "commit-msg", "post-commit"] {
      try script(".git/hooks/\(name)", "echo \(name) >> ran")
    }
    try repository.write("a", "1\n")
    try repository.stage("a")
    try repository.git("commit", "--quiet", "-m", "Clean")
    #expect(
      try repository.text("ran") == "pre-commit\nprepare-commit-msg\ncommit-msg\npost-commit\n")
  }

  @Test func `keeps the folder that was set before, and sets it again`() throws {
    try script(repository.home + "/mine/pre-commit", "echo mine >> ran")
    try repository.git("config", "--global", "core.hooksPath", "~/mine")
    let before = try repository.read(settings)
    try hook("install", "--global")
    try hook("install", "--global")
    #expect(try leaks().status == 1)
    #expect(try repository.text("ran") == "mine\n")
    #expect(try hook("uninstall", "--global").status == 0)
    #expect(try repository.read(settings) == before)
    #expect(try leaks().status == 0)
    #expect(try repository.text("ran") == "mine\nmine\n")
  }

  @Test func `adds and takes away single hooks, also outside of any repository`() throws {
    let outside = try TemporaryFolder()
    let home = repository.home
    let environment = ["HOME": home, "XDG_CONFIG_HOME": home + "/.config"]
    let words = ["--global", "--hook", "commit-msg"]
    let install = try Tool.run(["hook", "install"] + words, in: outside, environment: environment)
    #expect(install.status == 0, "\(install.stderr)")
    try hook("install", "--global")
    #expect(try hook("status", "--global").stdout.contains("commit-msg: installed"))
    #expect(try repository.attempt("commit", "--allow-empty", "-m", assignment(key)).status == 1)
    _ = try Tool.run(["hook", "uninstall"] + words, in: outside, environment: environment)
    #expect(try !hook("status", "--global").stdout.contains("commit-msg"))
    #expect(try hook("status", "--global").status == 0)
    #expect(try leaks().status == 1)
  }

  @Test func `tells what is in its way`() throws {
    try hook("install", "--global")
    try repository.remove(repository.home + "/.config/vastguard/hooks/update")
    let lacking = try hook("status", "--global")
    #expect(lacking.status == 1)
    #expect(lacking.stdout.contains("lacks update"))
    try hook("install", "--global")

    try repository.git("config", "core.hooksPath", "elsewhere")
    let shadowed = try hook("status")
    #expect(shadowed.status == 1)
    #expect(shadowed.stdout.contains("core.hooksPath is set in"))
  }

  @Test func `uses the configuration of a git that runs hooks from there`() throws {
    // A later git's version in front of the one that is installed.
    let folder = repository.home + "/bin"
    let git = try repository.shell("command -v git").stdout.split(separator: "\n")[0]
    try script(
      folder + "/git",
      #"[ "$1" = version ] && { echo git version 2.54.1; exit; }; exec \#(git) "$@""#)
    let path = ["PATH": "\(folder):\(repository.environment["PATH"] ?? "")"]
    let before = try repository.read(settings)
    #expect(try hook("install", "--global", environment: path).status == 0)
    let installed = try repository.read(settings)
    #expect(try hook("install", "--global", environment: path).stdout.contains("nothing to do"))
    #expect(try repository.read(settings) == installed)
    #expect(try hook("status", environment: path).status == 0)
    #expect(try repository.git("config", "hook.vastguard-pre-push.event") == "pre-push")
    let command = try repository.git("config", "hook.vastguard-pre-commit.command")
    try repository.write("config", assignment(key))
    try repository.stage("config")
    #expect(try repository.shell(command).status == 1)
    #expect(try hook("uninstall", "--global", environment: path).status == 0)
    #expect(try repository.read(settings) == before)
  }
}
