/// Makes views in which lists of characters stand as the string that they make: `[52, 99, …]`,
/// `{'4', 'c', …}`, `0x34,0x63,…` and the JSON of Node.js's buffers.
///
/// What makes a string of the list, its brackets and the name of a call, becomes a quote.
struct CodeLists {
  /// The lists with all that belongs to them, in order.
  private(set) var ranges: [Range<Int>] = []
  /// Where the first character of each stands.
  private var firsts: [Int] = []
  /// The end of what was looked at last.
  private var taken = 0

  /// The fewest characters that make a list.
  private static let least = 16
  /// How far before a list what makes a string of it is looked for.
  private static let reach = 96

  /// How the JSON of Node.js begins of a list of bytes.
  static let buffers = ["\"type\":\"Buffer\"", ": \"Buffer\","]

  /// Takes the list of which a part stands at a place.
  mutating func add(at place: Int, in text: Span<UInt8>) {
    guard place >= taken else { return }
    var first = place
    while first > taken, Self.isPart(text[first - 1]) { first -= 1 }
    // What is glued to the list is no part of it.
    var at = first
    while at <= place, Character(at: at, in: text) == nil { at += 1 }
    takeList(from: at, in: text)
  }

  /// Takes the list of bytes behind the name of its type.
  mutating func add(behind place: Int, in text: Span<UInt8>) {
    guard place >= taken else { return }
    var first = place
    let limit = min(text.count, place + Self.reach)
    while first < limit, text[first] != UInt8(ascii: "[") { first += 1 }
    while first < limit, Character(at: first, in: text) == nil { first += 1 }
    takeList(from: first, in: text)
  }

  private mutating func takeList(from start: Int, in text: Span<UInt8>) {
    var (first, at, count, end) = (start, start, 0, start)
    taken = max(taken, start + 1)
    while let character = Character(at: at, in: text) {
      if character.isText {
        if count == 0 { first = at }
        count += 1
        end = character.end
      } else {
        note(first, count: count, end: end, in: text)
        count = 0
      }
      taken = character.end
      guard let next = character.next(in: text) else { break }
      at = next
    }
    note(first, count: count, end: end, in: text)
  }

  private mutating func note(_ first: Int, count: Int, end: Int, in text: Span<UInt8>) {
    guard count >= Self.least else { return }
    let floor = ranges.last?.upperBound ?? 0
    let start = Self.begin(before: first, floor: max(floor, first - Self.reach), in: text)
    ranges.append(start..<Self.end(after: end, in: text))
    firsts.append(first)
    taken = max(taken, ranges.last?.upperBound ?? 0)
  }

  func view(of range: Range<Int>, in text: Span<UInt8>) -> View {
    var view = View(from: range.lowerBound, capacity: range.count)
    var copied = range.lowerBound
    for (whole, first) in zip(ranges, firsts) where whole.upperBound > range.lowerBound {
      guard whole.upperBound <= range.upperBound else { break }
      guard whole.lowerBound >= copied else { continue }
      let first = max(first, whole.lowerBound)
      view.copy(copied..<whole.lowerBound, of: text)
      if whole.lowerBound > 0, Self.isName(text[whole.lowerBound - 1]) {
        view.put(UInt8(ascii: "="), for: whole.lowerBound..<first)
      }
      view.put(UInt8(ascii: "\""), for: whole.lowerBound..<max(first, whole.lowerBound + 1))
      var at = first
      while let character = Character(at: at, in: text), character.isText {
        view.put(character.byte, for: at..<character.end)
        guard let next = character.next(in: text), next < whole.upperBound else { break }
        at = next
      }
      view.put(UInt8(ascii: "\""), for: (whole.upperBound - 1)..<whole.upperBound)
      copied = whole.upperBound
    }
    view.copy(copied..<range.upperBound, of: text)
    return view
  }

