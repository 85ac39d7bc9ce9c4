import Candidates
import Testing

/// What `value = "random"` takes for made up by chance.
@Suite struct RandomnessTests {
  private static let toml = rule(
    pattern: "value[.](?<secret>[0-9A-Za-z]+)[.]", anchor: "value.", "value = 'random'\nafter = 200"
  )

  private func isRandom(_ value: String) throws -> Bool {
    try !find(Self.toml, in: "value.\(value).").isEmpty
  }

  @Test func `ten thousand made-up keys all pass`() throws {
    var searcher = try Searcher(toml: Self.toml)
    for _ in 0..<10_000 {
      let key = key()
      let found = try searcher.find(in: "value.\(key).")
      if found != [Found("one", key)] { Issue.record("\(key.prefix(4))…\(key.suffix(4))") }
    }
  }

  @Test func `upper-case keys pass`() throws {
    #expect(try isRandom(key().uppercased()))
  }

  @Test(arguments: [
    String(repeating: "0", count: 64), String(repeating: "f", count: 64),
    String(repeating: "deadbeef", count: 8), String(repeating: "0123456789abcdef", count: 4),
    String(repeating: "fedcba9876543210", count: 4), String(repeating: "1", count: 63) + "2",
    String(repeating: "cafebabe", count: 4) + String(repeating: "deadbeef", count: 4),
    String(repeating: "00112233445566778899aabbccddeeff", count: 2),
    String(repeating: "a1b2c3d4e5f60718293a4b5c6d7e8f90", count: 2),
    String(repeating: "1234567890", count: 6) + "1234",
    String(repeating: "abcdef0123456789", count: 4), String(repeating: "13579bdf", count: 8),
  ])
  func `what a person would type does not`(value: String) throws {
    #expect(try !isRandom(value))
  }

  @Test func `counting bytes do not`() throws {
    for step in [1, 3, 17, 254, 255] {
      let bytes = (0..<32).map { UInt8(truncatingIfNeeded: 7 + $0 * step) }
      #expect(try !isRandom(bytes.map { hex($0) }.joined()))
    }
    // The example of a signature in Vast.ai's documentation.
    let bytes: [UInt8] = [0xa1, 0xb2, 0xc3, 0xd4, 0xe5, 0xf6] + Array(7..<33)
    #expect(try !isRandom(bytes.map { hex($0) }.joined()))
  }

  @Test func `a half that is repeated does not`() throws {
    let half = String(key().prefix(32))
    #expect(try !isRandom(half + half))
    let quarter = String(key().prefix(16))
    #expect(try !isRandom(String(repeating: quarter, count: 4)))
  }

  @Test(arguments: 1...16)
  func `nine different digits are enough and eight are not`(count: Int) throws {
    let digits = Array("0123456789abcdef".shuffled().prefix(count))
    let value = digits + (0..<(64 - count)).map { _ in digits.randomElement() ?? "0" }
    #expect(try isRandom(String(value.shuffled())) == (count >= 9))
  }

  @Test func `a digit that fills more than a third does not`() throws {
    let others = "123456789abcdef".shuffled()
    for (zeros, random) in [(21, true), (22, false), (40, false)] {
      let digits = (0..<(64 - zeros)).map { others[$0 % others.count] }
      let value = (digits + [Character](repeating: "0", count: zeros)).shuffled()
      #expect(try isRandom(String(value)) == random, "\(zeros)")
    }
  }

  @Test func `what is short does not`() throws {
    #expect(try !isRandom("short"))
    #expect(try !isRandom("a1b2c3d"))
  }

  private func hex(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }
}
