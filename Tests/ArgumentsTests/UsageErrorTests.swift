import Arguments
import Testing

@Suite struct UsageErrorTests {
  @Test(arguments: [
    ("check --bogus", "unknown option '--bogus'; see 'tool check --help'"),
    ("check --bogus=value", "unknown option '--bogus'; see 'tool check --help'"),
    ("check -x", "unknown option '-x'; see 'tool check --help'"),
    ("check -qx", "unknown option '-x' in '-qx'; see 'tool check --help'"),
    ("check -5x", "unknown option '-5' in '-5x'; see 'tool check --help'"),
    ("check --=x", "unknown option '--=x'; see 'tool check --help'"),
    ("check -=", "unknown option '-='; see 'tool check --help'"),
    ("check --quiet=yes", "option '--quiet' takes no value; see 'tool check --help'"),
    ("check --help=me", "option '--help' takes no value; see 'tool check --help'"),
    ("check --limit", "missing value for '--limit'; see 'tool check --help'"),
    ("check -o", "missing value for '-o'; see 'tool check --help'"),
    (
      "check --config --quiet",
      "missing value for '--config'; give one with a leading dash as '--config=FILE'"
    ),
    ("check -o -- x", "missing value for '-o'; give one with a leading dash as '-oFILE'"),
    (
      "check --limit many",
      "invalid value 'many' for '--limit': expected a whole number; see 'tool check --help'"
    ),
    (
      "check -f zero",
      "invalid value 'zero' for '-f': expected info, low or high; see 'tool check --help'"
    ),
    (
      "rules show id deep",
      "invalid value 'deep' for DEPTH: expected a whole number; see 'tool rules show --help'"
    ),
    ("hook uninstall all", "unexpected argument 'all'; see 'tool hook uninstall --help'"),
    ("bogus", "unknown command 'bogus'; see 'tool --help'"),
    ("--limit 3 check", "unknown option '--limit'; it goes after the command's name"),
    ("check --limit -3", "'--limit' must not be negative; see 'tool check --help'"),
  ])
  func `a mistake is told in one line`(line: String, text: String) {
    #expect(mistake(words(line))?.description == text)
  }

  @Test(arguments: [
    ("check --fromat json", "--format"), ("check --form json", "--format"),
    ("check -quiet", "--quiet"), ("check --Quiet", "--quiet"),
    ("check --verison", "--version"), ("check --hlep", "--help"), ("check --trce", "--trace"),
    ("chekc", "check"), ("CHECK", "check"), ("hook instal", "install"),
    ("check --format jsno", "json"), ("check --format JSON", "json"),
  ])
  func `a slip is met with a question`(line: String, meant: String) {
    #expect(mistake(words(line))?.hint == "did you mean '\(meant)'?")
  }

  @Test(arguments: ["check --xyz", "zzz", "check --format yaml", "check --x"])
  func `nothing is suggested where nothing is close`(line: String) {
    #expect(mistake(words(line))?.hint?.hasPrefix("see 'tool") == true)
  }

  @Test func `only the first mistake is told`() {
    #expect(mistake(words("check --bogus --limit many"))?.message == "unknown option '--bogus'")
  }

  @Test(arguments: [
    ["check", "--limit", "KEY"], ["check", "--limit=KEY"], ["check", "--KEY"], ["KEY"],
    ["check", "--fail-on", "a/KEY/b"], ["check", "-KEY"], ["hook", "uninstall", "KEY"],
    ["check", "-qKEY"], ["help", "KEY"], ["check", "--KEY=KEY"], ["check", "-o", "-", "--=KEY"],
  ])
  func `a key is never repeated in a message`(template: [String]) throws {
    let key = "ab12" + String(repeating: "0f1e2d", count: 9) + "C3d4ef"
    #expect(key.count == 64)
    let error = try #require(mistake(template.map { $0.replacing("KEY", with: key) }))
    #expect(!error.description.contains(key.dropFirst(4).prefix(8)))
    #expect(!error.description.contains(key.suffix(8)))
    #expect(error.description.contains("d4ef'") || error.description.contains("d4ef/b'"))
  }

  @Test func `a key in the environment is not repeated either`() throws {
    let key = String(repeating: "0123abcd", count: 4)
    let error = try #require(mistake(["check"], environment: ["TOOL_LIMIT": key]))
    #expect(error.message.hasPrefix("invalid value '0123…abcd' in"))
  }

  @Test func `a command's own message is redacted, too`() {
    let key = String(repeating: "0123abcd", count: 8)
    let error = UsageError("no use for \(key)\nat all", hint: "not \(key)")
    #expect(error.description == "no use for 0123…abcd\\nat all; not 0123…abcd")
  }

  @Test func `31 hex digits are no key`() {
    let digits = String(repeating: "a", count: 31)
    #expect(mistake([digits])?.message == "unknown command '\(digits)'")
    #expect(mistake([digits + "a"])?.message == "unknown command 'aaaa…aaaa'")
  }

  @Test(arguments: [
    ("a\nb", #"a\nb"#), ("\u{1B}[31m", #"\u{1B}[31m"#), ("a\0b", #"a\0b"#),
    ("\u{202E}abc", #"\u{202E}abc"#), ("\u{2028}", #"\u{2028}"#), ("\u{9B}", #"\u{009B}"#),
    ("\u{FFFD}", "\u{FFFD}"), ("ü", "ü"), ("", ""),
  ])
  func `control characters are spelt out`(word: String, shown: String) {
    #expect(mistake([word])?.message == "unknown command '\(shown)'")
  }

  @Test func `long words are cut`() {
    let word = String(repeating: "xyz", count: 100_000)
    let message = mistake([word])?.message
    #expect(message == "unknown command '\(word.prefix(60))…'")
  }
}
