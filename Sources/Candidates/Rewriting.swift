/// What in a text is worth another look in another form.
struct Rewritings {
  private var stretches = StretchFinder()
  private var joining = Joining()
  private var escapes: [Range<Int>] = []
  private var quoted: [Range<Int>] = []
  private var lineEnds: [Range<Int>] = []
  private var pairs: [Range<Int>] = []
  private var inflating = Inflating()
  private var embedding = Embedding()
  private var lists = CodeLists()
  private var dumps = HexDump()
  private var lines = EncodedLines()
  private var markup: [Range<Int>] = []
  private var unwrapping = Unwrapping()
  private var marks = EscapeMarks()

  /// How far around a run of hex digits an escape may hide its name, or what tells whose it is.
  private static let reach = 1024
  /// How far around encoded text an escape may be part of it.
  static let glue = 256

  /// Takes what an anchor shows to be encoded.
  mutating func add(
    _ anchor: Anchor, _ encoding: Encoding, in text: Span<UInt8>, scratch: inout Scratch
  ) {
    switch encoding {
    case .base64(let place):
      stretches.addBase64(anchor.offset, place: place, in: text)
      addEscapes(around: anchor.range, within: Self.glue, in: text)
    case .hex(let place):
      stretches.addHex(anchor.offset, place: place, in: text)
      addEscapes(around: anchor.range, within: Self.glue, in: text)
    case .wide(let unit, let place): stretches.addWide(anchor, unit: unit, place: place, in: text)
    case .pairs: pairs.append(anchor.range)
    case .list: lists.add(at: anchor.range.upperBound - 1, in: text)
    case .packed: break
    case .escapes: addEscapes(from: anchor, in: text)
    case .joint:
      let isQuoted = anchor.range.contains { QuotedPrintable.escapeLength(at: $0, in: text) > 0 }
      if isQuoted { quoted.append(anchor.range) }
      // Digits of the key itself may be escaped.
      let isEscaped = anchor.range.contains {
        Escape(at: $0, in: text).map { $0.length > 2 } == true
      }
      if isEscaped { escapes.append(anchor.range) }
      joining.add(anchor, in: text, scratch: &scratch)
    }
  }

  /// Takes what a mark tells of, if it does.
  ///
  /// - Parameters:
  ///   - anchor: The mark's place.
  ///   - mark: What it tells of.
  ///   - most: How many bytes may be held of what is compressed.
  ///   - text: The text.
  /// - Returns: Whether all of it has room.
  mutating func add(
    _ anchor: Anchor, _ mark: FormMark, atMost most: Int, in text: Span<UInt8>
  ) -> Bool {
    switch mark {
    case .escape: addEscapes(from: anchor, in: text)
    case .markup: markup.append(anchor.range)
    case .hexDump: dumps.add(at: anchor.offset, in: text)
    case .buffer: lists.add(behind: anchor.range.upperBound, in: text)
    case .lines: return lines.add(at: anchor.offset, atMost: most, in: text)
    }
    return true
  }

  /// Takes the stream or container whose base64 begins at a place.
  ///
  /// - Returns: Whether all of it has room.
  mutating func addPacked(at start: Int, atMost most: Int, in text: Span<UInt8>) -> Bool {
    let isGzip = text[start] == UInt8(ascii: "H")
    guard isGzip || text[start] == UInt8(ascii: "e") else {
      return embedding.add(at: start, atMost: most, in: text)
    }
    let isWhole = inflating.add(begin: start, isGzip: isGzip, atMost: most, in: text)
    if let archive = inflating.takeArchive() { embedding.add(archive) }
    return isWhole
  }

  /// The containers in base64.
  var containers: [Embedded] { embedding.containers }

  /// Takes the escapes that follow each other from an anchor on.
  private mutating func addEscapes(from anchor: Anchor, in text: Span<UInt8>) {
    if let first = anchor.range.first(where: { Self.isEscape(at: $0, in: text) }),
      text[first] == UInt8(ascii: "=")
    {
      return addQuoted(from: first, in: text)
    }
    var end = max(anchor.offset, escapes.last?.upperBound ?? 0)
    // The first may be cut: what stands before it is none of an escape's.
    while end < anchor.range.upperBound, Escape(at: end, in: text) == nil { end += 1 }
    while end < text.count, let escape = Escape(at: end, in: text) { end += escape.length }
    escapes.append(anchor.offset..<end)
  }

  private static func isEscape(at place: Int, in text: Span<UInt8>) -> Bool {
    Escape(at: place, in: text) != nil || QuotedPrintable.escapeLength(at: place, in: text) > 0
  }

