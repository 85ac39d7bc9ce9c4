/// Makes views in which lists of bytes stand decoded: two hex digits for each, and a mark between two,
/// as `34,00,35,00,` in an exported registry and `34:35` elsewhere.
enum PairLists {
  /// The fewest bytes that make a list.
  private static let least = 16
  private static let isDigit = (UInt8.min...UInt8.max).map { HexDigit.value(of: $0) != nil }

  /// The fewest bytes that such a list has, all of which are digits, marks and blanks.
  private static let shortest = 3 * least - 1
  private static let isPart: [Bool] = {
    let others = Array(",: \t\r\n\\".utf8)
    return (UInt8.min...UInt8.max).map { isDigit[Int($0)] || others.contains($0) }
  }()

  static func view(of range: Range<Int>, in text: Span<UInt8>) -> View {
    let (isDigit, isPart) = (isDigit, isPart)
    var view = View(from: range.lowerBound, capacity: range.count)
    var (copied, at) = (range.lowerBound, range.lowerBound)
    // Up to here, all bytes from `at` on are parts of a list.
    var checked = at
    while at + shortest <= range.upperBound {
      // Most places are passed by the last byte that a list which begins there would have.
      let floor = max(at, checked)
      checked = at + shortest
      var other = checked - 1
      while other >= floor, isPart[Int(text[other])] { other -= 1 }
      if other >= floor {
        at = other + 1
        continue
      }
      guard isDigit[Int(text[at])],
        at == range.lowerBound || !isDigit[Int(text[at - 1])],
        byte(at: at, in: text, before: range.upperBound) != nil
      else {
        at += 1
        continue
      }
      let pairs = list(from: at, in: text, before: range.upperBound)
      if pairs.count >= least {
        view.copy(copied..<at, of: text)
        for (place, next) in zip(pairs, pairs.dropFirst() + [pairs[pairs.count - 1] + 2]) {
          guard let byte = byte(at: place, in: text, before: range.upperBound) else { continue }
          view.put(byte, for: place..<next)
        }
        copied = pairs[pairs.count - 1] + 2
      }
      at = pairs[pairs.count - 1] + 2
    }
    // A view that shows nothing else than the text is not looked at.
    if !view.bytes.isEmpty { view.copy(copied..<range.upperBound, of: text) }
    return view
  }

  /// Where the bytes of the list begin whose first begins at `start`.
  private static func list(from start: Int, in text: Span<UInt8>, before limit: Int) -> [Int] {
    var places = [start]
    while let next = next(after: places[places.count - 1] + 2, in: text, before: limit) {
      places.append(next)
    }
    return places
  }

  /// Where the next byte begins behind the mark at `place`, past the end of a line that goes on.
  private static func next(after place: Int, in text: Span<UInt8>, before limit: Int) -> Int? {
    guard place < limit else { return nil }
    var at = place
    switch text[at] {
    case UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: " "): at += 1
    default: return nil
    }
    let end = min(limit, at + 16)
    while at < end {
      switch text[at] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"),
        UInt8(ascii: "\\"):
        at += 1
      default: return byte(at: at, in: text, before: limit) == nil ? nil : at
      }
    }
    return nil
  }

  /// The byte that two hex digits stand for which no further one follows.
  private static func byte(at place: Int, in text: Span<UInt8>, before limit: Int) -> UInt8? {
    guard place + 2 <= limit, let high = HexDigit.value(of: text[place]),
      let low = HexDigit.value(of: text[place + 1]),
      place + 2 == text.count || HexDigit.value(of: text[place + 2]) == nil
    else { return nil }
    return UInt8(truncatingIfNeeded: high << 4 | low)
  }
}
