import Git
import Packs
import TestSupport
import Testing

/// Packs of so many objects that several threads read their index.
@Suite struct LargePackTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: [1, 3, 300])
  func `a pack of thousands of objects is read by any number of threads`(threads: Int) throws {
    var writer = PackWriter()
    var kinds: [ObjectID: IDTable.Content] = [:]
    for number in 0..<4500 {
      let content = Array("the object of the number \(number)".utf8)
      if number % 3 == 0 {
        kinds[writer.add(content, .commit)] = .other
      } else if number % 3 == 1 {
        kinds[writer.add(content)] = .blob
      } else if let base = writer.rows.last?.id {
        let delta = DeltaWriter(content, .copy(3, 9), .insert(content)).bytes
        kinds[writer.add(delta: delta, onID: base)] = .blob
      }
    }
    let pack = try Pack(writer.write(to: folder))
    var options = PackWalk.Options()
    options.threads = threads
    let seen = try collect([pack], options)
    #expect(seen.objects.count == 4500)
    #expect(seen.objects.values.allSatisfy { $0.times == 1 })
    #expect(seen.unreadable.isEmpty)
    let table = IDTable(of: [pack], threads: threads)
    #expect(kinds.keys.allSatisfy { table.content(of: $0.prefix) == .unknown })
    _ = try PackWalk([pack], noting: table, options: options)
    #expect(kinds.allSatisfy { table.content(of: $0.key.prefix) == $0.value })
  }

  @Test func `ids among those of another first byte are in the table all the same`() throws {
    var writer = PackWriter()
    for number in 0..<4500 { writer.add([UInt8(number & 255)]) }
    var index = writer.index
    // The fan-out says that every id begins with 255, but for one that begins with 0.
    for byte in 0..<255 {
      index.replaceSubrange((8 + byte * 4)..<(12 + byte * 4), with: [0, 0, 0, 1])
    }
    let location = try PackWriter.write(pack: writer.pack, index: index, to: folder)
    let table = try IDTable(of: [Pack(location)], threads: 4)
    #expect(writer.rows.allSatisfy { table.contains($0.id.prefix) })
  }
}
