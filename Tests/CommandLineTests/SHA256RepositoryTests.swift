import TestSupport
import Testing

/// Repositories that name their objects by SHA-256: read like all others.
@Suite struct SHA256RepositoryTests {
  let repository: RepositoryBuilder
  let key = MadeUp.key()

  init() throws {
    repository = try RepositoryBuilder("--object-format=sha256")
    try repository.write("README", "text\n")
    try repository.write("sub/file", "text\n")
    try repository.commit("Root")
  }

  /// Puts a key into many places, and returns the layers where each is to be found.
  private func plant() throws -> [String: [String]] {
    var layers: [String: [String]] = [:]
    func newKey(_ layer: String...) -> String {
      let key = MadeUp.key()
      layers[key] = layer
      return key
    }
    try repository.write("sub/gone", assignment(newKey("history")))
    try repository.commit("Leaks")
    try repository.remove("sub/gone")
    try repository.commit("Cleans up\n\n" + assignment(newKey("commit-message")))
    try repository.tag("heavy", message: assignment(newKey("tag-message")))
    try repository.note(assignment(newKey("note")))
    try repository.write("VAST_API_KEY=" + newKey("path-name"), "text\n")
    try repository.commit("Named")
    try repository.write("README", assignment(newKey("stash")))
    try repository.stash()
    try repository.write("amended", assignment(newKey("unreachable")))
    try repository.commit("Amended")
    try repository.git("rm", "--quiet", "amended")
    try repository.git("commit", "--quiet", "--amend", "--allow-empty", "-m", "Better")
    try repository.branch("VAST_API_KEY=" + newKey("ref-name"))
    try repository.write("staged", assignment(newKey("index")))
    try repository.stage("staged")
    try repository.remove("staged")
    try repository.write("here", assignment(newKey("worktree")))
    return layers
  }

