import Git
import Packs
import TestSupport
import Testing

/// The marks that a walk derives along a tree of deltas against those of a full search.
@Suite struct MarkDerivationTests {
  /// Searches of all shapes; short ones too, so that chance often puts marks at the seams.
  static let searches: [NaiveSearch] = [
    NaiveSearch(runs: 64...80, literals: ["vast_api_key", "private key"]),
    NaiveSearch(runs: 64...80, literals: ["vast_api_key"], knowsRuns: false),
    NaiveSearch(runs: 4...6),
    NaiveSearch(runs: 4...6, literals: ["g0", "GGA"]),
    NaiveSearch(literals: ["0", "ga", "gag"]),
    NaiveSearch(literals: ["ga"], shunned: ("ag", 1)),
    NaiveSearch(runs: 7...9, literals: ["0g0"], shunned: ("gg", 4)),
  ]

  @Test(arguments: searches.indices, 0..<5)
  func `derived marks are those of a full search`(_ number: Int, seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var search = Self.searches[number]
    let family = Family(objects: 40, search, using: &generator)
    let folder = try TemporaryFolder()
    let pack = try Pack(family.writer.write(to: folder))
    // Without bytes, so that only bases are built; then with, so that everything is. And by a search
    // that leaves out what it may.
    for (needsBytes, isThrifty) in [(false, false), (true, false), (false, true), (true, true)] {
      search.isThrifty = isThrifty
      let seen = try collect([pack], searches: allKinds(search)) { _, _ in needsBytes }
      #expect(seen.unreadable.isEmpty)
      #expect(seen.objects.count == family.contents.count)
      for (id, content) in family.contents {
        let object = try #require(seen.objects[id])
        #expect(object.size == content.count)
        #expect(object.marks == search.marks(of: content))
        #expect(object.bytes == (needsBytes ? content : nil))
      }
    }
  }

  @Test func `a run is found where an edit makes, moves, cuts or lengthens it`() throws {
    let search = NaiveSearch(runs: 64...80)
    let key = Array(MadeUp.hex(64).utf8)
    let text = Array(String(repeating: "no digits, xyz! ", count: 20).utf8)
    let base = text + key + text
    let (start, end) = (text.count, text.count + 64)
    let edits: [DeltaWriter] = [
      // As it is, moved, doubled, dropped.
      DeltaWriter(base, .copy(0, base.count)),
      DeltaWriter(base, .insert([0x78]), .copy(0, base.count)),
      DeltaWriter(base, .copy(0, base.count), .copy(0, base.count)),
      DeltaWriter(base, .copy(0, start), .copy(end, text.count)),
      // Cut to 63, put together from two halves, lengthened to 65 on either side.
      DeltaWriter(base, .copy(0, end - 1), .copy(end, text.count)),
      DeltaWriter(base, .copy(start, 32), .copy(start + 32, 32)),
      DeltaWriter(base, .copy(start + 32, 32), .copy(start, 32)),
      DeltaWriter(base, .copy(0, end), .insert([0x61]), .copy(end, text.count)),
      DeltaWriter(base, .copy(0, start), .insert([0x41]), .copy(start, base.count - start)),
      // Lengthened to 80, and one too far.
      DeltaWriter(base, .copy(0, end), .copy(start, 16), .copy(end, text.count)),
      DeltaWriter(base, .copy(0, end), .copy(start, 17), .copy(end, text.count)),
      // At the begin and the end of the object, where it had neighbours before.
      DeltaWriter(base, .copy(start, 64 + text.count)),
      DeltaWriter(base, .copy(0, end)),
      DeltaWriter(base, .copy(start, 64)),
      // Made of insertions alone.
      DeltaWriter(base, .copy(0, start), .insert(Array(key.reversed())), .copy(end, text.count)),
    ]
    try expectDerivedMarks(edits, search)
  }

  @Test func `a run at the base's edge counts as ended only where the result ends too`() throws {
    let search = NaiveSearch(runs: 64...80)
    let key = Array(MadeUp.hex(64).utf8)
    let text = Array(String(repeating: "no digits, xyz! ", count: 20).utf8)
    for base in [key + text, text + key, key] {
      try expectDerivedMarks(
        [
          DeltaWriter(base, .copy(0, base.count)),
          DeltaWriter(base, .insert([0x61]), .copy(0, base.count)),
          DeltaWriter(base, .copy(0, base.count), .insert([0x61])),
          DeltaWriter(base, .insert([0x7a]), .copy(0, base.count)),
          DeltaWriter(base, .copy(0, base.count), .insert([0x7a])),
          DeltaWriter(base, .copy(0, base.count), .copy(0, base.count)),
        ], search)
    }
  }

