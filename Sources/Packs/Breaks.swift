/// A stretch of the buffer of ``MarkWindows``, and of a result.
struct Window: BitwiseCopyable {
  /// Where it begins and ends in the output.
  var start: UInt32
  var end: UInt32
  /// Where it begins in the result.
  var place: UInt32
  /// The bytes of the result of which one at least belongs to each mark that the window decides.
  var from: UInt32
  var to: UInt32
}

/// Where the breaks of a delta's result lie in the bytes that are searched for it.
///
/// Each mark that counts has one byte at least beside a break, or in what was inserted there;
/// ``MarkDeriver`` says what a break is.
@safe
package struct Breaks {
  private let windows: UnsafePointer<Window>
  private let count: Int
  /// The first window whose break does not lie before all that is asked about.
  private var current = 0

  /// The breaks of windows, for as long as these stay as they are.
  init(_ windows: UnsafePointer<Window>, count: Int) {
    unsafe self.windows = windows
    self.count = count
  }

  /// Whether bytes touch what lies around one of the breaks; no range may begin before the one asked
  /// before.
  @inline(__always)
  package mutating func touch(_ range: Range<Int>) -> Bool {
    while current < count {
      let window = unsafe windows[current]
      let shift = Int(window.start) - Int(window.place)
      if Int(window.to) + shift > range.lowerBound {
        return Int(window.from) + shift < range.upperBound
      }
      current += 1
    }
    return false
  }
}
