import Testing

/// How far `near` looks: whole lines, counted from those of the value.
@Suite struct NeighbourhoodTests {
  private func isFound(_ text: String, lines: Int) throws -> Bool {
    let toml = rule(
      pattern: "(?<secret>[0-9a-f]{64})", "near = [{ pattern = 'vast', lines = \(lines) }]")
    return try !find(toml, in: text.replacing("KEY", with: key())).isEmpty
  }

  @Test(arguments: ["vast KEY", "KEY vast", "vast\tKEY\n", "\nKEY vast\n", "vastKEYvast"])
  func `no lines around are the value's own`(text: String) throws {
    #expect(try isFound(text, lines: 0))
  }

  @Test(arguments: ["vast\nKEY", "KEY\nvast", "vast\r\nKEY\r\nvast", "KEY", "\n\nKEY\n\n"])
  func `what stands on the next line is not on its own`(text: String) throws {
    #expect(try !isFound(text, lines: 0))
  }

  @Test(arguments: [
    "vast\n\n\nKEY", "KEY\n\n\nvast", "a vast b\n\n\n  KEY  \n", "\n\n\n\nKEY\n\n\n vast",
  ])
  func `three lines away is within three lines and not within two`(text: String) throws {
    #expect(try isFound(text, lines: 3))
    #expect(try !isFound(text, lines: 2))
  }

  @Test func `more lines than there are reach the edges`() throws {
    #expect(try isFound("vast\nKEY\n", lines: 1000))
    #expect(try isFound("KEY\nvast", lines: 1000))
    #expect(try isFound("KEY vast", lines: 1000))
    #expect(try !isFound("KEY", lines: 1000))
  }

  @Test func `the first and the last byte of the range count`() throws {
    #expect(try isFound("vast\nKEY", lines: 1))
    #expect(try isFound("KEY\nvast\n", lines: 1))
    #expect(try isFound("x\nvast\nKEY\nx", lines: 1))
    #expect(try !isFound("vast\nx\nKEY\nx\nvast", lines: 1))
  }

  @Test func `lines without end are followed a kilobyte for each, and eight at most`() throws {
    func text(_ distance: Int) -> String {
      "vast" + String(repeating: "-", count: distance - 4) + "KEY"
    }
    for (lines, distance) in [(0, 1024), (3, 4096), (7, 8192), (50, 8192)] {
      #expect(try isFound(text(distance), lines: lines))
      #expect(try !isFound(text(distance + 1), lines: lines))
    }
    func mirrored(_ distance: Int) -> String {
      "KEY" + String(repeating: "-", count: distance - 4) + "vast"
    }
    #expect(try isFound(mirrored(8192), lines: 9))
    #expect(try !isFound(mirrored(8193), lines: 9))
  }

  @Test func `look-behind sees what stands before the lines`() throws {
    let toml = rule(
      pattern: "(?<secret>[0-9a-f]{64})", "near = [{ pattern = '(?<![a-z]\\n)vast' }]")
    #expect(try find(toml, in: "a\nvast \(key())") == [])
    #expect(try find(toml, in: "1\nvast \(key())").count == 1)
  }

  @Test func `every context must be there`() throws {
    let toml = rule(
      pattern: "(?<secret>[0-9a-f]{64})",
      "near = [{ pattern = 'one' }, { pattern = 'two', lines = 1 }]")
    #expect(try find(toml, in: "two\none \(key())").count == 1)
    #expect(try find(toml, in: "one\ntwo \(key())") == [])
    #expect(try find(toml, in: "one \(key())") == [])
  }
}
