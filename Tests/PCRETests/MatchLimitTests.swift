import PCRE
import Testing

@Suite struct MatchLimitTests {
  /// Patterns that take ages on texts made for them.
  static let hostile = [
    ("^(a+)+$", String(repeating: "a", count: 64) + "!"),
    ("^(?:a|a)*b$", String(repeating: "a", count: 64) + "!b"),
    ("^(?:x?){40}x{40}y", String(repeating: "x", count: 39) + "!y"),
    ("^(\\w|\\d)*?!$", String(repeating: "1", count: 80) + " !"),
  ]

  @Test(arguments: hostile)
  func `a search that goes on and on ends with an error about its limit`(
    source: String, text: String
  ) throws {
    guard var scratch = MatchScratch() else { throw NoMemory() }
    let pattern = try Pattern(source)
    #expect(try limit(of: pattern, in: text, scratch: &scratch))
    // The scratch serves again.
    let bytes = Array("ab".utf8)
    #expect(try scratch.firstMatch(of: Pattern("b"), in: bytes.span, range: 0..<2)?.range == 1..<2)
  }

  @Test(arguments: ["(*NO_JIT)^(a+)+$", "(*NO_JIT)^(?:(?R)|a)+$", "^(?R)?a*+b"])
  func `without JIT and with recursion the limits hold as well`(source: String) throws {
    guard var scratch = MatchScratch() else { throw NoMemory() }
    let text = String(repeating: "a", count: 5_000) + "!"
    // Either it is decided or a limit is told: what matters is that it ends.
    do {
      let bytes = Array(text.utf8)
      let match = try scratch.firstMatch(
        of: Pattern(source), in: bytes.span, range: 0..<bytes.count)
      #expect(match == nil)
    } catch {
      #expect(error.offset == nil)
      #expect(error.isLimit || error.message.contains("recursion"))
    }
  }

  @Test func `a pattern cannot raise the limit`() throws {
    guard var scratch = MatchScratch() else { throw NoMemory() }
    let pattern = try Pattern("(*LIMIT_MATCH=4000000000)^(a+)+$")
    let text = String(repeating: "a", count: 64) + "!"
    #expect(try limit(of: pattern, in: text, scratch: &scratch))
  }

  @Test func `deep nesting of a match needs no deep stack`() throws {
    guard var scratch = MatchScratch() else { throw NoMemory() }
    let bytes = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
    do {
      _ = try scratch.firstMatch(
        of: Pattern("^(?:a(?=(a?)))*$"), in: bytes.span, range: 0..<bytes.count)
    } catch {
      #expect(error.isLimit)
    }
  }

  private func limit(
    of pattern: Pattern, in text: String, scratch: inout MatchScratch
  ) throws -> Bool {
    let bytes = Array(text.utf8)
    do {
      _ = try scratch.firstMatch(of: pattern, in: bytes.span, range: 0..<bytes.count)
      return false
    } catch {
      return error.isLimit
    }
  }
}
