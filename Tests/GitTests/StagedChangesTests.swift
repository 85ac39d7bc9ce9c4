import Foundation
import Git
import Testing

@Suite struct StagedChangesTests {
  /// What `git diff --cached` says, in the words of `describe`.
  private func expected(_ fixture: GitFixture) throws -> [String] {
    let bytes = try fixture.git(
      [
        "diff", "--cached", "--raw", "-z", "--no-abbrev", "-M", "--no-ext-diff",
        "--ita-invisible-in-index",
      ]
    ).bytes
    var fields = bytes.split(separator: 0, omittingEmptySubsequences: true).map {
      String(decoding: $0, as: UTF8.self)
    }[...]
    var result: [(String, String)] = []
    while let head = fields.popFirst(), let path = fields.popFirst() {
      let words = head.split(separator: " ")
      let letter = words[4].prefix(1)
      let newPath = letter == "R" ? fields.popFirst() ?? "" : path
      let new = letter == "D" || letter == "U" ? "-" : String(words[3])
      let old = letter == "A" || letter == "U" ? "-" : String(words[2])
      result.append((newPath, "\(letter) \(path) \(newPath) \(old) \(new)"))
    }
    return result.sorted { Path($0.0) < Path($1.0) }.map(\.1)
  }

  private func describe(_ changes: [StagedChange]) -> [String] {
    changes.map { change in
      let letter =
        switch change.kind {
        case .added: "A"
        case .deleted: "D"
        case .modified: "M"
        case .typeChanged: "T"
        case .renamed: "R"
        case .unmerged: "U"
        }
      let old = change.oldID?.description ?? "-"
      let new = change.newID?.description ?? "-"
      return "\(letter) \(change.oldPath.text) \(change.path.text) \(old) \(new)"
    }
  }

  private func lines(_ name: String, _ count: Int) -> String {
    (0..<count).map { "\(name) \($0)\n" }.joined()
  }

  @Test(arguments: [2, 3, 4])
  func `are those of every version of the index`(_ version: Int) throws {
    let fixture = try GitFixture()
    for name in ["a", "folder/a", "folder/deep/b", "folder-b/c", "folder.c", "same/d", "z"] {
      try fixture.write(name, lines(name, 20))
    }
    try fixture.commit("first")
    try fixture.git("update-index --index-version \(version)")
    if version == 3 { try fixture.git("update-index --skip-worktree z") }
    try fixture.write("folder/deep/b", "changed\n")
    try fixture.write("folder/deep/new", "new\n")
    try fixture.git("add folder")
    try fixture.git("rm -q --cached folder.c")
    let changes = try fixture.open().stagedChanges()
    #expect(try describe(changes) == expected(fixture))
    #expect(changes.count == 3)
    #expect(try fixture.read(".git/index")[7] == UInt8(version))
  }

  @Test func `are everything before the first commit`() throws {
    let fixture = try GitFixture()
    try fixture.write("a", "a\n")
    try fixture.write("b/c", "c\n")
    try fixture.git("add -A")
    let changes = try fixture.open().stagedChanges()
    #expect(try describe(changes) == expected(fixture))
    #expect(changes.map(\.kind) == [.added, .added])
    #expect(changes.allSatisfy { $0.mode == FileMode(rawValue: 0o100644) })
  }

  @Test func `are nothing after a commit`() throws {
    let fixture = try GitFixture()
    try fixture.commit("text\n")
    try fixture.write("file", "not staged\n")
    #expect(try fixture.open().stagedChanges().isEmpty)
  }

