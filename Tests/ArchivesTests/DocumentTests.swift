import Archives
import CArchiveWriter
import Foundation
import Testing

/// Documents and pictures that hold text, and containers behind the programs that open them.
@Suite struct DocumentTests {
  /// A PDF of one stream.
  private func pdf(_ content: [UInt8], filter: String? = nil) -> [UInt8] {
    let filters = filter.map { "/Filter \($0)" } ?? ""
    return Array("%PDF-1.4\n1 0 obj\n<</Length \(content.count) \(filters)>>\nstream\n".utf8)
      + content + Array("\nendstream\nendobj\n%%EOF\n".utf8)
  }

  private func payload(of bytes: [UInt8]) -> Payload? { Payload(in: bytes.span) }

  @Test func `the text that a PDF shows has the PDF's own path, and kerning parts nothing`() {
    let content = "BT 72 720 Td [(first )-20(li)10(ne)] TJ 0 -14 Td <7365636f6e64> Tj ET"
    let reading = Reading(pdf(Array(content.utf8)), at: "a.pdf")
    #expect(reading.texts == ["a.pdf!text": "first line\nsecond\n"])
    #expect(reading.entries.map(\.kind) == [.table])
    #expect(reading.problems.isEmpty)
  }

  @Test func `a wide gap in a line parts words, and escapes of a string are read`() {
    let content = #"BT [(a)-600(b\)\101)] TJ (c \(d\)) ' ET"#
    let reading = Reading(pdf(Array(content.utf8)), at: "a.pdf")
    #expect(reading.texts == ["a.pdf!text": "a b)A\nc (d)\n"])
  }

  @Test(arguments: [
    ("700.50", "700.5"), ("-.5", "-0.50"), ("0012", "12."), ("1.00000000000000000", "1"),
  ])
  func `what a matrix puts at the same height is one line, however the height is written`(
    first: String, second: String
  ) {
    let content = """
      BT 1 0 0 1 10 \(first) Tm (one) Tj 1 0 0 1 90 \(second) Tm (two) Tj
      1 0 0 1 10 1.2.3 Tm (three) Tj ET
      """
    let reading = Reading(pdf(Array(content.utf8)), at: "a.pdf")
    #expect(reading.texts == ["a.pdf!text": "one two\nthree\n"])
  }

  @Test func `hex digits around a stream are taken off`() {
    let digits = "BT (shown) Tj ET".utf8.map { String($0, radix: 16) }.joined() + ">"
    let reading = Reading(pdf(Array(digits.utf8), filter: "/ASCIIHexDecode"), at: "a.pdf")
    #expect(reading.texts == ["a.pdf!text": "shown\n"])
  }

  @Test(arguments: [
    "%PDF-1.4\n>>stream\n", "%PDF-1.7 (", "%PDF-1.4\n<</Filter[/FlateDecode>>stream\nx",
  ])
  func `a PDF that is none gives nothing and is no problem`(text: String) {
    let reading = Reading(Array(text.utf8), at: "a.pdf")
    #expect(reading.problems.isEmpty)
  }

  @Test func `texts that belong to a picture are read`() {
    let text = Array("workflow\0{\"key\": 1}".utf8)
    let size = [0, 0, 0, UInt8(text.count)] as [UInt8]
    let picture =
      [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] + size + Array("tEXt".utf8) + text
      + [1, 2, 3, 4]
    let reading = Reading(picture, at: "a.png")
    #expect(reading.texts == ["a.png!text": "workflow = {\"key\": 1}\n"])
  }

  @Test func `a zip behind a program is told by its end, also with a comment`() throws {
    let zip = try Made.archive("zip", ["a.env": "text\n"])
    let program = Array("MZ".utf8) + [UInt8](repeating: 7, count: 500)
    #expect(payload(of: program + zip)?.kind == .zip)
    let noted = Array(zip.prefix(zip.count - 2)) + [3, 0] + Array("abc".utf8)
    #expect(payload(of: program + noted)?.kind == .zip)
    #expect(payload(of: program + zip + [0]) == nil)
  }

  @Test func `a stream behind a script is told where it begins`() throws {
    let script = Array("#!/bin/sh\ntail -n +3 \"$0\" | tar xz\n".utf8)
    let stream = try Made.compressed("gzip", try Made.archive("pax", ["a.env": "text\n"]))
    #expect(payload(of: script + stream)?.kind == .gzip)
    #expect(payload(of: script + stream)?.offset == script.count)
    #expect(payload(of: script) == nil)
  }

  @Test func `a program in an archive is opened as one by itself`() throws {
    let zip = try Made.archive("zip", ["main.py": "text\n"])
    let program = Array("#!/usr/bin/env python3\n".utf8) + zip
    let tar = try Made.archive("pax", [("bin/app.pyz", program), ("flat", Array("x\n".utf8))])
    let reading = Reading(tar, at: "a.tar")
    #expect(reading.texts["a.tar!bin/app.pyz!main.py"] == "text\n")
    #expect(reading.texts["a.tar!flat"] == "x\n")
    #expect(reading.problems.isEmpty)
  }
}
