import Candidates
import Testing

/// A way in which something else holds every line of a text.
struct LineWrap: Sendable, CustomStringConvertible {
  let description: String
  let wrap: @Sendable (_ line: String, _ number: Int) -> String
  var head = ""
  var tail = ""

  func callAsFunction(_ text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return head + lines.enumerated().map { wrap(String($1), $0 + 1) }.joined(separator: "\n") + tail
  }

  static func quoted(_ line: String) -> String {
    line.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\t", with: "\\t")
  }

  static let all = [
    LineWrap("added lines", head: "@@ -0,0 +1,9 @@\n") { line, _ in "+" + line },
    LineWrap("removed lines", head: "@@ -1,9 +0,0 @@\n") { line, _ in "-" + line },
    LineWrap("comments") { line, _ in "# " + line },
    LineWrap("comments in a function") { line, _ in "    // " + line },
    LineWrap("a block of comments", head: "/*\n", tail: "\n */") { line, _ in " * " + line },
    LineWrap("comments of SQL") { line, _ in "-- " + line },
    LineWrap("a quotation") { line, _ in "> " + line },
    LineWrap("what grep prints") { line, number in "conf/a.x:\(number):" + line },
    LineWrap("numbered lines") { line, number in "    \(number)\t" + line },
    LineWrap("the log of a container") { line, _ in
      "2026-03-01T10:00:00.123456789Z stdout F " + line
    },
    LineWrap("the log of compose") { line, _ in "web_1  | " + line },
    LineWrap("colours") { line, _ in "\u{1b}[32m" + line + "\u{1b}[0m" },
    LineWrap("a notebook", head: "{\"cells\": [{\"source\": [\n", tail: "\n]}]}") { line, _ in
      "    \"" + quoted(line) + "\\n\","
    },
    LineWrap("strings of a list", head: "[\n", tail: "\n]") { line, _ in
      "  \"" + quoted(line) + "\","
    },
    LineWrap("added comments", head: "@@ -0,0 +1,9 @@\n") { line, _ in "+# " + line },
  ]

  private init(
    _ description: String, head: String = "", tail: String = "",
    wrap: @escaping @Sendable (String, Int) -> String
  ) {
    self.description = description
    self.head = head
    self.tail = tail
    self.wrap = wrap
  }
}

/// Keys whose name, list or section goes over lines that something else holds.
@Suite struct WrappedTextTests {
  static let texts = [
    "vast:\n  api_key: {key}\n  region: EU",
    "[vast]\napi_key = \"{key}\"",
    "config = {\n    \"vast\": {\n        \"api_key\": \"{key}\"\n    }\n}",
    "VAST_API_KEY = (\n    \"{key}\"\n)",
    "VAST_API_KEYS = [\n    \"{key}\",\n    \"{key}\",\n    \"{key}\",\n]",
    "vast_api_keys:\n  - {key}\n  - {key}",
    "env:\n  - name: VAST_API_KEY\n    value: {key}",
    "variable \"vastai_api_key\" {\n  type    = string\n  default = \"{key}\"\n}",
  ]

  @Test(arguments: LineWrap.all)
  func `a key is found whatever holds its lines`(wrap: LineWrap) throws {
    for text in Self.texts {
      let (filled, expected) = VastContext("", wrap(text)).filled()
      let found = try findWithEmbeddedRules(filled, path: "notes.txt")
      #expect(Set(found.map(\.secret)) == Set(expected.map(\.secret)), "\(filled)")
    }
  }

  @Test(arguments: LineWrap.all)
  func `a digest is none whatever holds its lines`(wrap: LineWrap) throws {
    let texts = [
      "vast_image:\n  sha256: {key}\n  signing_key: x",
      "vast_api_key.py:\n  digest: {key}",
      "name = \"vastai\"\nchecksum = \"{key}\"",
      "[vast]\napi_key = ${VAST_API_KEY}\nhash = {key}",
      "{key}  vastai-1.9.1.tar.gz\n{key}  vast_api_key.txt",
    ]
    for text in texts {
      let (filled, _) = VastContext("", wrap(text)).filled()
      #expect(try findWithEmbeddedRules(filled, path: "notes.txt") == [], "\(filled)")
    }
  }

