import Git
import Packs
import Synchronization
import TestSupport
import Testing

@Suite struct PackWalkTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `objects of all kinds come once, with their bytes`() throws {
    var writer = PackWriter()
    var expected: [ObjectID: (ObjectKind, [UInt8])] = [:]
    for kind in [ObjectKind.commit, .tree, .blob, .tag] {
      let content = Array("some \(kind)".utf8)
      let delta = DeltaWriter(content, .copy(0, 4), .insert([1, 2, 3]))
      let base = writer.add(content, kind)
      expected[base] = (kind, content)
      expected[writer.add(delta: delta.bytes, on: base)] = (kind, delta.result)
      expected[writer.add(delta: delta.bytes, onID: base)] = (kind, delta.result)
    }
    expected[writer.add([], .blob)] = (.blob, [])
    let seen = try collect([Pack(writer.write(to: folder))])
    #expect(seen.unreadable.isEmpty)
    #expect(seen.objects.count == expected.count)
    for (id, (kind, content)) in expected {
      let object = try #require(seen.objects[id])
      #expect(object.kind == kind)
      #expect(object.bytes == content)
      #expect(object.size == content.count)
      #expect(object.times == 1)
    }
  }

  @Test func `kinds that have no search are skipped`() throws {
    var writer = PackWriter()
    let blob = writer.add([1, 2, 3, 4, 5])
    writer.add(delta: DeltaWriter([1, 2, 3, 4, 5], .copy(1, 4)).bytes, on: blob)
    let tree = writer.add([6, 7], .tree)
    let seen = try collect([Pack(writer.write(to: folder))], searches: [.tree: NoMarks()])
    #expect(Array(seen.objects.keys) == [tree])
  }

  @Test func `a base may stand behind its delta`() throws {
    var writer = PackWriter()
    let content = Array("the quick brown fox".utf8)
    let (base, middle) = (ObjectID.made(), ObjectID.made())
    let first = DeltaWriter(content, .copy(4, 11), .insert([33]))
    let second = DeltaWriter(first.result, .copy(0, 5), .copy(0, 12))
    let leaf = writer.add(delta: second.bytes, onID: middle)
    writer.add(delta: first.bytes, onID: base, id: middle)
    writer.add(content, id: base)
    let seen = try collect([Pack(writer.write(to: folder))])
    #expect(seen.objects[base]?.bytes == content)
    #expect(seen.objects[middle]?.bytes == first.result)
    #expect(seen.objects[leaf]?.bytes == second.result)
  }

  @Test func `a base from elsewhere is asked for`() throws {
    var writer = PackWriter()
    let content = Array("elsewhere, elsewhere".utf8)
    let delta = DeltaWriter(content, .copy(0, 9), .insert([46]))
    let further = DeltaWriter(delta.result, .copy(0, 10), .copy(0, 10))
    let (here, gone) = (ObjectID.made(), ObjectID.made())
    let child = writer.add(delta: delta.bytes, onID: here)
    let grandchild = writer.add(delta: further.bytes, on: child)
    let orphan = writer.add(delta: delta.bytes, onID: gone)
    let orphansChild = writer.add(delta: further.bytes, on: orphan)
    let pack = try Pack(writer.write(to: folder))
    var options = PackWalk.Options()
    options.externalObject = { $0 == here ? .init(kind: .tag, bytes: content) : nil }
    let seen = try collect([pack], options)
    #expect(seen.objects.count == 2)
    #expect(seen.objects[child]?.kind == .tag)
    #expect(seen.objects[child]?.bytes == delta.result)
    #expect(seen.objects[grandchild]?.bytes == further.result)
    #expect(seen.unreadable == [orphan: [.missingBase], orphansChild: [.unreadableBase]])
    // Without anyone to ask, nothing can be read.
    #expect(try collect([pack]).unreadable.count == 4)
  }

  @Test(arguments: [1, 2, 7]) func `a chain may be of any length`(threads: Int) throws {
    var writer = PackWriter()
    var content = Array("0123456789".utf8)
    var id = writer.add(content)
    var last = content
    for step in 0..<1000 {
      let delta = DeltaWriter(content, .copy(1, content.count - 1), .insert([UInt8(step & 0xff)]))
      id = writer.add(delta: delta.bytes, on: id)
      content = delta.result
      last = content
    }
    var options = PackWalk.Options()
    options.threads = threads
    let seen = try collect([Pack(writer.write(to: folder))], options)
    #expect(seen.objects.count == 1001)
    #expect(seen.objects[id]?.bytes == last)
  }

  @Test(arguments: [1, 2, 5]) func `one tree is shared by all threads, each object coming once`(
    threads: Int
  ) throws {
    var generator = SeededGenerator(seed: 11)
    var writer = PackWriter()
    let content = (0..<2000).map { _ in UInt8.random(in: 0...255, using: &generator) }
    var objects = [(writer.add(content), content)]
    for _ in 0..<800 {
      let (base, bytes) = objects[Int.random(in: 0..<objects.count, using: &generator)]
      let middle = Int.random(in: 0..<bytes.count, using: &generator)
      let noise = (0..<60).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let delta = DeltaWriter(
        bytes, .copy(0, middle), .insert(noise), .copy(middle, bytes.count - middle))
      objects.append((writer.add(delta: delta.bytes, on: base), delta.result))
    }
    var options = PackWalk.Options()
    options.threads = threads
    let seen = try collect([Pack(writer.write(to: folder))], options)
    #expect(seen.objects.count == objects.count)
    for (id, bytes) in objects {
      #expect(seen.objects[id]?.bytes == bytes)
      #expect(seen.objects[id]?.times == 1)
    }
  }

  @Test func `an object in several packs comes once, from the first`() throws {
    var generator = SeededGenerator(seed: 5)
    let ids = (0..<400).map { _ in ObjectID.made(using: &generator) }
    var packs: [Pack] = []
    for number in 0..<4 {
      var writer = PackWriter()
      // Each pack has half of the objects; the first bytes tell which pack one is from.
      for id in ids.shuffled(using: &generator).prefix(200) {
        let base = writer.add([UInt8(number), 1, 2, 3, 4], id: .made(using: &generator))
        let delta = DeltaWriter([UInt8(number), 1, 2, 3, 4], .copy(0, 5), .insert([9]))
        writer.add(delta: delta.bytes, on: base, id: id)
      }
      packs.append(try Pack(writer.write(to: folder, name: "pack-\(number)")))
    }
    let seen = try collect(packs)
    #expect(seen.objects.values.allSatisfy { $0.times == 1 })
    #expect(seen.objects.count == 800 + ids.count { id in packs.contains { $0.contains(id) } })
    for id in ids {
      let first = packs.firstIndex { $0.contains(id) }
      #expect(seen.objects[id]?.bytes?.first.map(Int.init) == first)
    }
  }

  @Test func `a walk ends early when it is told to`() throws {
    var writer = PackWriter()
    for number in 0..<500 { writer.add(bigEndian(number, 4)) }
    var options = PackWalk.Options()
    let asked = Counter()
    options.isCancelled = { asked.next() > 20 }
    let seen = try collect([Pack(writer.write(to: folder))], options)
    #expect((1..<100).contains(seen.objects.count))
    #expect(seen.unreadable.isEmpty)
  }

  @Test func `no packs are no objects, and an empty pack has none`() throws {
    #expect(try collect([]).objects.isEmpty)
    #expect(try collect([Pack(PackWriter().write(to: folder))]).objects.isEmpty)
  }
}

/// Counts how often it is asked.
final class Counter: Sendable {
  private let count = Atomic(0)

  func next() -> Int { count.wrappingAdd(1, ordering: .relaxed).newValue }
}
