import Archives
import Blobs
import TestSupport
import Testing

/// Bundles and packs, made by git and read back.
@Suite struct BundleTests {
  /// A repository with versions of a file, a link, a tag and a second branch.
  private func repository(_ format: String) throws -> RepositoryBuilder {
    let repository = try RepositoryBuilder("--object-format=\(format)")
    let lines = (1...300).map { "line \($0)\n" }
    try repository.write("src/deep/a.txt", lines.joined())
    try repository.write("b.txt", "only once\n")
    try repository.commit("First")
    try repository.write("src/deep/a.txt", (lines + ["more\n"]).joined())
    try repository.commit("Second\n\nwith a body\n")
    try repository.write("src/deep/a.txt", (["before\n"] + lines.dropFirst(2)).joined())
    try repository.link("link", to: "somewhere/else")
    try repository.commit("Third")
    try repository.tag("v1", message: "A tag's message\n")
    try repository.branch("side", at: "HEAD~1")
    try repository.git("gc", "--quiet")
    return repository
  }

  private func bundle(_ repository: RepositoryBuilder, _ arguments: String...) throws -> [UInt8] {
    try repository.git(["bundle", "create", "--quiet"] + arguments)
    return try repository.read("x.bundle")
  }

  /// Each object's kind, id and bytes, as git tells them.
  private func objects(_ repository: RepositoryBuilder) throws -> [(kind: String, id: String)] {
    try repository.git(
      "cat-file", "--batch-all-objects", "--batch-check=%(objecttype) %(objectname)"
    ).split(separator: "\n").map {
      let parts = $0.split(separator: " ")
      return (String(parts[0]), String(parts[1]))
    }
  }

  @Test(arguments: [("sha1", "2"), ("sha1", "3"), ("sha256", "3")])
  func `all that a bundle holds is handed over`(format: String, version: String) throws {
    let repository = try repository(format)
    let bytes = try bundle(repository, "--version=\(version)", "x.bundle", "--all")
    let reading = Reading(bytes, at: "x")
    #expect(reading.outcome == .opened)
    #expect(reading.problems.isEmpty, "\(reading.whys)")
    #expect(reading.texts["x"]?.contains(" refs/heads/side\n") == true)
    #expect(reading.texts["x"]?.hasSuffix("\n\n") == true)
    #expect(reading.texts["x!b.txt"] == "only once\n")
    #expect(reading.texts["x!link"] == "somewhere/else")
    // The three versions of the file, in some order.
    let versions = try ["HEAD", "HEAD~1", "HEAD~2"].map {
      try repository.git("cat-file", "blob", "\($0):src/deep/a.txt").utf8.count + 1
    }
    #expect(reading.contents["x!src/deep/a.txt"]?.count == versions.reduce(0, +))
    for object in try objects(repository) where object.kind == "commit" || object.kind == "tag" {
      let text = try #require(reading.texts["x!" + object.id])
      let expected = try repository.git("cat-file", object.kind, object.id)
      #expect(text == expected + "\n" || text == expected)
    }
    // The names of folders too.
    #expect(reading.paths.contains("x!src"))
    #expect(reading.paths.contains("x!deep"))
  }

  @Test(arguments: ["sha1", "sha256"])
  func `a pack is read without its index`(format: String) throws {
    let repository = try repository(format)
    let folder = ".git/objects/pack"
    let name = try #require(repository.names(in: folder).first { $0.hasSuffix(".pack") })
    let reading = Reading(try repository.read("\(folder)/\(name)"), at: "p")
    #expect(reading.problems.isEmpty, "\(reading.whys)")
    #expect(reading.texts["p!b.txt"] == "only once\n")
    #expect(reading.contents["p!src/deep/a.txt"] != nil)
  }

  @Test func `a bundle is found in other containers`() throws {
    let bytes = try bundle(try repository("sha1"), "x.bundle", "--all")
    let zip = try Made.archive("zip", [("in/x", bytes)])
    #expect(Reading(zip, at: "z").texts["z!in/x!b.txt"] == "only once\n")
    let gzip = try Made.compressed("gzip", bytes)
    let reading = Reading(gzip, at: "x.gz")
    #expect(reading.texts["x.gz!b.txt"] == "only once\n")
    #expect(reading.problems.isEmpty)
  }

  @Test func `a container in a bundle is opened`() throws {
    let repository = try RepositoryBuilder()
    try repository.write("a.zip", Made.archive("zip", ["inner": "text"]))
    try repository.commit("Adds")
    let reading = Reading(try bundle(repository, "x.bundle", "--all"), at: "x")
    #expect(reading.texts["x!a.zip!inner"] == "text")
    #expect(reading.problems.isEmpty)
  }

  @Test func `a bundle with nothing in it has nothing wrong`() throws {
    let bytes = HandMade.bundle(HandMade.Pack())
    let reading = Reading(bytes, at: "x")
    #expect(reading.problems.isEmpty, "\(reading.whys)")
    #expect(reading.paths == ["x"])
  }

  @Test func `of a change to what a bundle leaves out, what it adds is read`() throws {
    let repository = try repository("sha1")
    let lines = (1...300).map { "line \($0)\n" }
    try repository.write("src/deep/a.txt", (lines + ["a new line\n"]).joined())
    try repository.commit("Fourth")
    let bytes = try bundle(repository, "x.bundle", "HEAD~1..main")
    let reading = Reading(bytes, at: "x")
    let deltas = reading.texts.filter { $0.key.hasPrefix("x!delta-of-") }
    let added = try #require(deltas.first { $0.value.contains("a new line\n") })
    let base = String(added.key.dropFirst("x!delta-of-".count))
    #expect(try repository.git("cat-file", "-t", base) == "blob")
    guard case .missingBases(let count)? = reading.problems.first?.reason else {
      Issue.record("\(reading.whys)")
      return
    }
    #expect(count > 0)
    #expect(reading.problems.count == 1)
  }

  @Test func `a bundle that is cut short anywhere is never said to be whole`() throws {
    let bytes = try bundle(try repository("sha1"), "x.bundle", "--all")
    let start = 60 + Int.random(in: 0..<7)
    for count in stride(from: start, to: bytes.count, by: 7) {
      let reading = Reading(Array(bytes[..<count]), at: "x")
      #expect(!reading.problems.isEmpty, "\(count) of \(bytes.count)")
    }
  }

  @Test func `a byte of a pack that is wrong is always told`() throws {
    let bytes = try bundle(try repository("sha1"), "x.bundle", "--all")
    let start = try #require(Reading(bytes, at: "x").contents["x"]?.count) + .random(in: 0..<7)
    for place in stride(from: start, to: bytes.count, by: 7) {
      var wrong = bytes
      wrong[place] ^= UInt8.random(in: 1...255)
      #expect(!Reading(wrong, at: "x").problems.isEmpty, "\(place)")
    }
  }
}
