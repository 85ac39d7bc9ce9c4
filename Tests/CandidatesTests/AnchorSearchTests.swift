import Candidates
import Glibc
import Testing

@Suite struct AnchorSearchTests {
  @Test(arguments: 60...90)
  func `a run of 64 to 80 hex digits is found wherever it stands`(length: Int) throws {
    let search = try #require(AnchorSearch(literals: [], runs: true))
    let digits = Array("0123456789abcdefABCDEF".utf8)
    for before in 0..<70 {
      for after in [0, 1, 2, 31, 32, 33] {
        let run = (0..<length).map { digits[($0 * 7 + before) % digits.count] }
        let edge = (before + after) % 2 == 0 ? UInt8(ascii: "g") : UInt8(ascii: "/")
        let bytes =
          [UInt8](repeating: edge, count: before) + run + [UInt8](repeating: edge, count: after)
        let expected =
          (64...80).contains(length) ? [Place(offset: before, length: length, kind: 0)] : []
        guard found(by: search, in: bytes) != expected else { continue }
        Issue.record("\(length) digits, \(before) bytes before them, \(after) after")
      }
    }
  }

  @Test(arguments: 0...255)
  func `a run ends at every byte that is no hex digit`(byte: Int) throws {
    let byte = UInt8(byte)
    let half = [UInt8](repeating: UInt8(ascii: "5"), count: 40)
    let whole = half + half.prefix(24)
    let places = try #require(found(literals: [], runs: true, in: half + [byte] + half))
    #expect(places == (isHexDigit(byte) ? [] : reference(literals: [], runs: true, in: half)))
    let beside = try #require(found(literals: [], runs: true, in: [byte] + whole + [byte]))
    let offset = isHexDigit(byte) ? 0 : 1
    #expect(beside == [Place(offset: offset, length: isHexDigit(byte) ? 66 : 64, kind: 0)])
  }

  @Test func `a literal is found at every offset and at the edges`() throws {
    let literals = ["abc", "PRIVATE KEY-----", ".env", String(repeating: "long", count: 16)]
    let search = try #require(AnchorSearch(literals: literals, runs: true))
    for (number, literal) in literals.enumerated() {
      for before in 0..<100 {
        for after in [0, 1, 2, 3, 31, 32, 33, 64] {
          let bytes =
            [UInt8](repeating: 0xe4, count: before) + Array(literal.utf8)
            + [UInt8](repeating: 0, count: after)
          let expected = [Place(offset: before, length: literal.utf8.count, kind: number + 1)]
          guard found(by: search, in: bytes) != expected else { continue }
          Issue.record("'\(literal)', \(before) bytes before it, \(after) after")
        }
      }
    }
  }

  @Test func `letter case is that of ASCII`() {
    #expect(found(literals: ["VaSt"], runs: false, in: Array("vast VAST vAsT".utf8))?.count == 3)
    #expect(found(literals: ["@[`{"], runs: false, in: Array("`{@[ @[`{".utf8))?.count == 1)
    #expect(found(literals: ["grüße"], runs: false, in: Array("GRüßE GRÜSSE".utf8))?.count == 1)
    // A byte of a letter with an accent differs from another's in the bit that ASCII has for case.
    #expect(found(literals: ["éx"], runs: false, in: [0xc3, 0x89, 0x58]) == [])
  }

