import Responses
import Testing

/// Patterns are added to an ignore file in the way its author would.
@Suite struct IgnoreFileEditTests {
  private func edited(_ text: String, _ patterns: String...) -> String {
    String(decoding: IgnoreFileEdit(Array(text.utf8)).adding(patterns), as: UTF8.self)
  }

  @Test(arguments: [
    ("", "# Keys of Vast.ai\n.env\n"),
    ("build\n", "build\n\n# Keys of Vast.ai\n.env\n"),
    ("build", "build\n\n# Keys of Vast.ai\n.env"),
    ("build\r\n", "build\r\n\r\n# Keys of Vast.ai\r\n.env\r\n"),
    ("*.key\n*.pem\nsecrets\n\nbuild\n", "*.key\n*.pem\n.env\nsecrets\n\nbuild\n"),
    ("# Secrets\n*.key\n*.pem\n", "# Secrets\n*.key\n*.pem\n.env\n"),
    ("secrets\n*.key", "secrets\n*.key\n.env"),
    ("secrets\n!secrets/a\n", "secrets\n!secrets/a\n\n# Keys of Vast.ai\n.env\n"),
    ("\u{FEFF}secrets\n", "\u{FEFF}secrets\n.env\n"),
    ("\n\n", "\n\n# Keys of Vast.ai\n.env\n"),
  ])
  func `finds the place for a pattern`(before: String, after: String) {
    #expect(edited(before, ".env") == after)
  }

  @Test func `keeps several together`() {
    #expect(
      edited("*.o\n", ".env", ".vast_api_key") == "*.o\n\n# Keys of Vast.ai\n.env\n.vast_api_key\n")
  }

  @Test func `keeps bytes that are no text`() {
    let before: [UInt8] = [0xFF, 0x00, 0x0A, 0xC3, 0x0A]
    #expect(IgnoreFileEdit(before).adding([".env"]).starts(with: before))
  }
}

/// Changes are shown as `diff -u` shows them.
@Suite struct LineDifferenceTests {
  private func hunks(_ before: String, _ after: String) -> [String] {
    LineDifference.hunks(from: Array(before.utf8), to: Array(after.utf8))
      .map { String(decoding: $0, as: UTF8.self) }
  }

  @Test func `shows a change with three lines around it`() {
    let before = (1...9).map { "\($0)\n" }.joined()
    #expect(
      hunks(before, before.replacing("5\n", with: "five\n")) == [
        "@@ -2,7 +2,7 @@", " 2", " 3", " 4", "-5", "+five", " 6", " 7", " 8",
      ])
  }

  @Test func `shows a new file`() {
    #expect(hunks("", "a\nb\n") == ["@@ -0,0 +1,2 @@", "+a", "+b"])
  }

  @Test func `shows changes far apart as hunks of their own`() {
    let before = (1...20).map { "\($0)\n" }.joined()
    let after = before.replacing("2\n3\n", with: "3\n").replacing("19\n", with: "nineteen\n")
    #expect(hunks(before, after).count { $0.hasPrefix("@@") } == 2)
  }
}
