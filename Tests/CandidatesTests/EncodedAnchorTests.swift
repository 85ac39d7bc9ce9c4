import CScan
import Candidates
import Testing

/// The search for encoded text against a naive one, over bytes made by chance with encoded pieces
/// planted in them.
@Suite struct EncodedAnchorTests {
  @Test(arguments: 0..<150)
  func `every stretch and joint that a naive search finds is found, and no other`(
    seed: Int
  ) throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<4 {
      let bytes = Self.bytes(using: &generator)
      let expected = reference(literals: ["vast"], runs: true, encodings: true, in: bytes)
      #expect(found(literals: ["vast"], runs: true, encodings: true, in: bytes) == expected)
      for places in foundByEachWay(literals: ["vast"], runs: true, encodings: true, in: bytes) {
        #expect(places == expected)
      }
    }
  }

  @Test(arguments: 0..<10)
  func `escapes without a period are found wherever they begin, and of whatever forms`(
    seed: Int
  ) throws {
    var generator = SeededGenerator(seed: 2_000 + seed)
    let text = Array("VAST_API_KEY=0123456789abcdef".utf8)
    for start in 0..<33 {
      let escaped = Self.escaped(text, using: &generator)
      let bytes = Array((String(repeating: " ", count: start) + escaped).utf8)
      let isEscape: (Place) -> Bool = { $0.kind == Int(vg_kind_varied) }
      let all = reference(literals: ["vast"], runs: true, encodings: true, in: bytes)
      let expected = all.filter(isEscape)
      for places in foundByEachWay(literals: ["vast"], runs: true, encodings: true, in: bytes) {
        #expect(places?.filter(isEscape) == expected)
      }
    }
  }

  @Test(arguments: 0..<150)
  func `what stands in a piece with a byte around it is what stands in the whole`(
    seed: Int
  ) throws {
    var generator = SeededGenerator(seed: 1_000 + seed)
    let search = try #require(AnchorSearch(literals: ["vast"], runs: true, encodings: true))
    let bytes = Self.bytes(using: &generator)
    let whole = try #require(found(by: search, in: bytes))
    for place in whole {
      #expect(place.length <= max(search.longestMixed, AnchorSearch.longestRun))
      #expect(place.length <= search.longestMixed || place.kind == 0)
    }
    for _ in 0..<40 {
      let start = Int.random(in: 0...bytes.count, using: &generator)
      let end = Int.random(in: start...bytes.count, using: &generator)
      let piece = try #require(found(by: search, in: Array(bytes[start..<end])))
      // A byte on either side belongs to a place, but for the ends of the whole.
      let first = start == 0 ? 0 : start + 1
      let seen = first...max(first, end == bytes.count ? end : max(1, end) - 1)
      func isSeen(_ place: Place) -> Bool {
        place.offset >= seen.lowerBound && place.offset + place.length <= seen.upperBound
      }
      let moved = piece.map {
        Place(offset: $0.offset + start, length: $0.length, kind: $0.kind)
      }
      #expect(moved.filter(isSeen) == whole.filter(isSeen))
    }
  }

  /// A text in escapes of all forms without a period, one after the other.
  private static func escaped(_ text: [UInt8], using generator: inout SeededGenerator) -> String {
    func hex(_ byte: UInt8, _ count: Int) -> String {
      let digits = String(byte, radix: 16)
      return String(repeating: "0", count: count - digits.count) + digits
    }
    let forms: [(UInt8) -> String] = [
      { "&#\($0);" }, { "&#00\($0);" }, { "&#x" + hex($0, 4) + ";" },
      { "\\" + String($0, radix: 8) },
      { "\\u{" + hex($0, 2) + "}" }, { "\\u{" + hex($0, 4) + "}" }, { "\\x{" + hex($0, 2) + "}" },
      { "\\U" + hex($0, 8) }, { "\\'" + hex($0, 2) }, { "\\\\u" + hex($0, 4) },
    ]
    // Most of one form, as a program writes them, with some of others among them.
    let main = Int.random(in: 0..<forms.count, using: &generator)
    return text.map { byte in
      let isMain = Int.random(in: 0..<3, using: &generator) > 0
      return forms[isMain ? main : Int.random(in: 0..<forms.count, using: &generator)](byte)
    }.joined()
  }

  /// Encoded keys and names, cut at either end, and bytes of all kinds between them.
  private static func bytes(using generator: inout SeededGenerator) -> [UInt8] {
    var bytes: [UInt8] = Int.random(in: 0..<4, using: &generator) == 0 ? [0xff, 0xfe] : []
    let digits = Array("0123456789abcdef".utf8)
    for _ in 0..<Int.random(in: 0..<12, using: &generator) {
      let key = (0..<Int.random(in: 1..<70, using: &generator)).map { _ in
        digits[Int.random(in: 0..<16, using: &generator)]
      }
      let text =
        Array("VAST_API_KEY=?".utf8.prefix(Int.random(in: 0..<15, using: &generator))) + key
      let encoder = Encoder.all.randomElement(using: &generator)
      switch Int.random(in: 0..<8, using: &generator) {
      case 7:
        let begins = ["H4sIA", "eJx", "eNo", "UEsDB", "/Td6WFo", "JVBERi0", "eJa"]
        bytes += Array((begins.randomElement(using: &generator) ?? "").utf8) + key
      case 6:
        let forms: [@Sendable (UInt8) -> String] = [
          { "\($0)" }, { "'\(Character(Unicode.Scalar($0)))'" }, { "0x" + String($0, radix: 16) },
        ]
        let form = forms.randomElement(using: &generator) ?? { _ in "" }
        let comma = Bool.random(using: &generator) ? "," : ", "
        bytes += Array(text.map(form).joined(separator: comma).utf8)
      case 0..<3: bytes += encoder?.encode(text) ?? []
      case 3:
        let joints = [
          "\" + \"", "'\n  '", "\\\n", "=\n", "\" \"", "${A}", "\\\"\\\"", "\"=\"", "^\n", "%\r\n",
          "\"}${\"", "&#0052;", "&#x0061;", "\\u{0063}", "\\U00000039", "\\144", "\\64", "=36",
          "%66",
        ]
        bytes += key + Array((joints.randomElement(using: &generator) ?? "").utf8)
      case 4:
        bytes += (0..<Int.random(in: 0..<50, using: &generator)).map { _ in
          UInt8.random(in: 0...255, using: &generator)
        }
      default: bytes += text
      }
      if Int.random(in: 0..<3, using: &generator) == 0 {
        bytes.removeLast(min(bytes.count, Int.random(in: 0..<9, using: &generator)))
      }
    }
    return bytes
  }
}
