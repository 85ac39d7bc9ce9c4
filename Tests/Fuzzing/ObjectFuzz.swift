import CGit2
import Glibc

// Compiled as a part of the module Git, whose readers are nobody else's business.

/// The fuzzer's entry point: gives the input to one of the readers of objects.
///
/// The first byte chooses which: trees, commits and tags, a loose object, a delta, or a pack with its
/// index; its first bit the format of the ids. Besides every crash and hang, an answer outside the input ends the run.
@_cdecl("LLVMFuzzerTestOneInput")
package func fuzzObjects(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  var rest = unsafe Array(UnsafeBufferPointer(start: start, count: count))[...]
  guard let choice = rest.popFirst() else { return 0 }
  let bytes = Array(rest)
  let format = choice & 0x80 == 0 ? ObjectFormat.sha1 : .sha256
  switch (choice & 0x7f) % 6 {
  case 0: fuzzTree(bytes.span, format)
  case 1: fuzzHeaders(bytes.span, format)
  case 2: fuzzLoose(bytes)
  case 3: fuzzLoose(deflated(bytes))
  case 4: fuzzDelta(bytes)
  default: fuzzPack(bytes, format)
  }
  return 0
}

private func fuzzTree(_ bytes: Span<UInt8>, _ format: ObjectFormat) {
  var end = 0
  let isWhole = TreeObject.forEachEntry(in: bytes, format) { mode, name, _ in
    precondition(name.lowerBound > end && name.upperBound + format.byteCount < bytes.count)
    _ = mode.kind
    end = name.upperBound + 1 + format.byteCount
  }
  precondition(!isWhole || end == bytes.count)
}

private func fuzzHeaders(_ bytes: Span<UInt8>, _ format: ObjectFormat) {
  let headers = ObjectHeaders(bytes)
  for header in headers.headers {
    precondition(header.name.upperBound <= header.value.lowerBound)
    precondition(header.value.upperBound <= bytes.count)
  }
  precondition(headers.message.upperBound == bytes.count)
  if let commit = CommitObject(bytes, format) {
    for range in [commit.author, commit.committer, commit.encoding] {
      if let range { _ = Signature(bytes, range) }
    }
    if let range = commit.committer { _ = Signature.seconds(in: bytes, range) }
  }
  if let tag = TagObject(bytes, format), let range = tag.tagger { _ = Signature(bytes, range) }
}

private func fuzzLoose(_ file: [UInt8]) {
  var name = Array("/dev/shm/loose-fuzz-XXXXXX".utf8CString)
  guard let folder = unsafe mkdtemp(&name).map({ unsafe String(cString: $0) }) else { return }
  let id = ObjectID.zero
  let path = "\(folder)/00/\(String(repeating: "0", count: 38))"
  unsafe mkdir(folder + "/00", 0o700)
  defer {
    unsafe unlink(path)
    unsafe rmdir(folder + "/00")
    unsafe rmdir(folder)
  }
  let descriptor = unsafe open(path, O_WRONLY | O_CREAT, 0o600)
  _ = unsafe write(descriptor, file, file.count)
  close(descriptor)
  let objects = LooseObjects(Path(folder), .sha1)
  precondition(objects.contains(id))
  guard let header = try? objects.header(of: id), header.size < 1 << 24 else { return }
  if let object = try? objects.stored(id) {
    precondition(object.kind == header.kind)
    precondition(object.damage != nil || object.bytes.count == header.size)
  }
}

private func fuzzDelta(_ bytes: [UInt8]) {
  let half = bytes.count / 2
  let limit = 1 << 20
  let result = PackDelta.apply(Array(bytes[half...]), to: bytes[..<half], limit: limit)
  precondition(result == nil || result?.count == PackDelta.resultSize(Array(bytes[half...])))
  precondition(result?.count ?? 0 <= limit)
}

/// Reads every object of a pack whose entries and offsets are the input's.
private func fuzzPack(_ bytes: [UInt8], _ format: ObjectFormat) {
  var rest = bytes[...]
  let isFirstVersion = (rest.popFirst() ?? 0) & 1 == 1
  let count = Int(rest.popFirst() ?? 0) & 31
  let offsets = (0..<count).map { _ in
    let high = rest.popFirst() ?? 0
    return [high & 0x80, 0, high & 3, rest.popFirst() ?? 0]
  }
  let digest = [UInt8](repeating: 1, count: format.byteCount)
  let number = [0, 0, 0, UInt8(count)]
  let pack = Array("PACK".utf8) + [0, 0, 0, 2] + number + rest + digest
  var index: [UInt8] = isFirstVersion ? [] : [0xff, 0x74, 0x4f, 0x63, 0, 0, 0, 2]
  for byte in 0..<256 { index += [0, 0, 0, UInt8(min(byte + 1, count))] }
  let ids = (0..<count).map { [UInt8($0)] + [UInt8](repeating: 7, count: format.byteCount - 1) }
  if isFirstVersion {
    for row in 0..<count { index += offsets[row] + ids[row] }
  } else {
    index += ids.joined()
    index += [UInt8](repeating: 0, count: 4 * count)
    index += offsets.joined()
    index += [UInt8](repeating: 0, count: 8 * (count / 2))
  }
  guard let packFile = MemoryFile(pack), let indexFile = MemoryFile(index + digest + digest),
    let reader = try? PackReader(index: indexFile.path, pack: packFile.path, format)
  else { return }
  var cache = PackCache()
  for id in ids {
    let id = ObjectID(id.span)
    guard let row = reader.row(of: id), let header = try? reader.header(at: row),
      header.size < 1 << 22
    else { continue }
    if let object = try? reader.stored(at: row, &cache), object.damage == nil {
      precondition(object.bytes.count == header.size && object.kind == header.kind)
    }
  }
  var seen = 0
  precondition(
    reader.forEachID { _ in
      seen += 1
      return true
    })
  precondition(seen == count)
}

/// A zlib stream of the bytes.
private func deflated(_ bytes: [UInt8]) -> [UInt8] {
  var count = unsafe compressBound(UInt(bytes.count))
  var stream = [UInt8](repeating: 0, count: Int(count))
  unsafe compress2(&stream, &count, bytes, UInt(bytes.count), 1)
  return Array(stream.prefix(Int(count)))
}
