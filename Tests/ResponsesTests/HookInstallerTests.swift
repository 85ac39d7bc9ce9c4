import Git
import Responses
import TestSupport
import Testing

@Suite struct HookInstallerTests {
  let folder: TemporaryFolder
  let installer: HookInstaller

  init() throws {
    folder = try TemporaryFolder()
    try folder.makeFolder("hooks")
    installer = try Self.installer(in: folder)
  }

  private static func installer(
    in folder: TemporaryFolder, binary: String = "/opt/vastguard"
  ) throws -> HookInstaller {
    HookInstaller(
      hooksFolder: Path(folder.path("hooks")), template: try hookTemplate(), binary: Path(binary))
  }

  private func put(_ hook: String, mode: UInt32 = 0o755) throws {
    try folder.write("hooks/\(hook)", "#!/bin/sh\necho \(hook) of somebody else\n")
    try folder.chmod("hooks/\(hook)", mode)
  }

  /// Adds lines below the first line of the hook, and at its end.
  private func edit(top: String, end: String) throws {
    let text = try folder.text("hooks/pre-commit")
    try folder.write(
      "hooks/pre-commit", text.replacing("#!/bin/sh\n", with: "#!/bin/sh\n\(top)") + end)
  }

  private func install(_ hook: HookName = .preCommit) -> HookOutcome.Action? {
    installer.install([hook]).first?.action
  }

  private func uninstall(_ hook: HookName = .preCommit) -> HookOutcome.Action? {
    installer.uninstall([hook]).first?.action
  }

  private func state(_ hook: HookName = .preCommit) -> HookStatus.State? {
    installer.status([hook]).first?.state
  }

  private func isActive() -> Bool {
    installer.status([.preCommit]).first?.isActive == true
  }

  @Test func `installs each hook as a file that git runs`() throws {
    let outcomes = installer.install(HookName.ofWorkingRepository)
    #expect(outcomes.map(\.hook.rawValue) == ["pre-commit", "pre-merge-commit", "pre-push"])
    #expect(outcomes.allSatisfy { $0.action == .installed })
    #expect(try folder.names(in: "hooks") == ["pre-commit", "pre-merge-commit", "pre-push"])
    #expect(try folder.mode("hooks/pre-commit") == 0o755)
    #expect(state() == .ours(current: true, executable: true))
    #expect(isActive())
  }

  @Test func `makes the hooks folder, and those above it, where they are missing`() throws {
    let deep = HookInstaller(
      hooksFolder: Path(folder.path("one/two/three")), template: try hookTemplate(),
      binary: Path("/opt/vastguard"))
    #expect(deep.install([.prePush]).first?.action == .installed)
    #expect(try folder.names(in: "one/two/three") == ["pre-push"])
  }

  @Test func `changes nothing the second time`() throws {
    #expect(install() == .installed)
    let before = try folder.read("hooks/pre-commit")
    #expect(install() == .unchanged)
    #expect(try folder.read("hooks/pre-commit") == before)
  }

  @Test func `renews a hook that runs another binary, or that git would ignore`() throws {
    let earlier = try Self.installer(in: folder, binary: "/usr/local/bin/vastguard")
    _ = earlier.install([.preCommit])
    #expect(state() == .ours(current: false, executable: true))
    #expect(install() == .renewed)

    try folder.chmod("hooks/pre-commit", 0o644)
    #expect(state() == .ours(current: true, executable: false))
    #expect(!isActive())
    #expect(install() == .renewed)
    #expect(state() == .ours(current: true, executable: true))
  }

  @Test func `keeps somebody else's hook, and puts it back`() throws {
    try put("pre-commit", mode: 0o700)
    let before = try folder.read("hooks/pre-commit")
    #expect(state() == .foreign(executable: true))

    #expect(install() == .installedBeside)
    #expect(try folder.read("hooks/pre-commit.before-vastguard") == before)
    #expect(installer.status([.preCommit]).first?.keepsEarlier == true)
    #expect(install() == .unchanged)

    #expect(uninstall() == .restored)
    #expect(try folder.read("hooks/pre-commit") == before)
    #expect(try folder.mode("hooks/pre-commit") == 0o700)
    #expect(try folder.names(in: "hooks") == ["pre-commit"])
  }

