/// The lines around a place.
enum Neighbourhood {
  /// How far what a rule calls near is followed at most on either side: a minified file is one line
  /// of any length.
  static let limit = 8192
  /// How far each line of it is: a context of one line is near, however long the line is.
  static let lineLimit = 1024

  /// The range that holds the lines of `range` and as many more on either side.
  static func range(of range: Range<Int>, lines: Int, in bytes: Span<UInt8>) -> Range<Int> {
    var start = range.lowerBound
    var left = lines + 1
    let limit = min(Self.limit, (lines + 1) * lineLimit)
    let floor = max(0, start - limit)
    while start > floor {
      if endsLine(start - 1, in: bytes) {
        left -= 1
        if left == 0 { break }
      }
      start -= 1
    }
    var end = range.upperBound
    left = lines + 1
    let ceiling = min(bytes.count, end + limit)
    while end < ceiling {
      if endsLine(end, in: bytes) {
        left -= 1
        if left == 0 { break }
      }
      end += 1
    }
    return start..<end
  }

  /// The end of the line of a place, and of those that a backslash joins to it.
  static func endOfLine(_ place: Int, in bytes: Span<UInt8>) -> Int {
    var end = place
    let ceiling = min(bytes.count, place + limit)
    while end < ceiling,
      !endsLine(end, in: bytes) || end > 0 && bytes[end - 1] == UInt8(ascii: "\\")
    {
      end += 1
    }
    return end
  }

  /// LF ends a line, and so does CR without one.
  private static func endsLine(_ place: Int, in bytes: Span<UInt8>) -> Bool {
    bytes[place] == UInt8(ascii: "\n") || LineEnds.isAlone(place, in: bytes)
  }
}
