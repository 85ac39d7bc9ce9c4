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
  private var hasGiven = false
  private(set) var failure: ArchiveProblem.Reason?

  init(_ source: any ByteSource, _ budget: Budget, depth: Int) {
    self.source = source
    self.budget = budget
    self.depth = depth
    do throws(EntryError) { stream = try EntryStream() } catch { failure = .outOfMemory }
  }

  deinit { unsafe output.deallocate() }

  func next() -> UnsafeRawBufferPointer {
    do throws(ArchiveProblem.Reason) {
      var count = 0
      do throws(ArchiveProblem.Reason) {
        count = try inflate()
      } catch {
        guard hasGiven, error == .truncated || error == .corrupt else { throw error }
        stream = nil
      }
      hasGiven = hasGiven || count > 0
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
