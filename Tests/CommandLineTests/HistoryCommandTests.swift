import TestSupport
import Testing

/// `history` looks at commits: at all that references reach, or at what a range adds.
@Suite struct HistoryCommandTests {
  let repository: RepositoryBuilder
  let old = MadeUp.key()
  let new = MadeUp.key()

  /// On main: root, a leak of the old key, a change elsewhere in the same file, a leak of the new
  /// key, and a commit that takes both out.
  init() throws {
    repository = try RepositoryBuilder()
    try repository.write("README", "text\n")
    try repository.commit("Root")
    try repository.write("config", "a = 1\n\(assignment(old))b = 2\n")
    try repository.commit("Leaks the old one")
    try repository.tag("leak")
    try repository.write("config", "a = 2\n\(assignment(old))b = 3\n")
    try repository.commit("Changes other lines")
    try repository.tag("beside")
    try repository.write("config", "a = 2\n\(assignment(old))b = 3\n\(assignment(new))")
    try repository.commit("Leaks the new one")
    try repository.tag("second")
    try repository.remove("config")
    try repository.commit("Cleans up")
  }

  private func history(_ arguments: String...) throws -> ToolReport {
    try repository.report(["history"] + arguments)
  }

  @Test func `finds what references reach, and nothing else`() throws {
    let (lost, untracked) = (MadeUp.key(), MadeUp.key())
    try repository.write("lost", assignment(lost))
    try repository.commit("Leaks")
    try repository.git("reset", "--quiet", "--hard", "HEAD~1")
    try repository.write("untracked", assignment(untracked))
    let stashed = MadeUp.key()
    try repository.write("README", assignment(stashed))
    try repository.git("stash", "push", "--quiet")

    let report = try history()
    #expect(report.status == 1)
    #expect(report.secret(lost) == nil)
    #expect(report.secret(untracked) == nil)
    #expect(report.posture.isEmpty)
    #expect(report.layers(of: stashed) == ["stash"])
    #expect(report.layers(of: old) == ["history", "history", "history"])
    #expect(try report.secret(old)?.firstCommit == repository.id(of: "leak"))
    #expect(report.secret(old)?.reachable == true, "tags still have it")
    #expect(report.target.kind == "history")
  }

  @Test func `counts commits, and each content once`() throws {
    let report = try history()
    #expect(report.statistics.commits == 5)
    let blobs = try repository.git("cat-file", "--batch-all-objects", "--batch-check")
      .split(separator: "\n").filter { $0.contains(" blob ") }
    #expect(report.statistics.blobs == blobs.count)
    let bytes = blobs.compactMap { Int($0.split(separator: " ")[2]) }.reduce(0, +)
    #expect(report.statistics.bytes == bytes)
  }

  @Test func `finds in a range only what its commits add`() throws {
    let leak = try history("leak~1..leak")
    #expect(leak.secrets.map(\.redacted) == [redacted(old)])
    let place = try leak.place(of: old)
    #expect(try place.commit == repository.id(of: "leak"))
    #expect(place.severity == "critical")
    #expect(place.layer == "history")
    #expect([place.line, place.column] == [2, 14])
    #expect(try history("leak..beside").secrets.isEmpty)
    #expect(try history("leak..beside").status == 0)
    #expect(try history("beside..second").secrets.map(\.redacted) == [redacted(new)])
    #expect(try history("second..HEAD").status == 0)
    #expect(try history("leak..").secrets.map(\.redacted) == [redacted(new)])
  }

  @Test func `takes a revision, several, and what is left out of them`() throws {
    #expect(try history("beside").secrets.map(\.redacted) == [redacted(old)])
    #expect(try history("HEAD", "^leak").secrets.map(\.redacted) == [redacted(new)])
    #expect(Set(try history("--all").secrets.map(\.redacted)) == [redacted(old), redacted(new)])
    #expect(try history("second^!").secrets.map(\.redacted) == [redacted(new)])
  }

  @Test func `takes the difference of two branches`() throws {
    try repository.git("branch", "side", "leak~1")
    try repository.checkout("side")
    let third = MadeUp.key()
    try repository.write("other", assignment(third))
    try repository.commit("Leaks on the side")
    let report = try history("side...second")
    #expect(report.secrets.count == 3)
    #expect(try history("second..side").secrets.map(\.redacted) == [redacted(third)])
  }

