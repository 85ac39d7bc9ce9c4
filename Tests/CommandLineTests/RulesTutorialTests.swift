import Foundation
import TestSupport
import Testing

/// The tutorial of `Documentation/Rules.md`, step by step: its files are written, its commands run,
/// and what they print is what it shows.
@Suite struct RulesTutorialTests {
  @Test func `the tutorial's commands print what it shows`() throws {
    let folder = try TemporaryFolder()
    var commands = 0
    for block in try Self.blocks() {
      if let file = block.file {
        try folder.write(file, block.text)
        continue
      }
      for session in block.text.components(separatedBy: "$ vastguard ").dropFirst() {
        let lines = session.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        let arguments = lines[0].split(separator: " ").map(String.init)
        let outcome = try Tool.run(arguments, in: folder)
        let shown = lines.count > 1 ? String(lines[1]) : ""
        #expect(
          Self.withoutTime(outcome.stderr + outcome.stdout) == Self.withoutTime(shown),
          "\(lines[0])")
        commands += 1
      }
    }
    #expect(commands >= 5)
  }

  /// A fenced block: a file if a name follows the language, else a session at a terminal.
  private struct Block {
    var file: String?
    var text: String
  }

  private static func blocks() throws -> [Block] {
    let page = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Documentation/Rules.md")
    let text = try String(contentsOf: page, encoding: .utf8)
    let start = try #require(text.range(of: "\n## Tutorial\n"))
    let end = try #require(text.range(of: "\n## ", range: start.upperBound..<text.endIndex))
    let parts = text[start.upperBound..<end.lowerBound].components(separatedBy: "```")
    #expect(parts.count % 2 == 1, "a block does not end")
    return stride(from: 1, to: parts.count, by: 2).map { index in
      let part = parts[index]
      let heading = part.prefix { $0 != "\n" }.split(separator: " ")
      let content = String(part.drop { $0 != "\n" }.dropFirst())
      return Block(file: heading.count > 1 ? String(heading[1]) : nil, text: content)
    }
  }

  /// The text with the time that a scan took left out.
  private static func withoutTime(_ text: String) -> String {
    text.replacing(/in (?:less than )?[0-9.]+ s\./, with: "in … s.")
  }
}
