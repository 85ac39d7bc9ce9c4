package import PCRE
import Synchronization

/// A pattern of a rule, compiled on first need: most runs never need most patterns.
package final class RulePattern: Sendable {
  package let source: String
  private let compiled = Mutex<Result<Pattern, PatternError>?>(nil)

  package init(_ source: String) {
    self.source = source
  }

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
