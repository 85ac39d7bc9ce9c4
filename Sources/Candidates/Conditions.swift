internal import PCRE
internal import Rules

/// What a rule asks of a match of its pattern, beside the path.
extension CandidateFinder {
  /// Whether the conditions of the rule that need no path hold for a match of its pattern.
  mutating func holds(
    _ candidate: Candidate, _ match: Match, rule: Rule, in bytes: Span<UInt8>
  ) -> Bool {
    let value = bytes.extracting(candidate.secret)
    guard isValue(value, of: rule, number: candidate.rule) else { return false }
    for pattern in rule.unlessBefore {
      let range = Self.lineBefore(candidate.match.lowerBound, in: bytes)
      if scratch.matches(pattern, in: bytes.extracting(range), rule: candidate.rule) {
        return false
      }
    }
    for pattern in rule.unless {
      let text = bytes.extracting(candidate.match)
      if scratch.matches(pattern, in: text, rule: candidate.rule) { return false }
    }
    // What refuses most comes first; looking for a rival costs most.
    for context in rule.unlessNear where isThere(context, near: candidate, in: bytes) {
      return false
    }
    for context in rule.near where !isThere(context, near: candidate, in: bytes) { return false }
    guard let checksum = rule.checksum else { return true }
    return ChecksumCheck(checksum, rule.pattern, match, candidate.secret).holds(in: bytes)
  }

  /// Whether the conditions of the rule that are about the value alone hold.
  mutating func isValue(_ value: Span<UInt8>, of rule: Rule, number: Int) -> Bool {
    if rule.value == .random, !Randomness.isRandom(value) { return false }
    if let least = rule.entropy, Randomness.entropy(of: value) < least { return false }
    return !rule.unlessValue.contains { scratch.matches($0, in: value, rule: number) }
  }

  /// What stands before a place on its line, as far as `unless_before` sees it.
  private static func lineBefore(_ place: Int, in bytes: Span<UInt8>) -> Range<Int> {
    var start = place
    let floor = max(0, place - 128)
    while start > floor, bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
    return start..<place
  }

  /// Whether a context's pattern matches as near to a candidate as it asks for.
  private mutating func isThere(
    _ context: Rule.Context, near candidate: Candidate, in bytes: Span<UInt8>
  ) -> Bool {
    guard let lines = context.lines else {
      if let known = wholeContexts[context.pattern, bytes.count] { return known }
      let isThere = scratch.matches(context.pattern, in: bytes, rule: candidate.rule)
      wholeContexts[context.pattern, bytes.count] = isThere
      return isThere
    }
    let range = Neighbourhood.range(of: candidate.secret, lines: lines, in: bytes)
    if context.endsAtValue {
      let before = range.lowerBound..<candidate.secret.upperBound
      return scratch.matches(context.pattern, in: bytes, range: before, rule: candidate.rule)
    }
    guard let rival = context.rival else {
      return scratch.matches(context.pattern, in: bytes, range: range, rule: candidate.rule)
    }
    guard let own = distance(of: context.pattern, from: candidate, in: bytes, range) else {
      return false
    }
    let rivals = range.lowerBound..<Neighbourhood.endOfLine(candidate.secret.upperBound, in: bytes)
    return distance(of: rival, from: candidate, in: bytes, rivals).map { own <= $0 } ?? true
  }

  /// How many bytes lie between a value and the nearest match of a pattern; nil where there is none.
  private mutating func distance(
    of pattern: RulePattern, from candidate: Candidate, in bytes: Span<UInt8>, _ range: Range<Int>
  ) -> Int? {
    var nearest: Int?
    var start = range.lowerBound
    while start < range.upperBound,
      let match = scratch.firstMatch(
        of: pattern, in: bytes, range: start..<range.upperBound, rule: candidate.rule)
    {
      let before = candidate.secret.lowerBound - match.range.upperBound
      let after = match.range.lowerBound - candidate.secret.upperBound
      nearest = min(nearest ?? .max, max(0, before, after))
      start = max(match.range.lowerBound + 1, match.range.upperBound)
    }
    return nearest
  }
}

/// Whether patterns match anywhere in the content that is searched now: asked once for a content,
/// however many candidates it holds.
struct WholeContexts {
  private var answers: [Key: Bool] = [:]

  private struct Key: Hashable {
    let pattern: ObjectIdentifier
    let count: Int
  }

  /// Forgets the last content.
  mutating func reset() {
    if !answers.isEmpty { answers.removeAll(keepingCapacity: true) }
  }

  /// The answer for a pattern, in a content of so many bytes.
  subscript(pattern: RulePattern, count: Int) -> Bool? {
    get { answers[Key(pattern: ObjectIdentifier(pattern), count: count)] }
    set { answers[Key(pattern: ObjectIdentifier(pattern), count: count)] = newValue }
  }
}
