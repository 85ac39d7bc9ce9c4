/// What git takes out of a commit's message before it records it (git-commit(1), `--cleanup`).
///
/// A hook does not see git's command line. Where it can't tell, more counts as recorded than is.
package struct MessageCleanup: Sendable {
  /// `commit.cleanup`.
  private let mode: String?
  /// What comments begin with; `auto`, or nil for git's default.
  private let commentChar: String?
  private let hasEditor: Bool
  private let isVerbose: Bool

  /// Takes `commit.cleanup` and `core.commentChar` as they are set, whether a person edits the
  /// message, and whether `commit.verbose` is set.
  package init(mode: String?, commentChar: String?, hasEditor: Bool, isVerbose: Bool) {
    self.mode = mode?.lowercased()
    self.commentChar = commentChar
    self.hasEditor = hasEditor
    self.isVerbose = isVerbose
  }

  /// The message with what git takes out replaced by empty lines, so that lines keep their numbers.
  package func recorded(_ message: [UInt8]) -> [UInt8] {
    let lines = message.split(separator: newline, omittingEmptySubsequences: false)
    let mark = mark(of: lines)
    let end = lines.indices.first { number in
      guard let mark, isScissors(lines[number], mark) else { return false }
      return cutsAlways || hasEditor && isExplained(after: number, in: lines, mark)
    }
    let kept = lines[..<(end ?? lines.count)].map { line -> ArraySlice<UInt8> in
      guard takesComments, let mark, line.starts(with: mark) else { return line }
      return []
    }
    return Array(kept.joined(separator: [newline]))
  }

  /// Whether lines that begin with the mark go: git's default is to keep them where nobody edits.
  private var takesComments: Bool {
    switch mode {
    case "strip": true
    case nil, "default": hasEditor
    default: false
    }
  }

  /// Whether all below a line of scissors goes, whoever wrote that.
  private var cutsAlways: Bool { isVerbose || mode == "scissors" && hasEditor }

  /// What comments begin with; nil where it can't be told.
  private func mark(of lines: [ArraySlice<UInt8>]) -> [UInt8]? {
    guard commentChar?.lowercased() == "auto" else {
      return Array((commentChar.flatMap { $0.isEmpty ? nil : $0 } ?? "#").utf8)
    }
    // git took the first of these that no line of the message began with, and wrote it in front of
    // what it tells at the message's end.
    let candidates = "#;@!$%^&|:".utf8.map { [$0] }
    let told = lines.filter { !$0.isEmpty }.suffix(2)
    return candidates.first { mark in lines.contains { isScissors($0, mark) } }
      ?? candidates.first { mark in told.count == 2 && told.allSatisfy { $0.starts(with: mark) } }
  }

  private func isScissors(_ line: ArraySlice<UInt8>, _ mark: [UInt8]) -> Bool {
    line.elementsEqual(mark + scissors)
  }

  /// Whether git's own two lines follow the scissors, so that it was git that wrote these.
  private func isExplained(
    after number: Int, in lines: [ArraySlice<UInt8>], _ mark: [UInt8]
  ) -> Bool {
    let next = lines[(number + 1)...].prefix(2)
    return next.count == 2 && next.allSatisfy { $0.starts(with: mark) }
  }
}

private let newline = UInt8(ascii: "\n")
private let scissors = Array(" ------------------------ >8 ------------------------".utf8)
