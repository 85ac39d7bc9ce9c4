import Blobs
import Findings
import TestSupport
import Testing

/// Lines and columns of a content that comes in pieces are those of the content as a whole.
@Suite struct WindowPositionTests {
  @Test(arguments: 0..<40)
  func `a piece begins where the whole content has its first byte`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let bytes = Self.content(using: &generator)
    let expected = Self.places(in: bytes)
    let overlap = 2 * Int.random(in: 4...20, using: &generator)
    let size = 2 * overlap + Int.random(in: 0...40, using: &generator)
    var position = WindowPosition()
    var start = 0
    while true {
      let count = min(size, bytes.count - start)
      let isLast = start + count == bytes.count
      let piece = Array(bytes[start..<(start + count)])
      let owned = (start == 0 ? 0 : overlap / 2)..<(isLast ? count + 1 : count - overlap / 2)
      let window = position.window(at: start, owning: owned, piece.span)
      #expect(window.offset == start)
      #expect(window.owned == owned)
      for (offset, place) in Self.places(in: piece, from: window) where owned.contains(offset) {
        if let whole = expected[start + offset] {
          #expect(place == whole, "byte \(start + offset) of \(bytes)")
        }
      }
      if isLast { return }
      position.pass(window, piece.span)
      start += count - overlap
    }
  }

  @Test func `a byte order mark has no column`() {
    var position = WindowPosition()
    let bytes: [UInt8] = [0xEF, 0xBB, 0xBF] + Array("abcdefgh".utf8)
    let window = position.window(at: 0, owning: 0..<7, bytes.span)
    position.pass(window, bytes.span)
    let rest = Array(bytes[5...])
    #expect(position.window(at: 5, owning: 2..<7, rest.span).column == 3)
  }

  private struct Place: Equatable {
    var line: Int
    var column: Int
  }

  /// Where each character of a text begins, by its offset.
  private static func places(in bytes: [UInt8]) -> [Int: Place] {
    places(in: bytes, from: .whole(count: bytes.count))
  }

  private static func places(in bytes: [UInt8], from window: Window) -> [Int: Place] {
    var places: [Int: Place] = [:]
    var place = Place(line: window.line, column: window.column)
    var offset = 0
    // A piece may begin within a character, each byte of which then counts by itself.
    while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 {
      (offset, place.column) = (offset + 1, place.column + 1)
    }
    for scalar in String(decoding: bytes[offset...], as: UTF8.self).unicodeScalars {
      places[offset] = place
      offset += UTF8.width(scalar)
      place =
        scalar == "\n"
        ? Place(line: place.line + 1, column: 1)
        : Place(line: place.line, column: place.column + UTF16.width(scalar))
    }
    return places
  }

  /// A text with few lines and characters of all lengths.
  private static func content(using generator: inout SeededGenerator) -> [UInt8] {
    let characters = ["a", "b", "é", "密", "😀", "\r", Int(generator.next() % 3) == 0 ? "c" : "\n"]
    let count = Int.random(in: 100...400, using: &generator)
    let text = (0..<count).map { _ in
      characters[Int.random(in: 0..<characters.count, using: &generator)]
    }
    return Array(text.joined().utf8)
  }
}
