/// A piece of encoded text without a break; a stretch is one piece, or several that continue each
/// other over line ends and quotes.
struct Piece {
  enum Coding {
    case base64
    case hex
    case wide(unit: Int, isLittleEndian: Bool)
  }

  let coding: Coding
  let range: Range<Int>
  /// How many characters of its group stand before the first one, in the piece before.
  var place = 0
  /// Whether the stretch goes on from the piece before: then nothing between them counts.
  var continues = false
  /// What follows that belongs to it and stands for nothing: the padding of base64.
  var padding = 0
  /// The call that decodes it, without the quote that opens its argument, if that is left out.
  var call: Range<Int>?

  var end: Int { range.upperBound + padding }
}

/// Where the stretches of encoded text in a text begin and end.
struct StretchFinder {
  private(set) var pieces: [Piece] = []
  /// The end of the last stretch: what lies before it is taken.
  private(set) var taken = 0
  /// For either phase of a pair, the end of the last run of hex digits that stands for no text.
  private var textlessEnds = [0, 0]

  /// Takes the stretch of base64 around an anchor, unless an anchor before has it.
  mutating func addBase64(_ anchor: Int, place: Int, in text: Span<UInt8>) {
    add(.base64, Base64.self, anchor, place: place, in: text)
  }

  /// The same for pairs of hex digits, if they stand for text anywhere: zeros alone look like that
  /// of UTF-16, and files of numbers are full of them.
  mutating func addHex(_ anchor: Int, place: Int, in text: Span<UInt8>) {
    let phase = (anchor - place) & 1
    guard anchor >= max(taken, textlessEnds[phase]) else { return }
    let end = Self.end(HexPairs.self, from: anchor, in: text)
    if HexPairs.holdText((anchor + place)..<end, in: text) {
      add(.hex, HexPairs.self, anchor, place: place, in: text)
    } else {
      textlessEnds[phase] = end
    }
  }

  /// Takes a stretch of one piece.
  mutating func add(_ piece: Piece) {
    guard !piece.range.isEmpty else { return }
    pieces.append(piece)
    taken = piece.end
  }

  private mutating func add(
    _ coding: Piece.Coding, _ alphabet: (some GroupCoding).Type, _ anchor: Int, place: Int,
    in text: Span<UInt8>
  ) {
    guard anchor >= taken else { return }
    let start = Self.start(alphabet, anchor, place: place, floor: taken, in: text)
    var end = Self.end(alphabet, from: anchor, in: text)
    var piece = Piece(coding: coding, range: start..<end)
    var characters = end - start
    let before = Self.before(alphabet, start, floor: taken, in: text)
    if let first = before.last {
      // The first piece begins a group, whatever stood before it.
      let skipped = (alphabet.group - first.place) % alphabet.group
      characters += before.reduce(0) { $0 + $1.range.count } - skipped
      let whole = first.range.lowerBound + skipped
      pieces.append(Piece(coding: coding, range: whole..<max(whole, first.range.upperBound)))
      for link in before.dropLast().reversed() {
        pieces.append(
          Piece(coding: coding, range: link.range, place: link.place, continues: true))
      }
      piece.continues = true
    }
    if let first = pieces.indices.last(where: { !pieces[$0].continues }), piece.continues {
      pieces[first].call = Self.call(coding, before: pieces[first].range.lowerBound, in: text)
    } else {
      piece.call = Self.call(coding, before: start, in: text)
    }
    while true {
      piece.padding = alphabet.padding(at: end, in: text)
      let next = piece.padding > 0 ? nil : Continuation.next(after: end, in: text)
      pieces.append(piece)
      taken = piece.end
      guard let next, next < text.count, alphabet.value(of: text[next]) != nil else { return }
      end = Self.end(alphabet, from: next, in: text)
      let place = characters % alphabet.group
      guard Self.continues(alphabet, next..<end, place: place, in: text) else { return }
      piece = Piece(coding: coding, range: next..<end, place: place, continues: true)
      characters += end - next
    }
  }

  /// What before a stretch only says that it is decoded: a call, or the `0x` of a number.
  private static func call(
    _ coding: Piece.Coding, before start: Int, in text: Span<UInt8>
  ) -> Range<Int>? {
    if case .hex = coding, start > 1, text[start - 1] | 0x20 == UInt8(ascii: "x"),
      [UInt8(ascii: "0"), UInt8(ascii: "\\")].contains(text[start - 2])
    {
      let isDoubled = start > 2 && text[start - 3] == UInt8(ascii: "\\")
      return (start - (isDoubled ? 3 : 2))..<start
    }
    return DecodingCall.range(before: start, in: text)
  }