  @Test func `are of each kind what git says`() throws {
    let fixture = try GitFixture()
    for name in ["same", "modified", "deleted", "moved", "altered", "kind", "mode", "f/g/h", "d/f"]
    {
      try fixture.write(name, lines(name, 30))
    }
    try fixture.git("add -A")
    try fixture.git("commit -q -m files")
    let manager = FileManager.default
    try fixture.write("modified", lines("modified", 31))
    try fixture.git("rm -q deleted")
    try fixture.git("mv moved elsewhere")
    try fixture.git("mv altered changed")
    try fixture.write("changed", lines("altered", 20) + lines("new", 5))
    try manager.removeItem(atPath: fixture.path + "/kind")
    try manager.createSymbolicLink(atPath: fixture.path + "/kind", withDestinationPath: "same")
    try fixture.git("update-index --chmod=+x mode")
    // A file where a folder was, and a folder where a file was.
    try fixture.git("rm -q -r f d")
    try fixture.write("f", "a file\n")
    try fixture.write("d/f/new", "a folder\n")
    try fixture.write("unrelated", lines("unrelated", 30))
    try fixture.git("add -A")
    try fixture.write("announced", "later\n")
    try fixture.git("add -N announced")
    let changes = try fixture.open().stagedChanges()
    #expect(try describe(changes) == expected(fixture))
    #expect(Set(changes.map(\.kind)) == [.added, .deleted, .modified, .typeChanged, .renamed])
  }

  @Test func `leave out a name that is only announced`() throws {
    let fixture = try GitFixture()
    try fixture.commit("text\n")
    try fixture.git("rm -q --cached file")
    try fixture.git("add -N file")
    #expect(try describe(fixture.open().stagedChanges()) == expected(fixture))
    #expect(try fixture.open().stagedChanges().map(\.kind) == [.deleted])
  }

  @Test func `include submodules, which have no blob here`() throws {
    let fixture = try GitFixture()
    let commit = try fixture.commit("text\n")
    try fixture.git("update-index --add --cacheinfo 160000,\(commit),module")
    let change = try #require(try fixture.open().stagedChanges().first)
    #expect(change.mode.kind == .submodule)
    #expect(!change.mode.isBlob)
    #expect(change.newID == commit)
  }

  @Test func `are what git says after many random edits`() throws {
    let fixture = try GitFixture()
    var random = SeededGenerator(seed: 4)
    func name() -> String {
      let parts = (0...Int.random(in: 0...2, using: &random)).map { _ in
        ["a", "b", "c", "a.b", "a-b"].randomElement(using: &random) ?? "a"
      }
      return parts.joined(separator: "/")
    }
    for round in 0..<40 {
      for _ in 0..<6 {
        // Straight into the index, where a file may take the place of a folder.
        let path = name()
        if Bool.random(using: &random) {
          let content = lines("\(Int.random(in: 0...6, using: &random))", 9)
          let id = try fixture.blob(Array(content.utf8))
          try fixture.git(
            ["update-index", "--replace", "--add", "--cacheinfo", "100644,\(id),\(path)"])
        } else {
          try fixture.git(["rm", "-q", "-r", "--cached", "--ignore-unmatch", path])
        }
      }
      let found = try fixture.open().stagedChanges()
      // Which of several equal files was moved where is a matter of taste.
      #expect(try letters(describe(found)) == letters(expected(fixture)))
      if round % 3 == 0 { try fixture.git("commit -q --allow-empty -m round") }
    }
  }

  /// The changes with what is ambiguous taken out: which source a rename has.
  private func letters(_ changes: [String]) -> [String] {
    changes.compactMap { change in
      let words = change.split(separator: " ")
      return words[0] == "D" ? nil : "\(words[0]) \(words[2]) \(words[4])"
    }
  }

  @Test func `say nothing about a tree that is missing`() throws {
    let fixture = try GitFixture()
    try fixture.commit("text\n", to: "folder/file")
    let tree = try fixture.id("HEAD:folder")
    try fixture.commit("more\n", to: "folder/file")
    try fixture.git("reset -q --soft HEAD~1")
    try FileManager.default.removeItem(atPath: fixture.path + "/" + fixture.looseFile(tree))
    #expect(gitError { _ = try fixture.open().stagedChanges() }?.reason == .missing)
  }
}
