import Candidates
import CDeflate
import Testing

/// Keys whose bytes stand as a list of numbers, behind escapes of varied lengths, or compressed.
@Suite struct EncodedListTests {
  private func values(in text: String, path: String? = "a.txt") throws -> [String] {
    var searcher = try Searcher()
    return try searcher.candidates(in: Array(text.utf8), path: path).map {
      String(decoding: $0.value ?? [], as: UTF8.self)
    }
  }

  private func hex(_ byte: UInt8) -> String { String(byte, radix: 16) }

  @Test func `a value of an exported registry is found, also where its lines go on`() throws {
    let key = key()
    let narrow = key.utf8.map(hex).joined(separator: ",")
    #expect(try values(in: "\"VAST_API_KEY\"=hex:\(narrow)\r\n") == [key])
    let pairs = key.utf8.flatMap { [hex($0), "00"] }
    let lines = stride(from: 0, to: pairs.count, by: 25).map { start in
      pairs[start..<min(pairs.count, start + 25)].joined(separator: ",")
    }
    let wide = lines.joined(separator: ",\\\r\n  ") + ",00,00\r\n"
    #expect(try values(in: "\"VAST_API_KEY\"=hex(2):\(wide)") == [key])
    #expect(try values(in: "\"Fingerprint\"=hex:\(narrow)\r\n").isEmpty)
  }

  @Test(arguments: [":", " "])
  func `text as pairs of digits with other marks is found`(mark: String) throws {
    let key = key()
    let text = "VAST_API_KEY=\(key)".utf8.map(hex).joined(separator: mark)
    #expect(try values(in: "env " + text) == [key])
  }

  @Test func `a list of pairs is found wherever it begins, and its place is told`() throws {
    let key = key()
    let pairs = key.utf8.map(hex)
    let list =
      pairs.prefix(32).joined(separator: ",") + ",\\\n  "
      + pairs.dropFirst(32).joined(separator: ",")
    for count in 0..<100 {
      // Letters that are digits and such that are not, blanks, and lists that are too short.
      let before = String(repeating: "xa 4f,35, g", count: 10).suffix(count)
      let text = "\(before)\n\"VAST_API_KEY\"=hex:\(list)\nand more"
      var searcher = try Searcher()
      let found = try searcher.candidates(in: Array(text.utf8), path: "a.txt")
      #expect(found.map { string($0.value ?? []) } == [key], "\(count) bytes before")
      #expect(
        found.map { string(Array(Array(text.utf8)[$0.secret])) } == [list], "\(count) bytes before")
    }
  }

  @Test func `escapes of two and of three octal digits are followed`() throws {
    let key = key()
    let escaped = key.utf8.map { "\\" + String($0, radix: 8) }.joined()
    #expect(try values(in: "export VAST_API_KEY=$'\(escaped)'\n") == [key])
  }

  @Test(arguments: ["\\u{", "\\x{"])
  func `escapes in braces are followed`(begin: String) throws {
    let key = key()
    let escaped = key.utf8.map { begin + hex($0) + "}" }.joined()
    #expect(try values(in: "vast_api_key = \"\(escaped)\"\n") == [key])
  }

  @Test(arguments: [4, 10, 20, 50, 58])
  func `a key with one digit escaped is found`(place: Int) throws {
    let key = Array(key().utf8)
    for escape in ["\\u00\(hex(key[place]))", "\\x\(hex(key[place]))", "&#x\(hex(key[place]));"] {
      let text = string(Array(key[..<place])) + escape + string(Array(key[(place + 1)...]))
      #expect(try values(in: "{\"vast_api_key\": \"\(text)\"}") == [string(key)], "\(escape)")
    }
  }

  @Test func `a key that a shell appends to is found`() throws {
    let key = key()
    let text = "VAST_API_KEY=\(key.prefix(32))\nVAST_API_KEY+=\(key.suffix(32))\n"
    #expect(try values(in: text) == [key])
  }

  @Test(arguments: [false, true])
  func `a release as Helm keeps it is read`(isWrapped: Bool) throws {
    let (first, second) = (key(), key())
    let release =
      "{\"config\": {\"vast\": {\"apiKey\": \"\(first)\"}}, \"notes\": \""
      + String(repeating: "lorem ipsum ", count: 200) + "\", \"VAST_API_KEY\": \"\(second)\"}"
    let packed = string(base64(gzip(Array(release.utf8))))
    let once = isWrapped ? packed.indented : packed
    #expect(try values(in: "data:\n  release: |\n    \(once)\n") == [first, second])
    let twice = string(base64(Array(packed.utf8)))
    #expect(try values(in: "data:\n  release: \(twice)\n") == [first, second])
  }

  @Test func `what only begins like a compressed stream is nothing`() throws {
    #expect(try values(in: "vast_api_key: H4sIAAAAAAAA" + key()).isEmpty)
    #expect(try values(in: String(repeating: "H4sIAAAAAAAAA", count: 10_000)).isEmpty)
  }

  private func string(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  private func gzip(_ bytes: [UInt8]) -> [UInt8] {
    let compressor = unsafe libdeflate_alloc_compressor(6)
    defer { unsafe libdeflate_free_compressor(compressor) }
    let bound = unsafe libdeflate_gzip_compress_bound(compressor, bytes.count)
    return unsafe [UInt8](unsafeUninitializedCapacity: bound) { output, count in
      count = unsafe libdeflate_gzip_compress(
        compressor, bytes, bytes.count, output.baseAddress, bound)
    }
  }
}

extension String {
  /// In lines of 76 characters, as the block of a YAML file has them.
  fileprivate var indented: String {
    var lines: [Substring] = []
    var rest = self[...]
    while !rest.isEmpty {
      lines.append(rest.prefix(76))
      rest = rest.dropFirst(76)
    }
    return lines.joined(separator: "\n    ")
  }
}
