import Blobs
import BuiltInRules
import Candidates
import Findings
import Rules
import Testing

/// Where a secret stands that is encoded: as whoever opens the file sees it.
@Suite struct EncodedPlaceTests {
  private struct NoMemory: Error {}

  private func hits(in bytes: [UInt8]) throws -> [Hit] {
    let index = try #require(RuleIndex(RuleSet()))
    guard var scanner = ContentScanner(index) else { throw NoMemory() }
    let rule = try #require(index.rules.firstIndex { $0.id == "vast-key-assignment" })
    return scanner.hits(in: bytes.span).filter { $0.rule == rule }
  }

  private func units(_ text: String, size: Int, isLittle: Bool, mark: Bool) -> [UInt8] {
    let text = (mark ? "\u{feff}" : "") + text
    let numbers = size == 2 ? text.utf16.map { UInt32($0) } : text.unicodeScalars.map(\.value)
    return numbers.flatMap { number in
      let bytes = (0..<size).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
      return isLittle ? bytes : bytes.reversed()
    }
  }

  @Test(arguments: [2, 4], ["\n", "\r\n", "\r"])
  func `in UTF-16 and UTF-32 lines and columns are those of the text`(
    size: Int, newline: String
  ) throws {
    let key = String(decoding: MadeUp.key(), as: UTF8.self)
    for isLittle in [true, false] {
      for mark in [true, false] {
        let text = "# Ключ 🔑 Ċ one\n\n  VAST_ключ; 🔑 VAST_API_KEY=\(key)\nlast line\n"
        let bytes = units(
          text.replacing("\n", with: newline), size: size, isLittle: isLittle, mark: mark)
        let hit = try #require(try hits(in: bytes).first)
        #expect(hit.secret == Array(key.utf8))
        #expect(hit.region.line == 3 && hit.region.column == 30)
        #expect(hit.region.endLine == 3 && hit.region.endColumn == 94)
        #expect(hit.offset % size == 0)
      }
    }
  }

  @Test func `base64 stands where its first character does`() throws {
    let key = String(decoding: MadeUp.key(), as: UTF8.self)
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var (encoded, word, bits) = ([UInt8](), 0, 0)
    for byte in key.utf8 {
      word = (word << 8 | Int(byte)) & 0xffff
      bits += 8
      while bits >= 6 {
        bits -= 6
        encoded.append(alphabet[word >> bits & 63])
      }
    }
    encoded.append(alphabet[word << (6 - bits) & 63])
    let value = String(decoding: encoded, as: UTF8.self)
    let hit = try #require(try hits(in: Array("data:\n  VAST_API_KEY: \(value)==\n".utf8)).first)
    #expect(hit.secret == Array(key.utf8))
    #expect(hit.region.line == 2 && hit.region.column == 17)
    #expect(hit.region.endLine == 2 && hit.region.endColumn == 17 + 86)
  }

  @Test func `a key in pieces ends where its last piece does`() throws {
    let key = String(decoding: MadeUp.key(), as: UTF8.self)
    let text = "\nVAST_API_KEY = (\"\(key.prefix(32))\"\n    \"\(key.suffix(32))\")\n"
    let hit = try #require(try hits(in: Array(text.utf8)).first)
    #expect(hit.secret == Array(key.utf8))
    #expect(hit.region.line == 2 && hit.region.column == 18)
    #expect(hit.region.endLine == 3 && hit.region.endColumn == 38)
  }
}
