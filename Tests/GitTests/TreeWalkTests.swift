import Foundation
import Git
import Testing

@Suite struct TreeWalkTests {
  /// A line for each path: mode, id, path, and with parents their ids.
  private func changes(_ repository: Repository, _ commit: ObjectID) throws -> [String] {
    var lines: [String] = []
    let failures = try repository.forEachChange(in: commit) { change in
      let mode = String(change.mode.rawValue, radix: 8)
      let previous = change.previous.map { $0?.description ?? "-" }.joined(separator: ",")
      lines.append("\(mode) \(change.id) \(change.path.text) \(previous)")
    }
    #expect(failures.isEmpty)
    return lines.sorted()
  }

  /// The same from `git diff-tree`, without deletions.
  private func expected(_ fixture: GitFixture, _ commit: ObjectID) throws -> [String] {
    let lines = try fixture.git(
      ["diff-tree", "-r", "-c", "--root", "--raw", "--no-abbrev", "--no-commit-id", "\(commit)"]
    ).lines
    let zero = ObjectID.zero.description
    return lines.compactMap { line in
      let count = line.prefix { $0 == ":" }.count
      let halves = line.drop { $0 == ":" }.split(separator: "\t")
      let words = halves[0].split(separator: " ").map(String.init)
      let isRoot =
        words[0] == "000000" && count == 1 && words[1 + count] == zero && isFirst(fixture, commit)
      let ids = words[(count + 1)...(2 * count)].map { $0 == zero ? "-" : $0 }
      let previous = isRoot ? "" : ids.joined(separator: ",")
      let new = words[2 * count + 1]
      return new == zero ? nil : "\(words[count]) \(new) \(halves[1]) \(previous)"
    }.sorted()
  }

  private func isFirst(_ fixture: GitFixture, _ commit: ObjectID) -> Bool {
    (try? fixture.git(["rev-parse", "-q", "--verify", "\(commit)^"], accepting: [1])) != nil
  }

  @Test func `gives what each commit changes, as git does`() throws {
    let fixture = try GitFixture()
    var random = SeededGenerator(seed: 12)
    let ids = try fixture.makeHistory(80, using: &random)
    let repository = try fixture.open()
    for id in ids {
      #expect(try changes(repository, id) == expected(fixture, id))
    }
  }

  @Test func `knows a file that becomes a folder, a link or runnable`() throws {
    let fixture = try GitFixture()
    for name in ["a", "b", "c", "d/x"] { try fixture.write(name, name) }
    try fixture.git("add -A")
    try fixture.git("commit -q -m first")
    let old = try fixture.id("HEAD:b")
    try fixture.git("rm -q -r a c d")
    try fixture.write("a/deep", "a")
    try fixture.write("d", "d")
    try FileManager.default.createSymbolicLink(
      atPath: fixture.path + "/c", withDestinationPath: "b")
    try fixture.git("add -A")
    try fixture.git("update-index --chmod=+x b")
    try fixture.git("commit -q -m second")
    var found: [String: CommitChange] = [:]
    let failures = try fixture.open().forEachChange(in: fixture.id("HEAD")) {
      found[$0.path.text] = $0
    }
    #expect(failures.isEmpty)
    #expect(Set(found.keys) == ["a/deep", "b", "c", "d"])
    #expect(found["a/deep"]?.previous == [nil])
    #expect(found["b"]?.previous == [old])
    #expect(found["b"]?.id == old)
    #expect(found["c"]?.mode.kind == .symlink)
    #expect(found["d"]?.previous == [nil])
  }

  @Test func `takes all of a commit where a shallow clone was cut`() throws {
    let fixture = try GitFixture()
    try fixture.commit("1\n", to: "a")
    try fixture.commit("2\n", to: "b")
    let clone = fixture.beside("clone")
    try fixture.git("clone -q --depth 1 file://\(fixture.path) \(clone)")
    let repository = try Repository.open(at: Path(clone))
    #expect(try changes(repository, fixture.id("HEAD")).count == 2)
  }

