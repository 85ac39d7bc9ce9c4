import TestSupport
import Testing

/// What can't be read makes a scan incomplete, never clean, and the report says what it was.
@Suite struct BrokenRepositoryTests {
  let repository: RepositoryBuilder

  init() throws {
    repository = try RepositoryBuilder()
    try repository.write("a/file", "one\n")
    try repository.commit("First")
    try repository.write("a/file", "two\n")
    try repository.write("b", "three\n")
    try repository.commit("Second")
  }

  private func file(of object: String) -> String {
    ".git/objects/\(object.prefix(2))/\(object.dropFirst(2))"
  }

  /// Expects that neither `audit` nor `history` ends as clean, and that `audit` names a word.
  private func expectIncomplete(
    _ word: String, in place: (any Place)? = nil, alsoHistory: Bool = true,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let place: any Place = place ?? repository
    let report = try place.audit()
    #expect(report.status == 3, sourceLocation: sourceLocation)
    #expect(!report.complete, sourceLocation: sourceLocation)
    let said = report.incomplete.map { "\($0.what): \($0.why)" }
    #expect(said.contains { $0.contains(word) }, "\(said)", sourceLocation: sourceLocation)
    if alsoHistory {
      let history = try place.report(["history"])
      #expect(history.status == 3, sourceLocation: sourceLocation)
    }
    let text = try Tool.run("audit", in: place)
    #expect(text.status == 3, sourceLocation: sourceLocation)
    #expect(text.stdout.contains(word), "\(text.stdout)", sourceLocation: sourceLocation)
  }

  @Test func `says that a folder is no repository`() throws {
    let folder = try TemporaryFolder()
    try folder.write("file", "text\n")
    for words in [["audit"], ["audit", "file"], ["audit", "nowhere"], ["history"], ["staged"]] {
      let outcome = try Tool.run(words, in: folder)
      #expect(outcome.status == 2, "\(words)")
      #expect(outcome.stdout.isEmpty)
      #expect(outcome.stderr.contains("git repository"))
    }
    #expect(try Tool.run("scan", in: folder).status == 0)
  }

  @Test func `says that there are no commits yet`() throws {
    let empty = try RepositoryBuilder()
    let outcome = try Tool.run("audit", in: empty)
    #expect(outcome.status == 0)
    #expect(outcome.stdout.contains("No commits yet"))
    #expect(try empty.audit().complete)
    #expect(try empty.audit().target.head == nil)
    let bare = try RepositoryBuilder("--bare")
    #expect(try bare.audit().status == 0)
  }

  @Test(arguments: ["HEAD", "HEAD^{tree}", "HEAD:b", "HEAD~1", "HEAD~1:a", "HEAD~1:a/file"])
  func `notices an object that is missing`(revision: String) throws {
    let object = try repository.id(of: revision)
    try repository.remove(file(of: object))
    try expectIncomplete(object)
  }

  @Test(arguments: ["HEAD", "HEAD^{tree}", "HEAD:b", "HEAD~1", "HEAD~1:a", "HEAD~1:a/file"])
  func `notices a loose object of garbage`(revision: String) throws {
    let object = try repository.id(of: revision)
    for garbage: [UInt8] in [[], Array("garbage".utf8), [0x78, 0x9C, 0xFF, 0xFF]] {
      try repository.chmod(file(of: object), 0o644)
      try repository.write(file(of: object), garbage)
      try expectIncomplete(object)
    }
  }

  @Test func `notices a loose object that is cut off, and one that is another`() throws {
    let object = try repository.id(of: "HEAD:b")
    let other = try repository.id(of: "HEAD:a/file")
    let whole = try repository.read(file(of: object))
    try repository.chmod(file(of: object), 0o644)
    try repository.write(file(of: object), Array(whole.dropLast(6)))
    try expectIncomplete(object)
    try repository.write(file(of: object), try repository.read(file(of: other)))
    try expectIncomplete(object)
  }

