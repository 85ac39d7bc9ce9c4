import BuiltInRules
import Candidates
import Rules

/// What a finder says of a text, in words.
struct Found: Hashable, CustomStringConvertible {
  var rule: String
  var secret: String

  init(_ rule: String, _ secret: String) {
    self.rule = rule
    self.secret = secret
  }

  var description: String { "\(rule): \(secret)" }
}

struct NoMemory: Error {}

/// The embedded rules, shared by all tests; nil where they cannot be loaded.
let embeddedRules = (try? RuleSet()).flatMap { RuleIndex($0) }

/// Finds candidates with the embedded rules or with others.
struct Searcher: ~Copyable {
  private var finder: CandidateFinder

  /// Uses the rules of an index, or the embedded ones.
  init(_ index: RuleIndex? = embeddedRules) throws {
    guard let index, let finder = CandidateFinder(index) else { throw NoMemory() }
    self.finder = finder
  }

  /// Uses the rules of a TOML text, and none of the embedded ones.
  init(toml: String) throws {
    try self.init(RuleIndex(RuleSet(default: false, files: [("my.toml", Array(toml.utf8))])))
  }

  /// The candidates in bytes.
  ///
  /// Without a path, as where the path is not known yet.
  mutating func candidates(in bytes: [UInt8], path: String? = nil) throws -> [Candidate] {
    let path = path.map { Array($0.utf8) }
    guard let found = finder.candidates(in: bytes.span, path: path) else { throw NoMemory() }
    return found
  }

  /// What is found in a text.
  mutating func find(in text: String, path: String? = nil) throws -> [Found] {
    let bytes = Array(text.utf8)
    let rules = finder.index.rules
    return try candidates(in: bytes, path: path).map { candidate in
      Found(rules[candidate.rule].id, String(decoding: bytes[candidate.secret], as: UTF8.self))
    }
  }

  /// How many bytes of views the last content took.
  var viewedBytes: Int { finder.viewedBytes }

  /// Why rules could not be decided since the last call.
  mutating func takeUndecided() -> [Int: String] { finder.scratch.takeUndecided() }
}

/// What rules of a TOML text find in another text.
func find(_ toml: String, in text: String, path: String? = nil) throws -> [Found] {
  var searcher = try Searcher(toml: toml)
  return try searcher.find(in: text, path: path)
}

/// A rule in TOML with what matters to a test; `lines` follow the lines that every rule has.
func rule(_ id: String = "one", pattern: String, anchor: String = "{hex64}", _ lines: String = "")
  -> String
{
  """
  [[rule]]
  id = "\(id)"
  name = "One"
  summary = "It is one."
  class = "other-generic"
  remedy = "Reset it."
  anchors = ['''\(anchor)''']
  pattern = '''\(pattern)'''
  \(lines)

  """
}

/// 64 hex digits made up now.
func key() -> String {
  String(decoding: MadeUp.key(), as: UTF8.self)
}
