import Archives
import Blobs
import CDeflate

/// The fuzzer's entry point: reads packs made of the input, whose compressed data is right and all
/// else as the input has it, bare or in a bundle.
///
/// Besides every crash, more than the limits allow, or windows that do not fit, end the run.
@_cdecl("LLVMFuzzerTestOneInput")
package func fuzzBundle(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  var maker = unsafe PackMaker(UnsafeBufferPointer(start: start, count: count))
  let input = maker.container()
  let head = Array(input.prefix(ContainerKind.startSize))
  guard let kind = ContainerKind(startOf: head.span) else { return -1 }
  let limits = ArchiveLimits(objects: 200)
  var owned = 0
  var total = 0
  let result = ArchiveReader(limits: limits).read(input.span, kind, at: Array("x".utf8)) {
    entry, bytes, window in
    precondition(entry.path.first == UInt8(ascii: "x"))
    precondition(bytes.count <= limits.pieceSize)
    precondition(window.owned.upperBound <= bytes.count + 1)
    if window.offset == 0 { owned = 0 }
    precondition(window.offset + window.owned.lowerBound == owned)
    owned = window.offset + window.owned.upperBound
    total += window.owned.count
    return true
  }
  precondition(result.problems.count <= limits.problems + 2)
  precondition(total <= 16 << 20)
  return 0
}

/// Makes packs from the bytes of an input, each of which decides something.
private struct PackMaker {
  private var rest: ArraySlice<UInt8>

  init(_ input: UnsafeBufferPointer<UInt8>) {
    rest = unsafe Array(input)[...]
  }

  private mutating func next() -> UInt8 { rest.popFirst() ?? 0 }

  private mutating func take(_ count: Int) -> [UInt8] {
    defer { rest = rest.dropFirst(count) }
    return Array(rest.prefix(count))
  }

  /// A pack, alone or behind a header.
  mutating func container() -> [UInt8] {
    let form = next()
    let idSize = form & 1 == 0 ? 20 : 32
    var header: [UInt8] = []
    if form & 2 != 0 {
      header = Array((idSize == 20 ? "# v2" : "# v3").utf8) + Array(" git bundle\n".utf8)
      if idSize == 32 { header += Array("@object-format=sha256\n".utf8) }
      if form & 4 != 0 { header += Array("@".utf8) + take(4) + Array("\n".utf8) }
      header.append(UInt8(ascii: "\n"))
    }
    let pack = pack(idSize)
    return header + (form & 8 == 0 ? pack : Array(pack.dropLast(Int(next()))))
  }

  private mutating func pack(_ idSize: Int) -> [UInt8] {
    var body: [UInt8] = []
    var places: [Int] = []
    while !rest.isEmpty, places.count < 250 {
      let control = next()
      let type = control & 7
      let data = take(Int(next()))
      var size = data.count
      if control & 8 != 0 { size = size << 8 | Int(next()) }
      places.append(body.count)
      body += header(type, size)
      if type == 6 {
        let base = places[Int(next()) % places.count]
        body += distance(places[places.count - 1] - base + Int(control & 16))
      }
      if type == 7 { body += take(idSize) }
      body += control & 32 == 0 ? compressed(data) : data
    }
    let count = places.count + (next() == 1 ? 1 : 0)
    let frame = Array("PACK".utf8) + [0, 0, 0, 2, 0, 0, UInt8(count >> 8), UInt8(count & 255)]
    return frame + body + [UInt8](repeating: 1, count: idSize)
  }

  private func header(_ type: UInt8, _ size: Int) -> [UInt8] {
    var header = [type << 4 | UInt8(size & 15)]
    var left = size >> 4
    while left > 0 {
      header[header.count - 1] |= 0x80
      header.append(UInt8(left & 0x7f))
      left >>= 7
    }
    return header
  }

  private func distance(_ distance: Int) -> [UInt8] {
    var bytes = [UInt8(distance & 0x7f)]
    var left = distance >> 7
    while left > 0 {
      left -= 1
      bytes.insert(UInt8(left & 0x7f) | 0x80, at: 0)
      left >>= 7
    }
    return bytes
  }

  private func compressed(_ bytes: [UInt8]) -> [UInt8] {
    let bound = Int(compressBound(UInt(bytes.count)))
    return unsafe [UInt8](unsafeUninitializedCapacity: bound) { buffer, filled in
      var count = UInt(bound)
      let status = unsafe compress2(buffer.baseAddress, &count, bytes, UInt(bytes.count), 1)
      precondition(status == Z_OK)
      filled = Int(count)
    }
  }
}
