import Foundation
import Git
import Testing

@Suite struct CommitWalkTests {
  private func expected(_ fixture: GitFixture, _ terms: [String]) throws -> [ObjectID] {
    try fixture.git(["rev-list"] + terms).lines.compactMap { ObjectID(hex: $0) }
  }

  @Test func `gives the commits of a range as git does`() throws {
    let fixture = try GitFixture()
    var random = SeededGenerator(seed: 9)
    let ids = try fixture.makeHistory(120, using: &random)
    try fixture.git("tag -a -m tag v1 branch1~3")
    try fixture.git("update-ref refs/remotes/origin/x branch2~4")
    try fixture.git("update-ref refs/remotes/other/x branch3")
    let repository = try fixture.open()
    func some() -> String { "\(ids[Int.random(in: ids.indices, using: &random)])" }
    var ranges: [[String]] = [
      ["HEAD"], ["--all"], ["--branches"], ["--tags"], ["--remotes"], ["--remotes=origin"],
      ["--branches=branch[12]"], ["v1"], ["v1..branch4"], ["..branch3"], ["branch3.."],
      ["branch1", "--not", "--remotes=origin"], ["HEAD", "--not", "--all"],
      ["--all", "--not", "branch1", "branch2"], ["branch0...branch1"], ["HEAD^!"],
      ["--not", "branch1", "--not", "branch2"],
    ]
    for _ in 0..<60 {
      ranges.append([some(), "^" + some()])
      ranges.append([some() + ".." + some()])
      ranges.append([some() + "..." + some()])
      ranges.append([some(), some(), "^" + some(), "^" + some()])
    }
    for range in ranges {
      let (commits, failures) = try repository.commits(in: RevisionRange(range))
      #expect(try Set(commits) == Set(expected(fixture, range)), "\(range)")
      #expect(failures.isEmpty)
      #expect(Set(commits).count == commits.count)
    }
    #expect(try repository.commits(in: .all).commits == expected(fixture, ["--all"]))
  }

  @Test func `leaves nothing out where clocks were wrong`() throws {
    let fixture = try GitFixture()
    var random = SeededGenerator(seed: 10)
    let ids = try fixture.makeHistory(150, skew: 3000, using: &random)
    let repository = try fixture.open()
    for _ in 0..<40 {
      let range = (0..<2).map { _ in "\(ids[Int.random(in: ids.indices, using: &random)])" }
        .joined(separator: "..")
      // With `--topo-order` git looks at everything before it answers.
      let exact = try Set(expected(fixture, ["--topo-order", range]))
      let found = try Set(repository.commits(in: RevisionRange([range])).commits)
      #expect(found.isSuperset(of: exact), "\(range)")
    }
    #expect(try Set(repository.commits(in: .all).commits) == Set(expected(fixture, ["--all"])))
  }

  @Test func `begins at a time, for each commit by itself`() throws {
    let fixture = try GitFixture()
    var random = SeededGenerator(seed: 11)
    let ids = try fixture.makeHistory(50, using: &random)
    let range = RevisionRange(["--all"], since: 1_600_000_000 + 31 * 100)
    let reached = try Set(expected(fixture, ["--all"]))
    let commits = try fixture.open().commits(in: range).commits
    #expect(Set(commits) == Set(ids[30...]).intersection(reached))
  }

  @Test func `ends where a shallow clone was cut`() throws {
    let fixture = try GitFixture()
    for number in 0..<5 { try fixture.commit("\(number)\n") }
    let clone = fixture.beside("clone")
    try fixture.git("clone -q --depth 2 file://\(fixture.path) \(clone)")
    let (commits, failures) = try Repository.open(at: Path(clone)).commits(in: .all)
    #expect(try commits == [fixture.id("HEAD"), fixture.id("HEAD~1")])
    #expect(failures.isEmpty)
  }

  @Test func `names a commit that is missing, and gives the others`() throws {
    let fixture = try GitFixture()
    try fixture.commit("1\n")
    let gone = try fixture.commit("2\n")
    let last = try fixture.commit("3\n")
    try FileManager.default.removeItem(atPath: fixture.path + "/" + fixture.looseFile(gone))
    let (commits, failures) = try fixture.open().commits(in: .all)
    #expect(commits == [last])
    #expect(failures.map(\.what) == [Path(gone.description)])
    #expect(failures.map(\.error.reason) == [.missing])
  }

  @Test func `names a reference to nothing, and walks the others`() throws {
    let fixture = try GitFixture()
    let commit = try fixture.commit("1\n")
    try fixture.write(".git/refs/heads/lost", String(repeating: "ab", count: 20) + "\n")
    try fixture.git("update-ref refs/tags/tree HEAD^{tree}")
    let (commits, failures) = try fixture.open().commits(in: .all)
    #expect(commits == [commit])
    #expect(failures.map(\.what) == [Path("refs/heads/lost")])
  }

  @Test(arguments: [
    "absent", "HEAD..absent", "absent..HEAD", "^absent", "HEAD...absent", "..", "...", "--since=1",
    "--nothing", "-n1", "HEAD^{tree}", "absent^!", "",
  ])
  func `refuses a word that names no commit`(_ term: String) throws {
    let fixture = try GitFixture()
    try fixture.commit("1\n")
    let error = gitError { _ = try fixture.open().commits(in: RevisionRange([term])) }
    #expect(error?.reason == .unknownRevision)
  }

  @Test func `takes dots in a message for no range`() throws {
    let fixture = try GitFixture()
    try fixture.write("file", "text\n")
    try fixture.git("add -A")
    try fixture.git(["commit", "-q", "-m", "from a..b"])
    let commit = try fixture.id("HEAD")
    try fixture.commit("more\n")
    let range = RevisionRange(["HEAD^{/a..b}"])
    #expect(try fixture.open().commits(in: range).commits == [commit])
  }
}
