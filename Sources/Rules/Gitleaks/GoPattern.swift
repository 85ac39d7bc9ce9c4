/// A regular expression of Go's `regexp` in PCRE2's syntax, and what can be told of its matches.
///
/// The two are alike. What differs is written anew: escapes that mean something else, characters
/// beyond ASCII, which PCRE2 sees as bytes here, and groups: only the secret's is kept.
struct GoPattern {
  /// The same in PCRE2's syntax.
  let source: String
  let shape: PatternShape
  /// The number of its capturing groups.
  let groupCount: Int

  /// Why a text can't be taken over.
  struct Problem: Error {
    let text: String
  }

  /// Takes over a regular expression that has no secret, such as one for paths.
  init(_ text: String) throws(Problem) {
    var reader = GoPatternReader(text, secretGroup: nil)
    shape = try reader.whole()
    groupCount = reader.groupCount
    source = String(decoding: reader.output, as: UTF8.self)
    try Self.compile(source)
  }

  /// Takes over a regular expression for contents.
  ///
  /// - Parameters:
  ///   - text: The regular expression.
  ///   - secretGroup: The number of the group that is the secret; 0 is the first group, or the
  ///     whole match where there is none.
  /// - Throws: `Problem` where it can't be taken over.
  init(_ text: String, secretGroup: Int) throws(Problem) {
    var reader = GoPatternReader(text, secretGroup: max(secretGroup, 1))
    shape = try reader.whole()
    groupCount = reader.groupCount
    guard secretGroup >= 0, secretGroup <= groupCount else {
      throw Problem(text: "its secretGroup is \(secretGroup), and it has \(groupCount) groups")
    }
    let output = String(decoding: reader.output, as: UTF8.self)
    source = groupCount > 0 ? output : "(?<secret>" + output + ")"
    try Self.compile(source)
  }

  private static func compile(_ source: String) throws(Problem) {
    do {
      _ = try RulePattern(source).pattern()
    } catch {
      throw Problem(text: "'\(source)': \(error)")
    }
  }

  /// One pattern for several, of which one has to match.
  static func anyOf(_ patterns: [String]) -> String {
    patterns.count == 1 ? patterns[0] : patterns.map { "(?:" + $0 + ")" }.joined(separator: "|")
  }

  /// A pattern that matches a text as it is.
  static func quoted(_ text: String) -> String {
    let word = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_".utf8)
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if byte < 0x80, !word.contains(byte) { bytes.append(UInt8(ascii: "\\")) }
      bytes.append(byte)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