  /// Makes a pack of a base and these deltas on it, and compares their marks.
  private func expectDerivedMarks(_ deltas: [DeltaWriter], _ search: NaiveSearch) throws {
    var writer = PackWriter()
    let base = writer.add(deltas[0].base)
    let ids = deltas.map { writer.add(delta: $0.bytes, on: base) }
    let folder = try TemporaryFolder()
    let seen = try collect([Pack(writer.write(to: folder))], searches: allKinds(search)) { _, _ in
      false
    }
    #expect(seen.unreadable.isEmpty)
    for (id, delta) in zip(ids, deltas) {
      #expect(seen.objects[id]?.marks == search.marks(of: delta.result))
    }
  }
}

/// A tree of objects that were made from each other by random edits.
struct Family {
  private(set) var writer = PackWriter()
  private(set) var contents: [(id: ObjectID, content: [UInt8])] = []

  init(objects: Int, _ search: NaiveSearch, using generator: inout SeededGenerator) {
    let first = Self.content(Int.random(in: 0...2000, using: &generator), search, using: &generator)
    contents.append((writer.add(first, id: .made(using: &generator)), first))
    while contents.count < objects {
      let base = contents[Int.random(in: 0..<contents.count, using: &generator)]
      var delta = DeltaWriter(base.content)
      for _ in 0..<Int.random(in: 0...8, using: &generator) {
        Self.edit(&delta, search, using: &generator)
      }
      if Int.random(in: 0..<4, using: &generator) == 0 { delta.insert([0x0a]) }
      // Deltas of fewer than four bytes are not valid.
      guard delta.bytes.count >= 4 else { continue }
      let id = ObjectID.made(using: &generator)
      if Bool.random(using: &generator) {
        writer.add(delta: delta.bytes, on: base.id, id: id)
      } else {
        writer.add(delta: delta.bytes, onID: base.id, id: id)
      }
      contents.append((id, delta.result))
    }
  }

  /// Adds an instruction: ranges of the base in and out of order, overlapping, repeated, whole.
  private static func edit(
    _ delta: inout DeltaWriter, _ search: NaiveSearch, using generator: inout SeededGenerator
  ) {
    let size = delta.base.count
    guard delta.result.count < 4000 else { return }
    switch Int.random(in: 0..<6, using: &generator) {
    case 0:
      delta.insert(content(Int.random(in: 1...100, using: &generator), search, using: &generator))
    case 1:
      delta.copy(0, Int.random(in: 0...size, using: &generator))
    case 2:
      let start = Int.random(in: 0...size, using: &generator)
      delta.copy(start, size - start)
    case 3:
      // Two neighbours, which the walk takes for one.
      let start = Int.random(in: 0...size, using: &generator)
      let middle = Int.random(in: start...size, using: &generator)
      delta.copy(start, middle - start)
      delta.copy(middle, Int.random(in: 0...(size - middle), using: &generator))
    default:
      let start = Int.random(in: 0...size, using: &generator)
      delta.copy(start, min(size - start, Int.random(in: 0...400, using: &generator)))
    }
  }

  /// Bytes of which many are marks or nearly so.
  private static func content(
    _ count: Int, _ search: NaiveSearch, using generator: inout SeededGenerator
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count {
      switch Int.random(in: 0..<4, using: &generator) {
      case 0:
        let length = (search.runs?.upperBound ?? 4) + Int.random(in: -3...2, using: &generator)
        bytes += some("0123456789abcdefABCDEF", length, using: &generator)
      case 1:
        bytes += Array((search.literals.randomElement(using: &generator) ?? "g").utf8)
      case 2:
        bytes += some("0gGaAx", Int.random(in: 1...20, using: &generator), using: &generator)
      default:
        bytes += some("ghxyz .\n", Int.random(in: 1...120, using: &generator), using: &generator)
      }
    }
    return Array(bytes.prefix(count))
  }

  private static func some(
    _ letters: String, _ count: Int, using generator: inout SeededGenerator
  ) -> [UInt8] {
    (0..<count).map { _ in letters.utf8.randomElement(using: &generator) ?? 0 }
  }
}
