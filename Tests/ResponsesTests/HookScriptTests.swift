import Git
import Responses
import TestSupport
import Testing

/// The script itself, run by the shell with a small program in the binary's place.
@Suite struct HookScriptTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try program("vastguard", #"echo "vastguard: $*"; cat"#)
  }

  /// Writes a program; `vastguard` among them copies its input when it is asked for that.
  private func program(_ name: String, _ lines: String) throws {
    let copies = #"case "$*" in *--copy-input*) exec cat ;; esac"#
    try folder.write(name, "#!/bin/sh\n\(name == "vastguard" ? copies : "")\n\(lines)\n")
    try folder.chmod(name, 0o755)
  }

  private func put(_ hook: HookName, binary: String? = nil) throws {
    let binary = Path(binary ?? folder.path("vastguard"))
    let script = HookScript(template: try hookTemplate(), binary: binary)
    try folder.write("hooks/\(hook.rawValue)", script.text(for: hook))
    try folder.chmod("hooks/\(hook.rawValue)", 0o755)
  }

  private func run(
    _ hook: String, _ arguments: String..., input: String = "", path: String? = nil
  ) throws -> ChildProcess.Outcome {
    var environment = folder.environment
    if let path { environment["PATH"] = path }
    return try ChildProcess(
      ["hooks/\(hook)"] + arguments, in: folder.path, environment: environment,
      standardInput: Array(input.utf8)
    ).run()
  }

  @Test(arguments: HookName.allCases)
  func `hands each hook, its arguments and its input to the binary`(hook: HookName) throws {
    try put(hook)
    let outcome = try run(hook.rawValue, "origin", "a b", input: "line\n")
    #expect(outcome.stdout == "vastguard: hook run \(hook.rawValue) -- origin a b\nline\n")
    #expect(outcome.status == 0)
  }

  @Test func `ends with the binary's status`() throws {
    try program("vastguard", "exit 3")
    try put(.preCommit)
    #expect(try run("pre-commit").status == 3)
  }

  @Test func `runs a binary whatever its path holds`() throws {
    let odd = #"it's "a" $HOME; `echo x` \ *"# + "\nline"
    try folder.write("\(odd)/vastguard", "#!/bin/sh\necho here\n")
    try folder.chmod("\(odd)/vastguard", 0o755)
    try put(.preCommit, binary: folder.path("\(odd)/vastguard"))
    #expect(try run("pre-commit").stdout == "here\n")
  }

  @Test func `looks on PATH when the binary is not where it was`() throws {
    try put(.preCommit, binary: "/nowhere/vastguard")
    let outcome = try run("pre-commit", path: "\(folder.path):/usr/bin:/bin")
    #expect(outcome.stdout.hasPrefix("vastguard: hook run pre-commit"))
  }

  @Test(arguments: [
    (HookName.preCommit, "git commit --no-verify"),
    (.preMergeCommit, "git merge --no-verify"),
    (.prePush, "git push --no-verify"),
    (.preReceive, "administrator"),
  ])
  func `stops, and says how to go on, when there is no binary`(
    hook: HookName, way: String
  ) throws {
    try put(hook, binary: "/nowhere/vastguard")
    let outcome = try run(hook.rawValue, path: "/usr/bin:/bin")
    #expect(outcome.status == 1)
    #expect(outcome.stderr.contains("/nowhere/vastguard"))
    #expect(outcome.stderr.contains("vastguard hook install"))
    #expect(outcome.stderr.contains(way))
  }

  @Test func `runs the earlier hook first, with the same arguments`() throws {
    try put(.preCommit)
    try program("hooks/pre-commit.before-vastguard", #"echo "earlier: $*""#)
    #expect(
      try run("pre-commit", "one", "two").stdout
        == "earlier: one two\nvastguard: hook run pre-commit -- one two\n")
  }

  @Test(arguments: [HookName.preCommit, .prePush])
  func `stops with the earlier hook's status, and scans no more`(hook: HookName) throws {
    try put(hook)
    try program("hooks/\(hook.rawValue).before-vastguard", "exit 9")
    let outcome = try run(hook.rawValue, "origin", input: "line\n")
    #expect(outcome.status == 9)
    #expect(outcome.stdout == "")
  }

  @Test(arguments: ["", "one\n", "one\ntwo\n\n", "no end", #"\n %s $HOME\#n"#])
  func `gives both hooks the list of references, byte for byte`(input: String) throws {
    try put(.prePush)
    try program("hooks/pre-push.before-vastguard", "cat; echo .")
    try program("vastguard", "cat; echo .; exit 1")
    let outcome = try run("pre-push", "origin", "url", input: input)
    #expect(outcome.stdout == "\(input).\n\(input).\n")
    #expect(outcome.status == 1)
  }

  @Test func `does not mind an earlier hook that leaves the list of references unread`() throws {
    try put(.prePush)
    try program("hooks/pre-push.before-vastguard", "exit 0")
    let input = String(repeating: "refs/heads/a b refs/heads/a c\n", count: 10_000)
    let outcome = try run("pre-push", input: input)
    #expect(outcome.stdout == "vastguard: hook run pre-push --\n\(input)")
  }

  @Test func `skips an earlier hook that git would have skipped`() throws {
    try put(.preCommit)
    try folder.write("hooks/pre-commit.before-vastguard", "#!/bin/sh\nexit 9\n")
    #expect(try run("pre-commit").status == 0)
  }

  @Test func `runs once, whatever leads from the earlier hook back to it`() throws {
    try put(.preCommit)
    try program("hooks/pre-commit.before-vastguard", #"echo earlier; exec "${0%.*}" "$@""#)
    let outcome = try run("pre-commit", "one")
    let scan = "vastguard: hook run pre-commit -- one\n"
    #expect(outcome.stdout == "earlier\n" + scan + scan)

    try folder.remove("hooks/pre-commit.before-vastguard")
    try folder.link("hooks/pre-commit.before-vastguard", to: "pre-commit")
    #expect(try run("pre-commit", "one").stdout == scan)
  }

  @Test func `tells a person who pushes through GitLab's pages, too`() throws {
    try put(.preReceive, binary: "/nowhere/vastguard")
    var environment = folder.environment
    environment["PATH"] = "/usr/bin:/bin"
    environment["GL_PROTOCOL"] = "web"
    let outcome = try ChildProcess(
      ["hooks/pre-receive"], in: folder.path, environment: environment
    ).run()
    #expect(outcome.stderr.contains("GL-HOOK-ERR: vastguard: stopped"))
  }

  @Test func `answers whoever asks whether it works, and does nothing else`() throws {
    try put(.preCommit)
    try program("hooks/pre-commit.before-vastguard", "echo earlier")
    var environment = folder.environment
    environment["VASTGUARD_HOOK_PROBE"] = "1"
    let outcome = try ChildProcess(
      ["hooks/pre-commit"], in: folder.path, environment: environment
    ).run()
    #expect(outcome.stdout == "vastguard: hook run pre-commit\n")
  }

  @Test func `works under the name that another hook manager gives it`() throws {
    try put(.preCommit)
    try program("hooks/pre-commit.before-vastguard", "echo earlier")
    try folder.rename("hooks/pre-commit", to: "hooks/pre-commit.legacy")
    #expect(
      try run("pre-commit.legacy").stdout == "earlier\nvastguard: hook run pre-commit --\n")
  }

  @Test func `is recognised whatever binary it runs, and only whole`() throws {
    for binary in ["/a", "/b'c"] {
      let script = HookScript(template: try hookTemplate(), binary: Path(binary))
      let text = script.text(for: .prePush)
      #expect(HookScript.recognises(text))
      #expect(!HookScript.recognises(text + Array("more\n".utf8)))
      #expect(!HookScript.recognises(Array("#!/bin/sh\n".utf8) + text))
    }
    #expect(!HookScript.recognises([]))
    #expect(!HookScript.recognises(Array("#!/bin/sh\nvastguard hook run pre-push\n".utf8)))
  }
}
