/// Reads a source that only goes onward, and can go back to its start for as long as that is kept.
final class ReplaySource: ByteSource {
  private let source: any ByteSource
  private var kept: HeldBytes? = HeldBytes()
  // Where the next block begins in what is kept; behind it, the source goes on.
  private var position = 0
  private var isKeeping = true

  /// The largest start that is kept only so that it can be read again.
  private static let keptAtMost = 8 << 20

  init(_ source: any ByteSource) {
    self.source = source
  }

  var failure: ArchiveProblem.Reason? { source.failure }

  func next() -> UnsafeRawBufferPointer {
    if let kept, position < kept.count {
      let rest = unsafe UnsafeRawBufferPointer(rebasing: kept.bytes[position...])
      position = kept.count
      return unsafe rest
    }
    if !isKeeping { kept = nil }
    let block = unsafe source.next()
    guard isKeeping, let kept else { return unsafe block }
    let isStart = kept.count < ContainerKind.startSize
    guard isStart || kept.count + block.count <= Self.keptAtMost, unsafe kept.append(block) else {
      isKeeping = false
      self.kept = nil
      return unsafe block
    }
    position = kept.count
    return unsafe block
  }

  /// Returns the first bytes, fewer than `count` only where there are no more, and goes back.
  ///
  /// To be called before anything else is read.
  func start(_ count: Int) -> [UInt8] {
    while (kept?.count ?? count) < count, unsafe !next().isEmpty {}
    position = 0
    guard let kept else { return [] }
    return unsafe Array(kept.bytes.prefix(count))
  }

  /// How many bytes are in memory.
  var keptCount: Int { kept?.count ?? 0 }

  /// Goes back to the start; false where it is not kept any more.
  func rewind() -> Bool {
    guard isKeeping else { return false }
    position = 0
    return true
  }

  /// Says that there will be no going back.
  func commit() { isKeeping = false }

  /// Returns all of it, if it has no more than `limit` bytes, and goes back to the start if not.
  func whole(limit: Int) -> HeldBytes? {
    guard let kept else { return nil }
    position = 0
    while kept.count <= limit {
      let block = unsafe source.next()
      if unsafe block.isEmpty { return kept }
      guard unsafe kept.append(block) else { return nil }
    }
    return nil
  }
}
