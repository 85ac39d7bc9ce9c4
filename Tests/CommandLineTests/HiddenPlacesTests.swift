import TestSupport
import Testing

/// Keys where a scanner easily looks past them.
@Suite struct HiddenPlacesTests {
  let repository: RepositoryBuilder
  let key = MadeUp.key()

  init() throws {
    repository = try RepositoryBuilder()
    try repository.write("start.txt", "nothing\n")
    try repository.commit("Begins")
  }

  @Test func `staged counts the lines of a file that ends them with CR as git does`() throws {
    try repository.write("old.txt", "a\rb\rc\r")
    try repository.commit("Adds")
    try repository.write("old.txt", "a\rb\rc\rVAST_API_KEY=\(key)\r")
    try repository.stage("old.txt")
    let report = try repository.report(["staged"])
    #expect(report.status == 1)
    #expect(try report.place(of: key).line == 4)
  }

  @Test func `a name that is written above an old value makes a key of it`() throws {
    try repository.write("list.yml", "digests:\n  - \(key)\n")
    try repository.commit("Adds a value without a name")
    #expect(try repository.report(["history", "HEAD~1..HEAD"]).status == 0)
    try repository.write("list.yml", "vast_api_keys:\n  - \(key)\n")
    try repository.stage("list.yml")
    #expect(try repository.report(["staged"]).status == 1)
    try repository.commitStaged("Names it")
    #expect(try repository.report(["history", "HEAD~1..HEAD"]).places(of: key).count == 1)
  }

  @Test func `a file that is renamed to a key file's name holds a key from then on`() throws {
    try repository.write("notes.txt", "\(key)\n")
    try repository.commit("Adds")
    try repository.rename("notes.txt", to: ".vast_api_key")
    try repository.git("add", "-A")
    let report = try repository.report(["staged"])
    #expect(try report.place(of: key).path == ".vast_api_key")
  }

  @Test func `audit reads what LFS keeps, and a reflog called like the index`() throws {
    try repository.write(".git/lfs/objects/aa/bb/object", assignment(key))
    let other = MadeUp.key()
    try repository.git(
      "update-ref", "--create-reflog", "-m", "VAST_API_KEY=\(other)", "refs/heads/index", "HEAD")
    let report = try repository.audit()
    #expect(report.layers(of: key) == ["config"])
    #expect(report.layers(of: other) == ["reflog"])
  }

  @Test func `audit reads the index of another work tree`() throws {
    let linked = try repository.linkedWorktree(branch: "other")
    try linked.write(".vast_api_key", key)
    try linked.stage(".vast_api_key")
    try linked.remove(".vast_api_key")
    let place = try repository.audit().place(of: key)
    #expect(place.layer == "index")
    #expect(place.path == ".vast_api_key")
    #expect(place.severity == "critical")
  }

  @Test func `a staged blob that is gone leaves the audit incomplete`() throws {
    try repository.write("lost.txt", "lost\n")
    try repository.stage("lost.txt")
    let blob = try repository.id(of: ":lost.txt")
    try repository.remove(".git/objects/\(blob.prefix(2))/\(blob.dropFirst(2))")
    try repository.remove("lost.txt")
    let report = try repository.audit()
    #expect(report.status == 3)
    #expect(report.incomplete.contains { $0.what == "lost.txt" })
  }

  @Test func `a key in a dangling tree is found though a commit holds its blob elsewhere`() throws {
    try repository.write("notes.txt", "\(key)\n")
    try repository.commit("Adds")
    let blob = try repository.id(of: "HEAD:notes.txt")
    try repository.git(
      ["mktree"], standardInput: Array("100644 blob \(blob)\t.vast_api_key\n".utf8))
    let place = try repository.audit().place(of: key)
    #expect(place.layer == "unreachable")
    #expect(place.path == ".vast_api_key")
  }

  @Test func `scan reads a folder that is only named like git's objects`() throws {
    let folder = try TemporaryFolder()
    try folder.write("x.git/objects/leak.env", assignment(key))
    #expect(try folder.report(["scan", "."]).places(of: key).count == 1)
  }

  @Test(arguments: [" ", "\r", "\\n"])
  func `a private key on one line is shown by its label only`(separator: String) throws {
    let folder = try TemporaryFolder()
    let lines = MadeUp.sshPrivateKey().split(separator: "\n").map(String.init)
    try folder.write("vastai_key", lines.joined(separator: separator))
    let outcome = try Tool.run("scan", "--format", "json", "vastai_key", in: folder)
    #expect(outcome.status == 1)
    #expect(outcome.stdout.contains("PRIVATE KEY-----…"))
    for line in lines.dropFirst().dropLast() {
      #expect(!outcome.stdout.contains(line.prefix(12)))
    }
  }
}
