import Foundation
import Git
import Testing

/// An index that holds only what differs from a shared one beside it (`core.splitIndex`).
@Suite struct SplitIndexTests {
  private func fixture() throws -> GitFixture {
    let fixture = try GitFixture()
    for name in ["a", "b/c", "b/d/e", "f"] { try fixture.write(name, name + "\n") }
    try fixture.git("add -A")
    try fixture.git("commit -q -m files")
    try fixture.git("config splitIndex.maxPercentChange 100")
    try fixture.git("update-index --split-index")
    return fixture
  }

  private func listing(
    _ fixture: GitFixture, in folder: String? = nil, environment: [String: String] = [:]
  ) throws -> [[UInt8]] {
    let bytes = try fixture.git(["ls-files", "-s", "-z"], in: folder, environment: environment)
      .bytes
    return bytes.split(separator: 0).map(Array.init)
  }

  private func describe(_ entries: [IndexEntry]) -> [[UInt8]] {
    entries.map { entry in
      let mode = String(entry.mode.rawValue, radix: 8)
      return Array("\(mode) \(entry.id) \(entry.stage)\t".utf8) + entry.path.bytes
    }
  }

  private func sharedIndexes(_ fixture: GitFixture) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: fixture.path + "/.git")
      .filter { $0.hasPrefix("sharedindex.") }
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func `holds what git lists, whatever was done to it`(_ seed: UInt64) throws {
    let fixture = try fixture()
    if seed == 2 { try fixture.git("update-index --index-version 4") }
    let blobs = try (0..<3).map { try fixture.blob([UInt8(65 + $0)]) }
    var random = SeededGenerator(seed: seed)
    var wasSplit = false
    for _ in 0..<40 {
      let name =
        "\("pqz".randomElement(using: &random) ?? "p")/\(Int.random(in: 0..<6, using: &random))"
      let blob = blobs.randomElement(using: &random) ?? blobs[0]
      switch Int.random(in: 0..<10, using: &random) {
      case 0...3: try fixture.git("update-index --add --cacheinfo 100644,\(blob),\(name)")
      case 4: try fixture.git("update-index --add --cacheinfo 120000,\(blob),\(name)")
      case 5...6: try fixture.git("update-index --force-remove \(name)")
      case 7:
        let stages = (1...3).map { "100644 \(blob) \($0)\t\(name)\n" }.joined()
        let removal = "0 \(ObjectID.zero)\t\(name)\n"
        try fixture.git(["update-index", "--index-info"], input: Array((removal + stages).utf8))
      case 8: try fixture.git("update-index --no-split-index")
      default: try fixture.git("update-index --split-index")
      }
      wasSplit =
        try wasSplit || fixture.read(".git/index").firstRange(of: Array("link".utf8)) != nil
      let (entries, _, failures) = try fixture.open().indexEntries()
      #expect(try describe(entries) == listing(fixture))
      #expect(failures.isEmpty)
    }
    #expect(wasSplit)
  }

  @Test func `tells what would be committed`() throws {
    let fixture = try fixture()
    try fixture.write("b/c", "changed\n")
    try fixture.write("new", "new\n")
    try fixture.git("add -A")
    try fixture.git("rm -q --cached f")
    #expect(try fixture.read(".git/index").firstRange(of: Array("link".utf8)) != nil)
    let changes = try fixture.open().stagedChanges()
    #expect(changes.map(\.path.text) == ["b/c", "f", "new"])
    #expect(changes.map(\.kind) == [.modified, .deleted, .added])
  }

  @Test func `belongs to one work tree`() throws {
    let fixture = try fixture()
    let linked = fixture.beside("linked")
    try fixture.git("worktree add -q \(linked)")
    try fixture.git(["update-index", "--split-index"], in: linked)
    let entries = try Repository.open(at: Path(linked)).indexEntries().entries
    #expect(try describe(entries) == listing(fixture, in: linked))
  }

  @Test(arguments: [".git/other", "../other"])
  func `may be elsewhere`(_ name: String) throws {
    let fixture = try fixture()
    let file = fixture.path + "/" + name
    let variables = ["GIT_INDEX_FILE": file]
    try fixture.write("z", "z\n")
    try fixture.git(["read-tree", "HEAD"], environment: variables)
    try fixture.git(["update-index", "--split-index"], environment: variables)
    try fixture.git(["add", "z"], environment: variables)
    var environment = RepositoryEnvironment()
    environment.gitDirectory = Path(fixture.path + "/.git")
    environment.indexFile = Path(file)
    let entries = try Repository.open(with: environment).indexEntries().entries
    #expect(try describe(entries) == listing(fixture, environment: variables))
    #expect(entries.count == 5)
  }

  @Test func `is refused where its shared part is gone or another`() throws {
    let fixture = try fixture()
    let name = ".git/" + (try #require(sharedIndexes(fixture).first))
    let intact = try fixture.read(name)
    try FileManager.default.removeItem(atPath: fixture.path + "/" + name)
    let gone = try #require(gitError { _ = try fixture.open().indexEntries() })
    #expect(gone.reason == .missing)
    #expect(gone.message.contains("the index is split"))
    #expect(gitError { _ = try fixture.open().stagedChanges() } == gone)
    for broken in [
      [], Array(intact.dropLast(21)), intact.dropLast(20) + [UInt8](repeating: 0, count: 20),
    ] {
      try fixture.write(name, broken)
      #expect(gitError { _ = try fixture.open().indexEntries() }?.reason == .corrupt)
    }
    var damaged = intact
    damaged[40] ^= 1
    try fixture.write(name, damaged)
    #expect(
      try fixture.open().indexEntries().failures.map(\.what.text) == [String(name.dropFirst(5))])
  }

  @Test func `survives any bytes`() throws {
    let fixture = try fixture()
    try fixture.write("b/c", "changed\n")
    try fixture.git("add -A")
    let index = try fixture.read(".git/index")
    let name = ".git/" + (try #require(sharedIndexes(fixture).first))
    let shared = try fixture.read(name)
    let repository = try fixture.open()
    var random = SeededGenerator(seed: 7)
    for round in 0..<600 {
      var (first, second) = (index, shared)
      for _ in 0...round % 3 {
        first[.random(in: first.indices, using: &random)] = .random(in: 0...255, using: &random)
      }
      if round % 4 == 0 { second[.random(in: second.indices, using: &random)] ^= 0x20 }
      try fixture.write(".git/index", first)
      try fixture.write(name, second)
      _ = try? repository.indexEntries()
      _ = try? repository.stagedChanges { _ in }
    }
  }
}
