/// Turns one rule of gitleaks into one of vastguard's.
struct GitleaksConversion {
  private let source: GitleaksRule
  private let id: String
  private(set) var notes: [RuleNote] = []

  /// How far from a keyword a value may stand, in bytes, where the regular expression itself holds
  /// nothing that could be looked for.
  private static let keywordDistance = 256
  /// The most bytes that a pattern sees on one side of its anchor.
  private static let longestReach = 16_384

  init(_ source: GitleaksRule) {
    self.source = source
    id = Self.identifier(source.id)
    if id != source.id { note("its id is '\(id)' here") }
    for key in source.unknownKeys { note("'\(key)' is not known, and left out") }
  }

  mutating func note(_ text: String) {
    notes.append(RuleNote(file: "", line: source.line, rule: source.id, text: text))
  }

  /// The rule without its allowlists.
  mutating func rule() throws(GoPattern.Problem) -> Rule {
    guard let regex = source.regex else { return try pathRule() }
    let pattern = try GoPattern(regex, secretGroup: source.secretGroup)
    if source.secretGroup == 0, pattern.groupCount > 1 {
      note("it has several groups: the first is the secret, and a match without it is none")
    }
    let keywords = Set(source.keywords.map { $0.lowercased() }).sorted()
    var draft = self.draft(pattern.source)
    if let anchors = pattern.shape.anchors {
      draft.anchors = anchors.map(Rule.Anchor.literal)
      draft.reach = Self.reach(pattern.shape.longest)
      let areImplied = anchors.allSatisfy { anchor in keywords.contains { anchor.contains($0) } }
      if !keywords.isEmpty, !areImplied {
        draft.near.append(
          Rule.Context(pattern: RulePattern(Self.anyText(of: keywords)), lines: nil))
      }
    } else {
      try lookAround(keywords, pattern, &draft)
    }
    draft.path = try source.path.map { path throws(GoPattern.Problem) in
      RulePattern(try GoPattern(path).source)
    }
    draft.entropy = source.entropy > 0 ? min(source.entropy, 8) : nil
    return draft
  }

  /// Looks for a value beside its keywords, as the regular expression holds nothing to look for.
  private mutating func lookAround(
    _ keywords: [String], _ pattern: GoPattern, _ draft: inout Rule
  ) throws(GoPattern.Problem) {
    guard !keywords.isEmpty,
      keywords.allSatisfy({ Rule.anchorLengths.contains($0.utf8.count) })
    else {
      throw GoPattern.Problem(
        text: "neither its keywords nor its regex hold a text of 3 bytes or more that every match "
          + "has, so that nothing tells where to look")
    }
    let distance = Self.keywordDistance
    note(
      "its regex holds no text to look for: a value is found within \(distance) bytes behind a "
        + "keyword, and not anywhere in the file")
    draft.pattern = RulePattern(
      "(?:" + Self.anyText(of: keywords) + ")(?s:.{0,\(distance)}?)(?:" + pattern.source + ")")
    draft.anchors = keywords.map(Rule.Anchor.literal)
    let reach = Self.reach(pattern.shape.longest)
    draft.reach = Rule.Reach(before: 64, after: min(reach.after + distance, Self.longestReach))
  }

  /// A rule that is about paths only.
  private mutating func pathRule() throws(GoPattern.Problem) -> Rule {
    guard let path = source.path else {
      throw GoPattern.Problem(text: "it has neither regex nor path")
    }
    let pattern = try GoPattern(path)
    guard let anchors = pattern.shape.nameAnchors else {
      throw GoPattern.Problem(
        text: "its path does not end in a text of 3 bytes or more that a file's name would hold")
    }
    var draft = self.draft(pattern.source)
    draft.target = .path
    draft.anchors = anchors.map(Rule.Anchor.literal)
    return draft
  }

  /// Adds the rules that must match near by.
  mutating func require(
    _ required: [GitleaksRequirement], of all: [GitleaksRule], for rule: inout Rule
  ) {
    for requirement in required {
      guard let regex = all.first(where: { $0.id == requirement.id })?.regex,
        let pattern = try? GoPattern(regex)
      else {
        note("the rule '\(requirement.id)' that it requires can't be used; it does without")
        continue
      }
      if requirement.hasColumns { note("withinColumns has no counterpart, and is left out") }
      rule.near.append(
        Rule.Context(
          pattern: RulePattern(pattern.source),
          lines: requirement.lines.map { min(max($0, 0), 1000) }))
    }
  }

