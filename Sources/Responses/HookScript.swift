package import Git

/// The shell script that git runs as a hook: written for one hook and one binary from a template.
///
/// The template is whole POSIX shell, with two lines to fill in: `vastguard=@BINARY@` and
/// `hook=@NAME@`. Its first and last marks say that a file is ours.
package struct HookScript: Sendable {
  private let template: [UInt8]
  private let binary: Path

  /// Takes the template's text and the absolute path of the binary that the script shall run.
  package init(template: String, binary: Path) {
    self.template = Array(template.utf8)
    self.binary = binary
  }

  /// The bytes of the script for one hook.
  package func text(for hook: HookName) -> [UInt8] {
    let lines = template.split(separator: newline, omittingEmptySubsequences: false)
    let filled = lines.map { line -> [UInt8] in
      switch String(decoding: line, as: UTF8.self) {
      case "vastguard=@BINARY@": Array("vastguard=".utf8) + shellQuoted(binary.bytes)
      case "hook=@NAME@": Array("hook=\(hook.rawValue)".utf8)
      default: Array(line)
      }
    }
    return Array(filled.joined(separator: [newline]))
  }

  /// Whether a hook file was written by this program, in this version or another.
  ///
  /// A file that holds anything before or after the marks is somebody's own work, and is not ours
  /// to replace or remove.
  package static func recognises(_ file: [UInt8]) -> Bool {
    file.starts(with: firstLines.utf8) && file.reversed().starts(with: lastLine.utf8.reversed())
  }

  private static let firstLines = "#!/bin/sh\n# >>> vastguard hook >>>\n"
  private static let lastLine = "\n# <<< vastguard hook <<<\n"
}

private let newline = UInt8(ascii: "\n")

/// One word of POSIX shell that stands for exactly these bytes.
private func shellQuoted(_ bytes: [UInt8]) -> [UInt8] {
  let quote = UInt8(ascii: "'")
  let inside = bytes.flatMap { $0 == quote ? Array(#"'\''"#.utf8) : [$0] }
  return [quote] + inside + [quote]
}
