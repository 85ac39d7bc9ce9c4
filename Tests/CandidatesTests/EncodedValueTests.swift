import Candidates
import Rules
import Testing

/// Keys whose value alone is encoded, or that are cut in pieces, in settings and programs.
@Suite struct EncodedValueTests {
  /// `{b}` stands for the key in base64, `{n}` for that of the key and a line end, `{e}` for that
  /// of a whole `.env` file.
  @Test(arguments: [
    "apiVersion: v1\nkind: Secret\ndata:\n  VAST_API_KEY: {b}\n  OTHER: Zm9v\n",
    "apiVersion: v1\nkind: Secret\ndata:\n  VAST_API_KEY: {n}\n",
    "data:\n  .env: {e}\n", "{\"data\": {\".env\": \"{e}\"}}",
    "VAST_API_KEY_B64={b}", "vast_api_key = base64decode(\"{b}\")",
    "VAST_API_KEY = base64.b64decode(\"{b}\").decode()", "VAST_API_KEY = atob('{b}')",
    "vastKey = new String(Base64.getDecoder().decode(\"{b}\"));",
    "vastKey = Encoding.UTF8.GetString(Convert.FromBase64String(\"{b}\"));",
    "const vastKey = Buffer.from('{b}', 'base64').toString();",
    "VastAI(base64.b64decode(b\"{b}\"))",
    "export VAST_API_KEY=$(echo {b} | base64 -d)", "export VAST_API_KEY=$(echo '{n}' | base64 -d)",
    "echo {e} | base64 -d > .env", "x\\n{e}\\n", "x%3D{e}%0A", "- {e}",
    "write_files:\n- encoding: b64\n  content: {b}\n  path: /root/.vast_api_key",
    "config: |\n  {\"file\": \"{e}\"}\n", "<data>{e}</data>", "key={e}&x=1",
    "{\"auths\": {\"x\": 1}}\n# vast\nVAST_KEY: '{b}'",
  ])
  func `a value in base64 is found in its place`(text: String) throws {
    let key = key()
    let filled =
      text.replacing("{b}", with: string(base64(Array(key.utf8))))
      .replacing("{n}", with: string(base64(Array((key + "\n").utf8))))
      .replacing("{e}", with: string(base64(Array("A=1\nVAST_API_KEY=\(key)\nB=2\n".utf8))))
    let bytes = Array(filled.utf8)
    var searcher = try Searcher()
    let found = try searcher.candidates(in: bytes, path: "secret.yaml")
    #expect(found.map { $0.value ?? [] } == [Array(key.utf8)], "\(filled)")
    for candidate in found { #expect((86...88).contains(candidate.secret.count)) }
  }

  @Test(arguments: 0..<24)
  func `base64 is found at every alignment and width of lines`(number: Int) throws {
    let key = key()
    let text = String(repeating: "x", count: number) + "\nVAST_API_KEY=\(key)\n# done\n"
    for width in [50, 60, 61, 62, 63, 64, 70, 72, 76, 100] {
      for newline in [
        "\n", "\r\n", "\n    ", "\\n", "\\r\\n", "\" +\n  \"", "\"\n\"", "\n> ", "\\\n",
      ] {
        let lines = string(wrapped(base64(Array(text.utf8)), at: width, newline))
        for around in ["\(lines)", "x = \"\(lines)\"", "data: \(lines)\nnext: y\n"] {
          let found = try findEncoded(Array(around.utf8), path: "a")
          #expect(found.map(\.secret) == [key], "\(width) \(newline) \(around)")
        }
      }
    }
  }

  /// `{1}` to `{4}` stand for the pieces of a key.
  @Test(arguments: [
    "VAST_API_KEY = \"{1}\" + \"{2}\"", "VAST_API_KEY = '{1}' '{2}'",
    "VAST_API_KEY = \"{1}\"\"{2}\"",
    "VAST_API_KEY = (\"{1}\"\n                \"{2}\")", "VAST_API_KEY = (f\"{1}\"\n  f\"{2}\")",
    "VAST_API_KEY = \"{1}\" \\\n    \"{2}\"", "VAST_API_KEY = \"{1}\\\n{2}\"",
    "VAST_API_KEY={1}\\\n{2}", "VAST_API_KEY=\"{1}\"'{2}'",
    "$VAST_API_KEY = '{1}' . '{2}';", "VAST_API_KEY = \"{1}\" .. \"{2}\"",
    "vastApiKey = \"{1}\" & \"{2}\"", "vastApiKey = \"{1}\" & _\n    \"{2}\"",
    "$env:VAST_API_KEY = \"{1}\" + `\n  \"{2}\"",
    "vast_api_key = \"{1}\" <> \"{2}\"", "vast_api_key := '{1}' || '{2}'",
    "vast_api_key = \"{1}\" ~ \"{2}\"",
    "String vastApiKey = \"{1}\" +\n        \"{2}\" +\n        \"{3}\" +\n        \"{4}\";",
    "const VAST_API_KEY = '{1}'\n  + '{2}'\n  + '{3}'\n  + '{4}'",
    "VAST_API_KEY = \"\".join([\"{1}\", \"{2}\", \"{3}\"])",
    "const vastApiKey = [\"{1}\", \"{2}\"].join(\"\");",
    "$vast_api_key = implode('', ['{1}', '{2}']);",
    "VAST_API_KEY = String.Concat(\"{1}\", \"{2}\");", "vast_api_key <- paste0(\"{1}\", \"{2}\")",
    "VAST_API_KEY = \"%s%s\" % (\"{1}\", \"{2}\")",
    "VAST_API_KEY = \"{}{}\".format(\"{1}\", \"{2}\")",
    "vast_api_key = fmt.Sprintf(\"%s%s\", \"{1}\", \"{2}\")",
    "String vastKey = new StringBuilder(\"{1}\").append(\"{2}\").append(\"{3}\").toString();",
    "vastKey.append(\"{1}\");\nvastKey.append(\"{2}\");",
    "VAST_API_KEY=\"{1}\"\nVAST_API_KEY+=\"{2}\"",
    "VAST_API_KEY = \"{1}\"\nVAST_API_KEY += \"{2}\"",
    "VAST_API_KEY=\"{1}\"\nVAST_API_KEY=\"${VAST_API_KEY}{2}\"",
    "VAST_API_KEY = \"{1}\"\nVAST_API_KEY = VAST_API_KEY + \"{2}\"",
    "\"source\": [\"VAST_API_KEY = \\\"{1}\\\" + \\\"{2}\\\"\\n\"]",
    "\"source\": [\n \"VAST_API_KEY = (\\\"{1}\\\"\\n\",\n \"    \\\"{2}\\\")\\n\"\n]",
    "client = VastAI(api_key=\"{1}\" + \"{2}\")",
    "requests.get(\"https://console.vast.ai/api/v0/x?api_key={1}\" + \"{2}\")",
    "headers = {\"Authorization\": \"Bearer {1}\" + \"{2}\"}  # vast.ai",
    "key: \"VAST_API_KEY={1}\\\n    {2}\"", "VAST_API_KEY = concat(\"{1}\", \"{2}\")",
  ])
  func `a key in pieces is found in one`(text: String) throws {
    for sizes in [[32, 32, 0, 0], [40, 24, 0, 0], [20, 44, 0, 0]] {
      try expectPieces(text, sizes)
    }
  }

  private func expectPieces(_ text: String, _ sizes: [Int]) throws {
    let key = key()
    let pieces = ["{1}", "{2}", "{3}", "{4}"].filter { text.contains($0) }
    let sizes = pieces.count == 2 ? sizes : pieces.count == 3 ? [22, 21, 21] : [16, 16, 16, 16]
    var (filled, rest) = (text, key[...])
    for (piece, size) in zip(pieces, sizes) {
      filled = filled.replacing(piece, with: String(rest.prefix(size)))
      rest = rest.dropFirst(size)
    }
    let found = try findEncoded(Array(filled.utf8), path: "a")
    #expect(found.map(\.secret) == [key], "\(filled)")
  }

  @Test(arguments: 0..<60)
  func `quoted-printable text holds its key wherever its lines end`(number: Int) throws {
    let key = key()
    let text = "Hello =\n" + String(repeating: "y", count: number) + " VAST_API_KEY=\(key)\nBye\n"
    let bytes = quotedPrintable(Array(text.utf8))
    let found = try findEncoded(bytes, path: "mail.eml")
    #expect(found.map(\.secret) == [key], "\(string(bytes))")
  }

  @Test(arguments: ["\r", "\r\n"], EncodedSecretTests.contexts)
  func `lines may end in any way`(newline: String, context: VastContext) throws {
    let (text, expected) = context.filled()
    let bytes = Array(text.replacing("\n", with: newline).utf8)
    let found = try findEncoded(bytes, path: context.path)
    #expect(found.map(\.secret).sorted() == expected.map(\.secret).sorted())
  }

  @Test(arguments: EncodedSecretTests.contexts)
  func `bytes that are no UTF-8 and a mark at the begin do no harm`(context: VastContext) throws {
    let (text, expected) = context.filled()
    let marked = try findEncoded([0xef, 0xbb, 0xbf] + Array(text.utf8), path: context.path)
    #expect(marked == expected)
    let latin = [0xe9, 0xfc, 0x20, 0xdf, 0x0a] + Array(text.utf8) + [0x0a, 0xe4, 0xff]
    let found = try findEncoded(latin, path: context.path)
    #expect(found == expected)
  }

  @Test(arguments: Encoder.all)
  func `what is no key in clear is none when it is encoded`(encoder: Encoder) throws {
    // A line end in HTML's numbers is no line end to a rule that looks at the text as it stands.
    let digests = VastTrapTests.digests.filter { !$0.text.hasPrefix("{key}  ") }
    for context in digests + VastTrapTests.foreign + VastTrapTests.lengths {
      let text = context.filled().text
      let found = try findEncoded(encoder.encode(Array(text.utf8)), path: context.path)
      #expect(found == [], "\(encoder): \(context)")
    }
    for text in VastTrapTests.references + VastTrapTests.placeholders {
      let found = try findEncoded(encoder.encode(Array(text.utf8)), path: "README.md")
      #expect(found == [], "\(encoder): \(text)")
    }
  }
}

func string(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
