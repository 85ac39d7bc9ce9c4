package import PCRE
import Synchronization

/// A pattern of a rule, compiled on first need: most runs never need most patterns.
package final class RulePattern: Sendable {
  private enum Source {
    case whole(String, SharedGroups)
    case compiled(RuleImage.Part)
  }

  private let origin: Source
  private let compiled = Mutex<Result<Pattern, PatternError>?>(nil)

  package convenience init(_ source: String) {
    self.init(source, shared: SharedGroups())
  }

  /// A pattern behind which stands what it uses of the parts that it shares with others.
  init(_ text: String, shared: SharedGroups) {
    origin = .whole(text, shared)
  }

  /// A pattern whose pieces are where a compiled rules file says.
  init(_ part: RuleImage.Part) {
    origin = .compiled(part)
  }

  package var source: String { pieces.joined() }

  /// The texts that make up the source: its own, and those that it shares with others.
  var pieces: [String] {
    switch origin {
    case .whole(let text, let shared): [text] + shared.definitions(for: text)
    case .compiled(let part): part.read { $0.list { $0.distantText() } }
    }
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
