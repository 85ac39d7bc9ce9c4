internal import Packs

/// Gives the content of an entry that is stored as a whole, from a pack.
@safe
final class PackEntrySource: ByteSource {
  private let pack: any SeekableSource
  private let budget: Budget
  private let depth: Int
  /// What was not read yet of the entry's data.
  private var left: Range<Int>
  private let input = UnsafeMutableRawBufferPointer.allocate(
    byteCount: 64 << 10, alignment: 16)
  private let output = UnsafeMutableRawBufferPointer.allocate(
    byteCount: 64 << 10, alignment: 16)
  /// What was read and not inflated yet.
  private var pending = 0..<0
  private var stream: EntryStream?
  /// What it means where the data is not whole.
  private let shortage: ArchiveProblem.Reason
  private(set) var failure: ArchiveProblem.Reason?

  init(
    _ pack: any SeekableSource, _ data: Range<Int>, _ budget: Budget, depth: Int,
    shortage: ArchiveProblem.Reason = .truncated
  ) {
    self.shortage = shortage
    self.pack = pack
    self.budget = budget
    self.depth = depth
    left = data
    do throws(EntryError) { stream = try EntryStream() } catch { failure = .outOfMemory }
  }

  deinit {
    unsafe input.deallocate()
    unsafe output.deallocate()
  }

  func next() -> UnsafeRawBufferPointer {
    do throws(ArchiveProblem.Reason) {
      let count = try inflate()
      guard budget.take(count, depth: depth) else { throw budget.exhausted ?? .corrupt }
      return unsafe UnsafeRawBufferPointer(rebasing: output[..<count])
    } catch {
      failure = error
      return unsafe UnsafeRawBufferPointer(start: nil, count: 0)
    }
  }

  /// Inflates some bytes and returns their number: none at the end.
  private func inflate() throws(ArchiveProblem.Reason) -> Int {
    if let failure { throw failure }
    while stream?.isAtEnd == false {
      if pending.isEmpty { fill() }
      if pending.isEmpty { throw shortage }
      do throws(EntryError) {
        let block = unsafe UnsafeRawBufferPointer(rebasing: input[pending])
        guard let step = unsafe try stream?.inflate(block, into: output) else { return 0 }
        pending = (pending.lowerBound + step.taken)..<pending.upperBound
        if step.written > 0 { return step.written }
      } catch {
        throw ArchiveProblem.Reason(error)
      }
    }
    return 0
  }

  private func fill() {
    let room = unsafe UnsafeMutableRawBufferPointer(
      rebasing: input[..<min(input.count, left.count)])
    let count = unsafe pack.copy(at: left.lowerBound, into: room)
    left = (left.lowerBound + count)..<left.upperBound
    pending = 0..<count
  }
}
