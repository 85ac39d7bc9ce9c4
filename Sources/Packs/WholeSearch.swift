/// Searches whole objects for marks, in slices, so that no search can fill the memory.
enum WholeSearch {
  /// The size of a slice without its context.
  private static let slice = 1 << 20

  /// Appends the marks of the `count` bytes at `bytes`, by rising offset; returns false, with
  /// some of the marks, where there are more than `limit`.
  static func find(
    _ search: PreparedSearch, in bytes: UnsafePointer<UInt8>, count: Int, limit: Int,
    into marks: inout [Mark]
  ) -> Bool {
    let shape = search.shape
    guard shape.longest > 0 else { return true }
    guard count > slice else {
      unsafe search.find(in: bytes, count: count, into: &marks)
      return marks.count <= limit
    }
    let context = shape.longest + shape.margin
    var found: [Mark] = []
    for begin in stride(from: 0, to: count, by: slice) {
      // A mark belongs to the slice in which it starts; the context decides about it.
      let from = max(0, begin - shape.margin)
      let to = min(count, begin + slice + context)
      found.removeAll(keepingCapacity: true)
      unsafe search.find(in: bytes + from, count: to - from, into: &found)
      for mark in found {
        var mark = mark
        let start = from + Int(mark.offset)
        guard start >= begin, start < begin + slice else { continue }
        mark.offset = UInt32(truncatingIfNeeded: start)
        marks.append(mark)
      }
      guard marks.count <= limit else { return false }
    }
    return true
  }
}
