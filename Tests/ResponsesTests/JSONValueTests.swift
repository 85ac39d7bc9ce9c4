import JSON
import Responses
import Testing

/// JSON from another program is read as it stands, or refused.
@Suite struct JSONValueTests {
  private func read(_ text: String) throws -> JSONValue {
    try JSONValue(reading: Array(text.utf8))
  }

  @Test func `reads values of every kind`() throws {
    let value = try read(#" {"a": [1, -2.5e3, true, false, null], "b": {"c": ""}} "#)
    #expect(
      value["a"]
        == .list([
          .number(Array("1".utf8)), .number(Array("-2.5e3".utf8)), .boolean(true), .boolean(false),
          .null,
        ]))
    #expect(value["b"]?["c"] == .text([]))
    #expect(value["d"] == nil)
    #expect(try read("[]") == .list([]))
    #expect(try read("{}") == .object([]))
  }

  @Test(arguments: [
    (#""\u0056\u0041ST""#, "VAST"), (#""a\"\\\/\b\f\n\r\tz""#, "a\"\\/\u{8}\u{c}\n\r\tz"),
    (#""\ud83d\ude00""#, "😀"), (#""ü😀""#, "ü😀"), (#""\ud83dx""#, "\u{FFFD}x"),
    (#""\ude00""#, "\u{FFFD}"), (#""\ud83d\u0041""#, "\u{FFFD}A"), ("\u{FEFF}\"a\"", "a"),
  ])
  func `gives the text that escapes stand for`(json: String, text: String) throws {
    #expect(try read(json) == .text(Array(text.utf8)))
  }

  @Test(arguments: [
    "", " ", "{", "[1", "[1,]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "nul", "+", "1 2",
    "\"a",
    "\"\n\"", #""\x""#, #""\u12""#, #""\u+123""#, "[}", "-", "'a'", "\u{FEFF}",
  ])
  func `refuses what is no JSON`(text: String) {
    #expect(throws: JSONProblem.self) { try read(text) }
  }

  @Test func `refuses an object that has a name twice, however it is written`() {
    #expect(throws: JSONProblem.self) { try read(#"{"a": 1, "a": 1}"#) }
    #expect(throws: JSONProblem.self) { try read(#"[{"a": 1, "\u0061": 2}]"#) }
  }

  @Test(arguments: ["[", "{\"a\":", "[[],"])
  func `refuses values that nest deeper than anybody writes them`(start: String) {
    let deep = String(repeating: start, count: 100_000)
    #expect(throws: JSONProblem.self) { try read(deep) }
  }

  @Test func `refuses millions of values`() {
    #expect(throws: JSONProblem.self) {
      try read("[" + String(repeating: "1,", count: 1_000_001) + "1]")
    }
  }
}
