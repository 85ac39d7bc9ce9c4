import Candidates

/// A text as it stands in the wild, with `{key}` where a key stands, and the rule that finds it.
struct VastContext: Sendable, CustomStringConvertible {
  var rule: String
  var text: String
  var path: String

  init(_ rule: String, _ text: String, path: String = "notes.txt") {
    self.rule = rule
    self.text = text
    self.path = path
  }

  var description: String { text.replacing("\n", with: "⏎") }

  /// The text with keys made up now, and what is to be found in it.
  func filled() -> (text: String, expected: [Found]) {
    var (text, expected) = ("", [Found]())
    for piece in self.text.split(separator: "{key}", omittingEmptySubsequences: false) {
      let key = key()
      text += piece + key
      expected.append(Found(rule, key))
    }
    return (String(text.dropLast(64)), expected.dropLast())
  }
}

/// What the embedded rules find in a text; whatever stands there, they can decide.
func findWithEmbeddedRules(_ text: String, path: String?) throws -> [Found] {
  var searcher = try Searcher()
  let found = try searcher.find(in: text, path: path)
  guard searcher.takeUndecided().isEmpty else { return [Found("undecided", text)] }
  return found
}