  @Test func `touches nothing when it would have to keep two hooks`() throws {
    try put("pre-commit")
    try put("pre-commit.before-vastguard")
    let saved = Path(folder.path("hooks/pre-commit.before-vastguard"))
    #expect(install() == .failed(.savedHookExists(saved)))
    #expect(try folder.text("hooks/pre-commit").contains("pre-commit of somebody"))
    #expect(try folder.text("hooks/pre-commit.before-vastguard").contains("before-vastguard of"))
    #expect(try folder.names(in: "hooks").count == 2)
  }

  @Test func `does the other hooks when one fails`() throws {
    try folder.makeFolder("hooks/pre-commit")
    let actions = installer.install(HookName.ofWorkingRepository).map(\.action)
    let failure = HookError.notAFile(Path(folder.path("hooks/pre-commit")))
    #expect(actions == [.failed(failure), .installed, .installed])
    #expect(state() == .unknown(failure))
  }

  @Test func `removes only what is ours`() throws {
    _ = install()
    try put("pre-push")
    #expect(uninstall() == .removed)
    #expect(uninstall() == .unchanged)
    #expect(uninstall(.prePush) == .leftAlone)
    #expect(try folder.names(in: "hooks") == ["pre-push"])
    #expect(state() == .absent)
  }

  @Test func `puts the kept hook back also where ours was deleted by hand`() throws {
    try put("pre-commit")
    _ = install()
    try folder.remove("hooks/pre-commit")
    #expect(uninstall() == .restored)
    #expect(try folder.text("hooks/pre-commit").contains("of somebody else"))
  }

  @Test func `cuts its own lines out of a hook that somebody added to`() throws {
    for (top, end) in [("", "make check\n"), ("make check\n", "")] {
      _ = install()
      try edit(top: top, end: end)
      #expect(state() == .part(current: true, reached: top.isEmpty, executable: true))
      #expect(isActive() == top.isEmpty)
      #expect(uninstall() == .cut)
      #expect(try folder.text("hooks/pre-commit") == "#!/bin/sh\nmake check\n")
      try folder.remove("hooks/pre-commit")
    }
  }

  @Test func `keeps what somebody added as a hook of its own, and never runs itself`() throws {
    for (top, end) in [("", "make check\n"), ("make check\n", "")] {
      _ = install()
      try edit(top: top, end: end)
      #expect(install() == .installedBeside)
      #expect(state() == .ours(current: true, executable: true))
      let kept = "hooks/pre-commit.before-vastguard"
      #expect(try folder.text(kept) == "#!/bin/sh\nmake check\n")
      #expect(try folder.mode(kept) == 0o755)
      #expect(uninstall() == .restored)
      try folder.remove("hooks/pre-commit")
    }
  }

  @Test func `says that an earlier hook is kept where added lines stay in its place`() throws {
    try put("pre-commit")
    _ = install()
    try edit(top: "", end: "make check\n")
    let saved = Path(folder.path("hooks/pre-commit.before-vastguard"))
    #expect(install() == .failed(.savedHookExists(saved)))
    #expect(uninstall() == .cutBeside(saved))
    #expect(try folder.text("hooks/pre-commit.before-vastguard").contains("of somebody else"))
  }

  @Test func `does not guess where its lines end when a mark is gone`() throws {
    _ = install()
    let text = try folder.text("hooks/pre-commit")
    let broken = text.replacing("# <<< vastguard hook <<<\n", with: "")
    try folder.write("hooks/pre-commit", broken)
    let failure = HookError.brokenMarks(Path(folder.path("hooks/pre-commit")))
    #expect(state() == .unknown(failure))
    #expect(install() == .failed(failure))
    #expect(uninstall() == .failed(failure))
    #expect(try folder.text("hooks/pre-commit") == broken)
  }

