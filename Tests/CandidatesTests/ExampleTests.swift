import BuiltInRules
import Candidates
import Rules
import Testing

/// Placeholders in examples.
@Suite struct ExampleTests {
  private func fill(_ text: String) -> String {
    String(decoding: FilledExample(Rule.Example(text: text)).text, as: UTF8.self)
  }

  @Test(arguments: [
    ("hex", "0123456789abcdef"), ("digits", "0123456789"),
    ("letters", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"),
    ("lower", "abcdefghijklmnopqrstuvwxyz0123456789"),
    ("upper", "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"),
    ("base32", "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"),
    ("base64", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"),
    ("base64url", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
  ])
  func `a placeholder has so many characters of its alphabet`(name: String, alphabet: String) {
    for count in [1, 5, 16, 40, 4096] {
      let text = fill("<{\(name):\(count)}>")
      #expect(text.utf8.count == count + 2)
      #expect(text.dropFirst().dropLast().allSatisfy(alphabet.contains))
    }
    #expect(fill("{\(name):40}") != fill("{\(name):40}"))
  }

  @Test(arguments: [
    "{", "}", "{}", "{email}", "{alnum}", "{alnum:}", "{alnum:0}", "{alnum:-1}", "{alnum:4097}",
    "{letter:5}", "${A:-{b}}", "{crc16:a}", "{md5-base62:a}", "{with:a}", "{{{{", "{alnum:5",
    "{md5}", "{crc32-base62-hex:a}",
  ])
  func `what is no placeholder stays`(text: String) {
    #expect(fill(text) == text)
  }

  @Test(arguments: [
    ("{crc32:123456789}", "cbf43926"), ("{crc32-base62:}", "000000"),
    ("{with-crc32-base36:123456789}", "1234567891kl8mjq"),
    ("{md5:a}", "0cc175b9c0f1b6a831c399e269772661"),
    ("<{with-md5:}>", "<d41d8cd98f00b204e9800998ecf8427e>"),
  ])
  func `a checksum is that of its text`(text: String, filled: String) {
    #expect(fill(text) == filled)
  }

  @Test func `the text of a checksum may hold placeholders`() {
    let text = fill("{with-crc32:a{digits:9}}")
    #expect(text.utf8.count == 18)
    #expect(fill("{crc32:\(text.prefix(10))}") == text.suffix(8))
  }

  @Test func `placeholders do not nest without end`() {
    let text = String(repeating: "{md5:", count: 50_000) + String(repeating: "}", count: 50_000)
    #expect(!fill(text).isEmpty)
  }

  @Test func `a counterexample of a rule about contents is no matter of paths`() throws {
    let toml =
      rule(
        "content", pattern: "key=(?<secret>\\d+)", anchor: "key=",
        "counterexamples = [{ text = 'key=x', path = '.env' }]")
      + rule(
        "path", pattern: "\\.env$", anchor: ".env",
        "target = 'path'\ncounterexamples = [{ text = 'key=1', path = 'a' }]")
    let set = try RuleSet(default: false, files: [("my.toml", Array(toml.utf8))])
    let index = try #require(RuleIndex(set))
    guard var check = RuleCheck(index) else { throw NoMemory() }
    for number in 0...1 {
      let problems = check.problems(of: number)
      #expect(problems.isEmpty)
    }
  }
}
