import Git
import Responses
import TestSupport
import Testing

/// Lines of ours at the top of scripts that Husky runs.
@Suite struct HookBlockTests {
  let folder: TemporaryFolder
  let installer: HookBlockInstaller

  init() throws {
    folder = try TemporaryFolder()
    try folder.makeFolder("_")
    for name in ["pre-commit", "pre-push"] {
      try folder.write("_/\(name)", "#!/bin/sh\n")
      try folder.chmod("_/\(name)", 0o755)
    }
    installer = HookBlockInstaller(
      scripts: Path(folder.path), wrappers: Path(folder.path("_")),
      template: try hookTemplates().block, binary: Path(folder.path("vastguard")))
    try folder.write(
      "vastguard", #"case "$*" in *--copy-input*) exec cat ;; esac; echo "vastguard: $*"; cat"#)
    try folder.chmod("vastguard", 0o755)
  }

  private func install(_ hook: HookName = .preCommit) -> HookOutcome.Action? {
    installer.install([hook]).first?.action
  }

  private func uninstall(_ hook: HookName = .preCommit) -> HookOutcome.Action? {
    installer.uninstall([hook]).first?.action
  }

  private func run(_ hook: String, input: String = "") throws -> ChildProcess.Outcome {
    try ChildProcess(
      ["sh", "-e", hook, "one"], in: folder.path, environment: folder.environment,
      standardInput: Array(input.utf8)
    ).run()
  }

  @Test(arguments: ["npm test\n", "#!/bin/sh\nnpm test\n", "npm test", "", "\n"])
  func `stand in the user's script and go again, byte for byte`(text: String) throws {
    try folder.write("pre-commit", text)
    try folder.chmod("pre-commit", 0o640)
    #expect(install() == .installedWithin(Path(folder.path("pre-commit"))))
    #expect(install() == .unchanged)
    #expect(try folder.mode("pre-commit") == 0o640)
    #expect(installer.status([.preCommit]).first?.isActive == true)
    #expect(uninstall() == (text.isEmpty ? .removed : .cut))
    if !text.isEmpty { #expect(try folder.text("pre-commit") == text) }
  }

  @Test func `are a script of their own where there is none`() throws {
    #expect(install() == .installedWithin(Path(folder.path("pre-commit"))))
    #expect(try folder.mode("pre-commit") == 0o755)
    #expect(uninstall() == .removed)
    #expect(!folder.exists("pre-commit"))
    #expect(uninstall() == .unchanged)
  }

  @Test func `run before the user's own, and stop them`() throws {
    try folder.write("pre-commit", "echo own \"$1\"\n")
    _ = install()
    #expect(
      try run("pre-commit").stdout == "vastguard: hook run pre-commit -- one\nown one\n")
    try folder.write("vastguard", "exit 3")
    #expect(try run("pre-commit").status == 3)
    #expect(try run("pre-commit").stdout == "")
  }

  @Test(arguments: ["", "one\n", "one\ntwo $HOME `x` \\n\n"])
  func `leave the list of references to the user's own`(input: String) throws {
    try folder.write("pre-push", "echo own; cat\n")
    _ = install(.prePush)
    let given = input.isEmpty ? "\n" : input
    #expect(
      try run("pre-push", input: input).stdout
        == "vastguard: hook run pre-push -- one\n\(given)own\n\(input)")
  }

  @Test func `are put back at the top where something came before them`() throws {
    _ = install()
    try folder.write("pre-commit", "exit 0\n" + folder.text("pre-commit"))
    #expect(installer.status([.preCommit]).first?.isActive == false)
    #expect(install() == .renewed)
    #expect(try folder.text("pre-commit").hasSuffix("<<<\nexit 0\n"))
    #expect(installer.status([.preCommit]).first?.isActive == true)
  }

  @Test func `don't count where Husky does not lead to them`() throws {
    _ = install()
    try folder.remove("_/pre-commit")
    let status = installer.status([.preCommit]).first
    #expect(status?.isActive == false)
    #expect(status?.problem?.contains("run husky") == true)
    #expect(install(.preReceive) == .failed(.notRun(by: "husky")))
  }
}
