import Candidates
import Testing

/// Keys in forms that have no period, or a long one: lists of characters, dumps of bytes, numeric
/// references with zeros, pieces that only marks part, and lines that begin with their length.
@Suite struct EncodedFormTests {
  private func values(in text: String, path: String? = "a.txt") throws -> [String] {
    var searcher = try Searcher()
    return try searcher.candidates(in: Array(text.utf8), path: path).map {
      String(decoding: $0.value ?? [], as: UTF8.self)
    }
  }

  private func hex(_ byte: UInt8) -> String { String(byte, radix: 16) }

  private func padded(_ number: some BinaryInteger, _ digits: Int, radix: Int = 16) -> String {
    let text = String(number, radix: radix)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }

  @Test(arguments: [
    ("String.fromCharCode(", ", ", ")"), ("bytes([", ",", "]).decode()"), ("[]byte{", ", ", "}"),
    ("new byte[] {", ", ", "};"), ("''.join(map(chr, [", ", ", "]))"), ("[", ",\n", "]"),
  ])
  func `the codes of characters in a list make a string`(
    begin: String, comma: String, end: String
  ) throws {
    let key = key()
    let codes = key.utf8.map { String($0) }.joined(separator: comma)
    #expect(try values(in: "vast_api_key = \(begin)\(codes)\(end)\n") == [key])
  }

  @Test(arguments: ["'", "\""])
  func `characters in quotes make a string, and a zero ends it`(quote: String) throws {
    let key = key()
    let list = key.map { "\(quote)\($0)\(quote)" }.joined(separator: ", ")
    #expect(try values(in: "char vast_api_key[] = {\(list), 0};\n") == [key])
  }

  @Test func `a table of numbers is no text`() throws {
    let numbers = (0..<400).map { String($0 * 37 % 251) }.joined(separator: ", ")
    #expect(try values(in: "vast_api_key_table = [\(numbers)]\n").isEmpty)
  }

  @Test(arguments: ["&#00D;", "&#x00X;", "\\u{00X}", "\\U000000X", "\\\\u00X", "%25X", "\\'X"])
  func `a name and a key in escapes with zeros are found`(form: String) throws {
    let key = key()
    let text = "VAST_API_KEY=\"\(key)\" # a".utf8.map { byte in
      form.replacing("X", with: hex(byte)).replacing("D", with: String(byte))
    }.joined()
    #expect(try values(in: text) == [key])
  }

  @Test(arguments: ["&#D;", "&#00D;", "&#x00X;", "\\x{X}", "\\u{00X}", "\\U000000X", "=X", "\\O"])
  func `a key with two digits escaped is found`(form: String) throws {
    let key = Array(key().utf8)
    func escape(_ byte: UInt8) -> String {
      form.replacing("X", with: hex(byte)).replacing("D", with: String(byte))
        .replacing("O", with: padded(byte, 3, radix: 8))
    }
    let text =
      string(Array(key[..<20])) + escape(key[20]) + string(Array(key[21..<45])) + escape(key[45])
      + string(Array(key[46...]))
    #expect(try values(in: "vast_api_key = \"\(text)\"\n") == [string(key)])
  }

  @Test(arguments: ["^\n", "%\n", "=\r\n", "\"}${\""])
  func `a key that goes on behind a mark is found`(mark: String) throws {
    let key = key()
    let text = "VAST_API_KEY=\"\(key.prefix(24))\(mark)\(key.dropFirst(24))\"\n"
    #expect(try values(in: text) == [key])
  }

  /// A dump as `xxd` writes it, or as `hexdump -C` does.
  private func dump(_ bytes: [UInt8], isCanonical: Bool) -> String {
    stride(from: 0, to: bytes.count, by: 16).map { start in
      let line = bytes[start..<min(bytes.count, start + 16)]
      let text = String(line.map { 0x20...0x7e ~= $0 ? Character(Unicode.Scalar($0)) : "." })
      var words = ""
      for (index, byte) in line.enumerated() {
        if index > 0, isCanonical || index % 2 == 0 { words += " " }
        if isCanonical, index == 8 { words += " " }
        words += padded(byte, 2)
      }
      return padded(start, 8) + (isCanonical ? "  " : ": ") + words + "  "
        + (isCanonical ? "|\(text)|" : text) + "\n"
    }.joined()
  }

  @Test(arguments: [false, true])
  func `a key in a dump of bytes is found`(isCanonical: Bool) throws {
    let key = key()
    let dump = dump(Array("# env\nexport VAST_API_KEY=\(key)\n".utf8), isCanonical: isCanonical)
    #expect(try values(in: "$ dump .env\n" + dump + "$ \n") == [key])
  }

  @Test(arguments: [
    "\u{1b}[36mVAST_API_KEY\u{1b}[0m=\u{1b}[33m@\u{1b}[0m",
    "<span class=\"n\">VAST_API_KEY</span> <span class=\"o\">=</span> <span class=\"s\">@</span>",
    "<w:t>vastai set api-key </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>@</w:t>",
  ])
  func `what only says how a text looks parts nothing`(text: String) throws {
    let key = key()
    var searcher = try Searcher()
    let bytes = Array(text.replacing("@", with: key).utf8)
    let found = try searcher.candidates(in: bytes, path: "a.txt")
    #expect(found.count == 1)
  }

  @Test func `a key that is cut between pieces of a document is found`() throws {
    let key = key()
    let text =
      "<w:t>Vast.ai API key: \(key.prefix(20))</w:t></w:r><w:r><w:t>\(key.dropFirst(20))</w:t>"
    #expect(try values(in: text) == [key])
  }

  @Test func `text in two bytes to a character is found between other bytes`() throws {
    let key = key()
    var searcher = try Searcher()
    let wide: [UInt8] = "VAST_API_KEY=\(key)".utf8.flatMap { [$0, 0] as [UInt8] }
    let noise: [UInt8] = (0..<400).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ $0 / 7) | 1 }
    let found = try searcher.candidates(in: noise + [0x54] + wide + noise, path: "a.bin")
    #expect(found.map { String(decoding: $0.value ?? [], as: UTF8.self) } == [key])
  }

  @Test(arguments: [("X'", "'"), ("0x", ""), ("'\\x", "'")])
  func `a literal of SQL in hex digits is found`(begin: String, end: String) throws {
    let key = key()
    let text = "VALUES ('vast_api_key', \(begin)\(key.utf8.map(hex).joined())\(end));"
    #expect(try values(in: text) == [key])
  }
}
