import Git

/// Makes indexes over several packs, right or wrong as a test wants them.
struct MultiPackIndexWriter {
  struct Row {
    var id: ObjectID
    var pack: Int
    var offset: Int
  }

  let packs: [(name: String, pack: PackWriter)]
  /// The rows, in order of their ids.
  var rows: [Row]
  var version: UInt8 = 1
  /// Rows whose offset is at least this are written to the table of large offsets.
  var firstLargeOffset = Int.max
  /// How many rows at the end of that table are left out.
  var missingLargeOffsets = 0

  init(_ packs: [(name: String, pack: PackWriter)]) {
    self.packs = packs
    rows = packs.enumerated().flatMap { number, pack in
      pack.pack.rows.map { Row(id: $0.id, pack: number, offset: $0.offset) }
    }.sorted { $0.id < $1.id }
  }

  /// The whole file; nobody looks at the checksum that ends it.
  var bytes: [UInt8] {
    let rows = rows.sorted { $0.id < $1.id }
    var names: [UInt8] = []
    for pack in packs { names += Array("\(pack.name).idx".utf8) + [0] }
    names += [UInt8](repeating: 0, count: (4 - names.count % 4) % 4)
    var fanout: [UInt8] = []
    for byte in 0..<256 { fanout += bigEndian(rows.count { Int($0.id.bytes[0]) <= byte }, 4) }
    var (offsets, large): ([UInt8], [UInt8]) = ([], [])
    for row in rows {
      offsets += bigEndian(row.pack, 4)
      if row.offset < firstLargeOffset {
        offsets += bigEndian(row.offset, 4)
      } else {
        offsets += bigEndian(large.count / 8 | 1 << 31, 4)
        large += bigEndian(row.offset, 8)
      }
    }
    large = large.dropLast(8 * missingLargeOffsets)
    var chunks: [(name: String, content: [UInt8])] = [
      ("PNAM", names), ("OIDF", fanout), ("OIDL", rows.flatMap(\.id.bytes)),
    ]
    chunks.append(("OOFF", offsets))
    if !large.isEmpty { chunks.append(("LOFF", large)) }
    var file = Array("MIDX".utf8) + [version, 1, UInt8(chunks.count), 0]
    file += bigEndian(packs.count, 4)
    var place = 12 + 12 * (chunks.count + 1)
    for (name, content) in chunks {
      file += Array(name.utf8) + bigEndian(place, 8)
      place += content.count
    }
    file += [0, 0, 0, 0] + bigEndian(place, 8)
    return file + chunks.flatMap(\.content) + [UInt8](repeating: 0, count: 20)
  }
}
