package import Rules

/// The rules of a run, by the anchors that make each look: immutable, shared by all threads.
package final class RuleIndex: Sendable {
  package let rules: [Rule]
  /// Where well-known public values come from, by the first half of their SHA-256.
  package let samples: [String: String]
  /// Finds the anchors of the rules about contents.
  package let contents: AnchorSearch
  /// Finds the anchors of rules in the names of files: those of the rules about paths, and those
  /// of the paths on which rules about contents insist.
  package let paths: AnchorSearch
  /// The anchors of both.
  private let nameLiterals: [[UInt8]]

  /// Finds the words for which rules ask.
  let words: AnchorSearch
  /// The sets of words for which rules ask: the numbers of the words.
  let wordSets: [[Int]]
  /// For each rule, which of the sets is its own; nil for one that asks for none.
  let ruleWords: [Int?]
  /// The set of the words that any rule about runs of digits asks for, whatever the path.
  let wordsOfRuns: Int?
  /// For each rule, whether what it says depends on the path.
  let dependsOnPath: [Bool]
  /// For each rule, whether it is about files of certain names.
  let isTiedToNames: [Bool]

  private let contentLiterals: [[UInt8]]
  /// What the anchors tell of that are no rule's, by their kinds from `firstMark` on.
  private let formMarks: [FormMark]
  private let firstMark: Int
  /// The kinds of the anchors that are names and nothing else.
  private let namesOnly: Range<Int>
  /// For each kind of anchor, the rules that it makes look, in order of precedence.
  private let contentRules: [[Int]]
  /// For each kind of anchor, how far the patterns of those rules see.
  private let reaches: [Rule.Reach]
  /// The rules about paths, in order of precedence.
  private let pathRules: [Int]

  /// Indexes the rules; nil where memory is short.
  package init?(_ set: RuleSet) {
    rules = set.rules
    samples = set.samples
    let content = rules.indices.filter { set.rules[$0].target == .content }
    pathRules = rules.indices.filter { set.rules[$0].target == .path }
    let ofRules = Self.literals(of: content, in: rules)
    let ofNames = Self.unique(content.flatMap { set.rules[$0].names }.map { Self.folded($0) })
      .filter { !ofRules.contains($0) }
    let known = ofRules + ofNames
    let marks = FormMark.all.map { (Self.folded($0.0), $0.1) }
      .filter { !content.isEmpty && !known.contains($0.0) }
    let literals = known + marks.map(\.0)
    contentLiterals = literals
    namesOnly = (ofRules.count + 1)..<(known.count + 1)
    formMarks = marks.map(\.1)
    firstMark = known.count + 1
    let kinds = Dictionary(uniqueKeysWithValues: zip(literals, 1...))
    var byKind: [[Int]] = .init(repeating: [], count: literals.count + 1)
    for number in content {
      for anchor in rules[number].anchors {
        switch anchor {
        case .hexRun: byKind[0].append(number)
        case .literal(let text):
          let kind = kinds[Self.folded(text)] ?? 0
          if byKind[kind].last != number { byKind[kind].append(number) }
        }
      }
    }
    contentRules = byKind
    reaches = byKind.map { numbers in
      Rule.Reach(
        before: numbers.map { set.rules[$0].reach.before }.max() ?? 0,
        after: numbers.map { set.rules[$0].reach.after }.max() ?? 0)
    }
    let names = content.flatMap { set.rules[$0].pathAnchors }.map(Self.folded)
    let pathLiterals = Array(Set(Self.literals(of: pathRules, in: rules) + names))
    let runs = !byKind[0].isEmpty
    guard let contents = Self.search(for: literals, runs: runs, encodings: !content.isEmpty),
      let paths = Self.search(for: pathLiterals, runs: false)
    else { return nil }
    let wordList = Array(Set(set.rules.flatMap(\.words).map(Self.folded)))
    guard let words = Self.search(for: wordList, runs: false) else { return nil }
    self.words = words
    let numbers = set.rules.map { rule in
      rule.words.compactMap { wordList.firstIndex(of: Self.folded($0)) }.sorted()
    }
    // A checksum is asked of anything that has the name of a key: that tells nobody's.
    let ofRuns = Set(
      byKind[0].filter { !set.rules[$0].dependsOnPath && set.rules[$0].checksum == nil }
        .flatMap { numbers[$0] }
    ).sorted()
    let wordSets = Array(Set((numbers + [ofRuns]).filter { !$0.isEmpty }))
    wordsOfRuns = wordSets.firstIndex(of: ofRuns)
    self.wordSets = wordSets
    ruleWords = numbers.map(wordSets.firstIndex)
    dependsOnPath = set.rules.map(\.dependsOnPath)
    isTiedToNames = set.rules.map(\.isTiedToNames)
    nameLiterals = ofRules + pathLiterals
    self.contents = contents
    self.paths = paths
  }

  private static func search(
    for literals: [[UInt8]], runs: Bool, encodings: Bool = false
  ) -> AnchorSearch? {
    AnchorSearch(sequences: literals, runs: runs, encodings: encodings)
  }

  /// A search for the anchors of the rules about contents, and for further bytes, whose kinds
  /// `isOther` tells apart; nil where memory is short.
  package func contents(and others: [[UInt8]]) -> AnchorSearch? {
    Self.search(
      for: contentLiterals + others, runs: !contentRules[0].isEmpty,
      encodings: contentRules.contains { !$0.isEmpty })
  }

  /// A search that finds the anchors of rules in names in one pass, without telling which; nil where
  /// memory is short.
  package func names() -> AnchorSearch? {
    Self.search(for: Array(Set(nameLiterals)), runs: !contentRules[0].isEmpty)
  }

  /// What an anchor tells of that is no rule's.
  func formMark(ofAnchorKind kind: Int) -> FormMark? {
    let number = kind - firstMark
    return formMarks.indices.contains(number) ? formMarks[number] : nil
  }

  /// Whether an anchor is a name behind which a value may hide, and no rule's.
  func isName(kind: Int) -> Bool { namesOnly.contains(kind) }

  private static func unique(_ texts: [[UInt8]]) -> [[UInt8]] {
    var seen: Set<[UInt8]> = []
    return texts.filter { seen.insert($0).inserted }
  }

  /// Whether what that search finds is one of the further bytes, and no anchor.
  package func isOther(kind: Int, of others: Int) -> Bool {
    kind > contentLiterals.count && kind <= contentLiterals.count + others
  }

  /// The different literals of some rules, folded.
  private static func literals(of numbers: [Int], in rules: [Rule]) -> [[UInt8]] {
    var seen: Set<[UInt8]> = []
    return numbers.flatMap { rules[$0].anchors }.compactMap { anchor in
      guard case .literal(let text) = anchor else { return nil }
      let literal = folded(text)
      return seen.insert(literal).inserted ? literal : nil
    }
  }

  /// A text with ASCII's letters in lower case: as bytes, for what the search compares is bytes, and
  /// `String` takes different spellings of a letter for the same.
  private static func folded(_ text: String) -> [UInt8] { folded(Array(text.utf8)) }

  private static func folded(_ text: [UInt8]) -> [UInt8] {
    text.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
  }

  /// The rules about contents that an anchor of this kind makes look.
  func contentRules(forAnchorKind kind: Int) -> [Int] {
    contentRules[kind]
  }

  /// How far the patterns of those rules see.
  func reach(ofAnchorKind kind: Int) -> Rule.Reach {
    reaches[kind]
  }

  /// The rules about paths whose pattern matches the whole path, in order of precedence.
  package func rules(matchingPath path: Span<UInt8>, scratch: inout Scratch) -> [Int] {
    pathRules.filter { number in
      let rule = rules[number]
      return scratch.matches(rule.pattern, in: path, rule: number)
        && Self.accepts(path: path, rule: rule, number: number, scratch: &scratch)
    }
  }

  /// Whether a rule is about files of this path in particular.
  package func namesKeyFile(_ path: Span<UInt8>, scratch: inout Scratch) -> Bool {
    rules.indices.contains { number in
      let rule = rules[number]
      guard let pattern = rule.target == .path ? rule.pattern : rule.path else { return false }
      return scratch.matches(pattern, in: path, rule: number)
        && Self.accepts(path: path, rule: rule, number: number, scratch: &scratch)
    }
  }

  /// Whether a rule about paths may match a path whose last part is `name`.
  package func mayMatch(name: Span<UInt8>, scratch: inout Scratch) -> Bool {
    pathRules.contains { number in
      rules[number].isAboutFolders
        || scratch.matches(rules[number].pattern, in: name, rule: number)
    }
  }

  /// Whether the rule's conditions on the path hold for this path.
  package func accepts(path: Span<UInt8>, rule number: Int, scratch: inout Scratch) -> Bool {
    Self.accepts(path: path, rule: rules[number], number: number, scratch: &scratch)
  }

  private static func accepts(
    path: Span<UInt8>, rule: Rule, number: Int, scratch: inout Scratch
  ) -> Bool {
    if let wanted = rule.path, !scratch.matches(wanted, in: path, rule: number) { return false }
    if let unwanted = rule.unlessPath, scratch.matches(unwanted, in: path, rule: number) {
      return false
    }
    return true
  }
}