  @Test func `literals that overlap are all found`() {
    let places = found(literals: ["aaa", "aaaa", "aaa"], runs: false, in: Array("aaaaa".utf8))
    #expect(
      places == [
        Place(offset: 0, length: 3, kind: 1), Place(offset: 0, length: 4, kind: 2),
        Place(offset: 0, length: 3, kind: 3), Place(offset: 1, length: 3, kind: 1),
        Place(offset: 1, length: 4, kind: 2), Place(offset: 1, length: 3, kind: 3),
        Place(offset: 2, length: 3, kind: 1), Place(offset: 2, length: 3, kind: 3),
      ])
    #expect(
      found(literals: ["cafe"], runs: true, in: Array(String(repeating: "cafe", count: 17).utf8))?
        .count == 18)
  }

  @Test func `nothing is found in nothing`() throws {
    let search = try #require(AnchorSearch(literals: ["abc"], runs: true))
    var anchors = AnchorList()
    for (text, count) in [("abc", 1), ("", 0), ("xabcabc", 2), ("ab", 0)] {
      let isFound = search.find(in: Array(text.utf8).span, anchors: &anchors)
      let (found, isEmpty) = (anchors.count, anchors.isEmpty)
      #expect(isFound && found == count && isEmpty == (count == 0))
    }
    #expect(found(literals: [], runs: false, in: Array("abc".utf8)) == [])
  }

  @Test func `anchors are told one by one, in order`() throws {
    let search = try #require(AnchorSearch(literals: ["abc", "bcd1"], runs: true))
    #expect(search.longestLiteral == 4)
    #expect(AnchorSearch.longestRun == 80)
    var places: [Place] = []
    let bytes = Array("abcd1 abc".utf8)
    let isFound = search.forEachAnchor(in: bytes.span) {
      places.append(Place(offset: $0.offset, length: $0.length, kind: $0.kind))
    }
    #expect(isFound)
    #expect(places == reference(literals: ["abc", "bcd1"], runs: true, in: bytes))
  }

  @Test func `a literal has 3 to 64 bytes`() {
    let longest = String(repeating: "x", count: 64)
    for literal in ["abc", "é.", longest] {
      #expect(AnchorSearch(literals: ["abcd", literal], runs: true) != nil)
    }
    for literal in ["", "ab", "é", longest + "x"] {
      #expect(AnchorSearch(literals: ["abcd", literal], runs: true) == nil)
    }
  }

  @Test func `there may be tens of thousands of literals`() throws {
    let literals = (0..<65_000).map { "literal-\($0)." }
    let places = try #require(
      found(literals: literals, runs: false, in: Array("literal-64999. literal-0.".utf8)))
    #expect(places.map(\.kind) == [65_000, 1])
    #expect(AnchorSearch(literals: literals + ["abc"], runs: false) == nil)
  }

  @Test func `eight megabytes of hex digits are one run too long`() {
    var bytes = Array(String(repeating: "0123456789abcdef", count: 1 << 19).utf8)
    #expect(found(literals: [], runs: true, in: bytes) == [])
    #expect(foundByEachWay(literals: [], runs: true, in: bytes).allSatisfy { $0 == [] })
    // Broken up, it is all keys.
    for place in stride(from: 64, to: bytes.count, by: 65) { bytes[place] = 0x0a }
    let count = (bytes.count + 1) / 65
    #expect(found(literals: ["xyz"], runs: true, in: bytes)?.count == count)
    for places in foundByEachWay(literals: ["xyz"], runs: true, in: bytes) {
      #expect(places?.count == count)
    }
  }

  @Test(arguments: [0, 1, 2, 3, 31, 32, 33, 34, 35, 63, 64, 65, 66, 67, 96, 98, 128])
  func `no byte behind the last is read`(count: Int) throws {
    let search = try #require(AnchorSearch(literals: ["abc", "ccc"], runs: true))
    let page = 4096
    let memory = unsafe mmap(
      nil, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    let pages = try unsafe #require(memory)
    defer { unsafe munmap(pages, 2 * page) }
    // Reading the second page ends the process.
    #expect(unsafe mprotect(pages + page, page, PROT_NONE) == 0)
    unsafe memset(pages, Int32(UInt8(ascii: "c")), page)
    let bytes = unsafe UnsafeRawBufferPointer(start: pages + page - count, count: count)
    var anchors = AnchorList()
    let isFound = unsafe search.find(in: bytes.bindMemory(to: UInt8.self).span, anchors: &anchors)
    let (found, runs) = (anchors.count, (64...80).contains(count) ? 1 : 0)
    #expect(isFound && found == max(0, count - 2) + runs)
  }
}
