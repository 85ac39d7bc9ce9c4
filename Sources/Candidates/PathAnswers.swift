internal import Rules

/// What rules say of the path of the content that is searched now: asked once for each rule, however
/// many anchors the content holds.
struct PathAnswers {
  /// For each rule: nil before it is asked.
  private var answers: [Bool?] = []

  /// Forgets the last path.
  mutating func reset() { answers.removeAll(keepingCapacity: true) }

  /// The answer of one of `count` rules; nil before it is asked.
  subscript(rule: Int, count: Int) -> Bool? {
    get { rule < answers.count ? answers[rule] : nil }
    set {
      if answers.isEmpty { answers = .init(repeating: nil, count: count) }
      if rule < answers.count { answers[rule] = newValue }
    }
  }
}

extension CandidateFinder {
  /// Whether a rule's conditions on the path of the content hold.
  mutating func accepts(_ path: [UInt8], rule number: Int) -> Bool {
    if let known = pathAnswers[number, index.rules.count] { return known }
    let answer = index.accepts(path: path.span, rule: number, scratch: &scratch)
    pathAnswers[number, index.rules.count] = answer
    return answer
  }
}