  /// Adds what an allowlist lets pass.
  mutating func apply(_ list: GitleaksAllowlist, to rule: inout Rule) {
    let kinds = [list.commits, list.paths, list.regexes, list.stopwords]
    if list.isConjunction, kinds.count(where: { !$0.isEmpty }) > 1 {
      return applyConjunction(list, to: &rule)
    }
    if !list.commits.isEmpty { note(GitleaksAllowlist.commitsNote) }
    let paths = sources(list.paths)
    if !paths.isEmpty {
      rule.unlessPath = RulePattern(
        GoPattern.anyOf([rule.unlessPath?.source].compactMap(\.self) + paths))
    }
    guard rule.target == .content else { return }
    let regexes = sources(list.regexes).map(RulePattern.init)
    switch list.regexTarget {
    case "line":
      rule.unlessNear += regexes.map { Rule.Context(pattern: $0, lines: 0) }
    case "match": rule.unless += regexes
    default: rule.unlessValue += regexes
    }
    let words = list.stopwords.filter { !$0.isEmpty }
    if !words.isEmpty { rule.unlessValue.append(RulePattern(Self.anyText(of: words))) }
  }

  /// An allowlist all of whose parts must hold: possible where all are about the value.
  private mutating func applyConjunction(_ list: GitleaksAllowlist, to rule: inout Rule) {
    let regexes = sources(list.regexes)
    guard list.commits.isEmpty, list.paths.isEmpty, list.regexTarget == "secret",
      regexes.count == list.regexes.count, rule.target == .content
    else {
      return note(
        "an allowlist that asks for several things at once is left out, so that more is told")
    }
    let words = Self.anyText(of: list.stopwords.filter { !$0.isEmpty })
    rule.unlessValue.append(
      RulePattern("\\A(?=(?s:.*?)(?:\(GoPattern.anyOf(regexes))))(?=(?s:.*?)(?:\(words)))"))
  }

  /// Patterns for regular expressions; what can't be read is noted.
  private mutating func sources(_ regexes: [String]) -> [String] {
    regexes.compactMap { regex in
      do throws(GoPattern.Problem) {
        return try GoPattern(regex).source
      } catch {
        note("an allowlist's regex is left out: " + error.text)
        return nil
      }
    }
  }

  private func draft(_ pattern: String) -> Rule {
    var text = source.description.isEmpty ? "Found by the rule \(source.id)" : source.description
    while text.hasSuffix(".") { text.removeLast() }
    return Rule(
      id: id, name: text, summary: text + ".",
      secretClass: SecretClass(rawValue: "other-generic"), severity: .medium, confidence: .medium,
      remedy: "Revoke the credential where it was issued, then take it out of the file: "
        + "what the file held stays in the history.",
      references: [], isEnabled: true, target: .content, anchors: [],
      pattern: RulePattern(pattern), words: [], reach: RuleSource.defaultReach, more: nil,
      unless: [], unlessBefore: [], unlessValue: [],
      near: [], unlessNear: [], path: nil, pathAnchors: [], unlessPath: nil, value: .any,
      entropy: nil, checksum: nil, exampleList: .read([]), counterexampleList: .read([]),
      origin: ":\(source.line ?? 0)")
  }

  /// As many bytes as the longest match has, and those that end a word.
  private static func reach(_ longest: Int) -> Rule.Reach {
    let reach = min(longest, longestReach)
    return Rule.Reach(before: reach, after: reach + 4)
  }

  private static func anyText(of words: [String]) -> String {
    "(?i:" + words.map(GoPattern.quoted).joined(separator: "|") + ")"
  }

  /// The id in the form that ids have here.
  private static func identifier(_ text: String) -> String {
    let parts = text.lowercased().split { character in
      !character.isASCII || !(character.isLetter || character.isNumber)
    }
    return parts.isEmpty ? "rule" : parts.joined(separator: "-")
  }
}