  @Test func `the place of a key in a notebook is its own`() throws {
    let key = key()
    let text = """
      {"cells": [{"source": [
        "vast:\\n",
        "  api_key: \(key)\\n"
      ]}]}
      """
    var searcher = try Searcher()
    let bytes = Array(text.utf8)
    let found = try searcher.candidates(in: bytes, path: "a.ipynb")
    #expect(found.map { String(decoding: bytes[$0.secret], as: UTF8.self) } == [key])
  }

  @Test(arguments: [
    "{\"text\": \"vast:\\n  region: EU\\n  api_key: {key}\\n\"}",
    "{\"text\": \"[vast]\\napi_key = \\\"{key}\\\"\\n\"}",
    "{\"text\": \"{\\\"content\\\": \\\"vast:\\\\n  api_key: {key}\\\\n\\\"}\"}",
    "{\"text\": \"A=1\\nCONTAINER_API_KEY={key}\\nB=2\"}",
    "\u{1b}[1;32mJUPYTER_TOKEN\u{1b}[0m={key}",
  ])
  func `a key is found in one string with its lines`(text: String) throws {
    let (filled, expected) = VastContext("", text).filled()
    let found = try findWithEmbeddedRules(filled, path: "notes.json")
    #expect(found.map(\.secret) == expected.map(\.secret), "\(filled)")
  }
}

/// Keys behind a name that tells whose they are, in pieces or escapes too short to be anchors.
@Suite struct NamedPieceTests {
  @Test(arguments: [2, 4, 5, 8, 10, 12, 14])
  func `a key in pieces of any length is found`(length: Int) throws {
    let key = key()
    let pieces = stride(from: 0, to: 64, by: length).map { start in
      "\"" + key.dropFirst(start).prefix(length) + "\""
    }
    for text in [
      "VAST_API_KEY = (\n    \(pieces.joined(separator: "\n    "))\n)",
      "const vastai_api_key = \(pieces.joined(separator: " +\n  "));",
      "vast_api_key = \"\".join([\(pieces.joined(separator: ", "))])",
    ] {
      #expect(try Self.values(in: text) == [key], "\(text)")
    }
  }

  @Test(arguments: [
    "set VAST_API_KEY={a}^\r\n{b}\r\n",
    "VAST_API_KEY = ('{a}'  # the first half\n    '{b}')",
    "VAST_API_KEY = \"{a}\" /* and */ + \"{b}\";",
  ])
  func `a key that goes on is found`(text: String) throws {
    let key = key()
    let filled = text.replacing("{a}", with: key.prefix(30)).replacing(
      "{b}", with: key.dropFirst(30))
    #expect(try Self.values(in: filled) == [key], "\(filled)")
  }

  @Test func `a key some of whose digits are escaped is found`() throws {
    let key = key()
    func some(_ escape: (UInt8) -> String) -> String {
      key.utf8.enumerated().map { place, byte in
        place % 5 == 2 ? escape(byte) : String(decoding: [byte], as: UTF8.self)
      }.joined()
    }
    for text in [
      "{\"vast_api_key\": \"\(some { "\\u00" + String($0, radix: 16) })\"}",
      "<p>vast_api_key=\(some { "&#\($0);" })</p>",
      "https://console.vast.ai/api/v0/instances/?api_key=\(some { "%" + String($0, radix: 16) })",
    ] {
      #expect(try Self.values(in: text) == [key], "\(text)")
    }
  }

  private static func values(in text: String) throws -> [String] {
    var searcher = try Searcher()
    return try searcher.candidates(in: Array(text.utf8), path: "notes.txt")
      .map { String(decoding: $0.value ?? [], as: UTF8.self) }
  }
}
