import Git
import Testing

@Suite struct AddedLinesTests {
  // The macros of the tests take no spans.
  private func ranges(_ old: [UInt8], _ new: [UInt8]) throws -> [Range<Int>] {
    try AddedLines.ranges(from: old.span, to: new.span)
  }

  @Test(arguments: [
    ("", "", []),
    ("", "a", [1..<2]),
    ("", "a\nb\n", [1..<3]),
    ("a\n", "a\n", []),
    ("a\n", "a\nb\n", [2..<3]),
    ("a\nb\n", "b\n", []),
    ("a\nb\nc\n", "a\nx\nc\ny", [2..<3, 4..<5]),
    ("a", "a\n", [1..<2]),
    ("a\0b\n", "a\0b\nc\0\n", [2..<3]),
    ("a\r\n", "a\n", [1..<2]),
    ("a\n\n\n", "a\n\n\n\n", [4..<5]),
    ("\n", "\n\n", [2..<3]),
    ("a\n", "", []),
  ])
  func `are numbered from one`(_ old: String, _ new: String, _ expected: [Range<Int>]) throws {
    #expect(try ranges(Array(old.utf8), Array(new.utf8)) == expected)
  }

  @Test func `are those that git says`() throws {
    let fixture = try GitFixture()
    let objects = try fixture.open().objects
    var random = SeededGenerator(seed: 5)
    for _ in 0..<60 {
      let old = (0..<30).map { _ in "\(Int.random(in: 0..<12, using: &random))\n" }
      var new = old
      for _ in 0..<Int.random(in: 0..<8, using: &random) {
        let index = Int.random(in: new.indices, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: new.remove(at: index)
        case 1: new.insert("new \(Int.random(in: 0..<4, using: &random))\n", at: index)
        default: new[index] = "\0other\n"
        }
      }
      let oldID = try fixture.blob(Array(old.joined().utf8))
      let newID = try fixture.blob(Array(new.joined().utf8))
      let found = try objects.addedLines(old: oldID, new: newID)
      let hunks = try fixture.git(
        ["diff", "-U0", "--text", "--no-indent-heuristic", "\(oldID)", "\(newID)"]
      ).lines.filter { $0.hasPrefix("@@") }
      let expected = hunks.compactMap { hunk -> Range<Int>? in
        let numbers = hunk.split(separator: " ")[2].dropFirst().split(separator: ",").map {
          Int($0) ?? 0
        }
        let count = numbers.count > 1 ? numbers[1] : 1
        return count == 0 ? nil : numbers[0]..<numbers[0] + count
      }
      #expect(found == expected)
    }
  }

  @Test func `are all of a new blob, and none of the same`() throws {
    let fixture = try GitFixture()
    let id = try fixture.blob(Array("a\nb\nc".utf8))
    let objects = try fixture.open().objects
    #expect(try objects.addedLines(old: nil, new: id) == [1..<4])
    #expect(try objects.addedLines(old: id, new: id).isEmpty)
  }

  @Test func `are all where there are too many to compare`() throws {
    let many = [UInt8](repeating: 10, count: 2_000_001)
    #expect(try ranges(many, many) == [1..<2_000_002])
  }

  @Test func `survive any bytes`() throws {
    var random = SeededGenerator(seed: 6)
    for _ in 0..<300 {
      let contents = (0..<2).map { _ in
        (0..<Int.random(in: 0..<200, using: &random)).map { _ in
          [0, 10, 13, 65, 255].randomElement(using: &random) ?? UInt8(0)
        }
      }
      let lines = contents[1].split(separator: 10, omittingEmptySubsequences: false).count
      for range in try ranges(contents[0], contents[1]) {
        #expect(range.lowerBound >= 1 && range.upperBound <= lines + 1)
      }
    }
  }
}
