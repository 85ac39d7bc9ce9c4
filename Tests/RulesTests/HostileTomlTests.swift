import Rules
import Testing

@Suite struct HostileTomlTests {
  /// Texts that no person writes: each ends in an error or in a rule, and never in a crash.
  static let texts = [
    "deep arrays": "define = " + String(repeating: "[", count: 100_000),
    "deep tables": String(repeating: "a = {", count: 100_000),
    "a deep key": String(repeating: "a.", count: 100_000) + "a = 1",
    "deep keys of deep tables": String(
      repeating: String(repeating: "a.", count: 15) + "a = {", count: 250)
      + String(repeating: "}", count: 250),
    "a deep key behind a string": "a = \"\\\"\"\n" + String(repeating: "a.", count: 100_000)
      + "a = 1",
    "a deep key behind long strings": "a = '''\n.'''''\nb = \"\"\"\\\"\"\"\"\n"
      + String(repeating: "'=' . ", count: 100_000) + "a = 1",
    "a deep header": "[" + String(repeating: "a.", count: 100_000) + "a]",
    "a key of its own for lines": rule(["'#'": "'x'"]),
    "a table of its own for lines": rule(["'#'": "{ id = 'x' }"]),
    "an empty key": rule(["''": "5"]),
    "control characters": rule(["\"\\u0000\\u001f\\u007f\\\"\\\\\"": "5"]),
    "a null character": "\0",
    "a date": rule(["before": "1979-05-27"]),
    "a time": rule(["before": "07:32:00"]),
    "a moment": rule(["before": "1979-05-27T07:32:00Z"]),
    "a long key": rule([String(repeating: "k", count: 20_000): "5"]),
    "many keys": (0..<20_000).map { "k\($0) = 1\n" }.joined(),
    "a half header": "[",
    "a header that is a comment": "[#x]",
    "a brace in an array": "define = [}",
    "only brackets": String(repeating: "[[rule]]\n", count: 10_000),
  ]

  @Test(arguments: texts.keys.sorted())
  func `a hostile file is refused`(name: String) throws {
    let found = try #require(mistake(Self.texts[name] ?? ""))
    #expect(!found.problem.isEmpty)
  }
}
