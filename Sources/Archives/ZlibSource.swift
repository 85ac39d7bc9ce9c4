internal import Packs

/// Gives what a zlib stream holds that a source gives.
///
/// Two bytes begin one, which other contents have too: one that is cut short or breaks off ends there.
@safe
final class ZlibSource: ByteSource {
  private let source: any ByteSource
  private let budget: Budget
  private let depth: Int
  private let output = UnsafeMutableRawBufferPointer.allocate(
    byteCount: 64 << 10, alignment: 16)
  /// What was read and not inflated yet.
  private var pending = unsafe UnsafeRawBufferPointer(start: nil, count: 0)
  private var stream: EntryStream?
  /// What the stream holds where all of it was inflated at once, and what of that was not given yet.
  private var content: UnsafeMutableRawBufferPointer?
  private var left = 0..<0
  private var hasBegun = false
  private var hasGiven = false
  private(set) var failure: ArchiveProblem.Reason?

  init(_ source: any ByteSource, _ budget: Budget, depth: Int) {
    self.source = source
    self.budget = budget
    self.depth = depth
    do throws(EntryError) { stream = try EntryStream() } catch { failure = .outOfMemory }
  }

  deinit {
    unsafe output.deallocate()
    unsafe content?.deallocate()
  }

  /// The most that a stream holds which is inflated at once.
  private static let mostAtOnce = 4 << 20

  func next() -> UnsafeRawBufferPointer {
    do throws(ArchiveProblem.Reason) {
      if !hasBegun { try begin() }
      let block = unsafe try nextBlock()
      guard budget.take(block.count, depth: depth) else { throw budget.exhausted ?? .corrupt }
      return unsafe block
    } catch {
      failure = error
      return unsafe UnsafeRawBufferPointer(start: nil, count: 0)
    }
  }

  /// Reads the first bytes, and inflates them at once where they are a whole stream.
  private func begin() throws(ArchiveProblem.Reason) {
    hasBegun = true
    unsafe pending = source.next()
    let most = unsafe min(Self.mostAtOnce, ObjectBuilder.mostInflated(from: pending.count))
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: most, alignment: 16)
    do throws(EntryError) {
      if let count = unsafe try ObjectBuilder().inflate(pending, into: room) {
        unsafe content = room
        left = 0..<count
      } else {
        unsafe room.deallocate()
      }
    } catch {
      unsafe room.deallocate()
      throw ArchiveProblem.Reason(error)
    }
  }

  private func nextBlock() throws(ArchiveProblem.Reason) -> UnsafeRawBufferPointer {
    if let failure { throw failure }
    if let content = unsafe content {
      let block = unsafe left.prefix(output.count)
      left = block.upperBound..<left.upperBound
      return unsafe UnsafeRawBufferPointer(rebasing: content[block])
    }
    var count = 0
    do throws(ArchiveProblem.Reason) {
      count = try inflate()
    } catch {
      guard hasGiven, error == .truncated || error == .corrupt else { throw error }
      stream = nil
    }
    hasGiven = hasGiven || count > 0
    return unsafe UnsafeRawBufferPointer(rebasing: output[..<count])
  }

  /// Inflates some bytes and returns their number: none at the end.
  private func inflate() throws(ArchiveProblem.Reason) -> Int {
    while stream?.isAtEnd == false {
      if unsafe pending.isEmpty { unsafe pending = source.next() }
      if unsafe pending.isEmpty { throw source.failure ?? .truncated }
      do throws(EntryError) {
        guard let step = unsafe try stream?.inflate(pending, into: output) else { return 0 }
        unsafe pending = UnsafeRawBufferPointer(rebasing: pending[step.taken...])
        if step.written > 0 { return step.written }
      } catch {
        throw ArchiveProblem.Reason(error)
      }
    }
    return 0
  }
}
