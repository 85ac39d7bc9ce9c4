/// What can be read from a TOML value.
package protocol TomlReadable {
  /// - Throws: `TomlMismatch` where the value is of another type, and `RuleFileError` where it is
  ///   known what is wrong inside it.
  init(from value: TomlValue) throws
}

/// A TOML value is of another type than the one that is wanted.
package struct TomlMismatch: Error, CustomStringConvertible {
  /// What is wanted, such as `a string`.
  let wanted: String

  /// Says that something `wanted` is wanted.
  package init(wanted: String) { self.wanted = wanted }

  /// `expected a string`.
  package var description: String { "expected \(wanted)" }
}

extension String: TomlReadable {
  package init(from value: TomlValue) throws {
    guard let text = value.string else { throw TomlMismatch(wanted: "a string") }
    self = text
  }
}

extension Int: TomlReadable {
  package init(from value: TomlValue) throws {
    guard let number = value.integer else { throw TomlMismatch(wanted: "a whole number") }
    self = number
  }
}

extension Double: TomlReadable {
  package init(from value: TomlValue) throws {
    guard let number = value.double else { throw TomlMismatch(wanted: "a number") }
    self = number
  }
}

extension Bool: TomlReadable {
  package init(from value: TomlValue) throws {
    guard let flag = value.boolean else { throw TomlMismatch(wanted: "true or false") }
    self = flag
  }
}

extension Array: TomlReadable where Element: TomlReadable {
  package init(from value: TomlValue) throws {
    guard value.isArray else { throw TomlMismatch(wanted: "an array") }
    self = try value.children.map(Element.init(from:))
  }
}

/// A TOML table that is read key by key, so that each problem names the line and the rule.
package struct TomlTable: TomlReadable {
  private let value: TomlValue
  /// The id of the rule that the table describes, for messages.
  var rule: String?

  package init(from value: TomlValue) throws {
    guard value.isTable else { throw TomlMismatch(wanted: "a table") }
    self.value = value
  }

  /// The line where the table begins.
  package var line: Int { value.line }

  /// The line where a key stands, or where the table begins if it is not there.
  package func line(of name: String) -> Int { value.member(name)?.keyLine ?? line }

  /// The names of the keys that stand in the table, in order.
  package var names: [String] { value.children.map(\.key) }

  /// Whether a key stands in the table.
  package func has(_ name: String) -> Bool { value.member(name) != nil }

  /// Reads a key that may be absent.
  package func optional<Value: TomlReadable>(_ name: String, _ type: Value.Type = Value.self) throws
    -> Value?
  {
    guard let value = value.member(name) else { return nil }
    do {
      return try Value(from: value)
    } catch var error as RuleFileError {
      error.line = error.line ?? value.keyLine
      error.rule = error.rule ?? rule
      throw error
    } catch {
      throw problem("'\(name)': \(error)", at: name)
    }
  }

  /// Reads a key that must be there.
  package func required<Value: TomlReadable>(_ name: String, _ type: Value.Type = Value.self) throws
    -> Value
  {
    guard let value: Value = try optional(name) else { throw problem("'\(name)' is missing") }
    return value
  }

  /// The error that says what is wrong with the table, or with one of its keys.
  package func problem(_ text: String, at name: String? = nil) -> RuleFileError {
    RuleFileError(file: "", line: name.map(line(of:)) ?? line, rule: rule, problem: text)
  }

  /// Throws where the table holds a key that is not in `known`, and suggests the nearest one.
  package func refuseUnknownKeys(known: [String]) throws {
    for name in names where !known.contains(name) {
      let hint = nearest(to: name, among: known).map { "; did you mean '\($0)'?" }
      throw problem("unknown key '\(name)'" + (hint ?? ""), at: name)
    }
  }
}

/// The word that a misspelt one was most likely meant to be: within three edits, and fewer than half
/// of its letters.
package func nearest(to word: String, among words: some Sequence<String>) -> String? {
  guard word.utf8.count <= 100 else { return nil }
  let best = words.map { (word: $0, edits: distance($0, word)) }.min { $0.edits < $1.edits }
  return best.flatMap { $0.edits <= min(3, max(1, word.utf8.count / 2)) ? $0.word : nil }
}

/// The number of single-letter edits between two short words.
private func distance(_ left: String, _ right: String) -> Int {
  let (left, right) = (Array(left.utf8), Array(right.utf8))
  var row = Array(0...right.count)
  for (index, letter) in left.enumerated() {
    var diagonal = row[0]
    row[0] = index + 1
    for (column, other) in right.enumerated() {
      let edited = min(row[column], row[column + 1]) + 1
      let kept = diagonal + (letter == other ? 0 : 1)
      diagonal = row[column + 1]
      row[column + 1] = min(edited, kept)
    }
  }
  return row[right.count]
}
