import Git
import Packs
import TestSupport
import Testing

@Suite struct PackStoreTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `packs with an index are listed, the largest first, whatever lies beside them`() throws
  {
    try addPack("a", size: 100)
    try addPack("a", name: "pack-2", size: 300)
    try addPack("a", name: "pack-3", size: 200)
    for name in ["pack-2.keep", "pack-3.promisor", "pack-3.rev", "x.idx"] {
      try folder.write("a/pack/" + name, "")
    }
    try folder.write("a/pack/pack-4.pack", "")
    let listing = list("a")
    #expect(listing.packs.map(\.size) == [300, 200, 100])
    #expect(listing.packs.first?.pack == path("a/pack/pack-2.pack"))
    #expect(listing.packs.first?.index == path("a/pack/pack-2.idx"))
    #expect(listing.withoutIndex == [path("a/pack/pack-4.pack")])
    #expect(listing.unreadable.isEmpty)
  }

  @Test func `a store without packs is empty, one that is not there is named`() throws {
    try folder.write("a/info/x", "")
    #expect(list("a").packs.isEmpty)
    #expect(list("a").unreadable.isEmpty)
    #expect(list("b").unreadable.map(\.path) == [path("b")])
  }

  @Test func `alternates are followed: absolute, relative, quoted, after comments`() throws {
    for name in ["a", "b", "c", "odd \"name\"\n\u{1}"] { try addPack(name) }
    let quoted = folder.path + #"/odd \"name\"\n\001"#
    try folder.write(
      "a/info/alternates", "# a comment\n\(folder.path)/b\n\n../c\n\"\(quoted)\"\n")
    let listing = list("a")
    #expect(
      listing.objectDirectories
        == [path("a"), path("b"), path("a/../c"), path("odd \"name\"\n\u{1}")])
    #expect(listing.packs.count == 4)
  }

  @Test func `a quoted path that is not quoted properly is taken as it stands`() throws {
    try folder.write("a/info/alternates", #""\9""# + "\n\"open\n")
    #expect(list("a").unreadable.map(\.path) == [path(#"a/"\9""#), path("a/\"open")])
  }

  @Test func `further object directories can be given`() throws {
    for name in ["a", "b", "c"] { try addPack(name) }
    try folder.write("b/info/alternates", "../c\n")
    let listing = PackStore.list(
      objectDirectory: path("a"), alternates: [path("b"), path("a")], format: .sha1)
    #expect(listing.packs.count == 3)
  }

  @Test func `circles of alternates end, and too many levels are named`() throws {
    for number in 0..<9 {
      try addPack("s\(number)")
      try folder.write("s\(number)/info/alternates", "../s\(number + 1)\n../s0\n")
    }
    let listing = list("s0")
    #expect(listing.packs.count == 7)
    #expect(listing.unreadable.count == 1)
    #expect(listing.unreadable.first?.reason == "alternates are nested too deep")
  }

  @Test func `an empty list of alternates is none, and a folder is not one`() throws {
    try addPack("a")
    try folder.write("a/info/alternates", "")
    #expect(list("a").unreadable.isEmpty)
    try addPack("b")
    try folder.write("b/info/alternates/x", "")
    #expect(list("b").unreadable.map(\.path) == [path("b/info/alternates")])
  }

  private func list(_ name: String) -> PackListing {
    PackStore.list(objectDirectory: path(name), format: .sha1)
  }

  private func path(_ name: String) -> Path { Path(folder.path(name)) }

  private func addPack(_ store: String, name: String = "pack-1", size: Int = 1) throws {
    try folder.write("\(store)/pack/\(name).pack", [UInt8](repeating: 0, count: size))
    try folder.write("\(store)/pack/\(name).idx", "")
  }
}
