import CDeflate
import Git
import Glibc
import Packs

/// The fuzzer's entry point: makes a pack and its index out of the input, and walks over it.
///
/// The first byte chooses how: entries made of the input's bytes, properly framed and compressed,
/// so that deltas and their trees are reached; or bytes of the input as they stand. Besides every
/// crash, marks that a full search would not find, or find elsewhere, end the run.
@_cdecl("LLVMFuzzerTestOneInput")
package func fuzzPack(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  var input = Input(rest: unsafe Array(UnsafeBufferPointer(start: start, count: count))[...])
  let (pack, index) = input.next() & 1 == 0 ? input.framedPack() : input.rawPack()
  guard let packFile = MemoryFile(pack), let indexFile = MemoryFile(index) else { return 0 }
  let location = PackLocation(
    pack: packFile.path, index: indexFile.path, size: pack.count, format: .sha1)
  var options = PackWalk.Options()
  options.memory = 1 << 20
  options.largestWhole = 1 << 16
  options.mostMarks = 200
  options.windowSize = 1000
  options.windowOverlap = 40
  guard let opened = try? Pack(location),
    let walk = try? PackWalk([opened, opened], options: options)
  else { return 0 }
  try? walk.run({ Checker() }, finish: { _ in })
  return 0
}

/// Takes the input apart.
private struct Input {
  var rest: ArraySlice<UInt8>

  mutating func next() -> UInt8 { rest.popFirst() ?? 0 }

  mutating func next(_ count: Int) -> [UInt8] {
    defer { rest = rest.dropFirst(count) }
    return Array(rest.prefix(count))
  }

  /// A pack of entries, each made of a kind, a base, a size and bytes.
  mutating func framedPack() -> (pack: [UInt8], index: [UInt8]) {
    var body: [UInt8] = []
    var offsets: [Int] = []
    var sizes: [Int] = []
    while !rest.isEmpty, offsets.count < 200 {
      let control = next()
      let base = Int(next())
      var data = next(Int(next()) | Int(next() & 3) << 8)
      let type = control & 7
      let target = type == 6 ? max(0, offsets.count - 1 - base % 8) : base % 64
      sizes.append(data.count)
      if type > 5, control & 0x20 == 0, target < offsets.count {
        let size = resultSize(data)
        data = varint(sizes[target]) + varint(size) + data
        sizes[sizes.count - 1] = size
      }
      offsets.append(12 + body.count)
      let size = control & 0x40 == 0 ? data.count : base
      body += [type << 4 | 0x80 | UInt8(size & 15), UInt8(size >> 4 & 0x7f)]
      if type == 6 { body += distance(offsets[offsets.count - 1] - offsets[target]) }
      if type == 7 { body += id(target) }
      body += control & 0x80 == 0 ? stored(data) : data
    }
    return frame(body, offsets)
  }

  /// Returns how many bytes the instructions of a delta make.
  private func resultSize(_ instructions: [UInt8]) -> Int {
    var rest = instructions[...]
    var size = 0
    while let code = rest.popFirst() {
      if code < 0x80 {
        size += Int(code)
        rest = rest.dropFirst(Int(code))
        continue
      }
      rest = rest.dropFirst((code & 15).nonzeroBitCount)
      var count = 0
      for place in 0..<3 where code & (0x10 << UInt8(place)) != 0 {
        count |= Int(rest.popFirst() ?? 0) << (8 * place)
      }
      size += count == 0 ? 0x10000 : count
    }
    return size
  }

  /// A pack whose bytes and offsets are the input's.
  mutating func rawPack() -> (pack: [UInt8], index: [UInt8]) {
    let offsets = (0..<Int(next() & 15)).map { _ in Int(next()) | Int(next()) << 8 }
    return frame(Array(rest), offsets)
  }

  private func varint(_ size: Int) -> [UInt8] {
    size < 128 ? [UInt8(size)] : [0x80 | UInt8(size & 0x7f)] + varint(size >> 7)
  }

