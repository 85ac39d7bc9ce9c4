import Rules

/// How text for people may look: with color or without, and how wide.
///
/// The caller decides, from its options, the environment and the terminal.
package struct Style: Sendable {
  /// Whether escape sequences for color may be written.
  package var color: Bool
  /// The number of columns at which sentences are wrapped; paths and commands never are.
  package var width: Int

  /// Makes a style; a width outside 40 to 120 columns becomes the nearest of them.
  package init(color: Bool = false, width: Int = 80) {
    self.color = color
    self.width = min(max(width, 40), 120)
  }

  /// What a piece of text is, from which its color follows.
  enum Role {
    case severity(Severity)
    /// What the eye should find first.
    case strong
    /// What is there for whoever looks for it.
    case quiet
    /// Something to type.
    case command
  }

  /// Returns `text` in the color of `role`, or as it is where there is no color.
  func paint(_ text: String, _ role: Role) -> String {
    color ? "\u{1B}[\(code(role))m\(text)\u{1B}[0m" : text
  }

  private func code(_ role: Role) -> String {
    switch role {
    case .severity(.critical): "1;31"
    case .severity(.high): "31"
    case .severity(.medium): "33"
    case .severity(.low): "36"
    case .severity(.info), .quiet: "2"
    case .strong: "1"
    case .command: "1;36"
    }
  }

  /// Breaks `text` at blanks into lines that fit beside `indent` columns.
  func wrap(_ text: String, indent: Int) -> [String] {
    let room = max(width - indent, 20)
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.count + 1 + word.count > room {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? word : " " + word
    }
    return line.isEmpty ? lines : lines + [line]
  }
}
