import Archives
import Git
import Testing

/// Packs that no git writes.
@Suite struct HostilePackTests {
  private let text = Array("some text of a file\n")

  @Test func `deltas are built on bases by place and by id, also on what comes later`() {
    var pack = HandMade.Pack()
    let first = pack.add(.blob, text)
    let second = pack.add(
      delta: HandMade.delta(baseSize: 20, copy: 0..<10, insert: "one\n"), at: first)
    pack.add(delta: HandMade.delta(baseSize: 14, copy: 0..<14, insert: "two\n"), at: second)
    let later = Array("a later object\n")
    pack.add(
      delta: HandMade.delta(baseSize: 15, copy: 2..<15, insert: "three\n"),
      of: HandMade.id(.blob, later))
    pack.add(.blob, later)
    let reading = Reading(HandMade.bundle(pack), at: "b")
    #expect(reading.problems.isEmpty, "\(reading.whys)")
    let texts = Set(reading.texts.filter { $0.key != "b" }.values)
    #expect(
      texts == [
        "some text of a file\n", "some text one\n", "some text one\ntwo\n", "a later object\n",
        "later object\nthree\n",
      ])
    #expect(reading.texts["b!\(hex(HandMade.id(.blob, text)))"] == "some text of a file\n")
  }

  @Test func `deltas of each other are told as changes of what is not there`() {
    let (one, two) = (HandMade.id(.blob, Array("1")), HandMade.id(.blob, Array("2")))
    var pack = HandMade.Pack()
    pack.add(delta: HandMade.delta(baseSize: 5, copy: nil, insert: "first"), of: two)
    pack.add(delta: HandMade.delta(baseSize: 5, copy: 0..<5, insert: "second"), of: one)
    let reading = Reading(pack.bytes, at: "p")
    #expect(reading.problems == [ArchiveProblem(path: Array("p"), reason: .missingBases(2))])
    #expect(reading.texts["p!delta-of-\(hex(two))"] == "first")
    #expect(reading.texts["p!delta-of-\(hex(one))"] == "\n\n\n\n\nsecond")
  }

  @Test func `what is wrong with one entry does not hide the others`() {
    var pack = HandMade.Pack()
    let first = pack.add(.blob, text)
    pack.add(delta: HandMade.delta(baseSize: 20, copy: 0..<10, insert: ""), at: first + 1)
    pack.add(delta: HandMade.delta(baseSize: 99, copy: 0..<10, insert: ""), at: first)
    pack.add(delta: HandMade.delta(baseSize: 20, copy: 15..<25, insert: ""), at: first)
    pack.add(delta: [20], at: first)
    pack.add(.blob, Array("claims more\n"), size: 50)
    pack.add(.blob, Array("claims less\n"), size: 3)
    pack.add(.tree, Array("100644 no id\0short"))
    pack.add(.blob, Array("the last\n"))
    let reading = Reading(pack.bytes, at: "p")
    #expect(Set(reading.texts.values) == ["some text of a file\n", "the last\n"])
    #expect(!reading.problems.isEmpty)
    #expect(Set(reading.problems.map(\.reason)) == [.corrupt])
  }

  @Test func `what says itself that it is a bomb is read only where it begins`() throws {
    var random = SystemRandomNumberGenerator()
    var pack = HandMade.Pack()
    pack.add(.blob, text)
    let rest = (0..<1 << 20).map { _ in UInt8.random(in: 0...255, using: &random) }
    let place = pack.add(.blob, Array("it begins\n") + rest, size: 1 << 31)
    let reading = Reading(pack.bytes, at: "p")
    let bomb = try #require(reading.texts["p!object-at-\(place)"])
    #expect(bomb.hasPrefix("it begins\n"))
    #expect(bomb.utf8.count < 100 << 10)
    #expect(reading.texts.values.contains("some text of a file\n"))
    #expect(reading.problems.count == 1, "\(reading.whys)")
    guard case .tooManyBytes? = reading.problems.first?.reason else {
      Issue.record("\(reading.whys)")
      return
    }
  }

  @Test(arguments: [0, 5])
  func `a type that there is not ends a pack`(type: UInt8) {
    var pack = HandMade.Pack()
    pack.add(.blob, text)
    _ = pack.add(type: type, size: 1, base: [], [1])
    pack.add(.blob, Array("behind"))
    let reading = Reading(pack.bytes, at: "p")
    #expect(Array(reading.texts.values) == ["some text of a file\n"])
    #expect(reading.problems == [ArchiveProblem(path: Array("p"), reason: .corrupt)])
  }

  @Test func `a pack that claims more entries, or fewer, than it has is told`() {
    var pack = HandMade.Pack()
    pack.add(.blob, text)
    pack.add(.blob, Array("second"))
    for count in [0, 1, 3, 0xffff_ffff] {
      #expect(!Reading(pack.bytes(count: count), at: "p").problems.isEmpty, "\(count)")
    }
    #expect(Reading(pack.bytes(count: 3), at: "p").texts.count == 2)
  }

  @Test func `a wrong checksum, and what follows it, is told`() {
    var pack = HandMade.Pack()
    pack.add(.blob, text)
    var wrong = pack.bytes
    wrong[wrong.count - 1] ^= 1
    for bytes in [wrong, pack.bytes + [0]] {
      let reading = Reading(bytes, at: "p")
      #expect(Array(reading.texts.values) == ["some text of a file\n"])
      #expect(reading.problems == [ArchiveProblem(path: Array("p"), reason: .corrupt)])
    }
  }

  @Test func `an object that is cut short gives what it has`() {
    var pack = HandMade.Pack()
    pack.add(.blob, [UInt8](repeating: 0x61, count: 100_000))
    let reading = Reading(Array(HandMade.bundle(pack).prefix(90_000)), at: "b")
    #expect(reading.contents["b!object-at-29"]?.count ?? 0 > 60_000)
    #expect(reading.problems.contains { $0.reason == .truncated })
  }

  @Test func `deltas that grow without end are ended by what comes out`() {
    var limits = ArchiveLimits()
    limits.bytes = 1 << 20
    limits.freeBytes = 1 << 20
    limits.ratio = 4
    var pack = HandMade.Pack()
    var place = pack.add(.blob, [UInt8](repeating: 0x61, count: 60_000))
    let copy = HandMade.delta(baseSize: 60_000, copy: 0..<60_000, insert: "")
    for _ in 0..<500 { place = pack.add(delta: copy, at: place) }
    let reading = Reading(pack.bytes, at: "p", limits: limits)
    guard case .tooManyBytes? = reading.problems.last?.reason else {
      Issue.record("\(reading.whys)")
      return
    }
    #expect(reading.entries.count < 40)
  }

  @Test func `what needs too much memory is told, and an object without deltas is read`() {
    var limits = ArchiveLimits()
    limits.packMemory = 50_000
    var pack = HandMade.Pack()
    let huge = pack.add(.blob, [UInt8](repeating: 0x61, count: 60_000))
    pack.add(delta: HandMade.delta(baseSize: 60_000, copy: 0..<9, insert: "x"), at: huge)
    pack.add(
      delta: HandMade.delta(baseSize: 1 << 40, copy: 0..<9, insert: "x"),
      of: HandMade.id(.blob, []))
    pack.add(.blob, text)
    let reading = Reading(pack.bytes, at: "p", limits: limits)
    #expect(reading.contents.values.contains { $0.count == 60_000 })
    #expect(reading.texts.values.contains("some text of a file\n"))
    #expect(
      Set(reading.problems.map(\.reason)) == [.tooLargeObjects(50_000), .missingBases(1)])
  }

  @Test func `more objects than allowed are not read`() {
    var limits = ArchiveLimits()
    limits.objects = 10
    var pack = HandMade.Pack()
    for number in 0..<20 { pack.add(.blob, Array("\(number)")) }
    let reading = Reading(pack.bytes, at: "p", limits: limits)
    #expect(reading.problems.map(\.reason) == [.tooManyEntries(10)])
    #expect(reading.contents.count == 10)
  }

  @Test func `a bundle that asks for what is not known is read as far as it is known`() {
    var pack = HandMade.Pack()
    pack.add(.blob, text)
    let odd = Reading(HandMade.bundle(pack, header: "# v3 git bundle\n@new=1\n\n"), at: "b")
    #expect(odd.problems.map(\.reason) == [.unknownBundle])
    #expect(odd.texts.values.contains("some text of a file\n"))
    let other = Reading(
      HandMade.bundle(pack, header: "# v3 git bundle\n@object-format=md5\n\n"), at: "b")
    #expect(other.problems.map(\.reason) == [.unknownBundle])
    #expect(other.paths == ["b"])
    let filtered = "# v3 git bundle\n@object-format=sha1\n@filter=blob:none\n\n"
    #expect(Reading(HandMade.bundle(pack, header: filtered), at: "b").problems.isEmpty)
  }

  @Test func `a header without an end is told`() {
    let header = "# v2 git bundle\n" + String(repeating: "0", count: 40) + " refs/heads/x\n"
    let reading = Reading(Array(header.utf8), at: "b")
    #expect(reading.problems.map(\.reason) == [.truncated])
    #expect(reading.texts == ["b": header])
  }

  private func hex(_ id: [UInt8]) -> String {
    id.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }
}
