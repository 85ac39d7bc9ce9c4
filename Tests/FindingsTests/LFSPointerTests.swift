import Blobs
import TestSupport
import Testing

@Suite struct LFSPointerTests {
  private let digest = MadeUp.hex(64)

  private func parse(_ text: String) -> LFSPointer? {
    LFSPointer(Array(text.utf8).span)
  }

  private func text(_ lines: String...) -> String {
    (["version https://git-lfs.github.com/spec/v1"] + lines).map { $0 + "\n" }.joined()
  }

  @Test func `reads the digest and the size`() throws {
    let pointer = try #require(parse(text("oid sha256:\(digest)", "size 12345")))
    #expect(pointer.name == digest)
    #expect(pointer.size == 12345)
    #expect(pointer.isPlain)
  }

  @Test func `keeps the zeros that a digest begins with`() throws {
    let digest = String(repeating: "0", count: 63) + "1"
    #expect(try #require(parse(text("oid sha256:\(digest)", "size 1"))).name == digest)
  }

  @Test func `takes what extensions add, and says so`() throws {
    let lines = text("ext-0-name sha256:\(MadeUp.hex(64))", "oid sha256:\(digest)", "size 1")
    let pointer = try #require(parse(lines))
    #expect(!pointer.isPlain)
    #expect(pointer.name == digest)
  }

  @Test func `takes a text with anything else in it for a text`() {
    let oid = "oid sha256:\(digest)"
    let texts = [
      text(oid), text("size 1"), text(oid, "size x"), text(oid, "size -1"),
      text(oid, oid, "size 1"),
      text("oid sha256:\(digest.dropLast())", "size 1"), text("oid md5:\(digest)", "size 1"),
      text(oid, "size 1", "key \(digest)"), "\n" + text(oid, "size 1"), "",
      "version 1\n\(oid)\nsize 1\n", text(oid.uppercased(), "size 1"),
      text(oid, "size 1", String(repeating: "ext-0-x y\n", count: 200)),
    ]
    for text in texts { #expect(parse(text) == nil, "\(text)") }
  }
}
