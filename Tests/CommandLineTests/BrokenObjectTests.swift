import TestSupport
import Testing

/// Objects and packs that are wrong in ways that git notices: never clean, and what they hold is
/// scanned all the same.
@Suite struct BrokenObjectTests {
  let repository: RepositoryBuilder
  let key = MadeUp.key()

  init() throws {
    repository = try RepositoryBuilder()
    try repository.write("a/file", "one\n")
    try repository.commit("First")
  }

  private func file(of object: String) -> String {
    ".git/objects/\(object.prefix(2))/\(object.dropFirst(2))"
  }

  /// Commits the key and takes it away, and returns the commit.
  private func leak() throws -> String {
    try repository.write("k.sh", assignment(key))
    let commit = try repository.commit("Leaks")
    try repository.write("k.sh", "echo\n")
    try repository.commit("Takes it away")
    return commit
  }

  /// The path of the one file of packs with this ending, made writable.
  private func packFile(_ ending: String) throws -> String {
    let names = try repository.names(in: ".git/objects/pack")
    let name = ".git/objects/pack/" + (try #require(names.first { $0.hasSuffix(ending) }))
    try repository.chmod(name, 0o644)
    return name
  }

  @Test func `no bit of a pack's index hides a key`() throws {
    _ = try leak()
    try repository.git("repack", "-a", "-d", "-q")
    let name = try packFile(".idx")
    let sound = try repository.read(name)
    let count = (sound.count - 1032 - 40) / 28
    let tables = [1032, 1032 + 20 * count, 1032 + 24 * count, 1032 + 28 * count]
    // One of the fanout table, two of each other one, and one of the digest.
    var places: [Int] = [8 + 4 * 77, sound.count - 1]
    for table in tables { places += [table, table + 13] }
    for place in places {
      for bit in [0, 6, 7] as [UInt8] {
        var bytes = sound
        bytes[place] ^= 1 << bit
        try repository.write(name, bytes)
        let report = try repository.report(["history", "--no-cache"])
        #expect(!report.complete, "bit \(bit) of byte \(place)")
        #expect([1, 3].contains(report.status), "bit \(bit) of byte \(place)")
      }
    }
    try repository.write(name, sound)
    let report = try repository.report(["history", "--no-cache"])
    #expect(report.complete && report.secret(key) != nil)
  }

  @Test func `an index of the first version is read`() throws {
    let commit = try leak()
    try repository.git("-c", "pack.indexVersion=1", "repack", "-a", "-d", "-q")
    for words in [["audit"], ["history"], ["history", "HEAD~2..HEAD"]] {
      let report = try repository.report(words)
      #expect(report.complete)
      #expect(report.secret(key)?.firstCommit == commit)
      #expect(report.findings.contains { $0.commit == commit && $0.author != nil })
    }
  }

  @Test(arguments: [".git/objects", ".git/objects/pack", ".git/objects/pack/*.pack", "loose"])
  func `a store behind a symbolic link is read`(link: String) throws {
    let commit = try leak()
    if link.contains("pack") { try repository.git("repack", "-a", "-d", "-q") }
    let blob = try repository.id(of: "\(commit):k.sh")
    let link = link == "loose" ? ".git/objects/\(blob.prefix(2))" : link
    try repository.shell(
      "set -e; x=$(echo \(link)); mv \"$x\" ../moved; ln -s \"$PWD/../moved\" $x")
    for words in [["history"], ["history", "HEAD~2..HEAD"]] {
      let report = try repository.report(words)
      #expect(report.incomplete == [])
      #expect(report.secret(key)?.firstCommit == commit)
    }
  }

  @Test func `an object with a wrong checksum is told, and its content is scanned`() throws {
    let commit = try leak()
    let blob = try repository.id(of: "\(commit):k.sh")
    var bytes = try repository.read(file(of: blob))
    bytes[bytes.count - 1] ^= 1
    try repository.chmod(file(of: blob), 0o644)
    for content in [bytes, try repository.read(file(of: blob)) + [0]] {
      try repository.write(file(of: blob), content)
      for words in [["history"], ["audit"], ["history", "HEAD~2..HEAD"]] {
        let report = try repository.report(words)
        #expect(report.incomplete.contains { "\($0.what) \($0.why)".contains(blob) })
        #expect(report.secret(key)?.firstCommit == commit)
      }
    }
  }

  @Test func `what stands under the id of another object is scanned`() throws {
    let commit = try leak()
    let blob = try repository.id(of: "\(commit):k.sh")
    let other = try repository.id(of: "HEAD:a/file")
    try repository.chmod(file(of: other), 0o644)
    try repository.write(file(of: other), try repository.read(file(of: blob)))
    try repository.remove(file(of: blob))
    let report = try repository.report(["history"])
    #expect(report.incomplete.contains { $0.what.contains(other) })
    #expect(report.secret(key) != nil)
  }

  /// A commit on the branch `odd`, of a tree with one entry.
  private func commitTree(_ mode: String, _ object: String) throws {
    let digits = Array(object)
    let id = stride(from: 0, to: 40, by: 2).compactMap {
      UInt8(String(digits[$0...($0 + 1)]), radix: 16)
    }
    let tree = try repository.git(
      ["hash-object", "-t", "tree", "-w", "--stdin", "--literally"],
      standardInput: Array("\(mode) odd\0".utf8) + id)
    let commit = try repository.git("commit-tree", tree, "-p", "HEAD", "-m", "Odd")
    try repository.write(".git/refs/heads/odd", commit + "\n")
  }

  @Test(arguments: [false, true])
  func `a blob that is named as a folder is scanned, and that is told`(isPacked: Bool) throws {
    let blob = try repository.git(
      ["hash-object", "-w", "--stdin"], standardInput: Array(assignment(key).utf8))
    try commitTree("40000", blob)
    try expectOdd("as a folder", isPacked: isPacked)
  }

  @Test(arguments: [false, true])
  func `a tree that is named as a file is scanned, and that is told`(isPacked: Bool) throws {
    let blob = try repository.git(
      ["hash-object", "-w", "--stdin"], standardInput: Array(assignment(key).utf8))
    let tree = try repository.git(
      ["mktree"], standardInput: Array("100644 blob \(blob)\tk.sh\n".utf8))
    try commitTree("100644", tree)
    try expectOdd("as a file", isPacked: isPacked)
  }

  @Test(arguments: [false, true])
  func `a commit that is named as a file is told`(isPacked: Bool) throws {
    try commitTree("100644", try repository.id(of: "HEAD"))
    if isPacked { try packAll() }
    for words in [["history"], ["audit"], ["history", "main..odd"]] {
      let report = try repository.report(words)
      #expect(report.status == 3, "\(words)")
      #expect(report.incomplete.contains { $0.why.contains("as a file") }, "\(words)")
    }
  }

  private func expectOdd(_ told: String, isPacked: Bool) throws {
    if isPacked { try packAll() }
    // Twice: what an earlier run kept makes no difference.
    for words in [["history"], ["history"], ["audit"]] {
      let report = try repository.report(words)
      #expect(report.incomplete.contains { $0.why.contains(told) }, "\(words)")
      #expect(report.secret(key) != nil, "\(words)")
      #expect(report.findings.contains { $0.path.hasPrefix("odd") }, "\(words)")
    }
    let report = try repository.report(["history", "main..odd"])
    #expect(!report.complete)
    #expect(report.secret(key) != nil)
  }

  /// Ids that hold what looks like the end of a name, and, as far behind it as the next entry's mode
  /// would be, what looks like that: within the next id.
  @Test(arguments: 0..<3 as Range<UInt64>)
  func `each missing object is told, whatever the ids around it look like`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    func id() -> [UInt8] {
      var id = (0..<20).map { _ in UInt8.random(in: 1...255, using: &generator) }
      (id[6], id[11], id[15]) = (UInt8(ascii: "1"), UInt8(ascii: " "), 0)
      return id
    }
    var ids = (0..<30).map { _ in id() }
    var missing = Set(ids)
    var paths: [String] = []
    for number in 0..<200 {
      var tree: [UInt8] = []
      for (place, id) in ids.enumerated() { tree += "100644 \(10 + place)\0".utf8 + id }
      try repository.write("trees/\(number)", tree)
      paths.append("trees/\(number)\n")
      missing.formUnion(ids)
      // The end of the id stays, so that a delta copies it.
      ids[Int.random(in: 0..<ids.count, using: &generator)][0] ^= .random(
        in: 1...255, using: &generator)
    }
    let trees = try repository.git(
      ["hash-object", "-t", "tree", "-w", "--literally", "--stdin-paths"],
      standardInput: Array(paths.joined().utf8))
    try repository.git(
      ["pack-objects", "-q", "--window=20", "--depth=50", ".git/objects/pack/pack"],
      standardInput: Array((trees + "\n").utf8))
    try repository.git("prune-packed", "-q")
    let told = Set(try repository.report(["audit"]).incomplete.map(\.what))
    let digits = missing.map { id in
      "object " + id.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
    #expect(digits.filter { !told.contains($0) } == [])
  }

  /// Puts all objects into one pack, which `git repack` refuses to do.
  private func packAll() throws {
    try repository.shell(
      """
      set -e
      git cat-file --batch-all-objects --batch-check='%(objectname)' |
        git pack-objects -q .git/objects/pack/pack
      git prune-packed -q
      """)
    #expect(try repository.names(in: ".git/objects/pack").contains { $0.hasSuffix(".idx") })
  }
}
