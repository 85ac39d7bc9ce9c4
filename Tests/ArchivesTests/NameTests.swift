import Archives
import Blobs
import Glibc
import Testing

@Suite struct NameTests {
  @Test func `gzip's own name is taken if it is a plain one`() {
    func path(_ name: String?, in path: String) -> [String] {
      Reading(HandMade.gzip(Array("x"), name: name), at: path).paths
    }
    #expect(path("server.log", in: "a/b.gz") == ["a/b.gz!server.log"])
    for name in ["../../etc/passwd", "a\nb", "", "..", "a!b"] {
      #expect(path(name, in: "a/b.gz") == ["a/b.gz!b"])
    }
    #expect(path(nil, in: "a/b.tgz") == ["a/b.tgz!b.tar"])
    #expect(path(nil, in: "x.zip!b.gz") == ["x.zip!b.gz!b"])
    #expect(path(nil, in: "blob") == ["blob!blob"])
    #expect(path(nil, in: ".gz") == [".gz!.gz"])
  }

  @Test func `names stand as the archive has them`() {
    let names = ["../../etc/passwd", "/root/.env", "a\nb", "a!b", "naïve/日本.txt", "  "]
    let zip = HandMade.zip(names.map { HandMade.ZipEntry(name: Array($0), content: []) })
    #expect(Reading(zip, at: "z").paths == names.map { "z!" + $0 })
    let tar = HandMade.tar(names.map { (Array($0), []) })
    #expect(Reading(tar, at: "t").paths == names.map { "t!" + $0 })
  }

  @Test func `letters are kept in whatever encoding a name is`() {
    let name = "naïve/日本.txt"
    let marked = HandMade.zip([.init(name: Array(name), content: [], flags: 0x800)])
    #expect(Reading(marked, at: "z").paths == ["z!" + name])
    let latin: [UInt8] = [0x6e, 0xef, 0xff, 0x80]
    let zip = HandMade.zip([.init(name: latin, content: [])])
    #expect(Reading(zip, at: "z").entries.map(\.path) == [Array("z!") + latin])
    #expect(
      Reading(HandMade.tar([(latin, [])]), at: "t").entries.map(\.path) == [Array("t!") + latin])
    // pax keeps names as UTF-8 in a header of their own.
    let record = "path=\(name)\n"
    let header = Array("\(record.utf8.count + 3) \(record)")
    var pax = HandMade.tarHeader(Array("pax"), size: HandMade.octal(header.count), type: "x")
    pax += header + [UInt8](repeating: 0, count: 512 - header.count)
    pax += HandMade.tar([(Array("other"), Array("x"))])
    #expect(Reading(pax, at: "t").paths == ["t!" + name])
  }

  @Test func `a letter with its mark is composed where a name is marked as UTF-8`() {
    let zip = HandMade.zip([.init(name: Array("e\u{301}"), content: [], flags: 0x800)])
    #expect(Reading(zip, at: "z").entries.map(\.path) == [Array("z!\u{e9}".utf8)])
  }

  @Test func `a name that is marked as UTF-8 and is not is no problem`() {
    let zip = HandMade.zip([.init(name: [0x61, 0xff, 0x62], content: Array("x"), flags: 0x800)])
    let reading = Reading(zip, at: "z")
    #expect(reading.entries.count == 1, "\(reading.whys)")
    #expect(reading.contents.values.first == Array("x"))
  }

  /// libarchive 3.6 ends the process where it finds ENOMEM in `errno` while it converts a name.
  @Test(arguments: [[0x61], [0x61, 0xff, 0x62]] as [[UInt8]])
  func `an error from before is not taken for one of a name`(name: [UInt8]) {
    let zip = HandMade.zip([.init(name: name, content: Array("x"), flags: 0x800)])
    let tar = HandMade.tar([(name, Array("x"))])
    for archive in [zip, tar] {
      errno = ENOMEM
      #expect(Reading(archive, at: "z").contents.values.first == Array("x"))
    }
  }

  @Test func `of a name that is too long the end is kept`() throws {
    var limits = ArchiveLimits()
    limits.nameLength = 10
    let zip = try Made.archive("zip", ["a/very/long/way/to/.env": ""])
    #expect(
      Reading(zip, at: "z", limits: limits).paths == ["z!" + "a/very/long/way/to/.env".suffix(10)])
  }
}
