internal import Glibc

/// Memory that grows and stays where it is while it does not.
@safe
final class HeldBytes {
  private var start: UnsafeMutableRawPointer? = nil
  private var capacity = 0
  private(set) var count = 0

  deinit { unsafe free(start) }

  /// The bytes, valid until more are appended.
  var bytes: UnsafeMutableRawBufferPointer {
    unsafe UnsafeMutableRawBufferPointer(start: start, count: count)
  }

  /// Appends bytes; false where memory is short.
  func append(_ more: UnsafeRawBufferPointer) -> Bool {
    guard reserve(more.count), let start = unsafe start, let from = more.baseAddress else {
      return unsafe more.isEmpty
    }
    unsafe (start + count).copyMemory(from: from, byteCount: more.count)
    count += more.count
    return true
  }

  private func reserve(_ more: Int) -> Bool {
    guard count + more > capacity else { return true }
    let wanted = max(count + more, 2 * capacity, 4096)
    guard let moved = unsafe realloc(start, wanted) else { return false }
    unsafe start = moved
    capacity = wanted
    return true
  }
}
