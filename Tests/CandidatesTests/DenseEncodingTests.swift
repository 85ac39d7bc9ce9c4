import Candidates
import Testing

/// Contents that hold nothing but encoded text, or what looks like it: the work stays in proportion.
@Suite struct DenseEncodingTests {
  /// Pieces to repeat without end, and how many bytes of views a byte of them may cost.
  static let pieces: [(String, Int)] = [
    (string(base64(Array("forty-two bytes of text that hold no key..".utf8))) + " ", 2),
    (string(base64(Array("forty-two bytes of text that hold no key..".utf8))) + "\n", 2),
    (string(base64(base64(Array("forty-two bytes of text that hold no key..".utf8)))) + ",", 4),
    ("%41", 2), ("%41%42%43%44%45%46%47%48%49%4a%4b%4c%4d%4e%4f%50 ", 2),
    ("&#65;", 2), ("\\u0041", 2), ("=\n", 1), ("a\0", 2), ("A\0\0\0", 2), ("I", 2), ("3", 2),
    ("\"0123456789abcde\" + ", 1), ("\"0123456789abcdef0123456789abcde\", ", 1),
    ("0123456789abcdef' '", 1), ("\\", 1), ("\"", 1), ("\\\n", 1), ("%2541", 3), ("%", 1),
  ]

  @Test(arguments: pieces)
  func `a long line costs a few times its length`(piece: String, cost: Int) throws {
    var searcher = try Searcher()
    let bytes = Array(String(repeating: piece, count: (1 << 20) / piece.utf8.count).utf8)
    let found = try searcher.candidates(in: bytes)
    let (viewed, undecided) = (searcher.viewedBytes, searcher.takeUndecided())
    #expect(found.isEmpty && undecided.isEmpty)
    #expect(viewed <= cost * (bytes.count + 32_768), "\(viewed) of \(bytes.count)")
  }

  @Test func `text that is encoded again and again is followed to a depth`() throws {
    var searcher = try Searcher()
    let key = key()
    var text = Array("VAST_API_KEY=\(key)\n".utf8)
    for depth in 1...6 {
      text = base64(text)
      let found = try searcher.candidates(in: text)
      #expect(Set(found.compactMap { $0.value.map(string) }) == (depth <= 4 ? [key] : []))
    }
  }

  @Test func `a thousand keys in one encoded text are found once each`() throws {
    let keys = (0..<1_000).map { _ in key() }
    let text = Array(keys.map { "VAST_API_KEY=\($0)\n" }.joined().utf8)
    for encoder in Encoder.all where encoder.kind != .text || encoder.isPacked {
      let found = try findEncoded(encoder.encode(text), path: "a")
      #expect(found.map(\.secret) == keys, "\(encoder)")
    }
  }

  @Test func `a key is found wherever a long encoded text is cut for views`() throws {
    let key = key()
    for distance in stride(from: 262_000, through: 263_000, by: 77) {
      let lines = String(repeating: "# nothing to see here\n", count: 20_000)
      let text = Array((lines.prefix(distance) + "\nVAST_API_KEY=\(key)\n" + lines).utf8)
      for bytes in [utf16(text, isLittle: true), base64(text), wrapped(base64(text), at: 76)] {
        let found = try findEncoded(bytes, path: "a")
        #expect(found.map(\.secret) == [key], "\(distance)")
      }
    }
  }
}
