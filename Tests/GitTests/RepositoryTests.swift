import Foundation
import Git
import Testing

@Suite struct RepositoryTests {
  @Test func `is found from a folder inside`() throws {
    let fixture = try GitFixture()
    let commit = try fixture.commit("text\n", to: "a/b/file")
    let repository = try Repository.open(at: Path(fixture.path + "/a/b"))
    #expect(repository.workTree == Path(fixture.path))
    #expect(repository.gitDirectory == Path(fixture.path + "/.git"))
    #expect(repository.commonDirectory == repository.gitDirectory)
    #expect(try repository.head() == commit)
    #expect(!repository.isBare)
    #expect(!repository.isShallow)
    #expect(!repository.isPartial)
  }

  @Test func `says that there is no repository`() throws {
    let fixture = try GitFixture()
    try FileManager.default.removeItem(atPath: fixture.path + "/.git")
    #expect(gitError { _ = try fixture.open() }?.reason == .notARepository)
    let absent = Path(fixture.path + "/absent")
    #expect(gitError { _ = try Repository.open(at: absent) }?.reason == .notARepository)
  }

  @Test func `tells a repository that can't be opened from none`() throws {
    let fixture = try GitFixture()
    try fixture.write(".git/config", "[core\n")
    let broken = try #require(gitError { _ = try fixture.open() })
    #expect(broken.reason == .other || broken.reason == .corrupt)
    try fixture.write(".git/config", "[core]\nrepositoryformatversion = 99\n")
    #expect(gitError { _ = try fixture.open() }?.reason == .unsupported)
    try fixture.write(
      ".git/config",
      "[core]\nrepositoryformatversion = 1\n[extensions]\nobjectFormat = sha3\n")
    #expect(gitError { _ = try fixture.open() }?.reason == .unsupported)
  }

  @Test(arguments: ["worktreeConfig", "relativeWorktrees", "partialClone", "preciousObjects"])
  func `reads repositories with harmless extensions`(_ name: String) throws {
    let fixture = try GitFixture()
    let commit = try fixture.commit("text\n")
    try fixture.git("config core.repositoryformatversion 1")
    try fixture.git("config extensions.\(name) true")
    #expect(try fixture.open().head() == commit)
  }

  @Test func `has no commit before the first`() throws {
    let fixture = try GitFixture()
    #expect(try fixture.open().head() == nil)
    #expect(try fixture.open().commits(in: .all).commits.isEmpty)
  }

  @Test(arguments: ["HEAD", "refs/heads/main"])
  func `tells a broken head from one without a commit`(_ name: String) throws {
    let fixture = try GitFixture()
    try fixture.commit("text\n")
    try fixture.write(".git/" + name, "nonsense\n")
    let repository = try fixture.open()
    #expect(gitError { _ = try repository.head() }?.reason == .corrupt)
  }

  @Test func `knows a detached head`() throws {
    let fixture = try GitFixture()
    let first = try fixture.commit("one\n")
    try fixture.commit("two\n")
    try fixture.git("checkout -q --detach HEAD~1")
    #expect(try fixture.open().head() == first)
  }

  @Test func `has no work tree where it is bare`() throws {
    let fixture = try GitFixture("--bare")
    let repository = try fixture.open()
    #expect(repository.isBare)
    #expect(repository.workTree == nil)
    #expect(try repository.head() == nil)
  }

  @Test func `is bare by its looks where it does not say`() throws {
    let fixture = try GitFixture("--bare")
    try FileManager.default.removeItem(atPath: fixture.path + "/config")
    #expect(try fixture.open().isBare)
    try fixture.git("config core.bare false")
    #expect(try fixture.open().isBare)
  }

  @Test func `reads the work tree's own configuration`() throws {
    let fixture = try GitFixture("--bare")
    try fixture.git("config --unset core.bare")
    try fixture.git("config core.repositoryformatversion 1")
    try fixture.git("config extensions.worktreeConfig true")
    try fixture.git("config --worktree core.bare true")
    try fixture.git("config --worktree vast.guard yes")
    let repository = try fixture.open()
    #expect(repository.isBare)
    #expect(repository.configuration.value("vast.guard") == Path("yes"))
    #expect(repository.configuration.value("vast.absent") == nil)
  }

  @Test func `opens a linked work tree`() throws {
    let fixture = try GitFixture()
    let commit = try fixture.commit("text\n")
    let linked = fixture.beside("linked")
    try fixture.git("worktree add -q \(linked)")
    let repository = try Repository.open(at: Path(linked))
    #expect(repository.workTree == Path(linked))
    #expect(repository.gitDirectory == Path(fixture.path + "/.git/worktrees/linked"))
    #expect(repository.commonDirectory == Path(fixture.path + "/.git"))
    #expect(try repository.head() == commit)
    #expect(try repository.indexEntries().entries.map(\.path) == [Path("file")])
  }