  @Test(arguments: ["loose", "packed", "packed without an index of its own", "index of version 1"])
  func `a key is found wherever it lies`(_ form: String) throws {
    let layers = try plant()
    if form != "loose" {
      // Unreachable objects stay.
      let version = form.hasSuffix("1") ? 1 : 2
      try repository.git("config", "pack.indexVersion", "\(version)")
      try repository.git("repack", "-adfq", "--keep-unreachable")
      try repository.git("prune-packed", "--quiet")
      try repository.git("pack-refs", "--all")
    }
    if form.contains("without") {
      try repository.git("multi-pack-index", "write")
      try repository.shell("rm .git/objects/pack/*.idx")
    }
    let report = try repository.audit()
    #expect(report.incomplete == [])
    for (key, expected) in layers { #expect(report.layers(of: key) == expected) }
    // Now with the verdicts of the first run.
    let again = try repository.audit()
    #expect(again.findings == report.findings)
    #expect(again.statistics.blobs == report.statistics.blobs)
  }

  @Test func `the report names commits and blobs by their whole ids`() throws {
    try repository.write("settings", assignment(key))
    let commit = try repository.commit("Leaks")
    let report = try repository.report(["history"])
    #expect(report.target.head == commit)
    let place = try report.place(of: key)
    #expect(place.commit == commit)
    #expect(try place.blob == repository.id(of: "HEAD:settings"))
    #expect(commit.utf8.count == 64)
  }

  @Test func `a range tells what it adds, and nothing else`() throws {
    try repository.write("settings", assignment(key))
    try repository.commit("Leaks")
    try repository.append("settings", "more = 1\n")
    try repository.commit("Goes on")
    for range in ["HEAD~2..HEAD", "HEAD~2..main", "HEAD^!", "@{1}", "HEAD~1^!", "--all"] {
      let isIn = range != "HEAD^!"
      #expect(try repository.report(["history", range]).status == (isIn ? 1 : 0), "\(range)")
    }
    let words = try Tool.run("history", "HEAD@{yesterday}", in: repository)
    #expect(words.status == 2)
    #expect(words.stderr.contains("SHA-256"))
  }

  // MARK: - Hooks

  @Test func `a commit and a push with a key are stopped, others pass`() throws {
    let remote = try repository.bareClone()
    try repository.git("remote", "add", "origin", remote.path)
    #expect(try Tool.run("hook", "install", in: repository).status == 0)
    #expect(try Tool.run("hook", "status", in: repository).status == 0)
    try repository.write("settings", assignment(key))
    try repository.stage("settings")
    let commit = try repository.attempt("commit", "-m", "Leaks")
    #expect(commit.status == 1)
    #expect(commit.stderr.contains("commit stopped"))
    try repository.git("commit", "--quiet", "--no-verify", "-m", "Leaks")
    let push = try repository.attempt("push", "origin", "main")
    #expect(push.status == 1)
    #expect(push.stderr.contains("push stopped"))
    try repository.git("reset", "--quiet", "--hard", "HEAD~1")
    try repository.write("README", "other\n")
    try repository.git("commit", "--quiet", "-a", "-m", "Clean")
    try repository.git("push", "--quiet", "origin", "main")
    #expect(try remote.id(of: "main") == repository.id(of: "HEAD"))
  }

  @Test func `a server refuses a push with a key`() throws {
    let remote = try repository.bareClone()
    try repository.git("remote", "add", "origin", remote.path)
    #expect(try Tool.run("hook", "install", "--hook", "pre-receive", in: remote).status == 0)
    try repository.write("settings", assignment(key))
    try repository.commit("Leaks")
    let push = try repository.attempt("push", "origin", "main", "main:refs/heads/new")
    #expect(push.status == 1)
    #expect(push.stderr.contains(redacted(key)))
    try repository.git("reset", "--quiet", "--hard", "HEAD~1")
    try repository.write("README", "other\n")
    try repository.commit("Clean")
    try repository.git("push", "--quiet", "origin", "main")
  }

  // MARK: - Ids

  @Test func `ids that stand beside names of Vast.ai are no keys`() throws {
    try repository.git("config", "user.name", "vast.ai api key")
    try repository.git("commit", "--quiet", "--allow-empty", "-m", "VAST_API_KEY moves")
    let first = try repository.id(of: "HEAD~1")
    try repository.commit("Reverts VAST_API_KEY=\(first)")
    try repository.branch("vast_api_key")
    try repository.git("update-ref", "-m", "vast api key", "refs/heads/VAST_API_KEY", "HEAD~1")
    try repository.git("fetch", "--quiet", ".", "vast_api_key")
    try repository.git("pack-refs", "--all")
    #expect(try repository.audit("--fail-on", "medium").status == 0)
    #expect(try repository.report(["history", "--all", "--since", "2000-01-01"]).secrets == [])
    // What names no object is a key all the same.
    try repository.append(".git/logs/HEAD", assignment(key))
    #expect(try repository.audit().layers(of: key) == ["reflog"])
  }

  // MARK: - Odd ones

  @Test func `a split index, a linked work tree, a pool and a shallow clone are read`() throws {
    try repository.write("settings", assignment(key))
    try repository.commit("Leaks")
    for place in [
      try repository.linkedWorktree(branch: "other"), try repository.clone("--shared"),
      try repository.clone("--mirror"),
    ] {
      let report = try place.audit()
      #expect(report.incomplete == [])
      #expect(!report.places(of: key).isEmpty)
    }
    let shallow = try repository.shallowClone(depth: 1).report(["history"])
    #expect(shallow.target.shallow == true)
    #expect(shallow.status == 1)
    try repository.git("update-index", "--split-index")
    try repository.write("staged", assignment(key))
    try repository.stage("staged")
    #expect(try repository.report(["staged"]).place(of: key).path == "staged")
  }

  @Test func `what was replaced, and what a graft adds, is read`() throws {
    let root = try repository.id(of: "HEAD")
    try repository.git("checkout", "--quiet", "--orphan", "apart")
    try repository.write("settings", assignment(key))
    let leak = try repository.commit("Leaks")
    try repository.checkout("main")
    try repository.git("branch", "--quiet", "-D", "apart")
    try repository.write(".git/info/grafts", "\(root) \(leak)\n")
    #expect(try repository.report(["history"]).layers(of: key) == ["history"])
    try repository.remove(".git/info/grafts")
    #expect(try repository.report(["history"]).secrets == [])
    try repository.git("replace", root, leak)
    #expect(try repository.report(["history"]).layers(of: key) == ["history"])
  }

  @Test func `a submodule's store may be of the other format`() throws {
    let inner = try RepositoryBuilder("--object-format=sha1")
    try inner.write("settings", assignment(key))
    try inner.commit("Leaks")
    try repository.makeFolder(".git/modules")
    try repository.shell("cp -r \(inner.path)/.git .git/modules/inner")
    let report = try repository.audit()
    #expect(report.layers(of: key).contains("history"))
  }

  @Test(arguments: ["pack", "idx", "object"])
  func `damage is told, and never clean`(_ what: String) throws {
    try repository.write("more", String(repeating: "text\n", count: 100))
    try repository.commit("More")
    if what != "object" { try repository.git("gc", "--quiet") }
    let file =
      what == "object"
      ? try repository.looseFile("HEAD:more")
      : ".git/objects/pack/"
        + (try #require(repository.names(in: ".git/objects/pack").first { $0.hasSuffix(what) }))
    try repository.chmod(file, 0o600)
    var bytes = try repository.read(file)
    bytes[bytes.count / 2] ^= 0x10
    try repository.write(file, bytes)
    let report = try repository.report(["history"])
    #expect(report.status == 3)
    #expect(!report.incomplete.isEmpty)
  }
}

extension RepositoryBuilder {
  /// The file of the loose object that a revision names.
  fileprivate func looseFile(_ revision: String) throws -> String {
    let id = try id(of: revision)
    return ".git/objects/\(id.prefix(2))/\(id.dropFirst(2))"
  }
}