  private static func end(
    _ alphabet: (some GroupCoding).Type, from start: Int, in text: Span<UInt8>
  ) -> Int {
    var end = start
    while end < text.count, alphabet.value(of: text[end]) != nil { end += 1 }
    return end
  }

  /// Where the stretch begins of which `anchor` is a character.
  ///
  /// That is where its characters begin, if whole groups lie between. Else something is glued to
  /// it, such as the `n` of an escaped line end; then it begins as far back as there is text.
  private static func start(
    _ alphabet: (some GroupCoding).Type, _ anchor: Int, place: Int, floor: Int,
    in text: Span<UInt8>
  ) -> Int {
    var first = anchor
    while first > floor, alphabet.value(of: text[first - 1]) != nil { first -= 1 }
    let group = alphabet.group
    if (anchor - place - first) % group == 0, first <= anchor - place { return first }
    var start = anchor - place
    if start < first { start += group }
    while start - group >= first {
      guard alphabet.isText((start - group)..<start, place: 0, in: text) else { break }
      start -= group
    }
    return start
  }

  /// A piece before the one with the anchor.
  private struct Link {
    let range: Range<Int>
    /// How many characters of its group stand before its first.
    let place: Int
  }

  /// The pieces that the one at `start`, which begins a group, continues: the nearest first.
  private static func before(
    _ alphabet: (some GroupCoding).Type, _ start: Int, floor: Int, in text: Span<UInt8>
  ) -> [Link] {
    var (links, next, place) = ([Link](), start, 0)
    while let end = Continuation.end(before: next, floor: floor, in: text),
      Continuation.next(after: end, in: text) == next
    {
      var first = end
      while first > floor, alphabet.value(of: text[first - 1]) != nil { first -= 1 }
      let group = alphabet.group
      place = ((place - (end - first)) % group + group) % group
      let tail = max(first, end - 4 * group)
      let tailPlace = (place + tail - first) % group
      guard first < end, alphabet.isText(tail..<end, place: tailPlace, in: text) else { break }
      links.append(Link(range: first..<end, place: place))
      next = first
    }
    return links
  }

  /// Whether what follows a line end or a quote is the rest of a stretch, and no word of its own.
  private static func continues(
    _ alphabet: (some GroupCoding).Type, _ range: Range<Int>, place: Int, in text: Span<UInt8>
  ) -> Bool {
    let padding = alphabet.padding(at: range.upperBound, in: text)
    let end = range.upperBound + padding
    guard end == text.count || Continuation.endsPiece(text[end]) else { return false }
    let lead = range.lowerBound..<min(range.upperBound, range.lowerBound + 4 * alphabet.group)
    return alphabet.isText(lead, place: place, in: text)
  }
}

/// How bytes are written as groups of characters.
protocol GroupCoding {
  /// The characters of a group.
  static var group: Int { get }
  /// The bits of a character.
  static var bits: Int { get }
  /// What a character stands for, or nil where it is none.
  static func value(of byte: UInt8) -> UInt32?
  /// How many characters that only fill up a group stand there.
  static func padding(at place: Int, in text: Span<UInt8>) -> Int
}

extension GroupCoding {
  /// Whether the bytes that end in a range are ASCII text, or zeros as UTF-16 has them, where `place`
  /// characters of the first group stand before the range.
  static func isText(_ range: Range<Int>, place: Int, in text: Span<UInt8>) -> Bool {
    // What the characters before stand for is not known: the first byte may be anything.
    var (word, count, isWhole) = (UInt32(0), place * bits % 8, place == 0)
    for index in range {
      guard let value = value(of: text[index]) else { return false }
      word = word << UInt32(bits) | value
      count += bits
      guard count >= 8 else { continue }
      count -= 8
      let byte = UInt8(truncatingIfNeeded: word >> UInt32(count))
      if isWhole, !isText(byte) { return false }
      isWhole = true
    }
    return true
  }

  private static func isText(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x20...0x7e, 0x09, 0x0a, 0x0d, 0: true
    default: false
    }
  }
}

/// Base64 with the standard alphabet or that of URLs.
enum Base64: GroupCoding {
  static let group = 4
  static let bits = 6

  static func value(of byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a")) + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0")) + 52
    case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
    case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
    default: nil
    }
  }

  static func padding(at place: Int, in text: Span<UInt8>) -> Int {
    var end = place
    while end < text.count, end < place + 2, text[end] == UInt8(ascii: "=") { end += 1 }
    return end - place
  }
}

