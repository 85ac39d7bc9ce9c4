import Arguments
import Testing

@Suite struct HostileInputTests {
  /// Words that parsers stumble over.
  private static let nasty = [
    "", " ", "-", "--", "---", "----x", "=", "--=", "--=x", "-=", "-=x", "--limit=", "--limit==",
    "--quiet=", "-q=", "-f=", "-f", "-C", "-Cx", "-h=", "-\u{301}", "--\u{301}", "--config=\u{301}",
    "-q\u{301}", "\u{FFFD}", "--\u{FFFD}", "-\u{FFFD}", "\0", "--\0", "\r\n", "-\r\n", "🇩🇪", "-🇩🇪",
    "check", "hook", "rules", "help", "show", "-0", "-.", "-.e", "-1e999", "-0x", "-5", "--limit",
    "9223372036854775808", "-9223372036854775809", "--ratio=1e999", "\u{212A}", "-\u{212A}",
    "--to", "send", "--format", "json", "--version ", " --help", "install", "list",
  ]

  @Test(arguments: nasty)
  func `a single strange word gives a result or a mistake`(word: String) {
    for arguments in [[word], ["check", word], ["hook", word], ["check", "--config", word]] {
      expectOneLine(mistake(arguments))
    }
  }

  @Test func `strange words in any order give a result or a mistake`() {
    var generator = SplitMix(state: 42)
    for _ in 0..<3_000 {
      let arguments = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
        Self.nasty.randomElement(using: &generator) ?? ""
      }
      expectOneLine(mistake(arguments, environment: ["TOOL_LIMIT": arguments.first ?? ""]))
    }
  }

  @Test func `a combining mark does not hide a dash or an equals sign`() throws {
    #expect(try command(Check.self, ["check", "--config=\u{301}x"]).config == "\u{301}x")
    #expect(mistake(["check", "--\u{301}"])?.message.hasPrefix("unknown option") == true)
    #expect(mistake(["check", "-q\u{301}"])?.message.hasPrefix("unknown option") == true)
  }

  @Test func `ten thousand words are read`() throws {
    let many = try command(Check.self, ["check"] + Array(repeating: "x", count: 10_000))
    #expect(many.more.count == 9_999)
    let rules = (0..<10_000).flatMap { ["--rules", "\($0)"] }
    #expect(try command(Check.self, ["check"] + rules).rules.count == 10_000)
    #expect(mistake(["check"] + Array(repeating: "--bogus", count: 10_000)) != nil)
    #expect(mistake(["check", "-" + String(repeating: "q", count: 100_000) + "x"]) != nil)
  }

  private func expectOneLine(_ error: UsageError?) {
    guard let error else { return }
    #expect(!error.message.isEmpty)
    #expect(error.hint?.isEmpty == false)
    #expect(
      !error.description.unicodeScalars.contains { $0.properties.generalCategory == .control })
  }
}

/// A generator that gives the same numbers in every run.
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}
