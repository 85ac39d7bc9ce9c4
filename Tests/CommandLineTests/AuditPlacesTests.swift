import TestSupport
import Testing

/// `audit` finds a key wherever git, or the work tree, keeps bytes outside of commits.
@Suite struct AuditPlacesTests {
  let repository: RepositoryBuilder
  let key = MadeUp.key()

  init() throws {
    repository = try RepositoryBuilder()
    try repository.write("README", "text\n")
    try repository.commit("Root")
  }

  private func expectPlace(
    _ layer: String, _ severity: String, _ path: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let report = try repository.audit()
    let place = try report.place(of: key, sourceLocation: sourceLocation)
    #expect(place.layer == layer, sourceLocation: sourceLocation)
    #expect(place.severity == severity, sourceLocation: sourceLocation)
    if let path { #expect(place.path == path, sourceLocation: sourceLocation) }
    #expect(report.complete, sourceLocation: sourceLocation)
    #expect(report.secrets.count == 1, sourceLocation: sourceLocation)
    #expect(report.status == (severity == "info" ? 0 : 1), sourceLocation: sourceLocation)
  }

  @Test func `finds what is staged and stands in no file`() throws {
    try repository.write("config", assignment(key))
    try repository.stage("config")
    try repository.write("config", "clean\n")
    try expectPlace("index", "critical", "config")
  }

  @Test func `finds an untracked file`() throws {
    try repository.write("sub/config", assignment(key))
    try expectPlace("worktree", "high", "sub/config")
  }

  @Test func `finds what a tracked file holds since it was staged`() throws {
    try repository.write("README", "text\n" + assignment(key))
    try expectPlace("worktree", "critical", "README")
  }

  @Test func `judges a file by each of its names`() throws {
    try repository.write(".gitignore", "ignored/\n")
    try repository.write("tracked", assignment(key))
    try repository.makeFolder("ignored")
    try repository.shell("ln tracked untracked; ln tracked ignored/.vast_api_key")
    try repository.stage("tracked", ".gitignore")
    try repository.commitStaged("Adds")
    try repository.shell("chmod 600 tracked")
    let places = try repository.audit().places(of: key).filter { $0.layer == "worktree" }
    #expect(
      Dictionary(places.map { ($0.path, $0.severity) }, uniquingKeysWith: { $0 + $1 })
        == ["tracked": "critical", "untracked": "high", "ignored/.vast_api_key": "info"])
  }

  @Test func `finds what was changed back to the size and time of what was staged`() throws {
    let clean = "VAST_API_KEY=" + String(repeating: "0", count: 64) + "\n"
    try repository.write("config", clean)
    try repository.shell("touch -d '2020-01-01 00:00:00' config")
    try repository.commit("Adds")
    try repository.write("config", assignment(key))
    try repository.shell("touch -d '2020-01-01 00:00:00' config")
    try expectPlace("worktree", "critical", "config")
  }

