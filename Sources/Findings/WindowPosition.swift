package import Blobs

/// The line and column up to which a content that comes in overlapping pieces has been passed.
package struct WindowPosition {
  /// Where in the content that is: at the end of a piece's own part, or of the character there.
  private var offset = 0
  private var line = 1
  private var column = 1

  /// Begins before the first piece.
  package init() {}

  /// The place of the next piece, which begins at `start` of the content and owns a part of it.
  ///
  /// The piece begins in bytes that were passed with the one before it. Its column is right where no
  /// line ends between there and what the piece owns; else it does not matter, as only what the
  /// piece owns is looked at.
  package func window(at start: Int, owning owned: Range<Int>, _ bytes: Span<UInt8>) -> Window {
    let passed = 0..<passed(since: start, bytes)
    var window = Window(
      offset: start, line: line - Self.newlines(in: bytes, passed), owned: owned)
    if window.line == line { window.column = column - LineCursor.columns(in: bytes, passed).count }
    return window
  }

  /// Passes to the end of what the piece owns.
  package mutating func pass(_ window: Window, _ bytes: Span<UInt8>) {
    let start = passed(since: window.offset, bytes)
    let end = min(max(start, window.owned.upperBound), bytes.count)
    line += Self.newlines(in: bytes, start..<end)
    // Columns are counted in the last line only.
    var last = end
    while last > start, bytes[last - 1] != UInt8(ascii: "\n") { last -= 1 }
    if last > start { column = 1 }
    let (columns, reached) = LineCursor.columns(in: bytes, last..<end)
    let isMark = window.offset == 0 && last == 0 && end > 0 && LineCursor.hasMark(bytes)
    column += columns - (isMark ? 1 : 0)
    offset = window.offset + reached
  }

  /// How many of the first bytes of a piece were passed with the one before it.
  private func passed(since start: Int, _ bytes: Span<UInt8>) -> Int {
    min(max(0, offset - start), bytes.count)
  }

  private static func newlines(in bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    var count = 0
    for index in range where bytes[index] == UInt8(ascii: "\n") { count += 1 }
    return count
  }
}