  @Test func `gives every file of a tree, as git does`() throws {
    let fixture = try GitFixture()
    for name in ["a", "b/c", "b/d/e", "b.c", "b-c", "z/z/z/z"] { try fixture.write(name, name) }
    try fixture.git("add -A")
    let id = try fixture.blob([65])
    let name = Array("100644 \(id) 0\tb/caf".utf8) + [0xE9, 10]
    try fixture.git(["update-index", "--index-info"], input: name)
    try fixture.git("commit -q -m files")
    var found: [String] = []
    let tree = try fixture.id("HEAD^{tree}")
    let failures = try fixture.open().objects.forEachFile(inTree: tree) { path, mode, id in
      found.append("\(String(mode.rawValue, radix: 8)) blob \(id)\t\(path.text)")
    }
    let listed = try fixture.git("ls-tree -r -z HEAD").bytes.split(separator: 0)
    #expect(found.sorted() == listed.map { String(decoding: $0, as: UTF8.self) }.sorted())
    #expect(failures.isEmpty)
  }

  @Test func `names a folder that is missing, and gives the others`() throws {
    let fixture = try GitFixture()
    for name in ["a/b", "c/d", "e"] { try fixture.write(name, name) }
    try fixture.git("add -A")
    try fixture.git("commit -q -m files")
    let gone = try fixture.id("HEAD:a")
    try FileManager.default.removeItem(atPath: fixture.path + "/" + fixture.looseFile(gone))
    var found: Set<String> = []
    let tree = try fixture.id("HEAD^{tree}")
    let repository = try fixture.open()
    let failures = repository.objects.forEachFile(inTree: tree) { path, _, _ in
      found.insert(path.text)
    }
    #expect(found == ["c/d", "e"])
    #expect(failures.map(\.what) == [Path("a")])
    #expect(failures.map(\.error.reason) == [.missing])
    let change = try repository.forEachChange(in: fixture.id("HEAD")) { _ in }
    #expect(change.map(\.what) == [Path("a")])
  }

  @Test func `gives what stands before a fault in a tree`() throws {
    let fixture = try GitFixture()
    let id = try fixture.blob([65])
    let tree = Array("100644 good\0".utf8) + id.bytes + Array("100644 cut\0".utf8)
    let text = try fixture.git(
      ["hash-object", "-w", "-t", "tree", "--literally", "--stdin"], input: tree
    ).text
    let treeID = try #require(ObjectID(hex: text.dropLast()))
    var found: [String] = []
    let failures = try fixture.open().objects.forEachFile(inTree: treeID) { path, _, _ in
      found.append(path.text)
    }
    #expect(found == ["good"])
    #expect(failures.map(\.error.reason) == [.corrupt])
  }

  @Test func `ends in a tree of folders without end`() throws {
    let fixture = try GitFixture()
    var tree = try fixture.git(["mktree"]).lines[0]
    // `fast-import` makes the depth in one go.
    let path = String(repeating: "d/", count: 2100) + "file"
    let stream =
      "commit refs/heads/deep\ncommitter B <b> 1 +0000\ndata 0\nM 100644 inline \(path)\ndata 1\nx\n"
    try fixture.git(["fast-import", "--quiet"], input: Array(stream.utf8))
    tree = try fixture.id("deep^{tree}").description
    let id = try #require(ObjectID(hex: tree))
    let failures = try fixture.open().objects.forEachFile(inTree: id) { _, _, _ in }
    #expect(failures.count == 1)
    // Each folder holds the one below twice: 2^40 paths, of which a few are enough.
    struct Enough: Error {}
    var below = try fixture.git(
      ["mktree"], input: Array("100644 blob \(fixture.blob([1]))\tf\n".utf8)
    ).lines[0]
    for _ in 0..<40 {
      let lines = "040000 tree \(below)\ta\n040000 tree \(below)\tb\n"
      below = try fixture.git(["mktree"], input: Array(lines.utf8)).lines[0]
    }
    let wide = try #require(ObjectID(hex: below))
    var count = 0
    #expect(throws: Enough.self) {
      _ = try fixture.open().objects.forEachFile(inTree: wide) { _, _, _ in
        count += 1
        if count == 1000 { throw Enough() }
      }
    }
  }
}
