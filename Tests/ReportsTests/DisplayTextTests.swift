import Reports
import Testing

@Suite struct DisplayTextTests {
  @Test(arguments: [
    ("src/main.py", "src/main.py"),
    ("Grüße 日本 🔑", "Grüße 日本 🔑"),
    ("a b\\c", "a b\\c"),
    ("", ""),
  ])
  func `what can be seen stays as it is`(text: String, expected: String) {
    #expect(DisplayText.of(text) == expected)
  }

  @Test(arguments: [
    ("a\nb\r\tc", "a\\nb\\r\\tc"),
    ("\u{1B}[31mred\u{1B}[0m", "\\x1b[31mred\\x1b[0m"),
    ("\u{1B}]0;title\u{7}", "\\x1b]0;title\\x07"),
    ("\u{0}\u{7F}", "\\x00\\x7f"),
    ("\u{9B}31m", "\\u{9b}31m"),
  ])
  func `control characters and escape sequences are spelled out`(text: String, expected: String) {
    #expect(DisplayText.of(text) == expected)
  }

  @Test(arguments: [
    ("photo\u{202E}gpj.sh", "photo\\u{202e}gpj.sh"),
    ("\u{2066}a\u{2069}", "\\u{2066}a\\u{2069}"),
    ("a\u{200B}b\u{FEFF}", "a\\u{200b}b\\u{feff}"),
    ("a\u{2028}b\u{2029}", "a\\u{2028}b\\u{2029}"),
    ("\u{E0041}", "\\u{e0041}"),
  ])
  func `what turns the direction of writing or can't be seen is spelled out`(
    text: String, expected: String
  ) {
    #expect(DisplayText.of(text) == expected)
  }

  @Test(arguments: [
    ("::error::x", "\\x3a:error::x"),
    ("a ::stop-commands::x", "a \\x3a:stop-commands::x"),
    ("a\u{3000}::add-mask::x", "a\u{3000}\\x3a:add-mask::x"),
    ("Foo::Bar.pm", "Foo::Bar.pm"),
    ("x##[add-path]y", "x\\x23#[add-path]y"),
    ("##vso[task.setvariable]y", "\\x23#vso[task.setvariable]y"),
    ("C# notes", "C# notes"),
  ])
  func `commands to a build service are broken`(text: String, expected: String) {
    #expect(DisplayText.of(text) == expected)
  }

  @Test(arguments: [
    ([0x61, 0xFF, 0x62], "a\\xffb"),
    ([0xC3], "\\xc3"),
    ([0xE2, 0x82, 0x41], "\\xe2\\x82A"),
    ([0xED, 0xA0, 0x80], "\\xed\\xa0\\x80"),
    ([0xC0, 0xAF], "\\xc0\\xaf"),
    ([0xF4, 0x90, 0x80, 0x80], "\\xf4\\x90\\x80\\x80"),
  ])
  func `bytes that are not UTF-8 are spelled out`(bytes: [UInt8], expected: String) {
    #expect(DisplayText.of(bytes) == expected)
  }

  @Test func `of a long text the start and the end are shown`() {
    let text = String(repeating: "a", count: 600) + "end"
    #expect(DisplayText.of(text, limit: 10) == "aaaaa…aaend")
  }

  @Test func `a long text is not cut inside a character`() {
    #expect(DisplayText.of("日本語日本語", limit: 8) == "日…語")
  }

  @Test func `no byte gets through that a terminal acts on`() {
    for byte in UInt8.min...UInt8.max {
      for text in [[byte], [0xC2, byte], [0xE2, 0x80, byte]] as [[UInt8]] {
        let shown = DisplayText.of(text)
        #expect(
          shown.unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: false
            default: scalar != "\u{FFFD}"
            }
          })
      }
    }
  }
}
