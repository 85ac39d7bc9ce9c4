/// Text that came from scanned bytes, made fit for Markdown as GitHub and GitLab show it.
enum MarkdownText {
  /// Shows `text` as it is: nothing of it is markup, a link, a mention or a cell's end.
  static func of(_ text: String, limit: Int = 400) -> String {
    var result = ""
    for scalar in DisplayText.of(text, limit: limit).unicodeScalars {
      switch scalar {
      case "\\", "`", "*", "_", "{", "}", "[", "]", "(", ")", "#", "+", "|", "<", ">", "~", "&",
        "@", ":", "!", "\"", "$":
        result += "&#\(scalar.value);"
      case "." where result.lowercased().hasSuffix("www"): result += "&#46;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Shows `text` as code, between as many backticks as it takes; also within a table.
  static func code(_ text: String, limit: Int = 400) -> String {
    code(shown: DisplayText.of(text, limit: limit))
  }

  /// Shows bytes that need not be UTF-8 as code.
  static func code(_ bytes: [UInt8], limit: Int = 400) -> String {
    code(shown: DisplayText.of(bytes, limit: limit))
  }

  private static func code(shown text: String) -> String {
    // A bar ends a cell even within code, and outside of tables a backslash would be shown.
    let text = text.replacing("|", with: "¦")
    if text.allSatisfy({ $0 == " " }) { return "(no name)" }
    let longest = text.split(omittingEmptySubsequences: true) { $0 != "`" }.map(\.count).max() ?? 0
    let fence = String(repeating: "`", count: longest + 1)
    let gap = text.hasPrefix("`") || text.hasSuffix("`") ? " " : ""
    return fence + gap + text + gap + fence
  }
}