  /// The path of the one pack's file with this ending, made writable.
  private func pack(_ ending: String) throws -> String {
    try repository.git("gc", "--quiet")
    let names = try repository.names(in: ".git/objects/pack")
    let name = ".git/objects/pack/" + (try #require(names.first { $0.hasSuffix(ending) }))
    try repository.chmod(name, 0o644)
    return name
  }

  @Test func `notices a pack with a byte that is another`() throws {
    let name = try pack(".pack")
    var bytes = try repository.read(name)
    for index in 14..<(bytes.count - 22) { bytes[index] ^= 0xFF }
    try repository.write(name, bytes)
    try expectIncomplete("object")
  }

  @Test(arguments: [0, 1, 11, 12, 40])
  func `notices a pack that is cut off`(length: Int) throws {
    let name = try pack(".pack")
    try repository.write(name, Array(try repository.read(name).prefix(length)))
    try expectIncomplete("")
  }

  @Test(arguments: [0, 1, 8, 1000, 1080])
  func `notices a pack's index that is cut off`(length: Int) throws {
    let name = try pack(".idx")
    try repository.write(name, Array(try repository.read(name).prefix(length)))
    try expectIncomplete("")
  }

  @Test func `notices a pack without an index, and an index without a pack`() throws {
    let index = try pack(".idx")
    let bytes = try repository.read(index)
    try repository.remove(index)
    try expectIncomplete("")
    try repository.write(index, bytes)
    try repository.remove(index.replacing(".idx", with: ".pack"))
    try expectIncomplete("")
  }

  @Test
  func `reads packs that have a multi-pack-index alone, and notices that it is broken`()
    throws
  {
    let key = MadeUp.key()
    try repository.git("repack", "-d", "--quiet")
    try repository.write("deploy/settings", assignment(key))
    try repository.commit("Leaks")
    try repository.git("repack", "-d", "--quiet")
    try repository.git("multi-pack-index", "write")
    let before = try repository.audit("--no-cache")
    try repository.shell("rm -f .git/objects/pack/*.idx .git/objects/pack/*.rev")
    let report = try repository.audit("--no-cache")
    #expect(report.incomplete == [])
    #expect(report.secret(key)?.firstCommit == before.secret(key)?.firstCommit)
    // Who wrote the commit is not told: single objects are not read from such a pack.
    #expect(report.findings.map(\.fingerprint) == before.findings.map(\.fingerprint))
    #expect(report.findings.map(\.commit) == before.findings.map(\.commit))
    #expect(report.statistics.blobs == before.statistics.blobs)

    let name = ".git/objects/pack/multi-pack-index"
    try repository.chmod(name, 0o644)
    try repository.write(name, Array(try repository.read(name).prefix(100)))
    try repository.remove("deploy")
    let broken = try repository.audit()
    #expect(broken.status == 1 || broken.status == 3)
    #expect(broken.incomplete.contains { $0.what.hasSuffix("multi-pack-index") })
  }

  @Test func `notices references that are broken`() throws {
    for text in ["garbage\n", "", MadeUp.hex(39) + "\n", "ref: \n"] {
      try repository.write(".git/refs/heads/broken", text)
      try expectIncomplete("broken")
    }
    let missing = MadeUp.hex(40)
    try repository.write(".git/refs/heads/broken", missing + "\n")
    try expectIncomplete(missing)
    try repository.remove(".git/refs/heads/broken")
    try repository.write(".git/packed-refs", "# pack-refs with: peeled\nnonsense here\n")
    try expectIncomplete("packed-refs")
  }

  @Test(arguments: ["", "garbage", "DIRC", "DIRC\0\0\0\u{2}\0\0\u{F}\u{F}"])
  func `notices an index that is broken`(text: String) throws {
    let key = MadeUp.key()
    try repository.write("untracked", assignment(key))
    try repository.write(".git/index", text)
    let report = try repository.audit()
    // git takes an index of no bytes for an empty one.
    if !text.isEmpty { #expect(report.incomplete.map(\.what) == ["the index"]) }
    #expect(report.status == 1)
    #expect(report.secret(key) != nil)
    let staged = try Tool.run("staged", in: repository)
    #expect(staged.status != 0 || text.isEmpty)
  }

  @Test(arguments: ["/x", "a//b", "//", ""])
  func `takes no path of an index that git would not make`(path: String) throws {
    let zero = [UInt8](repeating: 0, count: 40)
    var entry = zero + [UInt8](repeating: 1, count: 20) + [0, UInt8(path.utf8.count)] + path.utf8
    entry += [UInt8](repeating: 0, count: 8 - entry.count % 8)
    // Without a checksum, as where it is switched off.
    let header = Array("DIRC".utf8) + [0, 0, 0, 2, 0, 0, 0, 1]
    try repository.write(".git/index", header + entry + zero.prefix(20))
    let outcome = try Tool.run("staged", in: repository)
    #expect(outcome.status == 3)
    #expect(outcome.stdout.contains("the index names a path that has an empty part"))
  }

  @Test func `notices that HEAD is nonsense`() throws {
    try repository.write(".git/HEAD", "nonsense\n")
    let outcome = try Tool.run("audit", in: repository)
    #expect(outcome.status == 2 || outcome.status == 3)
    #expect(!(outcome.stdout + outcome.stderr).isEmpty)
  }

  @Test func `does not take an extension that it does not know for clean`() throws {
    try repository.git("config", "core.repositoryformatversion", "1")
    try repository.git("config", "extensions.newfangled", "true")
    for words in [["audit"], ["history"], ["staged"], ["history", "HEAD"]] {
      let outcome = try Tool.run(words, in: repository)
      #expect(outcome.status == 3 || outcome.status == 2, "\(words)")
      #expect((outcome.stdout + outcome.stderr).contains("newfangled"), "\(words)")
    }
  }

  @Test func `does not take a repository of somebody else for clean`() throws {
    let outcome = try repository.shell("chown -R 12345 .")
    // Only the superuser can give files away.
    try #require(outcome.status == 0 || outcome.stderr.contains("not permitted"))
    guard outcome.status == 0 else { return }
    for words in [["audit"], ["history"], ["staged"]] {
      let outcome = try Tool.run(words, in: repository)
      #expect(outcome.status == 3 || outcome.status == 2, "\(words)")
      #expect((outcome.stdout + outcome.stderr).contains("safe.directory"), "\(words)")
    }
    try repository.shell("git config --global --add safe.directory \"$PWD\"")
    #expect(try repository.audit().complete)
  }

  @Test func `names what a shallow clone lacks`() throws {
    let shallow = try repository.shallowClone(depth: 1)
    try expectIncomplete("shallow", in: shallow)
    let key = MadeUp.key()
    try shallow.write("leak", assignment(key))
    let commit = try shallow.commit("Leaks")
    let report = try shallow.audit()
    #expect(report.status == 1)
    #expect(!report.complete)
    #expect(report.secret(key)?.firstCommit == commit)
  }

  @Test func `names what a partial clone lacks`() throws {
    let partial = try repository.clone("--filter=blob:none", "--no-checkout")
    try expectIncomplete("partial clone", in: partial)
  }

  @Test(arguments: ["commit", "tree", "tag"])
  func `notices an object that does not follow its form`(kind: String) throws {
    let object = try repository.git(
      ["hash-object", "-t", kind, "-w", "--stdin", "--literally"],
      standardInput: Array("nonsense\n".utf8))
    try repository.write(".git/refs/tags/odd", object + "\n")
    try expectIncomplete(object)
  }

  @Test func `finds what it can where something is broken`() throws {
    let key = MadeUp.key()
    try repository.write("leak", assignment(key))
    let commit = try repository.commit("Leaks")
    let broken = try repository.id(of: "HEAD:b")
    try repository.remove(file(of: broken))
    let report = try repository.audit()
    #expect(report.status == 1)
    #expect(!report.complete)
    #expect(report.secret(key)?.firstCommit == commit)
    #expect(try repository.audit("--require-complete").status == 3)
  }
}
