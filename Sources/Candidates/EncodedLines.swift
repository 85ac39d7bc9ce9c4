/// Makes views in which lines that begin with their length stand decoded: uuencoded text, and what
/// git writes of binary files into a patch, which is base85 of a zlib stream.
struct EncodedLines {
  /// Where the lines stand, in order.
  private(set) var ranges: [Range<Int>] = []
  private var contents: [[UInt8]] = []
  private var held = 0
  private var taken = 0

  static let beginnings = ["\nbegin 644", "GIT binary patch"]

  /// How many bytes are decoded at most, of what is compressed as well as of what comes out.
  private static let mostBytes = 8 << 20

  /// Takes the lines behind the one that begins at a place.
  ///
  /// - Parameters:
  ///   - place: The place.
  ///   - most: How many bytes all contents may have.
  ///   - text: The text.
  /// - Returns: Whether there is room for them.
  mutating func add(at place: Int, atMost most: Int, in text: Span<UInt8>) -> Bool {
    let isUuencoded = text[place] == UInt8(ascii: "\n")
    guard place >= taken, isUuencoded || place == 0 || text[place - 1] == UInt8(ascii: "\n") else {
      return true
    }
    let place = isUuencoded ? place + 1 : place
    let start = Self.endOfLine(place, in: text) + 1
    guard start < text.count else { return true }
    if isUuencoded {
      let (bytes, end) = Self.lines(from: start, in: text, Self.uuencoded)
      return note(bytes, start..<end, atMost: most)
    }
    // `literal 123`, and behind an empty line what was there before.
    var next = start
    var hasRoom = true
    for _ in 0..<2 {
      let data = Self.endOfLine(next, in: text) + 1
      guard data < text.count, text[next] == UInt8(ascii: "l") || text[next] == UInt8(ascii: "d")
      else { break }
      let (deflated, end) = Self.lines(from: data, in: text, Self.base85)
      let room = min(Self.mostBytes, most - held)
      let bytes = Self.inflated(deflated, atMost: room)
      hasRoom = note(bytes, data..<end, atMost: most) && bytes.count < room && hasRoom
      next = end + 1
      guard next < text.count else { break }
    }
    return hasRoom
  }

  private mutating func note(_ bytes: [UInt8], _ range: Range<Int>, atMost most: Int) -> Bool {
    taken = max(taken, range.upperBound)
    guard !bytes.isEmpty, !range.isEmpty else { return true }
    guard held + bytes.count <= most else { return false }
    held += bytes.count
    ranges.append(range)
    contents.append(bytes)
    return true
  }

  func view(of range: Range<Int>, in text: Span<UInt8>) -> View {
    SharedOut.view(of: range, in: text, ranges, contents)
  }

  /// What the lines from a place on stand for, up to the first that is none of them.
  private static func lines(
    from start: Int, in text: Span<UInt8>,
    _ decode: (Range<Int>, Span<UInt8>, inout [UInt8]) -> Bool
  ) -> ([UInt8], Int) {
    var (bytes, line) = ([UInt8](), start)
    while line < text.count, bytes.count < mostBytes {
      var end = endOfLine(line, in: text)
      let next = end + 1
      if end > line, text[end - 1] == UInt8(ascii: "\r") { end -= 1 }
      guard end - line > 1, end - line < 100, decode(line..<end, text, &bytes) else { break }
      line = next
    }
    return (bytes, min(line, text.count))
  }

  /// One line of uuencoded text: a character for the number of bytes, and four for each three.
  private static func uuencoded(
    _ line: Range<Int>, _ text: Span<UInt8>, _ bytes: inout [UInt8]
  ) -> Bool {
    guard 0x20...0x60 ~= text[line.lowerBound] else { return false }
    let count = Int(text[line.lowerBound] - 0x20) & 63
    // Blanks at the end may be lost.
    guard count > 0, line.count - 1 <= (count + 2) / 3 * 4 + 1 else { return false }
    var (word, bits, left) = (UInt32(0), 0, count)
    for place in line.dropFirst() where left > 0 {
      guard 0x20...0x60 ~= text[place] else { return false }
      word = word << 6 | UInt32(text[place] - 0x20) & 63
      bits += 6
      guard bits >= 8 else { continue }
      bits -= 8
      bytes.append(UInt8(truncatingIfNeeded: word >> UInt32(bits)))
      left -= 1
    }
    return true
  }

  /// One line of base85 as git writes it: a letter for the number of bytes, and five characters for each four.
  private static func base85(
    _ line: Range<Int>, _ text: Span<UInt8>, _ bytes: inout [UInt8]
  ) -> Bool {
    let first = text[line.lowerBound]
    let count: Int
    switch first {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): count = Int(first - UInt8(ascii: "A")) + 1
    case UInt8(ascii: "a")...UInt8(ascii: "z"): count = Int(first - UInt8(ascii: "a")) + 27
    default: return false
    }
    guard line.count - 1 == (count + 3) / 4 * 5 else { return false }
    var left = count
    var at = line.lowerBound + 1
    while at < line.upperBound {
      var word: UInt64 = 0
      for place in at..<(at + 5) {
        let value = values[Int(text[place])]
        guard value < 85 else { return false }
        word = word * 85 + UInt64(value)
      }
      for shift in [24, 16, 8, 0] as [UInt64] where left > 0 {
        bytes.append(UInt8(truncatingIfNeeded: word >> shift))
        left -= 1
      }
      at += 5
    }
    return true
  }

  /// What each byte stands for in git's base85; 255 where it stands for nothing.
  private static let values: [UInt8] = {
    var values: [UInt8] = .init(repeating: 255, count: 256)
    let digits =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~"
    for (value, byte) in digits.utf8.enumerated() { values[Int(byte)] = UInt8(value) }
    return values
  }()

  private static func inflated(_ bytes: [UInt8], atMost most: Int) -> [UInt8] {
    guard let stream = InflateStream(isGzip: false), most > 0 else { return [] }
    var content: [UInt8] = []
    _ = stream.inflate(bytes, atMost: most, into: &content)
    return content
  }

  private static func endOfLine(_ place: Int, in text: Span<UInt8>) -> Int {
    var end = place
    while end < text.count, text[end] != UInt8(ascii: "\n") { end += 1 }
    return end
  }
}
