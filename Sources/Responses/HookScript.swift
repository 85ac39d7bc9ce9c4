package import Git

/// The shell script that git runs as a hook: written for one hook and one binary from a template.
///
/// A template is whole POSIX shell, with lines to fill in, such as `vastguard=@BINARY@` and
/// `hook=@NAME@`. Its first and last marks say that a file, or a part of one, is ours.
package struct HookScript: Sendable {
  private let template: [UInt8]
  private let binary: Path
  private let earlier: Path

  /// Takes the template's text, the absolute path of the binary that the script shall run, and for
  /// a script that stands in front of another folder's hooks that folder, or the empty path.
  package init(template: String, binary: Path, earlier: Path = Path("")) {
    self.template = Array(template.utf8)
    self.binary = binary
    self.earlier = earlier
  }

  /// The bytes of the script for one hook.
  package func text(for hook: HookName) -> [UInt8] {
    text(named: hook.rawValue, scans: true)
  }

  /// The bytes of the script for any hook of git's, with or without a scan.
  package func text(named name: String, scans: Bool) -> [UInt8] {
    let lines = template.split(separator: HookMarks.newline, omittingEmptySubsequences: false)
    let filled = lines.map { line -> [UInt8] in
      guard let equals = line.firstIndex(of: UInt8(ascii: "=")) else { return Array(line) }
      let value =
        switch String(decoding: line[(equals + 1)...], as: UTF8.self) {
        case "@BINARY@": shellQuoted(binary.bytes)
        case "@EARLIER@": shellQuoted(earlier.bytes)
        case "@NAME@": Array(name.utf8)
        case "@SCANS@": Array((scans ? "yes" : "no").utf8)
        default: Array(line[(equals + 1)...])
        }
      return line[...equals] + value
    }
    return Array(filled.joined(separator: [HookMarks.newline]))
  }

  /// Whether a hook file was written by this program, in this version or another.
  ///
  /// A file that holds anything before or after the marks is somebody's own work, and is not ours
  /// to replace or remove.
  package static func recognises(_ file: [UInt8]) -> Bool {
    if case .whole = HookMarks(in: file) { true } else { false }
  }
}

/// One word of POSIX shell that stands for exactly these bytes.
func shellQuoted(_ bytes: [UInt8]) -> [UInt8] {
  let quote = UInt8(ascii: "'")
  let inside = bytes.flatMap { $0 == quote ? Array(#"'\''"#.utf8) : [$0] }
  return [quote] + inside + [quote]
}
