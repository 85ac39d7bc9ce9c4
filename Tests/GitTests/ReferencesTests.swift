import Foundation
import Git
import Glibc
import Testing

@Suite struct ReferencesTests {
  @Test func `are those that git lists, loose and packed`() throws {
    let fixture = try GitFixture()
    try fixture.commit("one\n")
    for number in 0..<10 { try fixture.git("branch topic/\(number)") }
    try fixture.git("tag -a -m release v1")
    try fixture.git("pack-refs --all")
    try fixture.commit("two\n")
    try fixture.git("branch -f topic/3")
    try fixture.git("update-ref refs/notes/commits HEAD")
    try fixture.git("update-ref refs/stash HEAD:file")
    try fixture.git("symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/main")
    try fixture.git("update-ref refs/remotes/origin/main HEAD~1")
    let (references, failures) = try fixture.open().references()
    #expect(failures.isEmpty)
    let listed = try fixture.git(["for-each-ref", "--format=%(refname) %(objectname) %(symref)"])
    let found = references.filter { $0.name != Path("HEAD") }.map { reference in
      switch reference.target {
      case .object(let id): "\(reference.name.text) \(id)"
      case .symbolic(let name): "\(reference.name.text) \(name.text)"
      }
    }
    let expected = listed.text.split(separator: "\n").map { line in
      let words = line.split(separator: " ")
      return words.count == 3 ? "\(words[0]) \(words[2])" : "\(words[0]) \(words[1])"
    }
    #expect(found == expected.sorted())
    let head = Reference.Target.symbolic(Path("refs/heads/main"))
    #expect(references.contains { $0.name == Path("HEAD") && $0.target == head })
  }

  @Test func `include what other work trees have checked out`() throws {
    let fixture = try GitFixture()
    let first = try fixture.commit("one\n")
    try fixture.git("worktree add -q --detach ../linked")
    try fixture.git(["commit", "-q", "--allow-empty", "-m", "apart"], in: fixture.beside("linked"))
    let apart = try fixture.git(["rev-parse", "HEAD"], in: fixture.beside("linked")).lines[0]
    try fixture.git(["update-ref", "refs/bisect/bad", "HEAD"], in: fixture.beside("linked"))
    try fixture.git("checkout -q --detach")
    for path in [fixture.path, fixture.beside("linked")] {
      let (references, failures) = try Repository.open(at: Path(path)).references()
      #expect(failures.isEmpty)
      let ids = Dictionary(uniqueKeysWithValues: references.map { ($0.name.text, $0.id) })
      #expect(ids["HEAD"] == first)
      #expect(ids["worktrees/linked/HEAD"] == ObjectID(hex: apart))
      #expect(ids["worktrees/linked/refs/bisect/bad"] == ObjectID(hex: apart))
    }
  }

  @Test func `that are broken are named and don't stop the others`() throws {
    let fixture = try GitFixture()
    let commit = try fixture.commit("one\n")
    try fixture.write(".git/refs/heads/empty", "")
    try fixture.write(".git/refs/heads/nonsense", "nonsense\n")
    try fixture.write(".git/refs/heads/short", "\(commit)".dropLast().description + "\n")
    try fixture.write(".git/refs/heads/long", "\(commit)0\n")
    try fixture.write(".git/refs/heads/zero", "\(ObjectID.zero)\n")
    try fixture.write(".git/refs/heads/nowhere", "ref: \n")
    try fixture.write(".git/refs/heads/noted", "\(commit)\tnote\n")
    try fixture.write(".git/refs/heads/bare", "\(commit)")
    try fixture.write(".git/refs/heads/held.lock", "nonsense\n")
    try fixture.write(".git/packed-refs", "# pack-refs with: peeled\n\(commit) refs/tags/ok\nbad\n")
    #expect(unsafe mkfifo(fixture.path + "/.git/refs/heads/pipe", 0o600) == 0)
    let (references, failures) = try fixture.open().references()
    #expect(
      references.compactMap { $0.id == commit ? $0.name.text : nil } == [
        "refs/heads/bare", "refs/heads/main", "refs/heads/noted", "refs/tags/ok",
      ])
    #expect(
      failures.map(\.what.text) == [
        "packed-refs", "refs/heads/empty", "refs/heads/long", "refs/heads/nonsense",
        "refs/heads/nowhere", "refs/heads/pipe", "refs/heads/short", "refs/heads/zero",
      ])
    #expect(try fixture.open().commits(in: .all).failures.count == failures.count)
  }

  @Test func `may have names that are not UTF-8`() throws {
    let fixture = try GitFixture()
    let commit = try fixture.commit("one\n")
    let name = Array("refs/heads/caf".utf8) + [0xE9]
    let line = Array("create ".utf8) + name + Array(" \(commit)\n".utf8)
    try fixture.git(["update-ref", "--stdin"], input: line)
    for packs in [false, true] {
      if packs { try fixture.git("pack-refs --all") }
      let found = try fixture.open().references().references.first { !$0.name.isUTF8 }
      #expect(found?.name.bytes == name)
      #expect(found?.id == commit)
    }
  }

  @Test func `may be symbolic links, as old ones are`() throws {
    let fixture = try GitFixture()
    let commit = try fixture.commit("one\n")
    let manager = FileManager.default
    try manager.removeItem(atPath: fixture.path + "/.git/HEAD")
    try manager.createSymbolicLink(
      atPath: fixture.path + "/.git/HEAD", withDestinationPath: "refs/heads/main")
    try manager.createSymbolicLink(
      atPath: fixture.path + "/.git/refs/heads/out", withDestinationPath: "/etc/hostname")
    let repository = try fixture.open()
    let (references, failures) = repository.references()
    #expect(references.first?.target == .symbolic(Path("refs/heads/main")))
    #expect(failures.map(\.what.text) == ["refs/heads/out"])
    #expect(try repository.head() == commit)
  }
}
