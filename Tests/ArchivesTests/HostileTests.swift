import Archives
import Blobs
import Testing

@Suite struct HostileTests {
  /// Limits that are reached soon.
  private var small: ArchiveLimits {
    var limits = ArchiveLimits()
    limits.bytes = 1 << 20
    limits.freeBytes = 1 << 20
    limits.entries = 100
    return limits
  }

  @Test(arguments: ["gzip", "bzip2", "xz", "zstd", "lz4"])
  func `a bomb is ended, and what came before is read`(filter: String) throws {
    let bomb = try Made.compressed(filter, [UInt8](repeating: 0x61, count: 8 << 20))
    let reading = Reading(bomb, at: "b", limits: small)
    #expect(reading.problems.map(\.reason) == [.tooManyBytes(small.bytes(for: bomb))])
    #expect(reading.contents["b!b"]?.first == 0x61)
  }

  @Test func `a bomb in a bomb is ended by what comes out of the first`() throws {
    let inner = try Made.compressed("gzip", [UInt8](repeating: 0, count: 16 << 20))
    let middle = try Made.compressed("gzip", [UInt8](repeating: 0, count: 8 << 20) + inner)
    let zip = try Made.archive("zip", [("a.gz", try Made.compressed("gzip", middle))])
    let reading = Reading(zip, at: "z", limits: small)
    #expect(reading.problems.count == 1)
    guard case .tooManyBytes? = reading.problems.first?.reason else {
      Issue.record("\(reading.whys)")
      return
    }
  }

  @Test func `entries that share their bytes are ended by what they give`() throws {
    let zip = HandMade.overlappingZip(90, [UInt8](repeating: 0x61, count: 100_000))
    let reading = Reading(zip, at: "z", limits: small)
    guard case .tooManyBytes? = reading.problems.last?.reason else {
      Issue.record("\(reading.whys)")
      return
    }
  }

  @Test func `a container that contains itself is ended by the depth`() throws {
    var nested = Array("core")
    for _ in 0..<30 { nested = HandMade.gzip(nested) }
    let reading = Reading(nested, at: "q.gz")
    #expect(reading.problems == [ArchiveProblem(path: Array("q.gz"), reason: .tooDeep(5))])
    // The innermost that was reached is handed over as it is.
    #expect(reading.paths == ["q.gz!q"])
    var zips = Array("core")
    for _ in 0..<7 { zips = HandMade.zip([.init(name: Array("z"), content: zips)]) }
    let zipped = Reading(zips, at: "z")
    #expect(zipped.whys == ["z!z!z!z!z!z: containers stand in each other more than 5 deep"])
    #expect(zipped.contents.keys.contains("z!z!z!z!z!z"))
  }

  @Test func `more entries than allowed are not read`() throws {
    let entries = (0..<300).map { HandMade.ZipEntry(name: Array("\($0)"), content: []) }
    let reading = Reading(HandMade.zip(entries), at: "z", limits: small)
    #expect(reading.entries.count == 100)
    #expect(reading.problems.map(\.reason) == [.tooManyEntries(100)])
    #expect(Reading(HandMade.zip(entries), at: "z").entries.count == 300)
  }

  @Test func `a hundred thousand empty files are read`() {
    let one = HandMade.tarHeader(Array("e"), size: HandMade.octal(0))
    var tar: [UInt8] = []
    for _ in 0..<100_000 { tar += one }
    let reading = Reading(tar, at: "t")
    #expect(reading.entries.count == 100_000)
  }

  @Test(arguments: [
    "77777777777\0", "-0000000001\0", "\u{7f}\u{7f}\u{7f}\u{7f}", "zzz", "           \0",
  ])
  func `a size that is a lie ends a tar and nothing else`(size: String) {
    var tar = HandMade.tar([(Array("a"), Array("first"))])
    tar.removeLast(1024)
    tar += HandMade.tarHeader(Array("b"), size: size) + Array("second".utf8)
    let reading = Reading(tar, at: "t")
    #expect(reading.texts["t!a"] == "first")
  }

  @Test func `a size in a zip that is a lie costs nothing`() {
    let zip = HandMade.zip([
      .init(name: Array("a"), content: Array("text"), declaredSize: 0xffff_fff0),
      .init(name: Array("b"), content: Array("other")),
    ])
    let reading = Reading(zip, at: "z")
    #expect(reading.texts["z!b"] == "other")
  }

  @Test func `what is encrypted is told, and the rest is read`() throws {
    let zip = try Made.archive(
      "zip", [("secret", Array("hidden"))], options: "zip:encryption=zipcrypt")
    let reading = Reading(zip, at: "z")
    #expect(reading.whys == ["z!secret: it is encrypted"])
    #expect(reading.paths == ["z!secret"])
    #expect(reading.contents.isEmpty)
  }

  @Test func `a method that nobody knows is told, and the rest is read`() {
    let zip = HandMade.zip([
      .init(name: Array("a"), content: Array("text"), method: 77),
      .init(name: Array("b"), content: Array("other")),
    ])
    let reading = Reading(zip, at: "z")
    #expect(reading.texts["z!b"] == "other")
    #expect(reading.problems == [ArchiveProblem(path: Array("z!a"), reason: .unsupported)])
  }

