internal import Glibc

/// Memory to read into, used again and again: it is neither cleared before nor copied for what is
/// read anew.
@safe
package struct ReadBuffer: ~Copyable {
  private var start: UnsafeMutableRawPointer?
  private var capacity = 0

  /// From this size on, memory is asked for in pages of this size: a file of some megabytes then costs
  /// a few faults and not thousands.
  private static let hugePage = 2 << 20

  package init() {}

  deinit { unsafe free(start) }

  /// Makes room for `wanted` bytes, the first `kept` of which stay.
  ///
  /// - Parameters:
  ///   - wanted: How many bytes.
  ///   - kept: How many were there before; not more than there was room for.
  /// - Returns: Whether there was memory for them; if not, nothing is kept.
  package mutating func reserve(_ wanted: Int, keeping kept: Int) -> Bool {
    guard wanted > capacity else { return true }
    precondition(kept >= 0 && kept <= capacity)
    // What grows bit by bit is not to be copied each time.
    let grows = kept > 0 || capacity < Self.hugePage
    var size = grows ? max(wanted, 2 * capacity) : wanted
    if size >= Self.hugePage / 2 {
      size = (size + Self.hugePage - 1) / Self.hugePage * Self.hugePage
    }
    if kept == 0 { release() }
    let room = unsafe Self.allocate(size)
    if let room = unsafe room, let old = unsafe start {
      unsafe room.copyMemory(from: old, byteCount: kept)
    }
    release()
    unsafe start = room
    capacity = unsafe room == nil ? 0 : size
    return unsafe room != nil
  }

  private mutating func release() {
    unsafe free(start)
    unsafe start = nil
    capacity = 0
  }

  private static func allocate(_ size: Int) -> UnsafeMutableRawPointer? {
    guard size >= hugePage else { return unsafe malloc(size) }
    var room: UnsafeMutableRawPointer?
    guard unsafe posix_memalign(&room, hugePage, size) == 0 else { return nil }
    // Only a wish: a kernel without such pages gives others.
    unsafe _ = madvise(room, size, MADV_HUGEPAGE)
    return unsafe room
  }

  /// Reads into a range for which there is room, and gives what read(2) does.
  func read(from descriptor: Int32, into range: Range<Int>) -> Int {
    precondition(range.lowerBound >= 0 && range.upperBound <= capacity)
    guard let start = unsafe start else { return 0 }
    return unsafe Glibc.read(descriptor, start + range.lowerBound, range.count)
  }

  /// Copies bytes to a place where there is room for them.
  package func write(_ bytes: UnsafeRawBufferPointer, at place: Int) {
    precondition(place >= 0 && place <= capacity && bytes.count <= capacity - place)
    guard let start = unsafe start, let from = bytes.baseAddress else { return }
    unsafe (start + place).copyMemory(from: from, byteCount: bytes.count)
  }

  /// Moves what stands in a range to the begin.
  package func moveToBegin(_ range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= capacity)
    guard let start = unsafe start else { return }
    unsafe memmove(start, start + range.lowerBound, range.count)
  }

  /// Lends the first bytes, which must have been read or written.
  package func withBytes<Result>(_ count: Int, _ body: (Span<UInt8>) -> Result) -> Result {
    precondition(count >= 0 && count <= capacity)
    guard let start = unsafe start else { return body(Span()) }
    let bytes = unsafe UnsafePointer(start.assumingMemoryBound(to: UInt8.self))
    return body(unsafe Span(_unsafeStart: bytes, count: count))
  }
}