  /// Whether a byte can stand in a list.
  private static func isPart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "x"): true
    default: isBlank(byte) || HexDigit.value(of: byte) != nil
    }
  }

  fileprivate static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\n")
      || byte == UInt8(ascii: "\r")
  }

  private static func isName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."),
      UInt8(ascii: ":"):
      true
    default: false
    }
  }

  /// Words in the names of functions and types that make a string of a list.
  private static let makers = [
    "byte", "char", "array", "string", "buffer", "decod", "from", "text", "vec", "new", "u8",
    "join",
  ].map { Array($0.utf8) }

  /// Where the brackets begin before a list, with the names of what makes a string of it.
  private static func begin(before first: Int, floor: Int, in text: Span<UInt8>) -> Int {
    var start = first
    while true {
      var at = start
      while at > floor, isBlank(text[at - 1]) { at -= 1 }
      guard at > floor,
        [UInt8(ascii: "["), UInt8(ascii: "("), UInt8(ascii: "{")].contains(text[at - 1])
      else { return start }
      start = at - 1
      if let name = maker(before: start, floor: floor, in: text) { start = name }
    }
  }

  /// Where the name before a bracket begins, if it is one of those.
  private static func maker(before bracket: Int, floor: Int, in text: Span<UInt8>) -> Int? {
    var end = bracket
    while end > floor, isBlank(text[end - 1]) || text[end - 1] == UInt8(ascii: "!") { end -= 1 }
    var at = end
    while at > floor,
      isName(text[at - 1])
        || [UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: ")")].contains(text[at - 1])
        || text[at - 1] == UInt8(ascii: "(") && text[at] == UInt8(ascii: ")")
    {
      at -= 1
    }
    let name = (at..<end).map { text[$0] | 0x20 }
    guard makers.contains(where: { name.firstRange(of: $0) != nil }) else { return nil }
    let new = Array("new ".utf8)
    let isNew =
      at - new.count >= floor
      && new.indices.allSatisfy { text[at - new.count + $0] == new[$0] }
    return isNew ? at - new.count : at
  }

  /// The end of the brackets behind a list, and of the zero that may end it.
  private static func end(after last: Int, in text: Span<UInt8>) -> Int {
    var (end, at) = (last, last)
    let limit = min(text.count, last + reach)
    while at < limit {
      switch text[at] {
      case UInt8(ascii: "]"), UInt8(ascii: ")"), UInt8(ascii: "}"): end = at + 1
      case UInt8(ascii: ","), UInt8(ascii: "0"), UInt8(ascii: "x"): if end > last { return end }
      case let byte: if !isBlank(byte) { return end }
      }
      at += 1
    }
    return end
  }
}

/// One character of a list.
private struct Character {
  let byte: UInt8
  let end: Int
  /// Whether it is written as a call, which operators join.
  private var isCall = false

  var isText: Bool { 0x20...0x7e ~= byte || byte == 0x0a || byte == 0x0d || byte == 0x09 }

  init?(at place: Int, in text: Span<UInt8>) {
    guard place < text.count else { return nil }
    switch text[place] {
    case UInt8(ascii: "'"), UInt8(ascii: "\""):
      guard place + 2 < text.count, text[place + 2] == text[place] else { return nil }
      byte = text[place + 1]
      end = place + 3
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      guard let (byte, end) = Self.number(at: place, in: text) else { return nil }
      (self.byte, self.end) = (byte, end)
    default:
      let isClosed = text[place] != UInt8(ascii: "[")
      guard let start = Self.callEnd(at: place, in: text),
        let (byte, end) = Self.number(at: start, in: text),
        !isClosed || end < text.count && text[end] == UInt8(ascii: ")")
      else { return nil }
      self.byte = byte
      self.end = isClosed ? end + 1 : end
      isCall = true
    }
  }

  /// Where the number begins in `chr(52)` or `[char]52`.
  private static func callEnd(at place: Int, in text: Span<UInt8>) -> Int? {
    for call in ["chr(", "chrw(", "[char]"].map({ Array($0.utf8) })
    where text.count - place > call.count
      && call.indices.allSatisfy({ text[place + $0] | 0x20 == call[$0] | 0x20 })
    {
      return place + call.count
    }
    return nil
  }

  /// A byte's number in decimal or, behind `0x`, in hex digits.
  private static func number(at place: Int, in text: Span<UInt8>) -> (UInt8, Int)? {
    let isHex =
      text.count - place > 2 && text[place] == UInt8(ascii: "0")
      && text[place + 1] | 0x20 == UInt8(ascii: "x")
    let start = isHex ? place + 2 : place
    var (value, at) = (UInt32(0), start)
    while at < text.count, at < start + 4, let digit = HexDigit.value(of: text[at]),
      isHex || digit < 10
    {
      value = value * (isHex ? 16 : 10) + digit
      at += 1
    }
    guard at > start, value < 256 else { return nil }
    return (UInt8(truncatingIfNeeded: value), at)
  }

  /// Where the next one begins, past what parts the two.
  func next(in text: Span<UInt8>) -> Int? {
    var (at, marks) = (end, 0)
    let limit = min(text.count, end + 64)
    while at < limit {
      switch text[at] {
      case UInt8(ascii: ","): marks += 1
      case UInt8(ascii: "+"), UInt8(ascii: "&"), UInt8(ascii: "."):
        guard isCall else { return nil }
        marks += 1
      case UInt8(ascii: "_"), UInt8(ascii: "`"):
        guard isCall else { return nil }
      case let byte:
        if !CodeLists.isBlank(byte) { return marks == 1 ? at : nil }
      }
      at += 1
    }
    return nil
  }
}