  @Test func `follows a file that stands for the repository`() throws {
    let fixture = try GitFixture("--separate-git-dir", "../elsewhere")
    let commit = try fixture.commit("text\n")
    let repository = try fixture.open()
    #expect(repository.workTree == Path(fixture.path))
    #expect(repository.gitDirectory == Path(fixture.beside("elsewhere")))
    #expect(try repository.head() == commit)
  }

  @Test func `knows a shallow clone, also from a linked work tree`() throws {
    let fixture = try GitFixture()
    try fixture.commit("one\n")
    try fixture.commit("two\n")
    let clone = fixture.beside("clone")
    let linked = fixture.beside("linked")
    try fixture.git("clone -q --depth 1 file://\(fixture.path) \(clone)")
    try fixture.git(["worktree", "add", "-q", linked], in: clone)
    for path in [clone, linked] {
      let repository = try Repository.open(at: Path(path))
      #expect(repository.isShallow)
      #expect(try repository.shallowBoundary() == [fixture.id("HEAD")])
    }
  }

  @Test func `knows a partial clone, and what is missing in it`() throws {
    let fixture = try GitFixture()
    try fixture.commit("one\n")
    let old = try fixture.id("HEAD:file")
    try fixture.commit("two\n")
    try fixture.git("config uploadpack.allowFilter true")
    let clone = fixture.beside("clone")
    try fixture.git("clone -q --filter=blob:none file://\(fixture.path) \(clone)")
    let repository = try Repository.open(at: Path(clone))
    #expect(repository.isPartial)
    #expect(gitError { try repository.objects.withObject(old) { _, _ in } }?.reason == .missing)
  }

  @Test func `borrows the objects of other repositories`() throws {
    let fixture = try GitFixture()
    let commit = try fixture.commit("text\n")
    let odd = fixture.beside("odd: \"name\"\u{1}")
    try FileManager.default.createDirectory(atPath: odd, withIntermediateDirectories: true)
    try fixture.git(["clone", "-q", "--shared", fixture.path, odd + "/first"])
    try fixture.git(["clone", "-q", "--shared", odd + "/first", odd + "/second"])
    let repository = try Repository.open(at: Path(odd + "/second"))
    #expect(repository.objects.folders.count == 3)
    #expect(repository.objects.contains(commit))
  }

  @Test func `resolves what names a revision`() throws {
    let fixture = try GitFixture()
    let first = try fixture.commit("one\n")
    let second = try fixture.commit("two\n")
    try fixture.git("tag -a -m release v1 HEAD~1")
    let repository = try fixture.open()
    #expect(try repository.resolve("HEAD") == second)
    #expect(try repository.resolve("main~1") == first)
    #expect(try repository.resolve("HEAD^{tree}") == fixture.id("HEAD^{tree}"))
    #expect(try repository.resolve("v1") == fixture.id("v1"))
    #expect(try repository.resolve("v1^{}") == first)
    #expect(try repository.resolve(String(first.description.prefix(10))) == first)
    #expect(try repository.resolve("main@{1}") == first)
    for wrong in ["absent", "HEAD~7", String(repeating: "0", count: 40), "HEAD^{blob}", ""] {
      #expect(
        gitError { _ = try repository.resolve(wrong) }?.reason == .unknownRevision, "\(wrong)")
    }
  }

  @Test func `finds nothing to execute in a configuration that names commands`() throws {
    let fixture = try GitFixture()
    let trap = fixture.beside("trap")
    let script = "touch \(trap); cat"
    for key in [
      "core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "diff.external",
      "diff.x.textconv", "diff.x.command", "filter.x.clean", "filter.x.smudge", "filter.x.process",
    ] {
      try fixture.write(".git/more", "[\(key.split(separator: ".")[0])]\n")
      try fixture.git(["config", key, script])
    }
    try fixture.git("config filter.x.required true")
    try fixture.write(".git/info/attributes", "* diff=x filter=x\n")
    let id = try fixture.blob(Array("one\n".utf8))
    let other = try fixture.blob(Array("one\ntwo\n".utf8))
    try fixture.git(["update-index", "--add", "--cacheinfo", "100644,\(id),file"])
    try? FileManager.default.removeItem(atPath: trap)
    let repository = try fixture.open()
    _ = try repository.stagedChanges()
    _ = try repository.indexEntries()
    _ = try repository.objects.addedLines(old: id, new: other)
    _ = try IgnoreRules(of: repository).isIgnored(Path("file"), isFolder: false)
    #expect(!FileManager.default.fileExists(atPath: trap))
  }
}
