import Git
import Packs
import TestSupport
import Testing

/// What happens when objects or trees are large for the memory that a walk may use.
@Suite struct MemoryTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A tree of blobs of some 100 KB, four bases deep, three children each.
  private func tree(_ writer: inout PackWriter) -> [ObjectID: [UInt8]] {
    var generator = SeededGenerator(seed: 3)
    let content = noise(100_000, using: &generator)
    var objects = [writer.add(content): content]
    var level = Array(objects)
    for _ in 0..<4 {
      var next: [(key: ObjectID, value: [UInt8])] = []
      for (base, bytes) in level {
        for _ in 0..<3 {
          let delta = DeltaWriter(
            bytes, .copy(20, bytes.count - 20), .insert(noise(30, using: &generator)))
          next.append((writer.add(delta: delta.bytes, on: base), delta.result))
        }
      }
      for (id, bytes) in next { objects[id] = bytes }
      level = next
    }
    return objects
  }

  @Test(arguments: [1, 3], [450_000, 700_000, 2_000_000])
  func `with little memory all is read, if later`(threads: Int, memory: Int) throws {
    var writer = PackWriter()
    let objects = tree(&writer)
    var options = PackWalk.Options()
    options.threads = threads
    options.memory = memory
    let seen = try collect([Pack(writer.write(to: folder))], options)
    #expect(seen.unreadable.isEmpty)
    #expect(seen.objects.count == objects.count)
    for (id, bytes) in objects {
      #expect(seen.objects[id]?.bytes == bytes)
      #expect(seen.objects[id]?.times == 1)
    }
  }

  @Test func `what does not fit even alone is named, and the rest is read`() throws {
    var writer = PackWriter()
    let objects = tree(&writer)
    let small = writer.add([1, 2, 3])
    var options = PackWalk.Options()
    options.memory = 250_000
    let seen = try collect([Pack(writer.write(to: folder))], options)
    #expect(seen.objects[small]?.bytes == [1, 2, 3])
    #expect(seen.objects.count + seen.unreadable.count == objects.count + 1)
    let reasons = Set(seen.unreadable.values.joined())
    #expect(reasons == [.outOfMemory, .unreadableBase])
  }

  @Test(arguments: [10_000, 99_999, 33_333])
  func `an object over the limit comes in windows that show every mark once`(limit: Int) throws {
    var generator = SeededGenerator(seed: 8)
    let search = NaiveSearch(runs: 64...80, literals: ["vast"])
    var content: [UInt8] = []
    while content.count < 100_000 {
      content += noise(Int.random(in: 0..<300, using: &generator), using: &generator)
      content += Array((Bool.random(using: &generator) ? MadeUp.hex(64) : "VAST").utf8)
    }
    var writer = PackWriter()
    let id = writer.add(content)
    let delta = DeltaWriter(content, .copy(0, 50_000))
    let child = writer.add(delta: delta.bytes, on: id)
    var options = PackWalk.Options()
    options.largestWhole = limit
    options.windowSize = 4000
    options.windowOverlap = 500
    let seen = try collect([Pack(writer.write(to: folder))], options, searches: allKinds(search))
    let object = try #require(seen.objects[id])
    #expect(object.windows > 20)
    #expect(object.times == 1)
    #expect(object.bytes == content)
    #expect(object.size == content.count)
    #expect(object.marks == search.marks(of: content))
    #expect(seen.unreadable == [child: [.tooLarge]])
  }

  @Test func `a large object of another size than its header says is named`() throws {
    var writer = PackWriter()
    let content = [UInt8](repeating: 7, count: 50_000)
    let short = writer.add(type: 3, size: 50_001, data: deflated(content))
    let long = writer.add(type: 3, size: 49_999, data: deflated(content))
    var cut = deflated(content)
    cut.removeLast(20)
    let broken = writer.add(type: 3, size: 50_000, data: cut)
    var options = PackWalk.Options()
    options.largestWhole = 10_000
    options.windowSize = 1000
    let seen = try collect([Pack(writer.write(to: folder))], options)
    #expect(seen.unreadable[short] == [.wrongSize])
    #expect(seen.unreadable[long] == [.wrongSize])
    #expect(seen.unreadable[broken] == [.corruptData])
  }

  @Test func `an object with too many marks comes in windows, and its deltas are searched`() throws
  {
    let search = NaiveSearch(literals: ["ab"])
    let content = Array(String(repeating: "ab", count: 3000).utf8)
    let delta = DeltaWriter(content, .copy(0, 100), .insert([0x61]), .copy(1, 99))
    let more = DeltaWriter(delta.result, .copy(0, 200), .insert([0x62, 0x62, 0x61, 0x62]))
    var writer = PackWriter()
    let base = writer.add(content)
    let child = writer.add(delta: delta.bytes, on: base)
    let grandchild = writer.add(delta: more.bytes, on: child)
    var options = PackWalk.Options()
    options.mostMarks = 150
    let seen = try collect([Pack(writer.write(to: folder))], options, searches: allKinds(search))
    #expect(seen.objects[base]?.windows == 1)
    for (id, bytes) in [(base, content), (child, delta.result), (grandchild, more.result)] {
      #expect(seen.objects[id]?.marks == search.marks(of: bytes))
      #expect(seen.objects[id]?.bytes == bytes)
    }
  }

  private func noise(_ count: Int, using generator: inout SeededGenerator) -> [UInt8] {
    let words = (0..<(count / 8 + 1)).map { _ in generator.next() }
    return Array(words.flatMap { bigEndian(Int(bitPattern: UInt($0)), 8) }.prefix(count))
  }
}
