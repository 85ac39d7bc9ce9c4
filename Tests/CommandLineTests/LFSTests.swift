import TestSupport
import Testing

/// What Git LFS keeps is read as the file that it is, and what it keeps elsewhere is told.
@Suite struct LFSTests {
  let repository: RepositoryBuilder
  let key = MadeUp.key()

  init() throws {
    repository = try RepositoryBuilder()
    try repository.write("README", "text\n")
    try repository.commit("Root")
  }

  /// Writes a pointer, and its content where Git LFS keeps it.
  private func write(_ name: String, _ content: String, store: String? = ".git/lfs") throws {
    let digest = try sha256(content)
    try repository.write(
      name,
      "version https://git-lfs.github.com/spec/v1\noid sha256:\(digest)\nsize \(content.utf8.count)\n"
    )
    guard let store else { return }
    try repository.write(
      "\(store)/objects/\(digest.prefix(2))/\(digest.dropFirst(2).prefix(2))/\(digest)", content)
  }

  @Test(arguments: ["audit", "history"])
  func `a content has the path and the commit of its pointer`(command: String) throws {
    try write("big.bin", "first\n" + assignment(key))
    let commit = try repository.commit("Adds")
    let report = try repository.report([command])
    let place = try report.place(of: key)
    #expect(place.path == "big.bin")
    #expect(place.line == 2)
    #expect(place.layer == "history")
    #expect(place.commit == commit)
    #expect(place.severity == "critical")
    #expect(report.complete)
  }

  @Test func `a second audit, which keeps its verdicts, says the same`() throws {
    try write("big.bin", assignment(key))
    try write("far.bin", "far away\n", store: nil)
    try repository.commit("Adds")
    try repository.git("gc", "--quiet")
    let first = try repository.audit()
    let second = try repository.audit()
    #expect(first.findings == second.findings)
    #expect(first.incomplete == second.incomplete)
    #expect(first.incomplete.count == 1)
    #expect(first.statistics.bytes == second.statistics.bytes)
  }

  @Test func `a content that no pointer names has the path of its file`() throws {
    try write("big.bin", assignment(key))
    try repository.remove("big.bin")
    let place = try repository.audit().place(of: key)
    #expect(place.path.hasPrefix(".git/lfs/objects/"))
    #expect(place.severity == "high")
  }

  @Test func `the folder that lfs.storage names is read`() throws {
    let folder = try TemporaryFolder()
    try write("big.bin", assignment(key), store: folder.path)
    try repository.git("config", "lfs.storage", folder.path)
    try repository.commit("Adds")
    #expect(try repository.audit().place(of: key).path == "big.bin")
  }

  @Test(arguments: ["audit", "history"])
  func `contents that are not here are told once, with what to do`(command: String) throws {
    try write("a.bin", "one\n", store: nil)
    try write("b.bin", "two\n", store: nil)
    try write("c.bin", "three\n")
    try repository.commit("Adds")
    let report = try repository.report([command])
    #expect(report.status == 3)
    #expect(report.incomplete.map(\.what) == ["the contents of 2 files of Git LFS"])
    #expect(try #require(report.incomplete.first).why.contains("git lfs fetch --all"))
  }

  @Test func `staged and ranges read what a pointer brings in`() throws {
    try write("big.bin", assignment(key))
    try repository.stage("big.bin")
    #expect(try repository.report(["staged"]).place(of: key).path == "big.bin")
    try repository.commitStaged("Adds")
    #expect(try repository.report(["history", "HEAD~1..HEAD"]).place(of: key).line == 1)
    // The key stood there before, and a new name brings in no content.
    let new = MadeUp.key()
    try write("big.bin", assignment(key) + assignment(new))
    try repository.stage("big.bin")
    let report = try repository.report(["staged"])
    #expect(report.places(of: key).isEmpty)
    #expect(report.places(of: new).count == 1)
  }

  @Test func `staged tells of a content that is not here, but not of one that only moves`() throws {
    try write("big.bin", "far away\n", store: nil)
    try repository.stage("big.bin")
    #expect(try repository.report(["staged"]).status == 3)
    try repository.commitStaged("Adds")
    try repository.git("mv", "big.bin", "huge.bin")
    #expect(try repository.report(["staged"]).status == 0)
  }

  @Test func `a pointer is no key, whatever its file is called`() throws {
    try write(".vast_api_key", "nothing\n")
    try repository.git("add", "--force", ".vast_api_key")
    try repository.commitStaged("Adds")
    #expect(try repository.audit().secrets.isEmpty)
  }

  @Test func `a text that only begins like a pointer is read`() throws {
    try write("big.bin", "nothing\n")
    try repository.append("big.bin", assignment(key))
    try repository.commit("Adds")
    let report = try repository.report(["history"])
    #expect(try report.place(of: key).path == "big.bin")
    #expect(report.complete)
  }
}
