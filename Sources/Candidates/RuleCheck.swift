internal import Rules

/// Runs the examples and counterexamples of rules through the pipeline that every scan uses.
package struct RuleCheck: ~Copyable {
  private var finder: CandidateFinder

  /// Prepares the check of an index's rules; nil where memory is short.
  package init?(_ index: RuleIndex) {
    guard let finder = CandidateFinder(index) else { return nil }
    self.finder = finder
  }

  /// What a rule's examples show to be wrong: one sentence for each; empty where all is well.
  package mutating func problems(of number: Int) -> [String] {
    let rule = finder.index.rules[number]
    var problems: [String] = []
    // Once in some thousand times, what chance makes looks as if a person had made it.
    for example in rule.examples where !finds(example, by: number) && !finds(example, by: number) {
      problems.append("does not find its example '\(example.text.prefix(120))'")
    }
    for example in rule.counterexamples {
      guard let other = finder(example, rule.target) else { continue }
      problems.append(
        "counterexample '\(example.text.prefix(120))' is found by rule '\(finder.index.rules[other].id)'"
      )
    }
    for (other, why) in finder.scratch.takeUndecided() {
      problems.append("rule '\(finder.index.rules[other].id)' could not be decided: \(why)")
    }
    return problems
  }

  /// Whether a rule finds its first example: shows that the pipeline works.
  package mutating func passesFirstExample(of number: Int) -> Bool {
    guard let example = finder.index.rules[number].examples.first else { return false }
    return finds(example, by: number) || finds(example, by: number)
  }

  /// Whether a rule finds all the made-up values of an example, or its path.
  private mutating func finds(_ example: Rule.Example, by number: Int) -> Bool {
    let filled = FilledExample(example)
    if finder.index.rules[number].target == .path {
      let path = filled.path ?? []
      return finder.index.rules(matchingPath: path.span, scratch: &finder.scratch)
        .contains(number)
    }
    let found = (finder.candidates(in: filled.text.span, path: filled.path ?? []) ?? [])
      .filter { $0.rule == number }
    let values = found.map { Array(filled.text[$0.secret]) }
    return !found.isEmpty && filled.keys.allSatisfy(values.contains)
  }
}

extension CandidateFinder {
  /// The first rule about this target that finds something in an example, or nil.
  fileprivate mutating func callAsFunction(
    _ example: Rule.Example, _ target: Rule.Target
  ) -> Int? {
    let filled = FilledExample(example)
    if target == .path {
      let path = filled.path ?? []
      return index.rules(matchingPath: path.span, scratch: &scratch).first
    }
    return candidates(in: filled.text.span, path: filled.path ?? [])?.first?.rule
  }
}
