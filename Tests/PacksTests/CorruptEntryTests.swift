import Git
import Packs
import TestSupport
import Testing

/// Entries that can't be read are named with the reason, and so is what depends on them; all else
/// is read.
@Suite struct CorruptEntryTests {
  private let content = Array("a base of some length, so that there is something to copy".utf8)
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `an entry of no known type`() throws {
    for type in [UInt8(0), 5] {
      try expect(.unknownType) { $0.add(type: type, size: 3, data: deflated([1, 2, 3])) }
    }
  }

  @Test func `data that is no zlib stream, or a broken one`() throws {
    let good = deflated(content)
    try expect(.corruptData) { $0.add(type: 3, size: 57, data: [1, 2, 3, 4, 5, 6, 7, 8, 9]) }
    // The checksum at its end, of which the index's CRC-32 is none the wiser.
    try expect(.corruptData) {
      $0.add(type: 3, size: 57, data: Array(good.dropLast()) + [~good[good.count - 1]])
    }
    for cut in 2..<good.count {
      try expect { $0.add(type: 3, size: 57, data: Array(good.prefix(cut))) }
    }
  }

  @Test func `a size that is not the data's`() throws {
    for size in [0, 56, 58, 5000] {
      try expect(.wrongSize) { $0.add(type: 3, size: size, data: deflated(content)) }
    }
  }

  @Test func `a size that no data of this length could have takes no memory`() throws {
    for size in [10 << 30, 1 << 45, 200 << 20] {
      try expect(size > 256 << 20 ? nil : .wrongSize) {
        $0.add(type: 3, size: size, data: deflated(content))
      }
    }
  }

  @Test func `a size of too many bytes`() throws {
    try expect(.badHeader) { writer in
      let id = ObjectID.made()
      writer.rows.append(PackWriter.Row(id: id, offset: writer.bytes.count))
      writer.append([0xb0] + [UInt8](repeating: 0xff, count: 20) + deflated(content))
      return id
    }
  }

  @Test func `a delta whose base is not there`() throws {
    let delta = deflated(DeltaWriter(content, .copy(0, 20)).bytes)
    // Its own offset, one before the first entry, one amid an entry.
    for distance in [0, 1 << 40, 3] {
      try expect(.missingBase) {
        $0.add(type: 6, size: 5, base: PackWriter.distance(distance), data: delta)
      }
    }
    try expect(.missingBase) { $0.add(type: 7, size: 5, base: ObjectID.zero.bytes, data: delta) }
  }

  @Test func `a delta that is malformed`() throws {
    let base = content.count
    let head = DeltaWriter.size(base)
    let malformed: [[UInt8]] = [
      [], [1], head, head + [1],
      // Another base, another result, too little of it, too much.
      DeltaWriter.size(base - 1) + [4] + DeltaWriter.copy(0, 4),
      head + [5] + DeltaWriter.copy(0, 4),
      head + [3] + DeltaWriter.copy(0, 4),
      head + [4, 4, 1, 2, 3, 4, 1, 9],
      // Outside the base, at its end and far beyond.
      head + [4] + DeltaWriter.copy(base - 3, 4),
      head + [4] + DeltaWriter.copy(0xffff_ffff, 4),
      head + DeltaWriter.size(0x10000) + DeltaWriter.copy(0, 0x10000),
      // The reserved instruction; arguments and bytes that are cut off.
      head + [4, 0, 1, 2, 3],
      head + [4, 0xff, 1, 2],
      head + [4, 4, 1, 2, 3],
      // Sizes that don't end, or are out of all bounds.
      [UInt8](repeating: 0x80, count: 30),
      head + [UInt8](repeating: 0xff, count: 9) + [1],
    ]
    for delta in malformed {
      try expect { writer in
        let base = writer.add(content)
        return writer.add(delta: delta, on: base)
      }
    }
  }

  @Test func `a delta whose result is said to be huge`() throws {
    try expect(.tooLarge) { writer in
      let base = writer.add(content)
      return writer.add(
        delta: DeltaWriter.size(content.count) + DeltaWriter.size(1 << 40) + [1, 2], on: base)
    }
  }

