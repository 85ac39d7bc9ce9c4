internal import Glibc

/// Gives the bytes of a content block by block.
protocol ByteSource: AnyObject {
  /// The next block, valid until the next call; none at the end, or where there is a `failure`.
  func next() -> UnsafeRawBufferPointer
  /// Why there are no more bytes, where it is not their end.
  var failure: ArchiveProblem.Reason? { get }
}

/// A source that can be read from any place.
protocol SeekableSource: ByteSource {
  var size: Int { get }
  var position: Int { get set }
  /// Copies the bytes at a place and returns their number: fewer than there is room for only at the
  /// end, or where they cannot be read. Does not move.
  func copy(at place: Int, into buffer: UnsafeMutableRawBufferPointer) -> Int
}

/// Bytes in memory, which must stay there while they are read.
@safe
final class MemorySource: SeekableSource {
  private let bytes: UnsafeRawBufferPointer
  // What the bytes belong to, where it is ours.
  private let owner: HeldBytes?
  private let budget: Budget
  private var allowance: Allowance
  var position = 0
  private(set) var failure: ArchiveProblem.Reason?

  init(_ bytes: UnsafeRawBufferPointer, owner: HeldBytes? = nil, _ budget: Budget) {
    unsafe self.bytes = bytes
    self.owner = owner
    self.budget = budget
    allowance = Allowance(budget, size: bytes.count)
  }

  var size: Int { unsafe bytes.count }

  func next() -> UnsafeRawBufferPointer {
    let block = unsafe UnsafeRawBufferPointer(
      rebasing: bytes[position..<min(size, position + blockSize)])
    guard allowance.take(block.count) else {
      failure = budget.exhausted
      return unsafe UnsafeRawBufferPointer(start: nil, count: 0)
    }
    position += block.count
    return unsafe block
  }

  func copy(at place: Int, into buffer: UnsafeMutableRawBufferPointer) -> Int {
    guard (0..<size).contains(place) else { return 0 }
    let part = unsafe UnsafeRawBufferPointer(
      rebasing: bytes[place..<min(size, place + buffer.count)])
    unsafe buffer.copyMemory(from: part)
    return part.count
  }
}

/// An open file, read where it is and never moved.
///
/// It is read and not mapped: one that is cut short meanwhile must not end the program.
@safe
final class FileSource: SeekableSource {
  private let descriptor: Int32
  private let block = UnsafeMutableRawBufferPointer.allocate(byteCount: blockSize, alignment: 16)
  private let budget: Budget
  private var allowance: Allowance
  let size: Int
  var position = 0
  private(set) var failure: ArchiveProblem.Reason?

  init(_ descriptor: Int32, size: Int, _ budget: Budget) {
    self.descriptor = descriptor
    self.size = size
    self.budget = budget
    allowance = Allowance(budget, size: size)
  }

  deinit { unsafe block.deallocate() }

  func next() -> UnsafeRawBufferPointer {
    let none = unsafe UnsafeRawBufferPointer(start: nil, count: 0)
    var count = 0
    repeat {
      count = unsafe pread(descriptor, block.baseAddress, blockSize, off_t(position))
    } while count < 0 && errno == EINTR
    guard count >= 0 else {
      failure = .unreadable(errno)
      return unsafe none
    }
    guard allowance.take(count) else {
      failure = budget.exhausted
      return unsafe none
    }
    position += count
    return unsafe UnsafeRawBufferPointer(rebasing: block[..<count])
  }

  func copy(at place: Int, into buffer: UnsafeMutableRawBufferPointer) -> Int {
    var filled = 0
    while filled < buffer.count {
      let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
      let count = unsafe pread(descriptor, rest.baseAddress, rest.count, off_t(place + filled))
      if count > 0 {
        filled += count
      } else if count == 0 || errno != EINTR {
        break
      }
    }
    return filled
  }
}

private let blockSize = 64 << 10

/// How much may be read of a source that can be read again and again.
///
/// Entries of a zip may share the same compressed bytes, and give little or nothing for reading
/// much, so that what comes out is not the only measure.
private struct Allowance {
  private let budget: Budget
  private let limit: Int
  private var taken = 0

  init(_ budget: Budget, size: Int) {
    self.budget = budget
    let (fourfold, isHuge) = size.multipliedReportingOverflow(by: 4)
    limit = isHuge ? .max : max(budget.limits.bytes, fourfold)
  }

  mutating func take(_ count: Int) -> Bool {
    taken += count
    if taken > limit { budget.exhaust(.tooManyBytes(limit)) }
    return taken <= limit
  }
}
