import Foundation
import Git
import Glibc
import Testing

@Suite struct IndexTests {
  /// A repository whose index holds some of everything.
  private func fixture() throws -> GitFixture {
    let fixture = try GitFixture()
    for name in ["a-b", "folder/file", "folder/deep/er", "folder.txt", "z"] {
      try fixture.write(name, "\(name)\n")
    }
    try fixture.git("add -A")
    let blob = try fixture.blob([65])
    let name = Array("caf".utf8) + [0xE9]
    // A path of more than the 4095 bytes whose number fits into an entry.
    let long = String(repeating: "long/", count: 900)
    let lines = Array(
      "120000 \(blob) 0\tlink\n100755 \(blob) 0\t\(long)run\n100644 \(blob) 0\t".utf8)
    try fixture.git(["update-index", "--index-info"], input: lines + name + [10])
    return fixture
  }

  private func listing(_ fixture: GitFixture) throws -> [String] {
    let bytes = try fixture.git("ls-files -s -z").bytes
    return bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
  }

  private func describe(_ entries: [IndexEntry]) -> [String] {
    entries.map { "\(octal($0.mode)) \($0.id) \($0.stage)\t\($0.path.text)" }
  }

  private func octal(_ mode: FileMode) -> String {
    String(mode.rawValue, radix: 8)
  }

  @Test(arguments: [2, 3, 4])
  func `is read in each version`(_ version: Int) throws {
    let fixture = try fixture()
    try fixture.git("update-index --index-version \(version)")
    if version == 3 { try fixture.git("update-index --skip-worktree z") }
    let entries = try fixture.open().indexEntries().entries
    #expect(try describe(entries) == listing(fixture))
    #expect(entries.contains { !$0.path.isUTF8 })
    #expect(try fixture.read(".git/index")[7] == UInt8(version))
  }

  @Test func `tells what is special about an entry`() throws {
    let fixture = try fixture()
    try fixture.write("announced", "new\n")
    try fixture.git("add -N announced")
    try fixture.git("update-index --assume-unchanged z")
    try fixture.git("update-index --skip-worktree a-b")
    let entries = try fixture.open().indexEntries().entries
    func names(_ condition: (IndexEntry) -> Bool) -> [String] {
      entries.filter(condition).map(\.path.text)
    }
    #expect(names(\.isIntentToAdd) == ["announced"])
    #expect(names(\.isAssumedUnchanged) == ["z"])
    #expect(names(\.isSkipWorktree) == ["a-b"])
  }

  @Test func `holds what the file system said of the file`() throws {
    let fixture = try fixture()
    let (entries, written, _) = try fixture.open().indexEntries()
    let entry = try #require(entries.first { $0.path == Path("z") })
    var status = stat()
    #expect(unsafe stat(fixture.path + "/z", &status) == 0)
    #expect(entry.size == UInt32(status.st_size))
    #expect(entry.inode == UInt32(truncatingIfNeeded: status.st_ino))
    #expect(entry.device == UInt32(truncatingIfNeeded: status.st_dev))
    #expect(entry.modified.seconds == Int64(status.st_mtim.tv_sec))
    #expect(entry.modified.nanoseconds == UInt32(status.st_mtim.tv_nsec))
    #expect(entry.changed.seconds == Int64(status.st_ctim.tv_sec))
    #expect(try entry.modified <= #require(written))
  }

  @Test func `is empty before anything is staged`() throws {
    let (entries, written, _) = try GitFixture().open().indexEntries()
    #expect(entries.isEmpty)
    #expect(written == nil)
  }

  @Test func `shows the stages of a conflict`() throws {
    let fixture = try GitFixture()
    try fixture.commit("base\n")
    try fixture.git("checkout -q -b other")
    try fixture.commit("theirs\n")
    try fixture.git("checkout -q main")
    try fixture.commit("ours\n")
    try fixture.git(["merge", "-q", "other"], accepting: [1])
    let repository = try fixture.open()
    #expect(try repository.indexEntries().entries.map(\.stage) == [1, 2, 3])
    #expect(try describe(repository.indexEntries().entries) == listing(fixture))
    #expect(try repository.stagedChanges().map(\.kind) == [.unmerged])
  }

