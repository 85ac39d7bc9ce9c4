/// Gives the content of the entry that an archive has come to.
@safe
final class EntrySource: ByteSource {
  private let archive: Archive
  private let budget: Budget
  private let depth: Int
  // Where in the content the next block is expected.
  private var position: Int64 = 0
  private var pending = unsafe UnsafeRawBufferPointer(start: nil, count: 0)
  private var isAtEnd = false
  private(set) var failure: ArchiveProblem.Reason?

  /// What stands for a hole in a sparse file, of whatever size: it is all zeros.
  private static let hole = [UInt8](repeating: 0, count: 4096)
  private let zeros = HeldBytes()

  init(_ archive: Archive, _ budget: Budget, depth: Int) {
    self.archive = archive
    self.budget = budget
    self.depth = depth
  }

  func next() -> UnsafeRawBufferPointer {
    if let block = unsafe takePending() { return unsafe block }
    // A block without bytes is no end; a source of such only is ended by what it costs.
    while !isAtEnd {
      guard let block = read() else { break }
      // The block that is too much is the last one, and is given.
      guard unsafe budget.take(max(1, block.bytes.count), depth: depth) else {
        fail(budget.exhausted)
        return unsafe block.bytes
      }
      let gap = block.offset.subtractingReportingOverflow(position)
      unsafe position = block.offset &+ Int64(block.bytes.count)
      guard !gap.overflow, gap.partialValue > 0 else {
        if unsafe block.bytes.isEmpty { continue }
        return unsafe block.bytes
      }
      unsafe pending = block.bytes
      return unsafe zeros(Int(min(gap.partialValue, Int64(Self.hole.count))))
    }
    return unsafe UnsafeRawBufferPointer(start: nil, count: 0)
  }

  private func takePending() -> UnsafeRawBufferPointer? {
    guard unsafe !pending.isEmpty else { return nil }
    defer { unsafe pending = UnsafeRawBufferPointer(start: nil, count: 0) }
    return unsafe pending
  }

  private func read() -> Archive.Block? {
    do throws(ArchiveProblem.Reason) {
      if let block = try archive.block() { return block }
      isAtEnd = true
    } catch {
      fail(error)
    }
    return nil
  }

  private func fail(_ reason: ArchiveProblem.Reason?) {
    isAtEnd = true
    failure = reason
  }

  private func zeros(_ count: Int) -> UnsafeRawBufferPointer {
    if zeros.count == 0 {
      guard unsafe Self.hole.withUnsafeBytes({ unsafe zeros.append($0) }) else {
        return unsafe takePending() ?? UnsafeRawBufferPointer(start: nil, count: 0)
      }
    }
    return unsafe UnsafeRawBufferPointer(rebasing: zeros.bytes[..<count])
  }
}
