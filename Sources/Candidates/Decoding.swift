/// Makes views in which stretches of encoded text stand decoded.
struct Decoding {
  /// In order, without overlap.
  let pieces: [Piece]

  /// The view of a part of a text.
  func view(of range: Range<Int>, in text: Span<UInt8>) -> View {
    var view = View(from: range.lowerBound, capacity: range.count)
    var copied = range.lowerBound
    var groups = GroupDecoder()
    for piece in pieces[firstPiece(endingAfter: range.lowerBound)...] {
      guard piece.range.lowerBound < range.upperBound else { break }
      if piece.continues {
        view.noteGap()
      } else {
        if let call = piece.call, call.lowerBound >= copied {
          view.copy(copied..<call.lowerBound, of: text)
          view.noteGap()
          copied = call.upperBound
        }
        view.copy(copied..<max(copied, piece.range.lowerBound), of: text)
        groups = GroupDecoder()
        // What stands before text of two bytes to a character is no part of a word in it.
        if case .wide = piece.coding, piece.range.lowerBound > copied {
          view.put(UInt8(ascii: "\n"), for: piece.range.lowerBound..<piece.range.lowerBound)
        }
      }
      decode(piece, within: range, of: text, with: &groups, into: &view)
      copied = min(range.upperBound, max(copied, piece.end))
    }
    view.copy(copied..<range.upperBound, of: text)
    return view
  }

  private func firstPiece(endingAfter place: Int) -> Int {
    var (low, high) = (0, pieces.count)
    while low < high {
      let middle = (low + high) / 2
      if pieces[middle].end <= place { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Decodes what lies in a range of a piece, from the first whole group on.
  private func decode(
    _ piece: Piece, within range: Range<Int>, of text: Span<UInt8>,
    with groups: inout GroupDecoder, into view: inout View
  ) {
    var start = piece.range.lowerBound
    let end = min(piece.range.upperBound, range.upperBound)
    let isCut = start < range.lowerBound || (piece.continues && view.bytes.isEmpty)
    switch piece.coding {
    case .wide(let unit, let isLittleEndian):
      if isCut { start += (range.lowerBound - start + unit - 1) / unit * unit }
      WideText.decode(
        start..<max(start, end), unit: unit, isLittleEndian: isLittleEndian, of: text, into: &view)
    case .base64:
      if isCut { start = firstGroup(of: piece, Base64.group, from: range.lowerBound) }
      groups.decode(start..<max(start, end), Base64.self, of: text, into: &view)
    case .hex:
      if isCut { start = firstGroup(of: piece, HexPairs.group, from: range.lowerBound) }
      groups.decode(start..<max(start, end), HexPairs.self, of: text, into: &view)
    }
  }

  private func firstGroup(of piece: Piece, _ group: Int, from place: Int) -> Int {
    let start = max(place, piece.range.lowerBound)
    let inGroup = (piece.place + start - piece.range.lowerBound) % group
    return start + (group - inGroup) % group
  }
}

/// Turns characters of base64, or hex digits, into bytes; a group may go on in the next piece.
struct GroupDecoder {
  private var word: UInt32 = 0
  private var bits = 0
  /// Where the first character begins that the next byte takes bits from.
  private var start = 0

  mutating func decode(
    _ range: Range<Int>, _ alphabet: (some GroupCoding).Type, of text: Span<UInt8>,
    into view: inout View
  ) {
    for index in range {
      guard let value = alphabet.value(of: text[index]) else { continue }
      if bits == 0 { start = index }
      word = word << UInt32(alphabet.bits) | value
      bits += alphabet.bits
      guard bits >= 8 else { continue }
      bits -= 8
      view.put(UInt8(truncatingIfNeeded: word >> UInt32(bits)), for: start..<(index + 1))
      start = index
    }
  }
}
