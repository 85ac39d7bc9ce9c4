import Archives
import Blobs
import Testing

@Suite struct WindowTests {
  @Test(arguments: [16, 17, 64, 100, 1000])
  func `windows own every byte once and know their lines`(pieceSize: Int) throws {
    var text = ""
    for number in 0..<100 { text += "line \(number) with 日本 and 😀 in it\n" }
    let content = Array(text.utf8)
    var limits = ArchiveLimits()
    limits.pieceSize = pieceSize
    limits.overlap = pieceSize / 3
    let reading = Reading(try Made.compressed("gzip", content), at: "x.gz", limits: limits)
    #expect(reading.contents["x.gz!x"] == content)
    #expect(reading.windows.count > 3)
    for window in reading.windows {
      let before = content[..<window.offset]
      #expect(window.line == 1 + before.count { $0 == 0x0a })
      let line = before.suffix(before.count - (before.lastIndex(of: 0x0a).map { $0 + 1 } ?? 0))
      #expect(window.column == 1 + String(decoding: line, as: UTF8.self).utf16.count)
    }
  }

  @Test func `a content of exactly one piece is one window`() throws {
    var limits = ArchiveLimits()
    limits.pieceSize = 64
    let content = [UInt8](repeating: 0x61, count: 64)
    let reading = Reading(try Made.compressed("gzip", content), at: "x.gz", limits: limits)
    #expect(reading.windows == [.whole(count: 64)])
  }
}
