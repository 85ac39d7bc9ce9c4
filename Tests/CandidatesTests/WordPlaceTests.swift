import Testing

/// A word that a rule asks for counts within eight kilobytes, wherever in a content of any size.
@Suite struct WordPlaceTests {
  private let toml = rule(pattern: "key=(?<secret>[a-z]+)", anchor: "key=", "words = ['acme']")

  /// A text of many anchors without the word, of this many bytes.
  private func text(_ count: Int) -> String {
    String(repeating: "key=none \n", count: count / 10)
  }

  @Test(arguments: [0, 5_000, 60_000, 70_000, 300_000])
  func `a word is seen at its distance and no farther, behind any text`(before: Int) throws {
    let limit = 8192
    for distance in [4, 100, limit - 1, limit, limit + 1] {
      let between = String(repeating: ".", count: distance)
      // From the end of the anchor to the begin of the word behind, and between both begins.
      let distant = String(repeating: ".", count: limit + 1)
      let behind = text(before) + distant + "key=abc" + between.dropFirst(3) + "acme" + distant
      let front = text(before) + "acme" + between.dropFirst(4) + "key=abc"
      let isNear = distance <= limit
      #expect(
        try find(toml, in: behind) == (isNear ? [Found("one", "abc")] : []),
        "\(distance) bytes behind")
      let found = try find(toml, in: front)
      #expect(found.contains(Found("one", "abc")) == isNear, "\(distance) bytes before")
    }
  }

  @Test func `words far from each other are each seen where they are`() throws {
    let part = text(200_000)
    let found = try find(
      toml, in: part + "acme key=one " + part + part + part + "acme key=two " + part)
    let names = found.map(\.secret)
    #expect(names.contains("one"))
    #expect(names.contains("two"))
    // Those of the texts within eight kilobytes, on both sides of each.
    #expect(names.count { $0 == "none" } < 4 * 900)
  }
}
