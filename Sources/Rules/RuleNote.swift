/// What a rules file says and vastguard does not do.
package struct RuleNote: Sendable, Equatable, CustomStringConvertible {
  /// The file's name as the user gave it.
  package var file: String
  package var line: Int?
  /// The id of the rule that it is about, where it is about one.
  package var rule: String?
  /// What is not done, and what follows from that.
  package var text: String

  /// `FILE:LINE: rule 'ID': TEXT`, without the parts that are not known.
  package var description: String {
    RuleFileError(file: file, line: line, rule: rule, problem: text).description
  }
}
