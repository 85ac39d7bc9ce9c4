/// Text that came from scanned bytes, made fit for HTML and XML: nothing of it is markup, and nothing
/// of it is invisible.
enum MarkupText {
  /// Shows `text` as the content of an element or as an attribute's value in quotes.
  static func of(_ text: String, limit: Int = 400) -> String {
    escape(DisplayText.of(text, limit: limit))
  }

  /// Shows bytes that need not be UTF-8.
  static func of(_ bytes: [UInt8], limit: Int = 400) -> String {
    escape(DisplayText.of(bytes, limit: limit))
  }

  private static func escape(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      // XML 1.0 allows neither.
      case "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
