import Git
import Packs
import TestSupport
import Testing

/// Packs without an index of their own, of which an index over several packs tells.
@Suite struct MultiPackIndexTests {
  private let folder: TemporaryFolder
  private var first = PackWriter()
  private var second = PackWriter()

  init() throws {
    folder = try TemporaryFolder()
    for number in 0..<40 { first.add([UInt8(number), 1, 2, 3]) }
    for number in 0..<50 { second.add([UInt8(number), 4, 5, 6]) }
  }

  // MARK: - As git writes them

  @Test func `packs of git are read without their own indexes`() throws {
    let repository = try Self.repository(packs: 3)
    try repository.git("multi-pack-index", "write")
    let before = try collect(Self.packs(of: repository))
    #expect(before.objects.count > 30)
    try Self.removeIndexes(of: repository) { _ in true }
    let listing = Self.list(repository)
    #expect(listing.packs.count == 3)
    #expect(listing.withoutIndex.isEmpty)
    #expect(listing.unreadable.isEmpty)
    try expectSame(collect(listing.packs.map { try Pack($0) }), before)
  }

  @Test func `packs that have an index of their own keep it`() throws {
    let repository = try Self.repository(packs: 3)
    try repository.git("multi-pack-index", "write")
    let before = try collect(Self.packs(of: repository))
    var seen = 0
    try Self.removeIndexes(of: repository) { _ in
      seen += 1
      return seen == 2
    }
    let indexes = Self.list(repository).packs.map { String(decoding: $0.index.name, as: UTF8.self) }
    #expect(indexes.filter { $0.hasSuffix(".idx") }.count == 2)
    #expect(indexes.filter { $0 == "multi-pack-index" }.count == 1)
    try expectSame(collect(Self.packs(of: repository)), before)
  }

  @Test func `of packs that overlap nothing is lost but what hangs on a row of another pack`()
    throws
  {
    let repository = try Self.repository(packs: 2)
    try repository.git(
      ["pack-objects", "--quiet", "--all", "--revs", ".git/objects/pack/pack"], standardInput: [])
    try repository.git("multi-pack-index", "write")
    let before = try collect(Self.packs(of: repository))
    try Self.removeIndexes(of: repository) { _ in true }
    let after = try collect(Self.packs(of: repository))
    for (id, object) in before.objects {
      if let same = after.objects[id] {
        #expect(same.bytes == object.bytes)
      } else {
        let reasons: [EntryError] = [.missingBase, .unreadableBase]
        #expect(after.unreadable[id]?.allSatisfy(reasons.contains) == true)
      }
    }
    #expect(after.objects.count + after.unreadable.count == before.objects.count)
  }

  // MARK: - Its parts

  @Test(arguments: [1, 2] as [UInt8])
  func `offsets of more than 31 bits stand in a table of their own`(version: UInt8) throws {
    var writer = MultiPackIndexWriter([("pack-1", first), ("pack-2", second)])
    writer.version = version
    writer.firstLargeOffset = 100
    try write(writer)
    let seen = try collect(packs())
    #expect(seen.objects.count == 90)
    #expect(seen.unreadable.isEmpty)
  }

  @Test func `without that table all 32 bits are the offset`() throws {
    var writer = MultiPackIndexWriter([("pack-1", first)])
    writer.rows[0].offset = 1 << 31 | 5
    try write(writer)
    let seen = try collect(packs())
    #expect(seen.objects.count == 39)
    #expect(seen.unreadable.values.flatMap(\.self) == [EntryError.badOffset])
  }

  @Test func `a row of large offsets that is not there loses one object`() throws {
    var writer = MultiPackIndexWriter([("pack-1", first)])
    writer.firstLargeOffset = 100
    writer.missingLargeOffsets = 1
    try write(writer)
    let seen = try collect(packs())
    #expect(seen.objects.count == 39)
    #expect(seen.unreadable.values.flatMap(\.self) == [EntryError.badOffset])
  }

  @Test func `the layers of a chain are read`() throws {
    let names = [ObjectID.made(), ObjectID.made()]
    let layers = [("pack-1", first), ("pack-2", second)]
    for (name, layer) in zip(names, layers) {
      try write(
        MultiPackIndexWriter([layer]), to: "multi-pack-index.d/multi-pack-index-\(name).midx")
    }
    try folder.write(
      "objects/pack/multi-pack-index.d/multi-pack-index-chain", "\(names[0])\n\(names[1])\n")
    #expect(try collect(packs()).objects.count == 90)
  }

  @Test func `a chain that is no list of ids is named`() throws {
    try first.write(to: folder, name: "pack-1")
    try folder.remove("objects/pack/pack-1.idx")
    for chain in ["nonsense\n", "../../x\n", String(repeating: "a", count: 100_000)] {
      try folder.write("objects/pack/multi-pack-index.d/multi-pack-index-chain", chain)
      let listing = list()
      #expect(listing.unreadable.map(\.reason) == ["the index can't be read: corrupt index"])
      #expect(listing.withoutIndex.count == 1)
    }
  }

  // MARK: - What is wrong with them

