import BuiltInRules
import Candidates
import Rules

/// Text for people that repeats what somebody typed, or what a file or a rule says.
package enum CleanText {
  /// The text with whatever one of the built-in rules takes for a secret in its redacted form,
  /// wherever that rule would look for it.
  package static func of(_ text: String) -> String {
    guard let set = try? RuleSet(), let index = RuleIndex(set), var scanner = ContentScanner(index)
    else { return "…" }
    let hits = scanner.hits(in: Array(text.utf8).span)
    let shown = hits.map { ($0.secret, SecretRow.redacted($0.secret)) }
    return Redactor(Dictionary(shown) { first, _ in first }).redacted(text)
  }
}
