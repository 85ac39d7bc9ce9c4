import Git
import Testing

/// The words of a range mean what they mean to `git rev-list`.
@Suite struct RangeWordTests {
  /// Two branches with a commit each, and a merge of both on main.
  private func fixture() throws -> GitFixture {
    let fixture = try GitFixture()
    try fixture.commit("root\n")
    try fixture.git("checkout -q -b side")
    try fixture.commit("side\n", to: "side")
    try fixture.git("checkout -q main")
    try fixture.commit("main\n")
    try fixture.git("merge -q --no-ff -m merge side")
    try fixture.git("tag -a -m tag v1 HEAD~1")
    try fixture.git("update-ref refs/remotes/origin/x side")
    return fixture
  }

  @Test(arguments: [
    "main^-", "main^-1", "main^-2", "main^@", "main^!", "main --not side", "--not side --not main",
    "--all --not side", "--not side^@ --not main", "--branches --not --tags", "--remotes ^main~1",
    "--branches=si*", "--tags --not side", "main^- ^side", "--not main --all",
  ])
  func `as of git`(_ words: String) throws {
    let fixture = try fixture()
    let terms = words.split(separator: " ").map(String.init)
    let expected = try fixture.git(["rev-list"] + terms + ["--"]).lines
    let found = try fixture.open().commits(in: RevisionRange(terms)).commits
    #expect(Set(found.map(\.description)) == Set(expected))
  }

  @Test(arguments: ["main^-3", "main^-0", "main^-x", "side~1^-", "^-", "main^@x"])
  func `that name nothing are refused`(_ word: String) throws {
    let fixture = try fixture()
    let error = gitError { _ = try fixture.open().commits(in: RevisionRange([word])) }
    #expect(error?.reason == .unknownRevision)
  }

  @Test func `are not waited for`() throws {
    let fixture = try fixture()
    try fixture.git(["update-ref", "-d", "refs/heads/side"])
    #expect(fixture.makePipe(".git/refs/heads/side"))
    for word in ["side", "main..side", "side@{1}", "side~1", ":/side"] {
      let error = gitError { _ = try fixture.open().commits(in: RevisionRange([word])) }
      #expect(error?.message.contains("not a regular file") == true, "\(word)")
    }
  }
}