  @Test func `one that is not needed is not looked at`() throws {
    try first.write(to: folder, name: "pack-1")
    try folder.write("objects/pack/multi-pack-index", "nonsense")
    #expect(list().unreadable.isEmpty)
    #expect(list().packs.count == 1)
  }

  @Test func `one that is needed and can't be read is named`() throws {
    try first.write(to: folder, name: "pack-1")
    try folder.remove("objects/pack/pack-1.idx")
    let whole = MultiPackIndexWriter([("pack-1", first)]).bytes
    for (bytes, reason) in [
      (Array("MIDX".utf8), "cut short"), (whole.with(0, at: 0), "not a pack or pack index"),
      (whole.with(9, at: 4), "unsupported version 9"),
      (whole.with(2, at: 5), "unsupported kind of ids"),
      (whole.with(0x7f, at: 8), "corrupt index"), (whole.with(1, at: 11 + 12), "corrupt index"),
    ] {
      try folder.write("objects/pack/multi-pack-index", bytes)
      let listing = list()
      #expect(listing.unreadable.map(\.reason) == ["the index can't be read: " + reason])
      #expect(listing.packs.isEmpty)
      #expect(listing.withoutIndex.count == 1)
    }
  }

  @Test func `one of other packs says nothing of this one`() throws {
    try write(MultiPackIndexWriter([("pack-2", second)]))
    try first.write(to: folder, name: "pack-1")
    try folder.remove("objects/pack/pack-1.idx")
    let listing = list()
    #expect(listing.packs.map(\.pack.text) == [folder.path("objects/pack/pack-2.pack")])
    #expect(listing.withoutIndex.map(\.text) == [folder.path("objects/pack/pack-1.pack")])
  }

  @Test func `one that claims more objects than the pack has is of another pack`() throws {
    var writer = MultiPackIndexWriter([("pack-1", first)])
    writer.rows.append(.init(id: .made(), pack: 0, offset: 12))
    try write(writer)
    let location = try #require(list().packs.first)
    #expect(throws: PackError.self) { try Pack(location) }
  }

  @Test func `cut short anywhere it is refused`() throws {
    try first.write(to: folder, name: "pack-1")
    try folder.remove("objects/pack/pack-1.idx")
    let whole = MultiPackIndexWriter([("pack-1", first)]).bytes
    for count in stride(from: 0, to: whole.count, by: 7) {
      try folder.write("objects/pack/multi-pack-index", Array(whole.prefix(count)))
      #expect(list().packs.isEmpty)
      #expect(list().unreadable.count == 1)
    }
  }

  @Test func `no change of one byte does more than lose objects`() throws {
    var writer = MultiPackIndexWriter([("pack-1", first), ("pack-2", second)])
    writer.firstLargeOffset = 100
    try write(writer)
    let whole = writer.bytes
    let places = Array(0..<120) + Array(stride(from: 120, to: whole.count - 20, by: 13))
    for place in places {
      for value in [UInt8(0xff), whole[place] ^ 1] {
        try folder.write("objects/pack/multi-pack-index", whole.with(value, at: place))
        let packs = list().packs.compactMap { try? Pack($0) }
        let seen = try collect(packs)
        #expect(seen.objects.count + seen.unreadable.count <= 90)
      }
    }
  }

  // MARK: - Helpers

  private func list() -> PackListing {
    PackStore.list(objectDirectory: Path(folder.path("objects")), format: .sha1)
  }

  private func packs() throws -> [Pack] { try list().packs.map { try Pack($0) } }

  /// Writes an index over packs, and the packs without their own.
  private func write(
    _ writer: MultiPackIndexWriter, to name: String = "multi-pack-index"
  ) throws {
    for (name, pack) in writer.packs { try folder.write("objects/pack/\(name).pack", pack.pack) }
    try folder.write("objects/pack/" + name, writer.bytes)
  }

  private func expectSame(_ after: Collection, _ before: Collection) {
    #expect(after.unreadable.isEmpty)
    #expect(after.objects.mapValues(\.bytes) == before.objects.mapValues(\.bytes))
  }

  /// A repository with as many packs, none of which holds what another does.
  private static func repository(packs: Int) throws -> RepositoryBuilder {
    let repository = try RepositoryBuilder()
    for step in 0..<(packs * 4) {
      let lines = (0..<(40 + step)).map { "line \($0) of step \($0 < 5 ? step : 0)" }
      try repository.write("folder/file-\(step % 3)", lines.joined(separator: "\n"))
      try repository.commit("step \(step)")
      if step % 4 == 3 { try repository.git("repack", "-d", "--quiet") }
    }
    return repository
  }

  private static func list(_ repository: RepositoryBuilder) -> PackListing {
    PackStore.list(objectDirectory: Path(repository.path(".git/objects")), format: .sha1)
  }

  private static func packs(of repository: RepositoryBuilder) throws -> [Pack] {
    try list(repository).packs.map { try Pack($0) }
  }

  private static func removeIndexes(
    of repository: RepositoryBuilder, where isUnwanted: (String) -> Bool
  ) throws {
    for name in try repository.names(in: ".git/objects/pack")
    where name.hasSuffix(".idx") && isUnwanted(name) {
      try repository.remove(".git/objects/pack/" + name)
    }
  }
}
