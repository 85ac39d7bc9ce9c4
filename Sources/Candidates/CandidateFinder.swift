internal import PCRE
internal import Rules

/// A place that a rule takes for a secret: ranges in the bytes that were searched.
package struct Candidate: Sendable, Hashable {
  /// The rule's number in its `RuleIndex`.
  package let rule: Int
  /// What the rule's pattern matched.
  package let match: Range<Int>
  /// The secret itself.
  package let secret: Range<Int>
}

/// Finds candidates in bytes: anchors in one fast pass, then the patterns of the rules around each.
///
/// One for each thread.
package struct CandidateFinder: ~Copyable {
  package let index: RuleIndex
  package var scratch: Scratch
  private var anchors = AnchorList()
  private var candidates: [Candidate] = []

  /// The matches about one anchor that a rule may refuse before it gives up.
  private static let triesPerAnchor = 8

  /// Prepares to search; nil where memory is short.
  package init?(_ index: RuleIndex) {
    guard let scratch = Scratch() else { return nil }
    self.index = index
    self.scratch = scratch
  }

  /// Finds the candidates in the bytes, in order of place and precedence.
  ///
  /// The first rule that finds a place has it. Where `path` is nil, the path is not known yet: then
  /// a rule whose answer depends on it is passed over to the next one as well, and the caller asks
  /// `RuleIndex.accepts` when it knows.
  ///
  /// - Returns: The candidates, or nil where there was no memory for the anchors.
  package mutating func candidates(in bytes: Span<UInt8>, path: [UInt8]?) -> [Candidate]? {
    guard index.contents.find(in: bytes, anchors: &anchors) else { return nil }
    candidates.removeAll(keepingCapacity: true)
    for number in 0..<anchors.count {
      look(around: anchors[number], in: bytes, path: path)
    }
    return candidates
  }

  private mutating func look(around anchor: Anchor, in bytes: Span<UInt8>, path: [UInt8]?) {
    for number in index.contentRules(forAnchorKind: anchor.kind) {
      let rule = index.rules[number]
      if let path, rule.dependsOnPath,
        !index.accepts(path: path.span, rule: number, scratch: &scratch)
      {
        continue
      }
      guard let candidate = candidate(rule, number, around: anchor, in: bytes) else { continue }
      if !candidates.suffix(8).contains(candidate) { candidates.append(candidate) }
      if path != nil || !rule.dependsOnPath { return }
    }
  }

  private mutating func candidate(
    _ rule: Rule, _ number: Int, around anchor: Anchor, in bytes: Span<UInt8>
  ) -> Candidate? {
    let end = min(bytes.count, anchor.range.upperBound + rule.reach.after)
    var start = max(0, anchor.offset - rule.reach.before)
    var tries = Self.triesPerAnchor
    while start < end, tries > 0 {
      guard
        let match = scratch.firstMatch(
          of: rule.pattern, in: bytes, range: start..<end, rule: number),
        let secret = secret(of: match, rule: rule)
      else { return nil }
      if isAbout(anchor, match: match.range, secret: secret) {
        let candidate = Candidate(rule: number, match: match.range, secret: secret)
        if holds(candidate, rule: rule, in: bytes) { return candidate }
        // A name nearer to the value may do better.
        start = match.range.lowerBound + 1
        tries -= 1
      } else {
        // The match is about something before the anchor, or beside it: go on behind its start.
        guard match.range.lowerBound <= anchor.offset else { return nil }
        start = max(match.range.lowerBound + 1, min(secret.upperBound, anchor.offset))
      }
    }
    return nil
  }

  private func secret(of match: Match, rule: Rule) -> Range<Int>? {
    guard let group = try? rule.pattern.pattern().group(named: "secret") else { return match.range }
    return match.group(group)
  }

  /// Whether a match is the anchor's own: a value made of hex digits lies in its run, and any
  /// other match holds its literal.
  private func isAbout(_ anchor: Anchor, match: Range<Int>, secret: Range<Int>) -> Bool {
    anchor.kind == 0
      ? anchor.range.contains(secret.lowerBound) && secret.upperBound <= anchor.range.upperBound
      : match.lowerBound <= anchor.offset && anchor.range.upperBound <= match.upperBound
  }

  /// Whether the conditions of the rule that need no path hold for a match of its pattern.
  private mutating func holds(_ candidate: Candidate, rule: Rule, in bytes: Span<UInt8>) -> Bool {
    switch rule.value {
    case .any: break
    case .random:
      guard Randomness.isRandomHex(bytes.extracting(candidate.secret)) else { return false }
    }
    for pattern in rule.unless {
      let text = bytes.extracting(candidate.match)
      if scratch.matches(pattern, in: text, rule: candidate.rule) { return false }
    }
    for context in rule.near {
      let range = Neighbourhood.range(of: candidate.secret, lines: context.lines, in: bytes)
      guard scratch.matches(context.pattern, in: bytes, range: range, rule: candidate.rule) else {
        return false
      }
    }
    return true
  }
}

/// The lines around a place.
enum Neighbourhood {
  /// How far a line, or what a rule calls near, is followed on either side: a minified file is one
  /// line of any length.
  static let limit = 8192

  /// The range that holds the lines of `range` and as many more on either side.
  static func range(of range: Range<Int>, lines: Int, in bytes: Span<UInt8>) -> Range<Int> {
    let newline = UInt8(ascii: "\n")
    var start = range.lowerBound
    var left = lines + 1
    let floor = max(0, start - limit)
    while start > floor {
      if bytes[start - 1] == newline {
        left -= 1
        if left == 0 { break }
      }
      start -= 1
    }
    var end = range.upperBound
    left = lines + 1
    let ceiling = min(bytes.count, end + limit)
    while end < ceiling {
      if bytes[end] == newline {
        left -= 1
        if left == 0 { break }
      }
      end += 1
    }
    return start..<end
  }
}
