import Candidates
import Testing

@Suite struct TextEncodingTests {
  private static let text = Array("name = \"värde\"\nnext = 1\n".utf8)

  @Test(arguments: [0, 1, 2, 3, 4, 6])
  func `the order of bytes is told with and without a mark, wherever a piece begins`(cut: Int) {
    for isLittle in [true, false] {
      let two = utf16(Self.text, isLittle: isLittle)
      let four = utf32(Self.text, isLittle: isLittle)
      let expected = [
        TextEncoding.units(of: 2, isLittleEndian: isLittle),
        TextEncoding.units(of: 4, isLittleEndian: isLittle),
      ]
      let pieces = [two, four].map { Array($0[cut...]) }
      #expect(pieces.map { TextEncoding.of($0.span, at: cut) } == expected)
      guard cut == 0 else { continue }
      let mark: [UInt8] = isLittle ? [0xff, 0xfe] : [0xfe, 0xff]
      let wideMark: [UInt8] = isLittle ? [0xff, 0xfe, 0, 0] : [0, 0, 0xfe, 0xff]
      let marked = [mark + two, wideMark + four, mark, wideMark]
      #expect(marked.map { TextEncoding.of($0.span) } == expected + expected)
    }
  }

  @Test(arguments: ["", "a", "plain text", "\u{feff}with a mark", "日本語のテキスト", "\0\0\0\0\0\0\0\0"])
  func `what is none of them is bytes`(text: String) {
    #expect(TextEncoding.of(Array(text.utf8).span) == .bytes)
    #expect(TextEncoding.bytes.unit == 1)
  }

  @Test func `a unit's number is that of its character`() {
    let bytes: [UInt8] = [0x3d, 0xd8, 0x0a, 0x00]
    let little = TextEncoding.units(of: 2, isLittleEndian: true)
    #expect(little.number(at: 0, in: bytes.span) == 0xd83d)
    #expect(little.number(at: 2, in: bytes.span) == 0x0a)
    #expect(TextEncoding.units(of: 2, isLittleEndian: false).number(at: 2, in: bytes.span) == 0xa00)
    #expect(TextEncoding.bytes.number(at: 1, in: bytes.span) == 0xd8)
  }
}
