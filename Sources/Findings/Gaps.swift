import Candidates
import Git
import Rules

extension Report.Gap {
  /// What a shallow clone left out before these commits.
  static func shallow(_ boundary: Set<ObjectID>) -> Report.Gap {
    Report.Gap(
      what: "the history before \(boundary.count) commits",
      why: "this is a shallow clone: 'git fetch --unshallow' gets the rest")
  }
}

extension Report {
  /// Adds a gap for each rule that could not be decided somewhere.
  mutating func addUndecided(_ undecided: [Int: String], in what: String, rules index: RuleIndex) {
    for (rule, why) in undecided.sorted(by: { $0.key < $1.key }) {
      incomplete.append(
        Gap(what: what, why: "rule '\(index.rules[rule].id)' gave up: \(why)"))
    }
  }

  /// Adds a gap for each part of a container that could not be looked at.
  mutating func addProblems(_ problems: [ContainerProblem], in what: String) {
    for problem in problems {
      let inner = String(decoding: problem.inner, as: UTF8.self)
      incomplete.append(Gap(what: what + inner, why: problem.why))
    }
  }

  /// Adds a gap for what the scanner could not do since it was last asked.
  mutating func addGaps(
    of scanner: inout ContentScanner, in what: String, rules index: RuleIndex
  ) {
    addUndecided(scanner.takeUndecided(), in: what, rules: index)
    addProblems(scanner.takeProblems(), in: what)
    if scanner.takeShortOfMemory() {
      incomplete.append(Gap(what: what, why: "not enough memory to scan it"))
    }
  }
}
