internal import Glibc

extension Span<UInt8> {
  /// Where some bytes stand first from a place on.
  func firstPlace(of part: [UInt8], from start: Int) -> Int? {
    guard let first = part.first, start >= 0, part.count <= count else { return nil }
    return unsafe withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress else { return nil }
      var at = start
      let last = buffer.count - part.count
      while at <= last {
        guard let found = unsafe memchr(base + at, Int32(first), last + 1 - at) else { return nil }
        let place = unsafe UnsafeRawPointer(found) - base
        if unsafe memcmp(base + place, part, part.count) == 0 { return place }
        at = place + 1
      }
      return nil
    }
  }
}

extension ArraySlice<UInt8> {
  /// Where some bytes stand first.
  func firstPlace(of part: some Sequence<UInt8>) -> Int? {
    span.firstPlace(of: Array(part), from: 0).map { startIndex + $0 }
  }
}
