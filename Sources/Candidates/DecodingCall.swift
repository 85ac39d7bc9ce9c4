/// The call in a program that decodes a string, as `base64.b64decode(` does.
enum DecodingCall {
  /// How far before the string the call is looked for.
  private static let reach = 96

  /// Words in the names of functions that decode, or that make a string of what was decoded.
  private static let words = [
    "64", "decod", "atob", "buffer", "hex", "string", "bytes", "text", "utf8",
  ]
  .map { Array($0.utf8) }

  /// The range of the calls whose argument begins at `start`, up to the quote that opens it.
  static func range(before start: Int, in text: Span<UInt8>) -> Range<Int>? {
    let floor = max(0, start - reach)
    var quote = start
    while quote > floor, isQuote(text[quote - 1]) || text[quote - 1] == UInt8(ascii: "\\") {
      quote -= 1
    }
    guard quote < start else { return nil }
    if quote > floor, text[quote - 1] == UInt8(ascii: "b") { quote -= 1 }
    var first = quote
    while let name = nameOfCall(endingAt: first, floor: floor, in: text), decodes(name, in: text) {
      first = name.lowerBound
    }
    return first < quote ? first..<quote : nil
  }

  /// The name, and what it is called on, of a call whose argument begins at `end`.
  private static func nameOfCall(
    endingAt end: Int, floor: Int, in text: Span<UInt8>
  ) -> Range<Int>? {
    var at = end
    while at > floor, isBlank(text[at - 1]) { at -= 1 }
    guard at > floor, text[at - 1] == UInt8(ascii: "(") else { return nil }
    at -= 1
    let last = at
    while at > floor {
      if isName(text[at - 1]) {
        at -= 1
      } else if at - 1 > floor, text[at - 1] == UInt8(ascii: ")"), text[at - 2] == UInt8(ascii: "(")
      {
        at -= 2
      } else {
        break
      }
    }
    guard at < last else { return nil }
    let new = Array("new ".utf8)
    if at - new.count >= floor, (0..<new.count).allSatisfy({ text[at - new.count + $0] == new[$0] })
    {
      at -= new.count
    }
    return at..<end
  }

  private static func decodes(_ name: Range<Int>, in text: Span<UInt8>) -> Bool {
    words.contains { word in
      name.count >= word.count
        && (name.lowerBound...(name.upperBound - word.count)).contains { start in
          word.indices.allSatisfy { text[start + $0] | 0x20 == word[$0] | 0x20 }
        }
    }
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

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\t")
  }

  private static func isQuote(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "`")
  }
}