  /// The distance to a base, below 2^14, as it stands in an entry.
  private func distance(_ distance: Int) -> [UInt8] {
    guard distance > 127 else { return [UInt8(distance)] }
    let upper = (distance >> 7) - 1
    return [0x80 | UInt8(upper & 0x7f), UInt8(distance & 0x7f)]
  }

  /// The id of the entry with this number; they rise, so the index is sorted.
  private func id(_ number: Int) -> [UInt8] {
    [UInt8(number & 0xff)] + [UInt8](repeating: 7, count: 19)
  }

  private func frame(_ body: [UInt8], _ offsets: [Int]) -> (pack: [UInt8], index: [UInt8]) {
    let checksum = [UInt8](repeating: 1, count: 20)
    let pack = Array("PACK".utf8) + number(2) + number(offsets.count) + body + checksum
    var index: [UInt8] = [0xff, 0x74, 0x4f, 0x63] + number(2)
    for byte in 0..<256 { index += number(min(byte + 1, offsets.count)) }
    for entry in offsets.indices { index += id(entry) }
    let bytes = Array(pack.dropLast(20))
    for offset in offsets {
      let end = min(offsets.filter { $0 > offset }.min() ?? bytes.count, bytes.count)
      let entry = offset < end ? Array(bytes[offset..<end]) : []
      index += number(unsafe Int(crc32(0, entry, UInt32(entry.count))))
    }
    for offset in offsets { index += number(offset) }
    return (pack, index + checksum + checksum)
  }

  private func number(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  /// A zlib stream that holds the bytes uncompressed.
  private func stored(_ bytes: [UInt8]) -> [UInt8] {
    let count = bytes.count
    let sizes = [count, count >> 8, ~count, ~count >> 8].map { UInt8(truncatingIfNeeded: $0) }
    let sum = unsafe adler32(1, bytes, UInt32(count))
    return [0x78, 0x01, 0x01] + sizes + bytes + number(Int(sum))
  }
}

/// Compares the marks of every object with those of a full search.
private struct Checker: ObjectVisitor, ~Copyable {
  private let search = TinySearch()

  func search(for kind: ObjectKind) -> (any MarkSearch)? { kind == .tag ? nil : search }

  mutating func needsBytes(of object: borrowing PackedObject) -> Bool {
    // Some objects are not built, as in earnest.
    object.size % 4 != 0 || !object.marks.isEmpty
  }

  mutating func visit(_ object: borrowing PackedObject, bytes: Span<UInt8>?) {
    guard let bytes else { return precondition(object.marks.isEmpty) }
    precondition(bytes.count == object.size)
    var marks: [Mark] = []
    search.find(in: bytes, into: &marks)
    precondition(marks == object.marks)
  }

  mutating func needsWindows(of object: borrowing PackedObject) -> Bool { true }

  mutating func visit(
    _ object: borrowing PackedObject, window: ObjectWindow, bytes: Span<UInt8>
  ) {
    precondition(window.offset + bytes.count <= object.size)
    precondition(window.marks.allSatisfy { window.owned.contains(Int($0.offset)) })
  }

  mutating func unreadable(_ id: ObjectID, _ error: EntryError) {}
}

/// Finds runs of four to six zeros, and the letters "ab".
private struct TinySearch: MarkSearch {
  let shape = MarkShape(longest: 6, margin: 1, longestMixed: 2, runBytes: ByteSet([0x30]))

  func find(in bytes: Span<UInt8>, into marks: inout [Mark]) {
    var run = 0
    for place in 0...bytes.count {
      if place < bytes.count, bytes[place] == 0x30 {
        run += 1
        continue
      }
      if (4...6).contains(run) { add(place - run, 0, run, &marks) }
      run = 0
      if place + 1 < bytes.count, bytes[place] == 0x61, bytes[place + 1] == 0x62 {
        add(place, 1, 2, &marks)
      }
    }
  }

  private func add(_ offset: Int, _ kind: UInt16, _ length: Int, _ marks: inout [Mark]) {
    marks.append(Mark(offset: UInt32(offset), kind: kind, length: UInt8(length)))
  }
}