  /// Takes the escapes of quoted-printable text that follow each other.
  private mutating func addQuoted(from first: Int, in text: Span<UInt8>) {
    var end = max(first, quoted.last?.upperBound ?? 0)
    while end < text.count, case let length = QuotedPrintable.escapeLength(at: end, in: text),
      length > 0
    {
      end += length
    }
    if end > first { quoted.append(first..<end) }
  }

  /// Takes the escapes around an anchor about which no rule could say anything.
  mutating func add(around range: Range<Int>, in text: Span<UInt8>) {
    addEscapes(around: range, within: Self.reach, in: text)
  }

  /// Takes what else may hide something from the rules that have to do with an anchor: how its lines begin, and
  /// escapes of line ends; and behind a name a key in pieces.
  ///
  /// To be asked behind `add(around:)`, which has looked for escapes.
  mutating func add(
    wrapped range: Range<Int>, isName: Bool, in text: Span<UInt8>, scratch: inout Scratch
  ) {
    if isName {
      joining.add(behindName: range.upperBound, in: text, scratch: &scratch)
      return
    }
    // The strings of a list lose their escapes with their quotes.
    let isUnwrapped = unwrapping.add(range, in: text, scratch: &scratch)
    if !isUnwrapped, marks.lastShort >= range.lowerBound - Self.reach, escapes.last != range {
      escapes.append(range)
    }
  }

  private mutating func addEscapes(
    around range: Range<Int>, within distance: Int, in text: Span<UInt8>
  ) {
    let near =
      max(0, range.lowerBound - distance)..<min(text.count, range.upperBound + distance)
    marks.search(near, in: text)
    if marks.lastEscape >= near.lowerBound { escapes.append(range) }
    if marks.lastQuoted >= near.lowerBound { quoted.append(range) }
    if marks.lastLineEnd >= near.lowerBound { lineEnds.append(range) }
    if marks.lastMarkup >= near.lowerBound { markup.append(range) }
  }

  /// Shows the views of the text, one after the other, each with the places of the text of which it
  /// is the owner, until `body` returns false.
  func forEachView(in text: Span<UInt8>, _ body: (View, Range<Int>) -> Bool) {
    let decoding = Decoding(pieces: stretches.pieces)
    _ =
      Self.show(stretches.pieces.map(\.range), text, decoding.view, body)
      && Self.show(escapes, text, Unescaping.view, body)
      && Self.show(quoted, text, QuotedPrintable.view, body)
      && Self.show(joining.keys, text, joining.view, body)
      && Self.show(pairs, text, PairLists.view, body)
      && Self.show(unwrapping.runs, text, unwrapping.view, body)
      && Self.show(inflating.ranges, text, inflating.view, body)
      && Self.show(lineEnds, text, LineEnds.view, body)
      && Self.show(lists.ranges, text, lists.view, body)
      && Self.show(dumps.ranges, text, dumps.view, body)
      && Self.show(lines.ranges, text, lines.view, body)
      && Self.show(markup, text, Markup.view, body)
  }

  private static func show(
    _ ranges: [Range<Int>], _ text: Span<UInt8>, _ view: (Range<Int>, Span<UInt8>) -> View,
    _ body: (View, Range<Int>) -> Bool
  ) -> Bool {
    for part in ViewPart.parts(around: ranges, count: text.count) {
      guard body(view(part.range, text), part.owned) else { return false }
    }
    return true
  }
}

/// Where the last escapes stand in what was searched; each byte is searched once.
private struct EscapeMarks {
  private(set) var lastEscape = -1
  /// The last one for a line end, a tab or a quote.
  private(set) var lastShort = -1
  private(set) var lastQuoted = -1
  private(set) var lastLineEnd = -1
  private(set) var lastMarkup = -1
  private var searched = 0

  /// Searches up to the end of a range; ranges come in order.
  mutating func search(_ range: Range<Int>, in text: Span<UInt8>) {
    var at = max(searched, range.lowerBound)
    while at < range.upperBound {
      switch text[at] {
      case UInt8(ascii: "%"), UInt8(ascii: "&"), UInt8(ascii: "\\"):
        if let escape = Escape(at: at, in: text) {
          if escape.hides { lastEscape = at } else { lastShort = at }
          at += escape.length - 1
        }
      case UInt8(ascii: "="):
        if QuotedPrintable.hides(at: at, in: text) { lastQuoted = at }
      case UInt8(ascii: "\r"):
        if LineEnds.isAlone(at, in: text) { lastLineEnd = at }
      case 0x1b, UInt8(ascii: "<"):
        if Markup.hides(at: at, in: text) { lastMarkup = at }
      default: break
      }
      at += 1
    }
    searched = max(searched, range.upperBound)
  }
}
