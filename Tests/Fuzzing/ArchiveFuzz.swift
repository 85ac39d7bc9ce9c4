import Archives
import Blobs

/// The fuzzer's entry point: reads the input as whatever container it begins.
///
/// Besides every crash, more than the limits allow, or windows that do not fit, end the run.
@_cdecl("LLVMFuzzerTestOneInput")
package func fuzzArchive(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  let head = Array(input.prefix(ContainerKind.startSize))
  let payload = Payload(in: input.span)
  guard let kind = ContainerKind(startOf: head.span) ?? payload?.kind else { return -1 }
  let limits = ArchiveLimits(objects: 1000)
  var entries = 0
  var owned = 0
  let result = ArchiveReader(limits: limits).read(input.span, kind, at: Array("x".utf8)) {
    entry, bytes, window in
    precondition(entry.path.first == UInt8(ascii: "x"))
    precondition(bytes.count <= limits.pieceSize)
    precondition(window.owned.upperBound <= bytes.count + 1)
    if window.offset == 0 {
      entries += 1
      owned = 0
    }
    precondition(window.offset + window.owned.lowerBound == owned)
    owned = window.offset + window.owned.upperBound
    return true
  }
  precondition(result.problems.count <= limits.problems + 2)
  precondition(entries <= 2 * limits.entries + 3 * limits.objects + 3)
  return 0
}
