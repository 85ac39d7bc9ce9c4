import TestSupport
import Testing

/// `audit` reads the repositories of submodules as it reads the one that they are part of.
@Suite struct SubmoduleTests {
  let repository: RepositoryBuilder
  let other: RepositoryBuilder
  let key = MadeUp.key()
  /// The commit of the submodule that brought the key in; the next one took it away.
  let commit: String

  init() throws {
    other = try RepositoryBuilder()
    try other.write("k.sh", assignment(key))
    commit = try other.commit("Leaks")
    try other.write("k.sh", "x\n")
    try other.commit("Mends")
    repository = try RepositoryBuilder()
    try repository.submodule(other, at: "libs/one")
    try repository.commit("Adds a submodule")
  }

  private func expectPlace(_ path: String, layer: String = "history") throws {
    let report = try repository.audit()
    let place = try report.place(of: key)
    #expect(place.path == path)
    #expect(place.layer == layer)
    #expect(place.severity == "critical")
    #expect(report.complete)
    #expect(report.status == 1)
  }

  @Test func `its history has the paths of its folder and its own commits`() throws {
    try expectPlace("libs/one/k.sh")
    let report = try repository.audit()
    #expect(try report.place(of: key).commit == commit)
    #expect(report.statistics.commits == 3)
  }

  @Test func `history leaves it to audit`() throws {
    #expect(try repository.report(["history"]).status == 0)
  }

  @Test func `one without a key is clean`() throws {
    let clean = try RepositoryBuilder()
    try clean.write("file", "text\n")
    try clean.commit("Root")
    let whole = try RepositoryBuilder()
    try whole.submodule(clean, at: "one")
    try whole.commit("Adds a submodule")
    let report = try whole.audit()
    #expect(report.status == 0)
    #expect(report.complete)
  }

  @Test func `one whose files are not checked out has the path of its store`() throws {
    try repository.git("submodule", "--quiet", "deinit", "--force", "libs/one")
    try repository.git("rm", "--quiet", "--force", "libs/one")
    try repository.commit("Removes it")
    try expectPlace(".git/modules/libs/one/k.sh")
    try repository.rename(".git/modules/libs/one", to: ".git/modules/a/b/c")
    try expectPlace(".git/modules/a/b/c/k.sh")
  }

  @Test func `one within another is read`() throws {
    let whole = try RepositoryBuilder()
    try whole.submodule(repository, at: "deep")
    try whole.git("submodule", "--quiet", "update", "--init", "--recursive")
    try whole.commit("Adds a submodule")
    #expect(try whole.audit().place(of: key).path == "deep/libs/one/k.sh")
  }

  @Test func `its index, stash, reflogs, configuration and lost objects are read`() throws {
    let place = "git -C libs/one"
    let keys = (0..<5).map { _ in MadeUp.key() }
    try repository.write("libs/one/k.sh", assignment(keys[0]))
    try repository.shell("\(place) stash")
    try repository.write("libs/one/k.sh", assignment(keys[1]))
    try repository.shell("\(place) stash; \(place) stash drop")
    try repository.write("libs/one/k.sh", assignment(keys[2]))
    try repository.shell("\(place) add k.sh")
    try repository.write("libs/one/k.sh", "x\n")
    try repository.append(".git/modules/libs/one/config", "[x]\n\ty = \(assignment(keys[3]))")
    try repository.shell(
      "\(place) update-ref --create-reflog -m VAST_API_KEY=\(keys[4]) refs/heads/b HEAD")
    let report = try repository.audit()
    let expected = [
      ("stash", "libs/one/k.sh"), ("unreachable", "libs/one/k.sh"), ("index", "libs/one/k.sh"),
      ("config", ".git/modules/libs/one/config"),
      ("reflog", ".git/modules/libs/one/logs/refs/heads/b"),
    ]
    for (key, (layer, path)) in zip(keys, expected) {
      #expect(report.places(of: key).contains { $0.layer == layer && $0.path == path }, "\(layer)")
    }
    #expect(report.complete)
  }

