import Foundation
import TestSupport
import Testing

@Suite struct PlaceTests {
  @Test func `writes files and the folders above them`() throws {
    let folder = try TemporaryFolder()
    try folder.write("a/b/c.txt", "one\n")
    try folder.append("a/b/c.txt", "two\n")
    #expect(try folder.text("a/b/c.txt") == "one\ntwo\n")
    try folder.write("a/b/c.txt", [0, 255])
    #expect(try folder.read("a/b/c.txt") == [0, 255])
  }

  @Test func `renames, links, removes and sets modes`() throws {
    let folder = try TemporaryFolder()
    try folder.write("old", "text")
    try folder.rename("old", to: "below/new")
    #expect(!folder.exists("old"))
    try folder.link("link", to: "below/new")
    #expect(try folder.text("link") == "text")
    try folder.chmod("below/new", 0o600)
    #expect(try folder.mode("below/new") == 0o600)
    try folder.remove("below")
    #expect(!folder.exists("link"))
    #expect(try folder.names() == ["link"])
  }

  @Test func `is gone with its last reference, whatever was put into it`() throws {
    var folder: TemporaryFolder? = try TemporaryFolder()
    let path = try #require(folder?.path)
    try folder?.write(Array("caf".utf8) + [0xe9, UInt8(ascii: "/")] + [0xff], [1])
    try folder?.write("locked/file", "")
    try folder?.chmod("locked", 0)
    #expect(FileManager.default.fileExists(atPath: path))
    folder = nil
    #expect(!FileManager.default.fileExists(atPath: path))
  }
}
