import Git
import TestSupport
import Testing

/// Objects of packs that are read one by one, as for a range of commits.
@Suite struct SingleReadTests {
  private let repository: RepositoryBuilder
  private let content = [UInt8](0...255)

  init() throws {
    repository = try RepositoryBuilder()
  }

  private func objects(_ pack: [UInt8], _ index: [UInt8]) throws -> ObjectDatabase {
    try repository.write(".git/objects/pack/pack-1.pack", pack)
    try repository.write(".git/objects/pack/pack-1.idx", index)
    return try opened().objects
  }

  private func opened() throws -> Repository {
    _ = LibraryHome.path
    return try Repository.open(at: Path(repository.path))
  }

  /// The id of a blob.
  private func id(_ content: [UInt8]) -> ObjectID {
    ObjectID(digest(Array("blob \(content.count)\0".utf8) + content).span)
  }

  @Test func `deltas of deltas are built, whichever way they name their base`() throws {
    var writer = PackWriter()
    var last = content
    var base = writer.add(content, id: id(content))
    var contents = [base: content]
    for step in 0..<60 {
      let delta = DeltaWriter(last, .copy(1, last.count - 1), .insert([UInt8(step), 7]))
      last = Array(last.dropFirst()) + [UInt8(step), 7]
      base =
        step % 2 == 0
        ? writer.add(delta: delta.bytes, on: base, id: id(last))
        : writer.add(delta: delta.bytes, onID: base, id: id(last))
      contents[base] = last
    }
    let objects = try objects(writer.pack, writer.index)
    for (id, content) in contents {
      #expect(objects.contains(id))
      #expect(try objects.header(of: id).size == content.count)
      let isSame = try objects.withObject(id) { $0 == .blob && $1.copy(0..<$1.count) == content }
      #expect(isSame)
    }
    let text = "\(base)".prefix(12)
    #expect(try opened().resolve(String(text)) == base)
  }

  @Test func `deltas that are each other's base are corrupt`() throws {
    var writer = PackWriter()
    let ids = [ObjectID.made(), .made(), .made()]
    let delta = DeltaWriter(content, .copy(0, 256)).bytes
    writer.add(delta: delta, onID: ids[1], id: ids[0])
    writer.add(delta: delta, onID: ids[0], id: ids[1])
    writer.add(delta: delta, onID: ids[2], id: ids[2])
    let objects = try objects(writer.pack, writer.index)
    for id in ids {
      #expect(throws: GitError.self) { try objects.header(of: id) }
      #expect(throws: GitError.self) { try objects.withObject(id) { _, _ in } }
      #expect(objects.salvage(id, limit: .max) == nil)
    }
  }

  @Test func `no bit of the index or the pack makes of an object another`() throws {
    var writer = PackWriter()
    var contents: [ObjectID: [UInt8]] = [:]
    for number in 0..<4 {
      let content = content + [UInt8(number)]
      contents[writer.add(content, id: id(content))] = content
    }
    let made = DeltaWriter(content + [0], .copy(3, 100)).bytes
    let result = Array(content[3..<103])
    contents[writer.add(delta: made, on: id(content + [0]), id: id(result))] = result
    let (pack, index) = (writer.pack, writer.index)
    for place in Array(stride(from: 0, to: 1032, by: 37)) + Array(1032..<index.count) {
      let flipped = index.with(index[place] ^ 1 << UInt8(place % 8), at: place)
      try expect(contents, in: objects(pack, flipped))
    }
    for place in stride(from: 0, to: pack.count, by: 3) {
      let flipped = pack.with(pack[place] ^ 1 << UInt8(place % 8), at: place)
      try expect(contents, in: objects(flipped, index))
    }
  }

  private func expect(_ contents: [ObjectID: [UInt8]], in objects: ObjectDatabase) throws {
    for (id, content) in contents {
      _ = try? objects.header(of: id)
      let lent = try? objects.withObject(id) { $1.copy(0..<$1.count) }
      #expect(lent == nil || lent == content)
      _ = objects.salvage(id, limit: 1 << 20)
    }
  }

  @Test func `an offset outside the pack is corrupt, and the rest is read`() throws {
    var writer = PackWriter()
    let good = writer.add(content, id: id(content))
    let bad = [0, 11, 1 << 20, 1 << 31, 1 << 40, 1 << 62].map { offset in
      let id = ObjectID.made()
      writer.rows.append(PackWriter.Row(id: id, offset: offset))
      return id
    }
    let objects = try objects(writer.pack, writer.index)
    for id in bad { #expect(throws: GitError.self) { try objects.header(of: id) } }
    #expect(try objects.withObject(good) { $1.count } == 256)
  }

  @Test func `a pack that comes later is seen, and one that goes is no harm`() throws {
    try repository.write("file", "one\n")
    let first = try repository.commit("First")
    let objects = try opened().objects
    try repository.git("repack", "-a", "-d", "-q")
    let id = try #require(ObjectID(hex: first))
    #expect(try objects.header(of: id).kind == .commit)
    try repository.write("file", "two\n")
    let second = try #require(ObjectID(hex: try repository.commit("Second")))
    try repository.git("repack", "-a", "-d", "-f", "-q")
    #expect(try objects.header(of: second).kind == .commit)
    #expect(try objects.header(of: id).kind == .commit)
  }

  @Test func `an object that is broken in one place is read from another`() throws {
    var broken = PackWriter()
    let wanted = broken.add(content, id: id(content))
    var sound = PackWriter()
    sound.add([1, 2, 3])
    sound.add(content, id: wanted)
    let pack = broken.pack.with(0xFF, at: 30)
    try repository.write(".git/objects/pack/pack-0.pack", pack)
    try repository.write(".git/objects/pack/pack-0.idx", broken.index)
    let objects = try objects(sound.pack, sound.index)
    let lent = try objects.withObject(wanted) { $1.copy(0..<$1.count) }
    #expect(lent == content)
  }
}