  @Test func `may lack a checksum`() throws {
    let fixture = try fixture()
    var bytes = try fixture.read(".git/index")
    bytes.replaceSubrange((bytes.count - 20)..., with: [UInt8](repeating: 0, count: 20))
    try fixture.write(".git/index", bytes)
    #expect(try describe(fixture.open().indexEntries().entries).count == 8)
  }

  @Test func `may be sparse`() throws {
    let fixture = try GitFixture()
    for name in ["in/a", "out/b", "out/deep/c", "top"] { try fixture.write(name, name) }
    try fixture.git("add -A")
    try fixture.git("commit -q -m files")
    try fixture.git("sparse-checkout set --cone --sparse-index in")
    let repository = try fixture.open()
    let folders = try repository.indexEntries().entries.filter { $0.mode.kind == .folder }
    #expect(folders.map(\.path.text) == ["out/"])
    #expect(try repository.stagedChanges().isEmpty)
    // A commit made elsewhere, so that the folder's tree differs from the one in the index.
    try fixture.git("update-ref HEAD \(orphan(fixture))")
    let changes = try fixture.open().stagedChanges()
    #expect(changes.map(\.path.text) == ["in/a", "out/b", "out/deep/c"])
    #expect(changes.allSatisfy { $0.kind == .added })
  }

  /// A commit that holds only `top`.
  private func orphan(_ fixture: GitFixture) throws -> String {
    let line = try fixture.git("ls-tree HEAD top").bytes
    let tree = try fixture.git(["mktree"], input: line).lines[0]
    return try fixture.git(["commit-tree", "-m", "top", tree]).lines[0]
  }

  @Test func `is told of where its checksum is wrong, and read all the same`() throws {
    let fixture = try fixture()
    var bytes = try fixture.read(".git/index")
    bytes[bytes.count - 3] ^= 1
    try fixture.write(".git/index", bytes)
    let (entries, _, failures) = try fixture.open().indexEntries()
    #expect(try describe(entries) == listing(fixture))
    #expect(failures.map(\.what.text) == ["index"])
    #expect(gitError { _ = try fixture.open().stagedChanges() }?.reason == .corrupt)
    var told = 0
    #expect(try fixture.open().stagedChanges { _ in told += 1 }.count == 8)
    #expect(told == 1)
  }

  @Test func `is refused where an entry has bits that git does not know`() throws {
    let fixture = try fixture()
    try fixture.git("update-index --skip-worktree a-b")
    var bytes = try fixture.read(".git/index")
    // The second flags of the first entry.
    #expect(bytes[12 + 62] == 0x40)
    bytes[12 + 62] |= 0x80
    try fixture.write(".git/index", bytes)
    #expect(gitError { _ = try fixture.open().indexEntries() }?.reason == .unsupported)
    #expect(try fixture.git(["ls-files"], accepting: [0, 128]).status == 128)
  }

  @Test func `is refused where it is of an unknown version`() throws {
    let fixture = try fixture()
    var bytes = try fixture.read(".git/index")
    bytes[7] = 9
    try fixture.write(".git/index", bytes)
    #expect(gitError { _ = try fixture.open().indexEntries() }?.reason == .unsupported)
    try fixture.write(".git/index", "nonsense")
    #expect(gitError { _ = try fixture.open().indexEntries() }?.reason == .corrupt)
  }

  @Test(arguments: [2, 4])
  func `survives any bytes`(_ version: Int) throws {
    let fixture = try GitFixture()
    for name in ["a", "b/c", "b/d/e", "f"] { try fixture.write(name, name) }
    try fixture.git("add -A")
    try fixture.git("commit -q -m files")
    try fixture.git("update-index --index-version \(version)")
    let intact = try fixture.read(".git/index")
    let repository = try fixture.open()
    var random = SeededGenerator(seed: UInt64(version))
    for round in 0..<1500 {
      var bytes = intact
      for _ in 0...round % 4 {
        bytes[.random(in: bytes.indices, using: &random)] = .random(in: 0...255, using: &random)
      }
      if round % 5 == 0 { bytes.removeLast(.random(in: bytes.indices, using: &random)) }
      if round % 7 == 0 { bytes += bytes.suffix(40) }
      try fixture.write(".git/index", bytes)
      _ = try? repository.indexEntries()
      _ = try? repository.stagedChanges()
    }
  }
}
