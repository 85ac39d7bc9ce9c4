import Findings
import Testing

@Suite struct SubmoduleURLTests {
  /// Whether the `@` of a text stands in the address of a submodule.
  private func holds(_ text: String) throws -> Bool {
    let bytes = Array(text.utf8)
    let place = try #require(bytes.firstIndex(of: UInt8(ascii: "@")))
    return SubmoduleURL.holds(bytes.span, at: place)
  }

  @Test(arguments: [
    "[submodule \"a\"]\n\tpath = a\n\turl = https://key@host/\n",
    "[submodule \"a\"]\nurl=@", "  [SubModule \"a\"]\r\n  URL\t=  x@", "[submodule \"a\"] url = @",
    "[core]\n\tbare = false\n[submodule \"a\"]\n# a comment\n\n\turl = @",
  ])
  func `knows the value of url in a section of a submodule`(text: String) throws {
    #expect(try holds(text))
  }

  @Test(arguments: [
    "[remote \"origin\"]\n\turl = @", "[submodule \"a\"]\n\tpath = @", "url = @", "@",
    "[submodule \"a\"]\n\t# url = @", "[submodule \"a\"]\n\turls = @", "[submodule \"@\"]",
    "[submodule \"a\"]\n[core] url = @", "[submodule \"a\"]\n\turl\n\tpath = @",
    "[submodule \"a\"]\n\turl = x\\\n@",
  ])
  func `takes no other value for one`(text: String) throws {
    #expect(try !holds(text))
  }

  @Test func `gives up on a line that begins far away`() throws {
    let text = "[submodule \"a\"]\n\turl = " + String(repeating: "x", count: 5000) + "@"
    #expect(try !holds(text))
  }
}
