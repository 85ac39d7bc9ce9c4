import Archives
import Blobs
import Candidates
import Git

/// A marker that silences nothing.
struct IdleMarker: Sendable, Hashable {
  /// Counts from 1.
  let line: Int
  /// Why, to follow a colon.
  let why: String

  private static let name = "vastguard"
  /// How many of a content are told.
  private static let limit = 20
  /// How many places of the name are looked at: more stand in no text that a person wrote.
  private static let mostPlaces = 100_000

  /// What markers begin with, whatever letters are large; in UTF-16 too.
  static let words = [name, "v\0a\0s\0t\0g\0u\0a\0r\0d"].map { Array($0.utf8) }
  private static let anchors = AnchorSearch(sequences: words, runs: false)

  /// The markers of a text that none of its hits has for itself.
  ///
  /// What a container holds is not looked at, nor what is no text.
  ///
  /// - Parameters:
  ///   - bytes: The whole text.
  ///   - hits: All that was found in it.
  ///   - known: Where the words stand, in order, if that is known.
  ///   - rules: The ids of all rules.
  /// - Returns: Them in order of place, the first of many.
  static func all(
    in bytes: Span<UInt8>, besides hits: [Hit], words known: [Int]? = nil,
    rules: @autoclosure () -> Set<String>
  ) -> [IdleMarker] {
    let places = known.map { Array($0.prefix(mostPlaces)) } ?? self.places(in: bytes)
    if places.isEmpty || ContainerKind(startOf: bytes) != nil { return [] }
    let encoding = TextEncoding.of(bytes)
    if encoding == .bytes, isBinary(bytes) { return [] }
    let rules = rules()
    let used = Set(hits.filter(\.inner.isEmpty).compactMap(\.marker?.offset))
    var cursor = LineCursor(.whole(count: bytes.count), in: bytes)
    var idle: [IdleMarker] = []
    for anchor in places where idle.count < limit {
      // In UTF-16 of the other order it begins with the second byte of its unit.
      let place = anchor - anchor % encoding.unit
      // The name alone may stand anywhere.
      guard hasColon(behind: place, encoding, in: bytes), !used.contains(place) else { continue }
      guard let why = why(marker(at: place, encoding, in: bytes).span, rules) else { continue }
      cursor.advance(to: place, in: bytes)
      idle.append(IdleMarker(line: cursor.line, why: why))
    }
    return idle
  }

  /// Where the words stand.
  private static func places(in bytes: Span<UInt8>) -> [Int] {
    var places: [Int] = []
    anchors?.forEachAnchor(in: bytes) { if places.count < mostPlaces { places.append($0.offset) } }
    return places
  }

  /// Whether a colon follows the name that stands at a place, perhaps behind blanks.
  private static func hasColon(
    behind place: Int, _ encoding: TextEncoding, in bytes: Span<UInt8>
  ) -> Bool {
    let unit = encoding.unit
    var at = place + name.utf8.count * unit
    let end = min(bytes.count, at + InlineMarker.reach)
    while at + unit <= end {
      let number = encoding.number(at: at, in: bytes)
      if number != 0x20, number != 0x09 { return number == 0x3A }
      at += unit
    }
    return false
  }

  /// As git tells it: a zero among the first bytes.
  private static func isBinary(_ bytes: Span<UInt8>) -> Bool {
    for index in 0..<min(bytes.count, 8000) where bytes[index] == 0 { return true }
    return false
  }

  /// The text from a place to the end of its line, with the character before it, in UTF-8.
  private static func marker(
    at place: Int, _ encoding: TextEncoding, in bytes: Span<UInt8>
  ) -> [UInt8] {
    let unit = encoding.unit
    var at = place >= unit ? place - unit : place
    // In a text of larger units a place within one is that of the next.
    var text: [UInt8] = place >= unit ? [] : [UInt8(ascii: "\n")]
    while at + unit <= bytes.count, text.count < 2 * InlineMarker.reach {
      let number = encoding.number(at: at, in: bytes)
      if unit == 1 {
        text.append(UInt8(truncatingIfNeeded: number))
      } else {
        text +=
          UTF8.encode(Unicode.Scalar(number) ?? "\u{FFFD}") ?? UTF8.encodedReplacementCharacter
      }
      if text.count > 1, number == 0x0A || number == 0x0D { break }
      at += unit
    }
    return text
  }

  /// Why a marker that begins behind the first byte silences nothing; nil where there is none.
  private static func why(_ text: Span<UInt8>, _ rules: Set<String>) -> String? {
    let right = "vastguard:allow"
    var end = text.count
    while end > 0, text[end - 1] == 0x0A || text[end - 1] == 0x0D { end -= 1 }
    if text.count < 2 || InlineMarker.isWordByte(text[0]) { return nil }
    var place = 1
    func takes(_ word: String) -> Bool {
      let bytes = Array(word.utf8)
      guard place + bytes.count <= end,
        bytes.indices.allSatisfy({ text[place + $0] | 0x20 == bytes[$0] | 0x20 })
      else { return false }
      place += bytes.count
      return true
    }
    func skipBlanks() { while place < end, InlineMarker.isBlank(text[place]) { place += 1 } }
    guard takes("vastguard") else { return nil }
    skipBlanks()
    guard takes(":") else { return nil }
    skipBlanks()
    guard takes("allow"), place == end || !InlineMarker.isWordByte(text[place]) else { return nil }
    let form = "write '\(right) RULE reason'"
    let spelling = String(decoding: text.copy(1..<place), as: UTF8.self)
    if spelling != right { return form }
    skipBlanks()
    let start = place
    while place < end, InlineMarker.isWordByte(text[place]), place - start < 100 { place += 1 }
    if place == start { return "it names no rule; " + form }
    let rule = FindingPolicy.withoutKeys(
      String(decoding: text.copy(start..<place), as: UTF8.self))
    if !rules.contains(rule) { return "there is no rule '\(rule)'" }
    if InlineMarker.reason(text, place..<end).isEmpty { return "it gives no reason" }
    return "rule '\(rule)' finds no value beside it that it could be for"
  }
}

extension ContentScanner {
  /// The markers of a whole text that silence nothing there.
  ///
  /// - Parameters:
  ///   - bytes: The text.
  ///   - hits: All that was found in it.
  ///   - words: Where the words stand with which markers begin, in order, if that is known.
  /// - Returns: The markers in order of place.
  func idleMarkers(
    in bytes: Span<UInt8>, besides hits: [Hit], words: [Int]? = nil
  ) -> [IdleMarker] {
    IdleMarker.all(in: bytes, besides: hits, words: words, rules: ruleIDs)
  }
}
