import TestSupport
import Testing

/// `audit` finds a key wherever a commit can hold it.
@Suite struct AuditHistoryTests {
  let repository: RepositoryBuilder
  let key = MadeUp.key()

  init() throws {
    repository = try RepositoryBuilder()
  }

  @Test func `tells all about a key in a committed file`() throws {
    try repository.write("first", "nothing")
    try repository.commit("Begins")
    try repository.write("deploy/settings.py", "import os\n\n  VAST_API_KEY = \"\(key)\"\n")
    let commit = try repository.commit("Adds settings")
    try repository.append("deploy/settings.py", "# more\n")
    try repository.commit("Adds more")
    try repository.remove("deploy/settings.py")
    try repository.write("deploy/other.py", "VAST_API_KEY = \"\(key)\"\n")
    try repository.commit("Moves")

    let report = try repository.audit()
    #expect(report.status == 1)
    #expect(report.complete)
    #expect(report.secrets.count == 1)
    let secret = try #require(report.secret(key))
    #expect(secret.class == "vast-account-key")
    #expect(try secret.sha256 == sha256(key))
    #expect(secret.status == "unverified")
    #expect(secret.reachable)
    #expect(secret.firstCommit == commit)
    #expect(try secret.firstDate == repository.date(of: commit))
    #expect(secret.occurrences == report.places(of: key).count)

    let places = report.places(of: key)
    #expect(places.allSatisfy { $0.severity == "critical" })
    let first = try #require(places.first { $0.commit == commit })
    #expect(first.rule == "vast-key-assignment")
    #expect(first.layer == "history")
    #expect(first.path == "deploy/settings.py")
    #expect([first.line, first.column] == [3, 19])
    #expect([first.endLine, first.endColumn] == [3, 83])
    #expect(try first.blob == repository.id(of: "\(commit):deploy/settings.py"))
    #expect(first.author == "A Tester <tester@example.invalid>")
    #expect(try first.date == repository.date(of: commit))
  }

  @Test func `finds what was deleted, and that no reference's tip has it`() throws {
    try repository.write("notes.txt", assignment(key))
    let commit = try repository.commit("Adds")
    try repository.remove("notes.txt")
    try repository.commit("Removes")

    let report = try repository.audit()
    let place = try report.place(of: key)
    #expect(place.layer == "history")
    #expect(place.severity == "critical")
    #expect(place.commit == commit)
    #expect(report.secret(key)?.reachable == false)
  }

  @Test func `finds what only a merge brought in`() throws {
    try repository.write("a", "1\n")
    try repository.commit("Root")
    try repository.branch("side")
    try repository.write("a", "2\n")
    try repository.commit("On main")
    try repository.checkout("side")
    try repository.write("b", "3\n")
    try repository.commit("On the side")
    try repository.git("merge", "--quiet", "--no-commit", "--no-ff", "main")
    try repository.write("b", "3\n" + assignment(key))
    let merge = try repository.commit("Merges")
    try repository.write("b", "3\n")
    try repository.commit("Cleans up")

    let report = try repository.audit()
    #expect(try report.place(of: key).commit == merge)
    #expect(report.secret(key)?.firstCommit == merge)
  }

  @Test func `does not blame a merge for what came with a parent`() throws {
    try repository.commit("Root")
    try repository.branch("side")
    try repository.write("a", "2\n")
    try repository.commit("On main")
    try repository.checkout("side")
    try repository.write("b", assignment(key))
    let leak = try repository.commit("On the side")
    try repository.checkout("main")
    try repository.merge("side")

    let places = try repository.audit().places(of: key)
    #expect(places.compactMap(\.commit) == [leak])
    #expect(places.map(\.layer).sorted() == ["history", "worktree"])
  }

  @Test func `finds what only another branch holds`() throws {
    try repository.commit("Root")
    try repository.branch("side")
    try repository.checkout("side")
    try repository.write("b", assignment(key))
    let commit = try repository.commit("On the side")
    try repository.checkout("main")

    let report = try repository.audit()
    #expect(try report.place(of: key).commit == commit)
    #expect(report.secret(key)?.reachable == true)
  }

