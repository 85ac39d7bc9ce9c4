package import Findings
package import Rules

/// A file of nothing but suppressions: what `--baseline` reads and `--write-baseline` writes.
package struct BaselineFile: Sendable {
  /// The version of the form.
  private static let version = 1

  /// The entries in the order of the file.
  package var entries: [SuppressionEntry]

  /// Makes a file of entries.
  package init(entries: [SuppressionEntry]) {
    self.entries = entries
  }

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - bytes: The whole file.
  ///   - name: Its name.
  /// - Throws: `RuleFileError` with the line of the first problem.
  package init(bytes: [UInt8], name: String) throws(RuleFileError) {
    entries = try TomlDocument.read(bytes, file: name) { table in
      try table.refuseUnknownKeys(known: ["version", "suppressions"])
      let version = try table.optional("version", Int.self) ?? Self.version
      guard version == Self.version else {
        throw table.problem(
          "the baseline has version \(version); this program reads version \(Self.version)",
          at: "version")
      }
      return try SuppressionSource.entries(in: table, source: name)
    }
  }

  /// The file's text: sorted, one line for each entry, none of them twice.
  package var text: String {
    let lines = Set(entries.map(Self.line)).sorted()
    return """
      # What vastguard leaves silent: one line each, by content, in any order. 'merge=union' for this
      # file in .gitattributes lets branches add lines without a conflict. A reason is for people: say
      # why each may stay. 'expires = "2026-12-31"' ends one.
      version = \(Self.version)
      suppressions = [
      \(lines.map { "  \($0),\n" }.joined())]

      """
  }

  /// One entry as an inline table.
  package static func line(_ entry: SuppressionEntry) -> String {
    var parts = ["rule = \(quoted(entry.rule))"]
    if let path = entry.path { parts.append("path = \(quoted(path))") }
    if let hash = entry.hash { parts.append("hash = \(quoted(hash.text))") }
    parts.append("reason = \(quoted(entry.reason))")
    if let expires = entry.expires { parts.append("expires = \(quoted(day(expires)))") }
    return "{ " + parts.joined(separator: ", ") + " }"
  }

  /// A day as people write it.
  package static func day(_ digits: Int) -> String {
    func padded(_ number: Int, _ width: Int) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, width - text.count)) + text
    }
    return [
      padded(digits / 10_000, 4), padded(digits / 100 % 100, 2), padded(digits % 100, 2),
    ].joined(separator: "-")
  }

  /// A text as TOML's basic string.
  package static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      default:
        let category = scalar.properties.generalCategory
        let isHidden = [.control, .format, .lineSeparator, .paragraphSeparator].contains(category)
        guard isHidden else {
          result.unicodeScalars.append(scalar)
          continue
        }
        let digits = String(scalar.value, radix: 16)
        result += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
      }
    }
    return result + "\""
  }
}
