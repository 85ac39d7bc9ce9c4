import Git
import Packs
import TestSupport
import Testing

/// Indexes that can be read and are wrong all the same: nothing of a pack may be lost in silence.
@Suite struct IndexDamageTests {
  private let folder: TemporaryFolder
  private var writer = PackWriter()
  private let content = [UInt8](0...255)

  init() throws {
    folder = try TemporaryFolder()
    for number in 0..<9 { writer.add(content + [UInt8(number)]) }
  }

  /// What a walk over one pack shows, and what it says of the index.
  private func walk(
    _ pack: [UInt8], _ index: [UInt8]
  ) throws -> (seen: Collection, damages: [PackDamage]) {
    let opened = try Pack(PackWriter.write(pack: pack, index: index, to: folder))
    return (try collect([opened]), try damages(of: opened))
  }

  private func damages(of pack: Pack) throws -> [PackDamage] {
    let walk = try PackWalk([pack], options: PackWalk.Options())
    try walk.run(
      { Collector(searches: [.blob: NoMarks()], needsBytes: { _, _ in true }) }, finish: { _ in })
    return walk.damages
  }

  @Test func `nothing is said of one that is as it should be`() throws {
    let (seen, damages) = try walk(writer.pack, writer.index)
    #expect(seen.objects.count == 9)
    #expect(damages == [])
  }

  @Test func `of whatever bit is flipped, something is said`() throws {
    let index = writer.index
    for place in 0..<index.count {
      let flipped = index.with(index[place] ^ 1 << UInt8(place % 8), at: place)
      guard let (_, damages) = try? walk(writer.pack, flipped) else { continue }
      #expect(damages.count == 1, "byte \(place)")
    }
  }

  @Test func `an entry of another type than it had is not taken for it`() throws {
    let last = try #require(writer.rows.last)
    // A blob becomes a tree.
    let pack = writer.pack.with(writer.pack[last.offset] & 0x8F | 0x20, at: last.offset)
    let (seen, damages) = try walk(pack, writer.index)
    #expect(seen.objects.count == 8)
    #expect(seen.unreadable == [last.id: [.badChecksum]])
    #expect(damages == [])
  }

  @Test(arguments: [0, 4, 8])
  func `a part of the pack that no row tells of is noticed`(missing: Int) throws {
    var shorter = writer
    // The checksums are right, as somebody would make them who wants to hide an entry.
    shorter.rows[missing].offset = shorter.rows[missing == 0 ? 1 : missing - 1].offset
    let (_, damages) = try walk(writer.pack, shorter.index)
    #expect(damages.map(\.index.text) == [folder.path("objects/pack/pack-1.idx")])
    #expect(damages.first?.why.contains("a part of the pack") == true)
  }

  @Test func `version 1 is read like version 2`() throws {
    let repository = try RepositoryBuilder()
    for step in 0..<6 {
      let lines = (0..<60).map { "line \($0) of \($0 < 5 ? step : 0)" }
      try repository.write("folder/file", lines.joined(separator: "\n"))
      try repository.commit("step \(step)")
    }
    var seen: [Collection] = []
    for version in ["2", "1"] {
      try repository.git("-c", "pack.indexVersion=\(version)", "repack", "-a", "-d", "-f", "-q")
      let listing = PackStore.list(
        objectDirectory: Path(repository.path(".git/objects")), format: .sha1)
      let pack = try Pack(try #require(listing.packs.first))
      seen.append(try collect([pack]))
      #expect(try damages(of: pack) == [])
    }
    #expect(seen[0].objects.count > 20)
    #expect(seen[1].unreadable.isEmpty)
    #expect(seen[0].objects.mapValues(\.bytes) == seen[1].objects.mapValues(\.bytes))
  }

  @Test func `what the objects are is noted for those who name them`() throws {
    var writer = writer
    let tree = writer.add([], .tree)
    let commit = writer.add(content, .commit)
    let delta = writer.add(
      delta: DeltaWriter(content, .copy(5, 20)).bytes, onID: commit)
    let pack = try Pack(writer.write(to: folder))
    let table = IDTable(of: [pack], threads: 1)
    #expect(table.content(of: tree.prefix) == .unknown)
    _ = try PackWalk([pack], noting: table, options: PackWalk.Options())
    #expect(table.content(of: tree.prefix) == .tree)
    #expect(table.content(of: commit.prefix) == .other)
    #expect(table.content(of: delta.prefix) == .other)
    #expect(table.content(of: try #require(writer.rows.first).id.prefix) == .blob)
    #expect(table.content(of: ObjectID.made().prefix) == nil)
    #expect(table.contains(tree.prefix, as: 1) && !table.contains(tree.prefix, as: 2))
    #expect(table.contains(tree.prefix, as: 0))
  }
}
