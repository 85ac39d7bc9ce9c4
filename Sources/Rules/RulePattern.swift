package import PCRE
import Synchronization

/// A pattern of a rule, compiled on first need: most runs never need most patterns.
package final class RulePattern: Sendable {
  private let text: String
  private let shared: SharedGroups
  private let compiled = Mutex<Result<Pattern, PatternError>?>(nil)

  package convenience init(_ source: String) {
    self.init(source, shared: SharedGroups())
  }

  /// A pattern behind which stands what it uses of the parts that it shares with others.
  init(_ text: String, shared: SharedGroups) {
    self.text = text
    self.shared = shared
  }

  package var source: String { text + shared.definitions(for: text) }

  /// The compiled pattern; every call after the first gives the same one, or the same error.
  package func pattern() throws(PatternError) -> Pattern {
    let result = compiled.withLock { compiled in
      if let compiled { return compiled }
      let result = Result { () throws(PatternError) in try Pattern(source) }
      compiled = result
      return result
    }
    return try result.get()
  }
}