  @Test func `finds an ignored key file that others can read`() throws {
    try repository.write(".gitignore", ".vast_api_key\n")
    try repository.commit("Ignores")
    try repository.write(".vast_api_key", key)
    let report = try repository.audit()
    #expect(report.status == 1)
    let place = try report.place(of: key)
    #expect(place.severity == "medium")
    #expect(place.path == ".vast_api_key")
    let mode = try #require(report.posture.first { $0.layer == "mode" })
    #expect(mode.severity == "medium")
    #expect(mode.path == ".vast_api_key")

    try repository.shell(try #require(mode.fix))
    #expect(try repository.mode(".vast_api_key") == 0o600)
    let mended = try repository.audit("--fail-on", "medium")
    #expect(try mended.place(of: key).severity == "info")
    #expect(!mended.posture.contains { $0.layer == "mode" })
    #expect(mended.status == 0)
  }

  @Test func `lets a key live in an ignored file of mode 0600`() throws {
    try repository.write(
      ".gitignore",
      ".env\n.vast_api_key\nvast_api_key\nvast_tfa_key\nvastai_backup_codes_*.txt\nvastai_key\n")
    try repository.commit("Ignores")
    try repository.write(".env", assignment(key))
    try repository.chmod(".env", 0o600)
    let report = try repository.audit()
    #expect(try report.place(of: key).severity == "info")
    #expect(report.posture.isEmpty)
    #expect(report.status == 0)
  }

  @Test func `finds a key file in an ignored folder`() throws {
    try repository.write(".gitignore", "secrets/\n")
    try repository.commit("Ignores")
    try repository.write("secrets/deep/.vast_api_key", key)
    let report = try repository.audit()
    let place = try report.place(of: key)
    #expect(place.severity == "medium")
    #expect(place.path == "secrets/deep/.vast_api_key")
  }

  @Test func `finds commits that no reference reaches`() throws {
    try repository.write("config", assignment(key))
    let commit = try repository.commit("Leaks")
    try repository.git("reset", "--quiet", "--hard", "HEAD~1")
    try repository.git("reflog", "expire", "--expire=now", "--all")
    try expectPlace("unreachable", "high", "config")
    let report = try repository.audit()
    #expect(try report.place(of: key).commit == commit)
    #expect(report.secret(key)?.reachable == false)
  }

  @Test func `finds what only a reflog still reaches`() throws {
    try repository.write("config", assignment(key))
    try repository.commit("Leaks")
    try repository.git("reset", "--quiet", "--hard", "HEAD~1")
    try expectPlace("unreachable", "high", "config")
  }

  @Test func `finds a blob that nothing holds`() throws {
    try repository.git(
      ["hash-object", "-w", "--stdin"], standardInput: Array(assignment(key).utf8))
    try expectPlace("unreachable", "high")
  }

  @Test func `finds the message of a commit that nothing reaches`() throws {
    try repository.commit(assignment(key))
    try repository.git("reset", "--quiet", "--hard", "HEAD~1")
    try repository.git("reflog", "expire", "--expire=now", "--all")
    try repository.remove(".git/COMMIT_EDITMSG")
    let place = try repository.audit().place(of: key)
    #expect(place.severity == "high")
  }

  @Test func `finds it in a reflog's message`() throws {
    try repository.git(
      "update-ref", "--create-reflog", "-m", "VAST_API_KEY=\(key)", "refs/heads/other", "HEAD")
    try expectPlace("reflog", "high", ".git/logs/refs/heads/other")
  }

  @Test func `finds it in a reference's name, packed or not`() throws {
    try repository.git("update-ref", "refs/heads/VAST_API_KEY=\(key)", "HEAD")
    try expectPlace("ref-name", "critical")
    #expect(try repository.audit().secret(key)?.reachable == true)
    try repository.git("pack-refs", "--all")
    try expectPlace("ref-name", "critical", "refs/heads/VAST_API_KEY=\(redacted(key))")
  }

  @Test func `finds it in a file's name, in history and before`() throws {
    try repository.write("VAST_API_KEY=\(key)", "text\n")
    try expectPlace("path-name", "high", "VAST_API_KEY=\(redacted(key))")
    try repository.stage("VAST_API_KEY=\(key)")
    try expectPlace("path-name", "critical", "VAST_API_KEY=\(redacted(key))")
    let commit = try repository.commitStaged("Adds")
    try expectPlace("path-name", "critical", "VAST_API_KEY=\(redacted(key))")
    #expect(try repository.audit().secret(key)?.firstCommit == commit)
  }

  @Test func `finds it in a folder's name`() throws {
    try repository.write("VAST_API_KEY=\(key)/file", "text\n")
    try repository.commit("Adds")
    let places = try repository.audit().places(of: key)
    #expect(places.allSatisfy { $0.layer == "path-name" && $0.severity == "critical" })
    #expect(!places.isEmpty)
  }

  @Test func `finds it in what a symbolic link points to`() throws {
    try repository.link("link", to: "https://console.vast.ai/?api_key=\(key)")
    try expectPlace("symlink", "high", "link")
    try repository.commit("Adds")
    let places = try repository.audit().places(of: key)
    #expect(places.allSatisfy { $0.layer == "symlink" && $0.severity == "critical" })
    #expect(places.contains { $0.commit != nil })
  }

  @Test func `follows no symbolic link`() throws {
    let outside = try TemporaryFolder()
    try outside.write("secret", assignment(key))
    try repository.link("out", to: outside.path("secret"))
    try repository.link("folder", to: outside.path)
    let report = try repository.audit()
    #expect(report.secrets.isEmpty)
    #expect(report.complete)
  }

  @Test func `finds it in git's configuration, hooks and half-done messages`() throws {
    try repository.git(
      "config", "remote.origin.url", "https://console.vast.ai/api/v0/?api_key=\(key)")
    let hook = MadeUp.key()
    try repository.write(".git/hooks/post-commit", "#!/bin/sh\nvastai set api-key \(hook)\n")
    let draft = MadeUp.key()
    try repository.write(".git/COMMIT_EDITMSG", assignment(draft))
    let report = try repository.audit()
    for (key, path) in [
      (key, ".git/config"), (hook, ".git/hooks/post-commit"), (draft, ".git/COMMIT_EDITMSG"),
    ] {
      let place = try report.place(of: key)
      #expect(place.path == path)
      #expect(place.layer == "config")
    }
  }

  @Test func `finds what lies in a linked work tree`() throws {
    let linked = try repository.linkedWorktree(branch: "linked")
    try linked.write("untracked", assignment(key))
    let place = try linked.audit().place(of: key)
    #expect(place.path == "untracked")
    #expect(place.severity == "high")
  }

  @Test func `finds both sides of a conflict`() throws {
    try repository.write("file", "base\n")
    try repository.commit("Base")
    try repository.branch("side")
    try repository.write("file", "ours\n")
    try repository.commit("Ours")
    try repository.checkout("side")
    try repository.write("file", assignment(key))
    try repository.commit("Theirs")
    try repository.checkout("main")
    _ = try repository.attempt("merge", "side")
    let report = try repository.audit()
    #expect(report.complete)
    #expect(Set(report.layers(of: key)).isSuperset(of: ["history", "worktree"]))
  }
}
