/// What is wrong with a rules or configuration file, and where.
package struct RuleFileError: Error, Sendable, Equatable {
  /// The file's name as the user gave it.
  package var file: String
  /// Counts from 1; nil where the problem belongs to no line.
  package var line: Int?
  /// The id of the rule it is in, where it is in one that has an id.
  package var rule: String?
  package var problem: String

  package init(file: String, line: Int? = nil, rule: String? = nil, problem: String) {
    self.file = file
    self.line = line
    self.rule = rule
    self.problem = problem
  }
}

extension RuleFileError: CustomStringConvertible {
  /// `FILE:LINE: rule 'ID': PROBLEM`, without the parts that are not known.
  package var description: String {
    var text = file
    if let line { text += ":\(line)" }
    if let rule { text += ": rule '\(rule)'" }
    return text + ": " + problem
  }
}
