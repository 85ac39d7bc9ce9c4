import Archives
import Blobs
import Testing

@Suite struct ContainerKindTests {
  @Test(arguments: [
    "", "BZ", "BZhello, this is text", "BZh91AY", "PK is a lighter sail", "PK\u{3}", "070701 oh",
    "!<arch>\nnot one, but long enough to have a header, if it were one at all",
    "SQLite format 3", "070707 " + String(repeating: "7 ", count: 60), "Rar!", "ustar",
    String(repeating: "x", count: 257) + "ustar" + String(repeating: "y", count: 300),
    String(repeating: "0", count: 600), "# v2 git bundle\nThis is how one begins.\n",
    "PACK of wolves",
    "# v2 git bundle\n",
  ])
  func `a text that begins like a container is none`(text: String) {
    let bytes = Array(text.utf8)
    #expect(ContainerKind(startOf: bytes.span) == nil)
  }

  @Test func `zeros and a stream of random bytes are no container`() {
    #expect(ContainerKind(startOf: [UInt8](repeating: 0, count: 1024).span) == nil)
    let bytes = (0..<512).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ 13) }
    #expect(ContainerKind(startOf: bytes.span) == nil)
  }

  @Test func `a tar of before POSIX is known by its checksum`() {
    let tar = HandMade.tar([(Array("a"), Array("b"))], isPosix: false)
    #expect(ContainerKind(startOf: tar.span) == .tar)
    #expect(Reading(tar, at: "t").texts == ["t!a": "b"])
  }

  @Test func `each container begins with a magic of its kind`() throws {
    let made: [(ContainerKind, [UInt8])] = [
      (.gzip, try Made.compressed("gzip", [1])), (.bzip2, try Made.compressed("bzip2", [1])),
      (.xz, try Made.compressed("xz", [1])), (.lzma, try Made.compressed("lzma", [1])),
      (.zstd, try Made.compressed("zstd", [1])), (.lz4, try Made.compressed("lz4", [1])),
      (.compress, try Made.compressed("compress", [1])),
      (.tar, try Made.archive("gnutar", ["a": ""])),
      (.zip, try Made.archive("zip", ["a": ""])), (.cpio, try Made.archive("newc", ["a": ""])),
      (.ar, try Made.archive("arsvr4", ["a": ""])),
      (.sqlite, try Made.database("CREATE TABLE t(a)")),
      (.bundle, HandMade.bundle(HandMade.Pack())), (.pack, HandMade.Pack().bytes),
    ]
    for (kind, bytes) in made {
      #expect(ContainerKind(startOf: bytes.span) == kind)
      #expect(
        ContainerKind.magics.contains {
          $0.kind == kind && bytes.dropFirst($0.offset).starts(with: $0.bytes)
        }, "\(kind)")
    }
  }

  @Test func `a container that is not opened is said to be one`() {
    let bytes: [UInt8] =
      [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4] + [UInt8](repeating: 0, count: 24)
    let reading = Reading(bytes, at: "a.7z")
    #expect(reading.outcome == .unreadable)
    #expect(reading.whys == ["a.7z: 7-Zip archives are not opened"])
  }
}