  @Test func `takes its own script out of what is kept aside`() throws {
    _ = install()
    let text = try folder.read("hooks/pre-commit")
    try folder.write("hooks/pre-commit.before-vastguard", text)
    #expect(install() == .unchanged)
    #expect(try folder.names(in: "hooks") == ["pre-commit"])
    try folder.write("hooks/pre-commit.before-vastguard", text + Array("make check\n".utf8))
    #expect(install() == .unchanged)
    #expect(
      try folder.text("hooks/pre-commit.before-vastguard") == "#!/bin/sh\nmake check\n")
  }

  @Test func `does not put a link to a hook of ours before ours`() throws {
    _ = install()
    try folder.rename("hooks/pre-commit", to: "outside")
    try folder.link("hooks/pre-commit", to: "../outside")
    #expect(install() == .failed(.linkToOurs(Path(folder.path("hooks/pre-commit")))))
    #expect(try folder.names(in: "hooks") == ["pre-commit"])
  }

  @Test func `keeps the later of two hooks that one manager wrote`() throws {
    for (old, new) in [("a", "a"), ("call_lefthook # 1", "call_lefthook # 2")] {
      try folder.write("hooks/pre-commit", old)
      _ = install()
      try folder.write("hooks/pre-commit", new)
      #expect(install() == .installedBeside)
      #expect(try folder.text("hooks/pre-commit.before-vastguard") == new)
      #expect(installer.mentions("lefthook", in: .preCommit) == new.contains("lefthook"))
      #expect(uninstall() == .restored)
      try folder.remove("hooks/pre-commit")
    }
  }

  @Test func `moves a symbolic link and leaves alone what it leads to`() throws {
    try folder.write("outside", "#!/bin/sh\n")
    try folder.link("hooks/pre-commit", to: "../outside")
    #expect(install() == .installedBeside)
    #expect(try folder.text("outside") == "#!/bin/sh\n")
    #expect(try folder.text("hooks/pre-commit.before-vastguard") == "#!/bin/sh\n")
    #expect(uninstall() == .restored)
    #expect(try folder.text("outside") == "#!/bin/sh\n")
  }

  @Test func `does not take a link to a hook of ours for ours`() throws {
    _ = install()
    try folder.rename("hooks/pre-commit", to: "outside")
    try folder.link("hooks/pre-commit", to: "../outside")
    #expect(uninstall() == .leftAlone)
    #expect(folder.exists("outside"))
  }

  @Test func `refuses a binary that a repository could bring along`() throws {
    let relative = try Self.installer(in: folder, binary: "vastguard")
    #expect(
      relative.install([.preCommit]).first?.action == .failed(.binaryNotAbsolute(Path("vastguard")))
    )
    #expect(try folder.names(in: "hooks").isEmpty)
  }

  @Test func `says why the system refused`() throws {
    try folder.write("file", "")
    let odd = HookInstaller(
      hooksFolder: Path(folder.path("file/hooks")), template: try hookTemplate(),
      binary: Path("/opt/vastguard"))
    guard case .failed(let error) = odd.install([.preCommit]).first?.action else {
      Issue.record("installed below a file")
      return
    }
    #expect(error.description.contains("Not a directory"))
  }

  @Test func `reads no hook that is longer than ours could be`() throws {
    let script = HookScript(template: try hookTemplate(), binary: Path("/opt/vastguard"))
    let text = script.text(for: .preCommit)
    let padding = [UInt8](repeating: UInt8(ascii: "\n"), count: 1 << 16)
    try folder.write("hooks/pre-commit", text.dropLast(27) + padding + text.suffix(27))
    #expect(state() == .foreign(executable: false))
  }
}