  @Test func `tells the first of several commits that brought the same key in`() throws {
    try repository.commit("Root")
    for name in ["b", "c", "a"] {
      try repository.write(name, assignment(key))
      try repository.commit("Adds \(name)")
    }
    let report = try repository.audit()
    #expect(report.secrets.count == 1)
    #expect(try report.secret(key)?.firstCommit == repository.id(of: "HEAD~2"))
    #expect(report.secret(key)?.occurrences == 6)
  }

  @Test func `finds it in a commit's message`() throws {
    let commit = try repository.commit("Tries it\n\nRan with \(assignment(key))")
    try repository.remove(".git/COMMIT_EDITMSG")
    let report = try repository.audit()
    let place = try report.place(of: key)
    #expect(place.layer == "commit-message")
    #expect(place.severity == "critical")
    #expect(place.commit == commit)
    #expect(report.secret(key)?.firstCommit == commit)
    #expect(report.secret(key)?.reachable == true)
  }

  @Test func `finds it in the name of a commit's author`() throws {
    try repository.git(
      "commit", "--quiet", "--allow-empty", "--message", "Odd",
      "--author", "VAST_API_KEY=\(key) <someone@example.invalid>")
    let place = try repository.audit().place(of: key)
    #expect(place.layer == "commit-message")
    #expect(place.severity == "critical")
    #expect(place.author == "VAST_API_KEY=\(redacted(key)) <someone@example.invalid>")
  }

  @Test func `finds it in a tag's message`() throws {
    try repository.commit("Root")
    try repository.tag("v1", message: assignment(key))
    let report = try repository.audit()
    let place = try report.place(of: key)
    #expect(place.layer == "tag-message")
    #expect(place.severity == "critical")
    #expect(report.secret(key)?.reachable == true)
  }

  @Test func `finds it in a tag of a tag, and in a file that only a tag names`() throws {
    try repository.commit("Root")
    try repository.tag("inner", message: assignment(key))
    try repository.git("tag", "-a", "-m", "Outer", "outer", "inner")
    try repository.git("tag", "-d", "inner")
    let other = MadeUp.key()
    let blob = try repository.git(
      ["hash-object", "-w", "--stdin"], standardInput: Array(assignment(other).utf8))
    try repository.git("update-ref", "refs/tags/file", blob)

    let report = try repository.audit()
    #expect(try report.place(of: key).severity == "critical")
    #expect(try report.place(of: other).severity == "critical")
    #expect(report.secret(other)?.reachable == true)
  }

  @Test func `finds it in a note`() throws {
    try repository.commit("Root")
    try repository.note(assignment(key))
    let report = try repository.audit()
    let place = try report.place(of: key)
    #expect(place.layer == "note")
    #expect(place.severity == "critical")
    #expect(report.secret(key)?.reachable == true)
  }

  @Test func `finds it in every entry of the stash`() throws {
    try repository.write("a", "1\n")
    try repository.commit("Root")
    let untracked = MadeUp.key()
    try repository.write("a", "1\n" + assignment(key))
    try repository.stash("older")
    try repository.write("new", assignment(untracked))
    try repository.stash("newer")

    let report = try repository.audit()
    for key in [key, untracked] {
      let place = try report.place(of: key)
      #expect(place.layer == "stash")
      #expect(place.severity == "critical")
    }
    #expect(report.secrets.count == 2)
  }

  @Test func `finds the same in packs, loose objects, bare clones, sub-folders and work trees`()
    throws
  {
    try repository.write("deep/er/file", assignment(key))
    let commit = try repository.commit("Adds")
    try repository.write("deep/er/file", "clean\n")
    try repository.commit("Cleans")
    let loose = try repository.audit()
    let bare = try repository.bareClone()
    let linked = try repository.linkedWorktree(branch: "linked")
    try repository.git("gc", "--quiet")

    let reports = [
      loose, try repository.audit(), try bare.audit(), try linked.audit(),
      try repository.audit("deep/er"), try repository.audit("-C", "deep"),
      try linked.audit(repository.path), try bare.audit(repository.path + "/.git"),
    ]
    for report in reports {
      #expect(report.status == 1)
      #expect(report.complete)
      let place = try report.place(of: key)
      #expect(place.path == "deep/er/file")
      #expect(place.layer == "history")
      #expect(report.secret(key)?.firstCommit == commit)
      #expect(report.secret(key) == loose.secret(key))
    }
    #expect(reports[1].findings == loose.findings)
    #expect(reports[2].target.kind == "bare-repository")
  }
}