  @Test func `a message and the name of a branch tell whose they are`() throws {
    let keys = [MadeUp.key(), MadeUp.key()]
    try repository.shell(
      "git -C libs/one commit --allow-empty -qm VAST_API_KEY=\(keys[0]);"
        + "git -C libs/one branch VAST_API_KEY=\(keys[1])",
      environment: [
        "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.invalid", "GIT_COMMITTER_NAME": "A",
        "GIT_COMMITTER_EMAIL": "a@example.invalid",
      ])
    let report = try repository.audit()
    #expect(
      report.places(of: keys[0]).contains { $0.layer == "commit-message" && $0.path == "libs/one" })
    #expect(
      report.places(of: keys[1]).contains {
        $0.layer == "ref-name" && $0.path.hasPrefix("libs/one/refs/heads/")
      })
  }

  @Test func `a linked work tree of either has its submodule's index read`() throws {
    let linked = try repository.linkedWorktree(branch: "linked")
    try linked.git("submodule", "--quiet", "update", "--init")
    let own = MadeUp.key()
    try linked.write("libs/one/own.sh", assignment(own))
    try linked.shell("git -C libs/one add own.sh")
    let far = MadeUp.key()
    let folder = try TemporaryFolder()
    try repository.shell("git -C libs/one worktree add -q \(folder.path)/far")
    try folder.write("far/far.sh", assignment(far))
    try folder.shell("git -C far add far.sh")
    let report = try repository.audit()
    #expect(report.places(of: own).map(\.layer) == ["index"])
    #expect(try report.place(of: far).path == "libs/one/far.sh")
    #expect(report.complete)
    #expect(try linked.audit().places(of: own).contains { $0.path == "libs/one/own.sh" })
  }

  @Test func `a repository that lies in the work tree as a whole is read, if it is not ignored`()
    throws
  {
    let whole = try RepositoryBuilder()
    try whole.shell("cp -R \(other.path) mine; cp -R \(other.path) theirs")
    try whole.write(".gitignore", "/theirs/\n")
    let place = try whole.audit().place(of: key)
    #expect(place.path == "mine/k.sh")
    #expect(place.commit == commit)
  }

  @Test func `what can't be read leaves the audit incomplete`() throws {
    try repository.write(".git/modules/broken/HEAD", "ref: refs/heads/main\n")
    try repository.write(".git/modules/lost/objects/ab/cd", "x")
    try repository.makeFolder("elsewhere")
    try repository.write("elsewhere/.git", "gitdir: \(other.path)/.git\n")
    try repository.makeFolder("nowhere")
    try repository.write("nowhere/.git", "nothing\n")
    let report = try repository.audit()
    let what = report.incomplete.map(\.what).sorted()
    #expect(
      what == [
        ".git/modules/broken: the repository", ".git/modules/lost/objects", "elsewhere/.git",
        "nowhere/.git",
      ])
  }

  @Test func `links among the stores lead nowhere and never around`() throws {
    try repository.link(".git/modules/up", to: "..")
    try repository.link(".git/modules/libs/one/modules", to: "..")
    try repository.link(".git/modules/away", to: other.path("/.git"))
    let report = try repository.audit()
    #expect(try report.place(of: key).path == "libs/one/k.sh")
    #expect(report.incomplete.contains { $0.what == ".git/modules/away" })
    #expect(!report.incomplete.contains { $0.what == ".git/modules/up" })
  }

  @Test func `nothing that its configuration names is run or believed`() throws {
    let config = ".git/modules/libs/one/config"
    try repository.append(
      config, "[core]\n\tworktree = /\n\tfsmonitor = touch ran\n\thooksPath = /nowhere\n")
    try expectPlace(".git/modules/libs/one/k.sh")
    #expect(!repository.exists("ran"))
  }

  @Test(arguments: [".gitmodules", ".git/config"])
  func `the address of a submodule is a layer of its own`(file: String) throws {
    let key = MadeUp.key()
    try repository.append(
      file, "[submodule \"x\"]\n\turl = https://console.vast.ai/r.git?api_key=\(key)\n")
    if file == ".gitmodules" { try repository.commit("Adds an address") }
    let report = try repository.audit()
    #expect(Set(report.layers(of: key)) == ["submodule-url"])
    #expect(Set(report.places(of: key).map(\.path)) == [file])
  }
}
