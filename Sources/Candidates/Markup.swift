/// Makes views without the marks that only say how a text looks: the tags of HTML and of office
/// documents, and the colours of terminals.
enum Markup {
  /// What ends a piece of a line in the documents of office programs, which part a line as they like.
  static let pieces = ["</w:t></w:r>", "</text:span>", "</t></r>"]

  /// How long a mark is at most.
  private static let longest = 2048

  static func view(of range: Range<Int>, in text: Span<UInt8>) -> View {
    var view = View(from: range.lowerBound, capacity: range.count)
    var (copied, at) = (range.lowerBound, range.lowerBound)
    while at < range.upperBound {
      guard let mark = Mark(at: at, in: text), at + mark.length <= range.upperBound else {
        at += 1
        continue
      }
      view.copy(copied..<at, of: text)
      if let byte = mark.meaning {
        view.put(byte, for: at..<(at + mark.length))
      } else {
        view.noteGap()
      }
      at += mark.length
      copied = at
    }
    view.copy(copied..<range.upperBound, of: text)
    return view
  }

  /// Whether a mark stands there that parts what belongs together.
  static func hides(at place: Int, in text: Span<UInt8>) -> Bool {
    guard place + 2 < text.count else { return false }
    if text[place] == 0x1b { return text[place + 1] == UInt8(ascii: "[") }
    guard text[place + 1] == UInt8(ascii: "/"), let mark = Mark(at: place, in: text) else {
      return false
    }
    return mark.meaning != UInt8(ascii: "\n")
  }

  private struct Mark {
    let length: Int
    /// What it stands for: nothing within a line, or what parts words and lines.
    var meaning: UInt8?

    init?(at place: Int, in text: Span<UInt8>) {
      switch text[place] {
      case 0x1b: self.init(colourAt: place, in: text)
      case UInt8(ascii: "<"): self.init(tagAt: place, in: text)
      default: return nil
      }
    }

    /// A control sequence (ECMA-48, 5.4): parameters, intermediate bytes, and one that ends it.
    private init?(colourAt place: Int, in text: Span<UInt8>) {
      guard place + 2 < text.count, text[place + 1] == UInt8(ascii: "[") else { return nil }
      var end = place + 2
      while end < text.count, end < place + 32, 0x20...0x3f ~= text[end] { end += 1 }
      guard end < text.count, 0x40...0x7e ~= text[end] else { return nil }
      length = end + 1 - place
    }

    private init?(tagAt place: Int, in text: Span<UInt8>) {
      var start = place + 1
      if start < text.count, text[start] == UInt8(ascii: "/") { start += 1 }
      var name: [UInt8] = []
      var at = start
      while at < text.count, at < start + 16, let byte = Self.letter(text[at]) {
        name.append(byte)
        at += 1
      }
      guard let first = name.first, UInt8(ascii: "a")...UInt8(ascii: "z") ~= first else {
        return nil
      }
      let limit = min(text.count, place + longest)
      while at < limit, text[at] != UInt8(ascii: ">") {
        if text[at] == UInt8(ascii: "<") { return nil }
        at += 1
      }
      guard at < limit else { return nil }
      length = at + 1 - place
      if Self.cells.contains(name) {
        meaning = UInt8(ascii: "\t")
      } else if !Self.inline.contains(name) {
        meaning = UInt8(ascii: "\n")
      }
    }

    private static func letter(_ byte: UInt8) -> UInt8? {
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: ":"), UInt8(ascii: "-"):
        byte
      default: nil
      }
    }

    private static let cells = Set(["td", "th", "w:tab", "text:tab"].map { Array($0.utf8) })

    /// The tags that stand within a line.
    private static let inline = Set(
      [
        "a", "abbr", "b", "big", "code", "em", "font", "i", "kbd", "mark", "s", "samp", "small",
        "span", "strong", "sub", "sup", "tt", "u", "var", "wbr", "ins", "del",
        // Word, PowerPoint, Excel and OpenDocument.
        "w:r", "w:t", "w:rpr", "w:prooferr", "w:rfonts", "w:sz", "w:szcs", "w:lang", "w:b", "w:i",
        "w:color", "w:noproof", "w:bookmarkstart", "w:bookmarkend", "w:hyperlink", "w:highlight",
        "w:u", "w:shd", "w:rstyle", "w:ins", "w:smarttag", "w:lastrenderedpa", "w:kern",
        "w:spacing",
        "a:r", "a:t", "a:rpr", "a:latin", "a:solidfill", "a:srgbclr", "r", "t", "rpr", "rfont",
        "color", "family", "scheme", "text:span", "text:s", "text:a",
      ].map { Array($0.utf8) })
  }
}