  @Test func `finds a value that is new under a name that is old`() throws {
    let key = MadeUp.key()
    try repository.write("pod.yaml", "env:\n  - name: VAST_API_KEY\n    value: \"\"\n")
    try repository.commit("Prepares")
    try repository.write("pod.yaml", "env:\n  - name: VAST_API_KEY\n    value: \"\(key)\"\n")
    try repository.commit("Fills in")
    let place = try history("HEAD~1..HEAD").place(of: key)
    #expect(place.line == 3)
  }

  @Test func `knows a date`() throws {
    // The commits of these tests are of November 2023.
    #expect(try history("--since", "2024-01-01").status == 0)
    #expect(try history("--since", "2024-01-01").statistics.commits == 0)
    #expect(try history("--since", "2023-01-01").secrets.count == 2)
    let moment = try repository.date(of: "second")
    #expect(try history("--since", moment).secrets.map(\.redacted) == [redacted(new)])
    #expect(try history("--since=1 week ago").status == 0)
    let bad = try Tool.run("history", "--since", "soon", in: repository)
    #expect(bad.status == 2)
    #expect(bad.stderr.contains("soon"))
  }

  @Test func `finds a message, a merge's own line and a root commit in a range`() throws {
    let (said, merged) = (MadeUp.key(), MadeUp.key())
    try repository.git("branch", "side")
    try repository.write("a", "1\n")
    try repository.commit("Says \(assignment(said))")
    try repository.checkout("side")
    try repository.commit("Empty")
    try repository.git("merge", "--quiet", "--no-commit", "--no-ff", "main")
    try repository.write("a", "1\n" + assignment(merged))
    let merge = try repository.commit("Merges")

    let report = try history("\(merge)~1..\(merge)")
    #expect(report.layers(of: said) == ["commit-message"])
    #expect(try report.place(of: merged).commit == merge)
    #expect(try history("leak~1").statistics.commits == 1)
  }

  @Test(arguments: ["nothing..HEAD", "HEAD..nothing", "nothing", "^nothing", "HEAD..nothing..HEAD"])
  func `says which revision is none`(range: String) throws {
    let outcome = try Tool.run("history", range, in: repository)
    #expect(outcome.status == 2)
    #expect(outcome.stderr.contains("nothing"))
    #expect(outcome.stdout.isEmpty)
  }

  @Test func `scans ranges of a repository without commits`() throws {
    let empty = try RepositoryBuilder()
    #expect(try empty.report(["history"]).status == 0)
    #expect(try empty.report(["history", "--all"]).status == 0)
    #expect(try Tool.run("history", "HEAD", in: empty).status == 2)
  }

  @Test func `the first commit is the first by descent, whatever its clock said`() throws {
    let key = MadeUp.key()
    try repository.write("one", assignment(key))
    let first = try repository.commit("Brings it in")
    try repository.write("two", assignment(key))
    try repository.shell(
      "git add two && GIT_AUTHOR_DATE=2001-01-01T00:00:00Z GIT_COMMITTER_DATE=2001-01-01T00:00:00Z "
        + "git commit -qm Copies")
    #expect(try history().secret(key)?.firstCommit == first)
  }

  @Test(arguments: [[], ["second..HEAD"], ["--all"]])
  func `what the work tree still has gets the line's hash`(range: [String]) throws {
    try repository.write("kept", "a line\n\(assignment(MadeUp.key()))")
    try repository.commit("Leaks what stays")
    let text = try Tool.run(["history"] + range + ["--format", "sarif"], in: repository).stdout
    let here = try Tool.run(["scan", "kept", "--format", "sarif"], in: repository).stdout
    let hash = try #require(here.firstMatch(of: /primaryLocationLineHash" : "([0-9a-f]+:1)"/)).1
    #expect(text.contains("\"\(hash)\""))
  }

  @Test func `a program that reads the report gets one, be it quiet`() throws {
    let outcome = try Tool.run(
      ["history", "--quiet", "--format", "json", "HEAD~1..HEAD"], in: repository)
    #expect(outcome.status == 0)
    #expect(outcome.stdout.contains("\"complete\""))
  }

  @Test func `a folder without a name changes nothing, as for git`() throws {
    #expect(try Tool.run(["-C", "", "history", "HEAD~1..HEAD"], in: repository).status == 0)
  }
}
