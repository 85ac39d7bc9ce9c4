internal import Glibc

/// The lines above the message of a commit or tag, and where the message stands.
///
/// Any bytes are accepted: a line without a space is a header without a value, and an object
/// without an empty line has no message.
package struct ObjectHeaders: Sendable {
  /// One header: a name, a space, and a value that may go on in lines that begin with a space.
  package struct Header: Sendable, Equatable {
    /// Where the name stands, up to the first space.
    package let name: Range<Int>
    /// Where the value stands, with the line breaks and spaces of lines that continue it.
    package let value: Range<Int>
  }

  /// The headers in their order.
  package let headers: [Header]

  /// Where the message stands: all after the first empty line.
  package let message: Range<Int>

  /// Splits an object's bytes.
  package init(_ bytes: Span<UInt8>) {
    var headers: [Header] = []
    var lines = HeaderLines()
    while let header = lines.next(in: bytes) { headers.append(header) }
    self.headers = headers
    message = min(lines.position + 1, bytes.count)..<bytes.count
  }

  /// Where the value of the first header of this name stands, or nil where there is none.
  func value(of name: StaticString, in bytes: Span<UInt8>) -> Range<Int>? {
    headers.first { bytes.holds(name, in: $0.name) }?.value
  }
}

/// Goes from one header to the next.
struct HeaderLines {
  /// Where the next header begins, or the empty line behind the last.
  private(set) var position = 0

  /// The next header; nil at the empty line or the end of the bytes, which must always be the same.
  mutating func next(in bytes: Span<UInt8>) -> ObjectHeaders.Header? {
    let start = position
    guard start < bytes.count, bytes[start] != UInt8(ascii: "\n") else { return nil }
    var end = bytes.firstIndex(of: UInt8(ascii: "\n"), from: start)
    while end + 1 < bytes.count, bytes[end + 1] == UInt8(ascii: " ") {
      end = bytes.firstIndex(of: UInt8(ascii: "\n"), from: end + 1)
    }
    let space = min(end, bytes.firstIndex(of: UInt8(ascii: " "), from: start))
    position = end + 1
    return ObjectHeaders.Header(name: start..<space, value: min(space + 1, end)..<end)
  }
}

extension Span where Element == UInt8 {
  /// The index of the first `byte` at or after `start`, or `count` where there is none.
  func firstIndex(of byte: UInt8, from start: Int) -> Int {
    guard start < count else { return count }
    return unsafe withUnsafeBytes { raw in
      guard let base = raw.baseAddress,
        let found = unsafe memchr(base + start, Int32(byte), count - start)
      else { return count }
      return unsafe base.distance(to: found)
    }
  }

  /// Whether exactly these ASCII characters stand in `range`.
  func holds(_ text: StaticString, in range: Range<Int>) -> Bool {
    guard text.utf8CodeUnitCount == range.count else { return false }
    return text.withUTF8Buffer { expected in
      for offset in 0..<range.count where unsafe expected[offset] != self[range.lowerBound + offset]
      {
        return false
      }
      return true
    }
  }

  /// Copies the bytes that stand in `range`.
  package func copy(_ range: Range<Int>) -> [UInt8] {
    unsafe extracting(range).withUnsafeBufferPointer { unsafe Array($0) }
  }

  /// The id written as hex digits in `range`, or nil where anything else stands there.
  func hexID(in range: Range<Int>, _ format: ObjectFormat) -> ObjectID? {
    guard range.count == format.digitCount else { return nil }
    return ObjectID(hexIn: self, at: range.lowerBound, format)
  }
}
