// Built into one module with Sources/Git: what it calls is visible only there.

/// The fuzzer's entry point: reads the input as one of the files that git keeps beside its objects.
///
/// The first byte chooses which: an index, an index with a shared one, packed references, a
/// configuration file, or settings of the environment; its first bit the format of the ids. Besides every crash, an index that claims to
/// hold more entries than its bytes could ends the run, and a packed reference that is listed but
/// not found.
@_cdecl("LLVMFuzzerTestOneInput")
package func fuzzRepository(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  guard let choice = input.first else { return 0 }
  let bytes = Array(input.dropFirst())
  let format = choice & 0x80 == 0 ? ObjectFormat.sha1 : .sha256
  switch (choice & 0x7f) % 5 {
  case 0: check(try? IndexFile(bytes, format), count)
  case 1: joinIndexes(bytes, format)
  case 2: readReferences(bytes, format)
  case 3: _ = try? ConfigurationParser.entries(of: bytes, named: Path("config"))
  default: _ = ConfigurationSources.entries(of: bytes)
  }
  return 0
}

private func check(_ index: IndexFile?, _ count: Int) {
  precondition((index?.entries.count ?? 0) * 20 <= count)
}

/// Reads an index and a shared one; the first two bytes tell where the second begins.
private func joinIndexes(_ bytes: [UInt8], _ format: ObjectFormat) {
  guard bytes.count > 2 else { return }
  let split = min(Int(bytes[0]) << 8 | Int(bytes[1]), bytes.count - 2)
  let parts = (Array(bytes[2..<(2 + split)]), Array(bytes[(2 + split)...]))
  guard var index = try? IndexFile(parts.0, format),
    let shared = try? IndexFile(parts.1, format)
  else { return }
  try? index.join(shared)
  check(index, bytes.count)
}

private func readReferences(_ bytes: [UInt8], _ format: ObjectFormat) {
  let packed = PackedReferences(bytes, format)
  for (name, target) in packed.targets where packed.failures.isEmpty {
    guard case .object = target else { preconditionFailure("a packed reference is symbolic") }
    precondition(PackedReferences.target(of: name, in: bytes, format) != nil)
  }
}
