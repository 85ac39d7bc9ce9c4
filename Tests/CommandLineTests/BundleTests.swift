import TestSupport
import Testing

/// Bundles are whole repositories in a file, and are looked into like any container.
@Suite struct BundleTests {
  let repository: RepositoryBuilder
  let folder: TemporaryFolder
  let key = MadeUp.key()

  init() throws {
    repository = try RepositoryBuilder()
    folder = try TemporaryFolder()
  }

  /// Puts a bundle of the repository into the folder.
  private func bundle(as name: String = "x.bundle", _ range: String = "--all") throws {
    try repository.git("bundle", "create", "--quiet", folder.path(name), range)
  }

  @Test(arguments: ["x.bundle", "backup.dat"])
  func `finds a key that a bundle's history has, once for all versions`(name: String) throws {
    let lines = (1...200).map { "line \($0)\n" }.joined()
    for number in 1...4 {
      try repository.write("src/app.conf", lines + assignment(key) + "end \(number)\n")
      try repository.commit("Change \(number)")
    }
    try repository.remove("src/app.conf")
    try repository.commit("Cleans")
    try bundle(as: name)
    let report = try Tool.json("scan", name, in: folder)
    let place = try report.place(of: key)
    #expect(place.path == "\(name)!src/app.conf")
    #expect(place.layer == "file")
    #expect(place.line == 201)
    #expect(report.findings.count == 1)
    #expect(report.status == 1)
    #expect(report.complete)
  }

  @Test func `takes a path in a bundle for a path`() throws {
    try repository.write("home/.vast_api_key", key)
    try repository.commit("Leaks")
    try bundle()
    let place = try Tool.json("scan", ".", in: folder).place(of: key)
    #expect(place.path == "x.bundle!home/.vast_api_key")
    #expect(place.severity == "high")
  }

  @Test func `leaves the packs of a repository to its audit`() throws {
    let key = MadeUp.key()
    try repository.write("settings", assignment(key))
    try repository.commit("Leaks")
    try repository.git("rm", "--quiet", "settings")
    try repository.commit("Hides")
    try repository.git("gc", "--quiet")
    #expect(try repository.report(["scan", "."]).secrets.isEmpty)
    #expect(try repository.audit().secret(key) != nil)
  }

  @Test func `finds keys in messages, tags, and names of files and references`() throws {
    let keys = (0..<4).map { _ in MadeUp.key() }
    try repository.write(assignment(keys[0]).trimmed + ".txt", "a = 1\n")
    try repository.write("plain.txt", "a = 1\n")
    let commit = try repository.commit("Uses " + assignment(keys[1]))
    let tag = try repository.tag("v1", message: assignment(keys[2]))
    try repository.branch(assignment(keys[3]).trimmed)
    try bundle()
    let report = try Tool.json("scan", "x.bundle", in: folder)
    let places = try keys.map { try report.place(of: $0).path }
    #expect(places == ["x.bundle", "x.bundle!" + commit, "x.bundle!" + tag, "x.bundle"])
  }

  @Test func `finds a key in a bundle that the history has`() throws {
    try repository.write("app.conf", assignment(key))
    try repository.commit("Leaks")
    let other = try RepositoryBuilder()
    try repository.git("bundle", "create", "--quiet", other.path("old.bundle"), "--all")
    let leak = try other.commit("Adds")
    try other.remove("old.bundle")
    try other.commit("Cleans")
    for isPacked in [false, true] {
      if isPacked { try other.git("gc", "--quiet", "--prune=now") }
      let place = try other.report(["audit"]).place(of: key)
      #expect(place.path == "old.bundle!app.conf")
      #expect([place.layer, place.commit] == ["history", leak])
    }
  }

  @Test func `finds a key in what an incremental bundle adds, and says what it lacks`() throws {
    let lines = (1...200).map { "line \($0) with text\n" }.joined()
    try repository.write("app.conf", lines)
    try repository.commit("Base")
    try repository.write("app.conf", lines + assignment(key))
    try repository.commit("Leaks")
    try bundle("HEAD~1..main")
    let report = try Tool.json("scan", "x.bundle", in: folder)
    #expect(try report.place(of: key).path.hasPrefix("x.bundle!"))
    #expect(report.incomplete.map(\.what) == ["x.bundle"])
    #expect(report.incomplete.first?.why.contains("made with --all") == true)
  }

  @Test func `looks into a bundle that standard input gives`() throws {
    try repository.write("app.conf", assignment(key))
    try repository.commit("Leaks")
    try bundle()
    let report = try Tool.json(["scan", "-"], in: folder, standardInput: folder.read("x.bundle"))
    #expect(try report.place(of: key).path.hasSuffix("!app.conf"))
  }

  @Test func `calls a broken bundle what could not be scanned`() throws {
    try repository.write("app.conf", "a = 1\n")
    try repository.commit("Adds")
    try bundle()
    #expect(try Tool.json("scan", "x.bundle", in: folder).status == 0)
    let bytes = try folder.read("x.bundle")
    var flipped = bytes
    flipped[bytes.count - 30] ^= 0x55
    for wrong in [Array(bytes.dropLast(40)), flipped, Array(bytes.prefix(70))] {
      try folder.write("x.bundle", wrong)
      let report = try Tool.json("scan", "x.bundle", in: folder)
      #expect(report.status == 3)
      #expect(!report.incomplete.isEmpty)
    }
  }
}

extension String {
  fileprivate var trimmed: String { String(prefix { $0 != "\n" }) }
}
