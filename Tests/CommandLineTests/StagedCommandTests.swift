import TestSupport
import Testing

/// `staged` looks at exactly what the next commit would record.
@Suite struct StagedCommandTests {
  let repository: RepositoryBuilder
  let key = MadeUp.key()

  init() throws {
    repository = try RepositoryBuilder()
  }

  private func staged(in place: (any Place)? = nil) throws -> ToolReport {
    try (place ?? repository).report(["staged"])
  }

  @Test func `finds a key before the first commit`() throws {
    try repository.write("config", "\n" + assignment(key))
    try repository.stage("config")
    let report = try staged()
    #expect(report.status == 1)
    let place = try report.place(of: key)
    #expect(place.layer == "index")
    #expect(place.severity == "critical")
    #expect(place.path == "config")
    #expect([place.line, place.column] == [2, 14])
    #expect(try place.blob == repository.id(of: ":config"))
    #expect(place.commit == nil)
    #expect(report.target.kind == "staged")
  }

  @Test func `leaves alone what is not staged`() throws {
    try repository.write("config", "a = 1\n")
    try repository.commit("Root")
    try repository.write("config", "a = 2\n")
    try repository.stage("config")
    try repository.append("config", assignment(key))
    try repository.write("untracked", assignment(key))
    let report = try staged()
    #expect(report.secrets.isEmpty)
    #expect(report.status == 0)
    #expect(report.complete)
  }

  @Test func `finds what is staged and gone from the file`() throws {
    try repository.commit("Root")
    try repository.write("config", assignment(key))
    try repository.stage("config")
    try repository.write("config", "clean\n")
    #expect(try staged().secret(key) != nil)
  }

  @Test func `leaves alone what stood there before`() throws {
    try repository.write("config", "a = 1\n\(assignment(key))b = 1\n")
    try repository.commit("Leaks")
    try repository.write("config", "a = 2\n\(assignment(key))b = 1\n")
    try repository.stage("config")
    #expect(try staged().status == 0)

    try repository.git("mv", "config", "settings")
    #expect(try staged().status == 0)
    #expect(try staged().findings.isEmpty)
  }

  @Test func `finds a key that is copied to a further file`() throws {
    try repository.write("config", assignment(key))
    try repository.commit("Leaks")
    try repository.write("copy", assignment(key))
    try repository.stage("copy")
    #expect(try staged().place(of: key).path == "copy")
  }

  @Test func `finds a new value under an old name, and a new name above an old value`() throws {
    let other = MadeUp.key()
    try repository.write("a.yaml", "- name: VAST_API_KEY\n  value: none\n")
    try repository.write("b.yaml", "- name: CHECKSUM\n  value: \(other)\n")
    try repository.commit("Root")
    try repository.write("a.yaml", "- name: VAST_API_KEY\n  value: \(key)\n")
    try repository.stage("a.yaml")
    #expect(try staged().place(of: key).line == 2)
  }

  @Test func `finds a link's target, a file's name and a .env file`() throws {
    try repository.commit("Root")
    try repository.link("link", to: "https://console.vast.ai/?api_key=\(key)")
    let named = MadeUp.key()
    try repository.write("VAST_API_KEY=\(named)", "text\n")
    try repository.write(".env", "A=1\n")
    try repository.write(".env.example", "A=\n")
    try repository.git("add", "--all")
    let report = try staged()
    #expect(try report.place(of: key).layer == "symlink")
    #expect(try report.place(of: named).layer == "path-name")
    let posture = try #require(report.posture.first)
    #expect(report.posture.count == 1)
    #expect(posture.rule == "dotenv-file")
    #expect(posture.path == ".env")
    #expect(posture.fix == "git rm --cached -- .env")
  }

  @Test func `leaves a .env file alone that was there before, and one that is deleted`() throws {
    try repository.write(".env", "A=1\n")
    try repository.write("other/.env", "A=1\n")
    try repository.commit("Root")
    try repository.write(".env", "A=2\n")
    try repository.remove("other/.env")
    try repository.git("add", "--all")
    #expect(try staged().status == 0)
  }

  @Test func `works from a sub-folder and in a linked work tree`() throws {
    try repository.write("sub/keep", "text\n")
    try repository.commit("Root")
    let linked = try repository.linkedWorktree(branch: "linked")
    try repository.write("config", assignment(key))
    try repository.stage("config")
    let below = try repository.report(["staged", "-C", "sub"])
    #expect(try below.place(of: key).path == "config")
    #expect(try staged(in: linked).status == 0)

    let other = MadeUp.key()
    try linked.write("sub/config", assignment(other))
    try linked.stage("sub/config")
    #expect(try staged(in: linked).secrets.map(\.redacted) == [redacted(other)])
  }

  @Test func `has nothing to say where nothing is staged`() throws {
    #expect(try staged().status == 0)
    try repository.commit("Root")
    #expect(try staged().status == 0)
    #expect(try staged().statistics.blobs == 0)
  }

  @Test func `leaves out a name that was only announced, and a conflict`() throws {
    try repository.commit("Root")
    try repository.write("config", assignment(key))
    try repository.git("add", "--intent-to-add", "config")
    #expect(try staged().status == 0)
  }

  @Test func `fails where there is no repository`() throws {
    let outcome = try Tool.run("staged")
    #expect(outcome.status == 2)
    #expect(outcome.stderr.contains("not in a git repository"))
  }

  @Test func `says so where GIT_INDEX_FILE names no file`() throws {
    try repository.write("config", "text\n")
    try repository.commit("Root")
    let outcome = try Tool.run(
      "staged", in: repository, environment: ["GIT_INDEX_FILE": repository.path("nothing")])
    #expect(outcome.status != 0)
    #expect(outcome.status != 1)
  }
}