  @Test func `a wrong checksum is told`() {
    let zip = HandMade.zip([.init(name: Array("a"), content: Array("text"), checksum: 7)])
    let reading = Reading(zip, at: "z")
    #expect(reading.texts["z!a"] == "text")
    #expect(reading.problems == [ArchiveProblem(path: Array("z!a"), reason: .corrupt)])
  }

  @Test(arguments: ["gzip", "bzip2", "xz", "zstd", "lz4"])
  func `a stream that is cut short gives what it has`(filter: String) throws {
    let content = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }
    let stream = try Made.compressed(filter, content)
    let reading = Reading(Array(stream.dropLast(8)), at: "s")
    #expect(reading.problems.count == 1)
    #expect(reading.outcome == .opened || filter == "bzip2")
    let got = reading.contents["s!s"] ?? []
    #expect(content.starts(with: got))
  }

  @Test(arguments: ["pax", "zip", "newc", "arsvr4"])
  func `an archive that is cut short gives what it has`(format: String) throws {
    let archive = try Made.archive(
      format,
      [("a", Array("first")), ("b", (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) })])
    let cut = archive.count - archive.count / 3
    let reading = Reading(Array(archive.prefix(cut)), at: "x")
    #expect(reading.texts["x!a"] == "first")
    #expect(!reading.problems.isEmpty)
  }

  @Test func `a container that is corrupt from its start is told, and its bytes are handed over`()
    throws
  {
    let junk: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3] + Array("\u{7}no deflate here at all")
    let reading = Reading(junk, at: "g")
    #expect(reading.outcome == .unreadable)
    #expect(reading.problems == [ArchiveProblem(path: Array("g"), reason: .corrupt)])
    let tar = Reading(try Made.archive("pax", [("g", junk)]), at: "t")
    #expect(tar.contents["t!g"] == junk)
    #expect(tar.problems == [ArchiveProblem(path: Array("t!g"), reason: .corrupt)])
  }

  @Test func `a file that is a container by chance is a file`() throws {
    let chance: [UInt8] =
      [0x5d, 0, 0, 1, 0] + [UInt8](repeating: 0xff, count: 8) + Array("\u{1}text")
    #expect(Reading(chance, at: "l").outcome == .notAContainer)
    let tar = Reading(try Made.archive("pax", [("l", chance)]), at: "t")
    #expect(tar.contents["t!l"] == chance)
    #expect(tar.problems.isEmpty)
  }

  @Test func `a hole in a sparse file is a page of zeros`() {
    // GNU's old form: where data is, then the real size.
    var header = HandMade.tarHeader(Array("s"), size: HandMade.octal(512), type: "S")
    let fields = HandMade.octal(1 << 32) + HandMade.octal(512)
    for (index, byte) in fields.utf8.enumerated() { header[386 + index] = byte == 0 ? 0x20 : byte }
    for (index, byte) in HandMade.octal(1 << 32 + 512).utf8.enumerated() {
      header[483 + index] = byte
    }
    for (index, byte) in "ustar  \0".utf8.enumerated() { header[257 + index] = byte }
    header.replaceSubrange(148..<156, with: Array("        "))
    let sum = String(header.reduce(0) { $0 + Int($1) }, radix: 8)
    header.replaceSubrange(
      148..<155, with: Array(String(repeating: "0", count: 6 - sum.count) + sum) + [0])
    let tar = header + [UInt8](repeating: 0x61, count: 512) + [UInt8](repeating: 0, count: 1024)
    let reading = Reading(tar, at: "t")
    #expect(reading.contents["t!s"]?.count == 4096 + 512)
  }

  @Test func `problems beyond a number are told as one`() {
    let entries = (0..<50).map {
      HandMade.ZipEntry(name: Array("\($0)"), content: Array("x"), checksum: 1)
    }
    let reading = Reading(HandMade.zip(entries), at: "z")
    #expect(reading.problems.count == 21)
    #expect(reading.problems.last?.reason == .more)
  }

  @Test func `no bytes that are wrong do more than end the reading`() throws {
    let tar = try Made.archive("pax", ["a": "first", "b": String(repeating: "b", count: 2000)])
    let made = [
      tar, try Made.archive("zip", ["a": "first"]), try Made.archive("newc", ["a": "first"]),
      try Made.compressed("gzip", tar), try Made.compressed("xz", tar),
      try Made.compressed("zstd", tar), try Made.compressed("compress", tar),
      try Made.database("CREATE TABLE t(a); INSERT INTO t VALUES ('x');"),
    ]
    var generator = SystemRandomNumberGenerator()
    for container in made {
      for _ in 0..<200 {
        var bytes = container
        for _ in 0..<Int.random(in: 1...8, using: &generator) {
          let place = Int.random(in: 0..<bytes.count, using: &generator)
          bytes[place] = .random(in: 0...255, using: &generator)
        }
        _ = Reading(bytes, at: "x", limits: small)
      }
    }
  }
}

extension ArchiveLimits {
  /// What may come out of a container of a stream's size.
  fileprivate func bytes(for stream: [UInt8]) -> Int {
    min(max(bytes, stream.count * growth), freeBytes + stream.count * ratio)
  }
}
