import Candidates
import Testing

/// The search, by each way that the processor can, against a naive one, over bytes made by chance with runs and literals
/// planted in them.
@Suite struct AnchorPropertyTests {
  @Test(arguments: 0..<100)
  func `every place that a naive search finds is found, and no other`(seed: Int) throws {
    var generator = SeededGenerator(seed: seed)
    let literals = Self.literals(using: &generator)
    for _ in 0..<10 {
      let bytes = Self.bytes(literals: literals, using: &generator)
      let runs = Int.random(in: 0..<4, using: &generator) > 0
      let expected = reference(literals: literals, runs: runs, in: bytes)
      #expect(found(literals: literals, runs: runs, in: bytes) == expected)
      for places in foundByEachWay(literals: literals, runs: runs, in: bytes) {
        #expect(places == expected)
      }
    }
  }

  @Test(arguments: 0..<4)
  func `two hundred literals are found as few are`(seed: Int) throws {
    var generator = SeededGenerator(seed: 1000 + seed)
    let literals = (0..<200).map { _ in Self.literal(of: "abcdeABC-_.ä", using: &generator) }
    for _ in 0..<5 {
      let bytes = Self.bytes(literals: literals, using: &generator)
      let expected = reference(literals: literals, runs: true, in: bytes)
      #expect(found(literals: literals, runs: true, in: bytes) == expected)
      for places in foundByEachWay(literals: literals, runs: true, in: bytes) {
        #expect(places == expected)
      }
    }
  }

  private static func literals(using generator: inout SeededGenerator) -> [String] {
    let alphabets = ["ab", "abcABC019", "vast_ai-KEY.\"' äß", "0123456789abcdef"]
    return (0..<Int.random(in: 0..<12, using: &generator)).map { _ in
      literal(of: alphabets[Int.random(in: 0..<4, using: &generator)], using: &generator)
    }
  }

  private static func literal(of alphabet: String, using generator: inout SeededGenerator) -> String
  {
    // Of characters with two bytes there is room for half as many.
    let length = Int.random(in: 3...(Bool.random(using: &generator) ? 6 : 32), using: &generator)
    return String((0..<length).map { _ in alphabet.randomElement(using: &generator) ?? "x" })
  }

  /// Pieces of all kinds, one after the other.
  private static func bytes(
    literals: [String], using generator: inout SeededGenerator
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    for _ in 0..<Int.random(in: 0..<30, using: &generator) {
      switch Int.random(in: 0..<6, using: &generator) {
      case 0:
        bytes += some(of: Array("0123456789abcdefABCDEF".utf8), 60...90, using: &generator)
      case 1:
        bytes += some(of: Array("0123456789abcdef:g".utf8), 0...200, using: &generator)
      case 2:
        bytes += some(of: (0...255).map { UInt8($0) }, 0...70, using: &generator)
      case 3:
        bytes += some(of: Array("ab".utf8), 0...70, using: &generator)
      default:
        let literal = Array((literals.randomElement(using: &generator) ?? "").utf8)
        // Whole, or cut at one end.
        bytes += literal.dropFirst(Int.random(in: -3...1, using: &generator).clamped)
        if Int.random(in: 0..<4, using: &generator) == 0, !bytes.isEmpty { bytes.removeLast() }
      }
    }
    return bytes
  }

  private static func some(
    of alphabet: [UInt8], _ lengths: ClosedRange<Int>, using generator: inout SeededGenerator
  ) -> [UInt8] {
    (0..<Int.random(in: lengths, using: &generator)).map { _ in
      alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
    }
  }
}

extension Int {
  fileprivate var clamped: Int { Swift.max(0, self) }
}