/// The two hex digits of each byte.
enum HexPairs: GroupCoding {
  static let group = 2
  static let bits = 4

  /// The letters and digits that make a text: fewer than half of what an anchor can hold.
  private static let leastText = 10

  /// Whether the digits, which begin with the first of a pair, stand for a text anywhere.
  static func holdText(_ range: Range<Int>, in text: Span<UInt8>) -> Bool {
    var (at, count) = (range.lowerBound, 0)
    while at + 1 < range.upperBound, count < leastText {
      let high = HexDigit.value(of: text[at]) ?? 0, low = HexDigit.value(of: text[at + 1]) ?? 0
      switch UInt8(truncatingIfNeeded: high << 4 | low) {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "a")...UInt8(ascii: "z"):
        count += 1
      case 0x20...0x7e, 0x09, 0x0a, 0x0d, 0: break
      default: count = 0
      }
      at += 2
    }
    return count >= leastText
  }

  static func value(of byte: UInt8) -> UInt32? { HexDigit.value(of: byte) }

  static func padding(at place: Int, in text: Span<UInt8>) -> Int { 0 }
}

/// Hex digits.
enum HexDigit {
  static func value(of byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a")) + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A")) + 10
    default: nil
    }
  }
}

/// What stands between two lines of base64 or hex digits, in files of all kinds.
enum Continuation {
  /// The most bytes between two pieces.
  private static let longest = 100

  /// Where the piece goes on that ends at `end`: past a line end, written out or escaped, past
  /// indentation and the marks of comments and quotations, or past quotes that close and open.
  static func next(after end: Int, in text: Span<UInt8>) -> Int? {
    var (at, sawBreak, quotes) = (end, false, 0)
    let limit = min(text.count, end + longest)
    while at < limit {
      switch text[at] {
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"): sawBreak = true
      case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"): quotes += 1
      case UInt8(ascii: "\\"):
        guard at + 1 < limit else { return nil }
        let next = text[at + 1]
        if next == UInt8(ascii: "n") || next == UInt8(ascii: "r") {
          sawBreak = true
          at += 1
        }
      case UInt8(ascii: " "), UInt8(ascii: "\t"): break
      case UInt8(ascii: ">"), UInt8(ascii: "#"), UInt8(ascii: "*"), UInt8(ascii: "|"),
        UInt8(ascii: ";"), UInt8(ascii: ","), UInt8(ascii: "&"), UInt8(ascii: "."),
        UInt8(ascii: "~"), UInt8(ascii: "("), UInt8(ascii: ")"):
        guard sawBreak || quotes > 0 else { return nil }
      default:
        if let joined = plusOrSlashes(at, in: text, isAllowed: quotes > 0 || sawBreak) {
          at = joined
          continue
        }
        return sawBreak || quotes >= 2 ? at : nil
      }
      at += 1
    }
    return nil
  }

  /// The end of the piece that goes on at `start`, by `next(after:in:)`.
  static func end(before start: Int, floor: Int, in text: Span<UInt8>) -> Int? {
    var end = start
    let limit = max(floor, start - longest)
    while end > limit {
      let isEscaped =
        end - 1 > limit && text[end - 2] == UInt8(ascii: "\\")
        && (text[end - 1] == UInt8(ascii: "n") || text[end - 1] == UInt8(ascii: "r"))
      if isEscaped {
        end -= 2
      } else if Base64.value(of: text[end - 1]) == nil || text[end - 1] == UInt8(ascii: "+") {
        end -= 1
      } else {
        break
      }
    }
    return end > limit && end < start ? end : nil
  }

  /// A plus that joins strings, or slashes that begin a comment: characters of base64 too.
  private static func plusOrSlashes(_ at: Int, in text: Span<UInt8>, isAllowed: Bool) -> Int? {
    guard isAllowed, at + 1 < text.count else { return nil }
    let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") }
    if text[at] == UInt8(ascii: "+"), isBlank(text[at + 1]) || isQuote(text[at + 1]) {
      return at + 1
    }
    if text[at] == UInt8(ascii: "/"), text[at + 1] == UInt8(ascii: "/"), at + 2 < text.count,
      isBlank(text[at + 2])
    {
      return at + 2
    }
    return nil
  }

  private static func isQuote(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "`")
  }

  /// Whether a piece may end before this byte.
  static func endsPiece(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\\"), UInt8(ascii: "<"),
      UInt8(ascii: ")"), UInt8(ascii: ","), UInt8(ascii: ";"):
      true
    default: isQuote(byte)
    }
  }
}
