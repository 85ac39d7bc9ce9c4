import Archives
import Blobs
import Glibc
import Testing

@Suite struct ContainerTests {
  @Test(arguments: ["gzip", "bzip2", "xz", "lzma", "zstd", "lz4", "compress"])
  func `a compressed file holds one of its name without the suffix`(filter: String) throws {
    let reading = Reading(try Made.compressed(filter, Array("a key\n")), at: "logs/app.log.gz")
    #expect(reading.texts == ["logs/app.log.gz!app.log": "a key\n"])
    #expect(reading.outcome == .opened)
    #expect(reading.problems.isEmpty)
  }

  @Test(arguments: ["pax", "ustar", "gnutar", "v7tar", "zip", "newc", "odc", "arsvr4"])
  func `an archive is known by its content and gives its files`(format: String) throws {
    let archive = try Made.archive(format, ["one": "first\n", "two": "second\n"])
    let reading = Reading(archive, at: "x")
    #expect(reading.texts == ["x!one": "first\n", "x!two": "second\n"])
    #expect(reading.problems.isEmpty)
  }

  @Test(arguments: ["gzip", "bzip2", "xz", "lzma", "zstd", "lz4", "compress"])
  func `a compressed archive adds one part to a path`(filter: String) throws {
    let tar = try Made.archive("pax", ["inner/file": "text\n"])
    let reading = Reading(try Made.compressed(filter, tar), at: "a.tar.gz")
    #expect(reading.texts == ["a.tar.gz!inner/file": "text\n"])
    #expect(reading.problems.isEmpty)
  }

  @Test func `containers are opened in containers`() throws {
    let log = try Made.compressed("xz", Array("deep\n"))
    let wheel = try Made.archive("zip", [("log.xz", log), ("plain", Array("flat\n"))])
    let tar = try Made.archive("pax", [("dist/x.whl", wheel)])
    let reading = Reading(try Made.compressed("zstd", tar), at: "all.tar.zst")
    #expect(
      reading.texts == [
        "all.tar.zst!dist/x.whl!log.xz!log": "deep\n", "all.tar.zst!dist/x.whl!plain": "flat\n",
      ])
    #expect(reading.entries.filter { $0.kind == .container }.count == 2)
    #expect(reading.problems.isEmpty)
  }

  @Test func `a Docker image gives the files of its layers`() throws {
    let layer = try Made.archive("pax", ["root/.config/vastai/vast_api_key": "key\n"])
    let blobs = "blobs/sha256/"
    let image = try Made.archive(
      "pax",
      [
        (blobs + "0a", layer), (blobs + "0b", try Made.compressed("gzip", layer)),
        (blobs + "0c", Array(#"{"config": {"Env": ["A=b"]}}"#)), ("manifest.json", Array("[]")),
      ])
    let reading = Reading(image, at: "image.tar")
    let file = "root/.config/vastai/vast_api_key"
    #expect(
      reading.texts == [
        "image.tar!\(blobs)0a!\(file)": "key\n", "image.tar!\(blobs)0b!\(file)": "key\n",
        "image.tar!\(blobs)0c": #"{"config": {"Env": ["A=b"]}}"#, "image.tar!manifest.json": "[]",
      ])
    #expect(reading.problems.isEmpty)
  }

  @Test func `entries without content are named, and links with their targets`() throws {
    let reading = Reading(try Made.links(), at: "x.tar")
    let kinds = Dictionary(uniqueKeysWithValues: reading.entries.map { ($0.text, $0.kind) })
    #expect(
      kinds == [
        "x.tar!folder/": .directory,
        "x.tar!link": .symlink(target: Array("https://host/?api_key=abc")),
        "x.tar!.env": .file, "x.tar!again": .hardlink(target: Array(".env")), "x.tar!pipe": .other,
      ])
    #expect(reading.contents.isEmpty)
  }

  @Test func `a file is read where it is, and its place is not moved`() throws {
    let file = try Made.archive("zip", ["one": "first\n", "two": "second\n"])
    var name = Array("/tmp/archive-test-XXXXXX".utf8CString)
    let descriptor = unsafe mkstemp(&name)
    unsafe unlink(name)
    defer { close(descriptor) }
    #expect(unsafe write(descriptor, file, file.count) == file.count)
    let reading = Reading(descriptor: descriptor, .zip, at: "x.zip")
    #expect(reading.texts == ["x.zip!one": "first\n", "x.zip!two": "second\n"])
    #expect(lseek(descriptor, 0, SEEK_CUR) == off_t(file.count))
  }

  @Test func `what was appended behind the end of a tar is read too`() throws {
    let tar = try Made.archive("pax", ["one": "1"]) + Made.archive("pax", ["two": "2"])
    #expect(Reading(tar, at: "t").texts == ["t!one": "1", "t!two": "2"])
    let gzip = HandMade.gzip(Array("first ")) + HandMade.gzip(Array("second"))
    #expect(Reading(gzip, at: "g.gz").texts == ["g.gz!g": "first second"])
  }

  @Test func `a zip in another container that is too large for memory is read onward`() throws {
    var limits = ArchiveLimits()
    limits.held = 100
    let zip = try Made.archive("zip", ["one": "first", "two": "second"])
    let tar = try Made.archive("pax", [("a.zip", zip), ("after", Array("third"))])
    let reading = Reading(tar, at: "t", limits: limits)
    #expect(reading.texts == ["t!a.zip!one": "first", "t!a.zip!two": "second", "t!after": "third"])
    #expect(reading.problems.isEmpty)
  }

  @Test func `an empty container is no problem`() throws {
    let empty = [
      try Made.archive("zip", [:]), HandMade.zip([]), try Made.compressed("gzip", []),
      HandMade.gzip([]),
    ]
    for container in empty {
      let reading = Reading(container, at: "x")
      #expect(reading.outcome == .opened)
      #expect(reading.problems.isEmpty)
    }
  }

  @Test func `the one who looks may stop`() throws {
    let zip = try Made.archive("zip", ["one": "1", "two": "2", "three": "3"])
    var seen = 0
    let result = ArchiveReader().read(zip.span, .zip, at: []) { _, _, _ in
      seen += 1
      return false
    }
    #expect(seen == 1)
    #expect(result.problems.isEmpty)
  }

  /// A zlib stream that is compressed.
  private func zlib(_ content: [UInt8]) throws -> [UInt8] {
    let gzip = try Made.compressed("gzip", content)
    return [0x78, 0x9c] + gzip[10..<(gzip.count - 8)] + HandMade.zlib(content).suffix(4)
  }

  @Test(arguments: [1, 65_535, 65_536, 65_537, 300_000, 4_300_000])
  func `a zlib stream gives all that it holds, whatever stands behind it`(count: Int) throws {
    let content = (0..<count).map { UInt8(truncatingIfNeeded: $0 >> 8) }
    for stream in [try zlib(content), HandMade.zlib(content)] {
      let reading = Reading(stream + Array("behind".utf8), at: "a")
      #expect(reading.outcome == .opened)
      #expect(Array(reading.contents.values) == [content])
      #expect(reading.problems.isEmpty)
    }
  }

  @Test func `a zlib stream that is cut short gives what stands before`() throws {
    let content = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 >> 8) }
    let stream = try zlib(content)
    let reading = Reading(Array(stream.dropLast(stream.count / 2)), at: "a")
    let start = try #require(reading.contents.values.first)
    #expect(!start.isEmpty && start.count < content.count && content.starts(with: start))
  }
}