  @Test func `deltas that are each other's base`() throws {
    var writer = PackWriter()
    let delta = DeltaWriter(content, .copy(0, content.count)).bytes
    let ids = [ObjectID.made(), .made(), .made(), .made()]
    let good = writer.add(content)
    writer.add(delta: delta, onID: ids[2], id: ids[0])
    writer.add(delta: delta, onID: ids[0], id: ids[1])
    writer.add(delta: delta, onID: ids[1], id: ids[2])
    writer.add(delta: delta, on: ids[2], id: ids[3])
    let itself = ObjectID.made()
    writer.add(delta: delta, onID: itself, id: itself)
    let seen = try collect([Pack(writer.write(to: folder))])
    #expect(seen.objects[good]?.bytes == content)
    #expect(seen.objects.count == 1)
    #expect(Set(seen.unreadable.keys) == Set(ids + [itself]))
    #expect(seen.unreadable.values.allSatisfy { $0 == [.cyclicBase] })
  }

  @Test func `offsets outside the pack, and in a table that is not there`() throws {
    var writer = PackWriter()
    let good = writer.add(content)
    let bad = [0, 11, 1 << 20, 1 << 40, 1 << 62].map { offset in
      let id = ObjectID.made()
      writer.rows.append(PackWriter.Row(id: id, offset: offset))
      return id
    }
    // Where the pack's own checksum stands is no entry either.
    let end = ObjectID.made()
    writer.add([UInt8](0...255))
    writer.rows.append(PackWriter.Row(id: end, offset: writer.bytes.count))
    let seen = try collect([Pack(writer.write(to: folder))])
    #expect(seen.objects[good]?.bytes == content)
    #expect(Set(seen.unreadable.keys) == Set(bad + [end]))
    #expect(seen.unreadable.values.allSatisfy { $0 == [.badOffset] })
  }

  @Test func `large offsets are followed`() throws {
    var writer = PackWriter()
    writer.firstLargeOffset = 40
    let ids = (0..<20).map { writer.add(content + [UInt8($0)]) }
    let seen = try collect([Pack(writer.write(to: folder))])
    #expect(Set(seen.objects.keys) == Set(ids))
  }

  @Test func `two rows of the index that share an offset do no harm`() throws {
    var writer = PackWriter()
    let good = writer.add(content)
    for _ in 0..<100 {
      writer.rows.append(PackWriter.Row(id: .made(), offset: writer.offset(of: good) ?? 0))
    }
    writer.add([UInt8](0...255) + (0...255).reversed() + content)
    for _ in 0..<5 { writer.add([UInt8](0...255) + content) }
    let seen = try collect([Pack(writer.write(to: folder))])
    #expect(seen.objects.count + seen.unreadable.count == 107)
  }

  /// Makes a pack of good entries and a bad one, on which a good delta rests, and expects that the
  /// bad one is named with this error, or any if that is nil, and the good ones are read.
  private func expect(
    _ error: EntryError? = nil, _ addBad: (inout PackWriter) -> ObjectID,
    _ location: SourceLocation = #_sourceLocation
  ) throws {
    var writer = PackWriter()
    let delta = DeltaWriter(content, .copy(5, 20))
    let first = writer.add(content)
    let bad = addBad(&writer)
    let dependent = writer.add(delta: delta.bytes, on: bad)
    let second = writer.add(delta: delta.bytes, on: first)
    let pack = try Pack(writer.write(to: folder, name: "\(bad)"))
    for needsBytes in [true, false] {
      let seen = try collect([pack]) { _, _ in needsBytes }
      #expect(seen.objects[first] != nil, sourceLocation: location)
      #expect(seen.objects[second] != nil, sourceLocation: location)
      #expect(Set(seen.unreadable.keys) == [bad, dependent], sourceLocation: location)
      #expect(seen.unreadable[bad]?.count == 1, sourceLocation: location)
      #expect(seen.unreadable[dependent]?.count == 1, sourceLocation: location)
      if let error { #expect(seen.unreadable[bad] == [error], sourceLocation: location) }
    }
  }
}
