internal import PCRE
internal import Rules

/// A place that a rule takes for a secret: ranges in the bytes that were searched.
package struct Candidate: Sendable, Hashable {
  /// The rule's number in its `RuleIndex`.
  package let rule: Int
  /// What the rule's pattern matched.
  package let match: Range<Int>
  /// The secret itself, or what stands for it.
  package let secret: Range<Int>
  /// The secret in clear where the bytes of its range are not that: it is encoded, or in pieces.
  package var value: [UInt8]?
}

/// Finds candidates in bytes: anchors in one fast pass, then the patterns of the rules around each.
///
/// One for each thread.
package struct CandidateFinder: ~Copyable {
  package let index: RuleIndex
  package var scratch: Scratch
  private var anchors = AnchorList()
  /// How many bytes of views were made for the last content: what encodings cost beside one pass.
  package private(set) var viewedBytes = 0
  /// How many may be made for it.
  private var mostViewed = 0
  /// The containers in base64 in the last content, with their places there.
  package private(set) var embedded: [Embedded] = []
  /// Where the words stand in the last content that were to be found with the anchors, in order.
  package private(set) var words: [Anchor] = []
  /// What is known of the whole content that is searched now.
  var wholeContexts = WholeContexts()
  /// What rules say of its path.
  var pathAnswers = PathAnswers()

  /// The matches about one anchor that a rule may refuse before it gives up.
  private static let triesPerAnchor = 4
  /// How many anchors of a content are looked at, and how many bytes of its views, even though the
  /// scan is to end: what was read before is not lost, and takes no time to speak of.
  private static let alwaysLooked = 256
  private static let alwaysViewed = 1 << 20
  /// How many values of a content a rule about files of certain names may have before the name is
  /// known: no key file holds more, and a list of a million digests is not remembered for the case
  /// that it is called one.
  private static let mostInNamed = 1000
  /// How many encodings may be nested.
  private static let deepest = 4
  /// How many bytes of views may be made for each byte of a content, and for any content beside.
  private static let viewsPerByte = 16
  private static let viewsForAny = 16 << 20
  private static let tooMuchEncoded = "it holds more encoded text in encoded text than is followed"

  /// Whether to end early, with what is found by then.
  private let isCancelled: @Sendable () -> Bool

  /// Prepares to search; nil where memory is short.
  ///
  /// - Parameters:
  ///   - index: The rules.
  ///   - isCancelled: Whether to end early, with what is found by then; asked within a content too,
  ///     for one can hold more anchors than are looked at in a minute.
  package init?(_ index: RuleIndex, isCancelled: @escaping @Sendable () -> Bool = { false }) {
    guard let scratch = Scratch() else { return nil }
    self.index = index
    self.scratch = scratch
    self.isCancelled = isCancelled
  }

  /// Finds the candidates in the bytes, in order of place and precedence; behind those that stand
  /// there in clear come those that are encoded or in pieces.
  ///
  /// The first rule that finds a place has it. Where `path` is nil, the path is not known yet: then
  /// a rule whose answer depends on it is passed over to the next one as well, and the caller asks
  /// `RuleIndex.accepts` when it knows.
  ///
  /// - Parameters:
  ///   - bytes: The content.
  ///   - path: Where it stands, if that is known.
  ///   - known: All anchors of the bytes that `RuleIndex.contents` would find, where they are known
  ///     already.
  ///   - sought: Words of which `words` is to tell where they stand, where `known` is nil.
  /// - Returns: The candidates, or nil where there was no memory for the anchors.
  package mutating func candidates(
    in bytes: Span<UInt8>, path: [UInt8]?, anchors known: [Anchor]? = nil,
    words sought: ContentWords? = nil
  ) -> [Candidate]? {
    viewedBytes = 0
    words = []
    embedded = []
    pathAnswers.reset()
    mostViewed = bytes.count * Self.viewsPerByte + Self.viewsForAny
    let start = Self.textStart(in: bytes)
    let text = bytes.extracting(start..<bytes.count)
    if start == 0, let known {
      guard anchors.replace(with: known) else { return nil }
    } else if let sought {
      guard sought.search.find(in: text, anchors: &anchors) else { return nil }
      words = anchors.take(sought.kinds).map { $0.moved(by: start) }
    } else {
      guard index.contents.find(in: text, anchors: &anchors) else { return nil }
    }
    // Most contents end here.
    if anchors.isEmpty { return [] }
    let found = search(text, view: nil, path: path, depth: 0)
    for number in embedded.indices { embedded[number].move(by: start) }
    return start == 0 ? found : found?.map { $0.moved(by: start) }
  }

  /// The anchors of the rules about contents that stand at or behind `start`, or nil where there was
  /// no memory for them.
  package mutating func anchors(in bytes: Span<UInt8>, from start: Int) -> [Anchor]? {
    guard index.contents.find(in: bytes.extracting(start..<bytes.count), anchors: &anchors) else {
      return nil
    }
    return (0..<anchors.count).map { anchors[$0].moved(by: start) }
  }

  /// Where the text begins: behind the mark that some editors put before UTF-8, for a rule may ask
  /// what stands at the begin of a line.
  private static func textStart(in bytes: Span<UInt8>) -> Int {
    bytes.count >= 3 && bytes[0] == 0xef && bytes[1] == 0xbb && bytes[2] == 0xbf ? 3 : 0
  }

  /// Finds the candidates around the anchors in the bytes of a content, or of a view of one; of a
  /// view only what is not told by what it was made from.
  private mutating func search(
    _ bytes: Span<UInt8>, view: View?, path: [UInt8]?, depth: Int
  ) -> [Candidate]? {
    wholeContexts.reset()
    var found = FoundCandidates()
    var words = WordPlaces()
    var rewritings = Rewritings()
    for number in 0..<anchors.count {
      if number >= Self.alwaysLooked, isCancelled() { break }
      let anchor = anchors[number]
      guard view?.isChanged(surroundings(of: anchor)) ?? true else { continue }
      if let mark = index.formMark(ofAnchorKind: anchor.kind) {
        if depth < Self.deepest,
          !rewritings.add(anchor, mark, atMost: mostViewed - viewedBytes, in: bytes)
        {
          scratch.noteUndecided(Self.tooMuchEncoded)
        }
        continue
      }
      if let encoding = anchor.encoding {
        if encoding == .packed, depth < Self.deepest,
          !rewritings.addPacked(
            at: anchor.offset, atMost: mostViewed - viewedBytes, in: bytes)
        {
          scratch.noteUndecided(Self.tooMuchEncoded)
        } else if depth < Self.deepest {
          rewritings.add(anchor, encoding, in: bytes, scratch: &scratch)
        }
        continue
      }
      let isDecided = look(around: anchor, in: bytes, path: path, &words, into: &found)
      guard !isDecided, depth < Self.deepest else { continue }
      let hasWord = index.wordsOfRuns.map {
        words.hasOne(of: $0, near: anchor.range, in: bytes, index)
      }
      if anchor.kind == 0 || hasWord == true { rewritings.add(around: anchor.range, in: bytes) }
      if hasWord == true {
        let isName = index.isName(kind: anchor.kind)
        rewritings.add(wrapped: anchor.range, isName: isName, in: bytes, scratch: &scratch)
      }
    }
    embedded += rewritings.containers
    guard search(rewritings, of: bytes, path: path, depth: depth, into: &found) else { return nil }
    return found.all
  }

  /// What decides about an anchor: in a view, one that has nothing decoded there is as it was.
  private func surroundings(of anchor: Anchor) -> Range<Int> {
    if anchor.encoding != nil || index.formMark(ofAnchorKind: anchor.kind) != nil {
      let distance = Rewritings.glue
      return (anchor.offset - distance)..<(anchor.range.upperBound + distance)
    }
    let reach = index.reach(ofAnchorKind: anchor.kind)
    let before = max(reach.before, Neighbourhood.limit)
    let after = max(reach.after, Neighbourhood.limit)
    return (anchor.offset - before)..<(anchor.range.upperBound + after)
  }

  /// Adds what stands in the views of the bytes.
  private mutating func search(
    _ rewritings: Rewritings, of bytes: Span<UInt8>, path: [UInt8]?, depth: Int,
    into found: inout FoundCandidates
  ) -> Bool {
    var hasMemory = true
    rewritings.forEachView(in: bytes) { view, owned in
      if viewedBytes >= Self.alwaysViewed, isCancelled() { return false }
      if view.changes.isEmpty { return true }
      viewedBytes += view.bytes.count
      guard viewedBytes <= mostViewed else {
        scratch.noteUndecided(Self.tooMuchEncoded)
        return false
      }
      let known = embedded.count
      guard index.contents.find(in: view.bytes.span, anchors: &anchors),
        let inner = search(view.bytes.span, view: view, path: path, depth: depth + 1)
      else {
        hasMemory = false
        return false
      }
      for number in known..<embedded.count {
        embedded[number].range = view.origin(of: embedded[number].range)
      }
      for candidate in inner {
        let origin = candidate.asSeen(in: view)
        guard owned.contains(origin.secret.lowerBound) else { continue }
        found.addSeen(origin, isFinal: path != nil || !index.rules[candidate.rule].dependsOnPath)
      }
      return true
    }
    return hasMemory
  }

  /// Adds what the rules find around an anchor.
  ///
  /// - Returns: Whether one finds something whatever the path.
  private mutating func look(
    around anchor: Anchor, in bytes: Span<UInt8>, path: [UInt8]?, _ words: inout WordPlaces,
    into found: inout FoundCandidates
  ) -> Bool {
    for number in index.contentRules(forAnchorKind: anchor.kind) {
      let isFinal = path != nil || !index.dependsOnPath[number]
      if !isFinal, index.isTiedToNames[number], found.count(of: number) >= Self.mostInNamed {
        continue
      }
      if found.isListed(anchor.range, by: number) {
        if isFinal { return true }
        continue
      }
      // Most anchors of most contents end here.
      guard
        words.hasOne(of: index.ruleWords[number], near: anchor.range, in: bytes, index)
      else { continue }
      if let path, index.dependsOnPath[number], !accepts(path, rule: number) { continue }
      guard let candidate = candidate(of: number, around: anchor, in: bytes) else { continue }
      found.add(candidate, isFinal: isFinal)
      addList(after: candidate, in: bytes, isFinal: isFinal, into: &found)
      if isFinal { return true }
    }
    return false
  }

  private mutating func candidate(
    of number: Int, around anchor: Anchor, in bytes: Span<UInt8>
  ) -> Candidate? {
    // A rule has many parts, and all would be copied; most anchors need these two only.
    let (pattern, reach) = (index.rules[number].pattern, index.rules[number].reach)
    let end = min(bytes.count, anchor.range.upperBound + reach.after)
    var start = max(0, anchor.offset - reach.before)
    var tries = Self.triesPerAnchor
    while start < end, tries > 0 {
      guard
        let match = scratch.firstMatch(of: pattern, in: bytes, range: start..<end, rule: number),
        let secret = secret(of: match, in: pattern)
      else { return nil }
      if isAbout(anchor, match: match.range, secret: secret) {
        let candidate = Candidate(rule: number, match: match.range, secret: secret)
        if holds(candidate, match, rule: index.rules[number], in: bytes) { return candidate }
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

  /// Adds the values that follow one, as the rule says how a list goes on.
  private mutating func addList(
    after first: Candidate, in bytes: Span<UInt8>, isFinal: Bool,
    into found: inout FoundCandidates
  ) {
    guard let more = index.rules[first.rule].more else { return }
    let rule = index.rules[first.rule]
    var end = first.secret.upperBound
    while let match = scratch.firstMatch(
      of: more, in: bytes,
      range: end..<min(bytes.count, end + max(rule.reach.before, rule.reach.after)),
      rule: first.rule), match.range.lowerBound == end,
      let secret = secret(of: match, in: more), secret.upperBound > end
    {
      let candidate = Candidate(rule: first.rule, match: match.range, secret: secret)
      guard isValue(bytes.extracting(secret), of: rule, number: first.rule) else { return }
      found.add(candidate, isFinal: isFinal)
      end = secret.upperBound
      found.noteList(upTo: end, of: first.rule)
    }
  }

  private func secret(of match: Match, in pattern: RulePattern) -> Range<Int>? {
    guard let group = try? pattern.pattern().group(named: "secret") else { return match.range }
    return match.group(group)
  }

  /// Whether a match is the anchor's own: a value made of hex digits lies in its run, and any
  /// other match holds its literal.
  private func isAbout(_ anchor: Anchor, match: Range<Int>, secret: Range<Int>) -> Bool {
    anchor.kind == 0
      ? anchor.range.contains(secret.lowerBound) && secret.upperBound <= anchor.range.upperBound
      : match.lowerBound <= anchor.offset && anchor.range.upperBound <= match.upperBound
  }
}

/// The candidates of a content, none of them twice.
private struct FoundCandidates {
  private(set) var all: [Candidate] = []
  /// For each rule that follows lists, the end of the last one: what stands before it is told.
  private var listEnds: [Int: Int] = [:]
  private var places: Set<RulePlace> = []
  /// How many each rule has whose answer depends on the path.
  private var counts: [Int: Int] = [:]
  /// The places that a rule has whatever the path.
  private var settled: Set<Range<Int>> = []

  /// Where what views show was found last.
  private var seen: [SeenValue: Range<Int>] = [:]

  private struct SeenValue: Hashable {
    let rule: Int
    let value: [UInt8]
  }

  private struct RulePlace: Hashable {
    let rule: Int
    let secret: Range<Int>
  }

  /// Adds one that stands in clear; `isFinal` says whether the rule has the place whatever the path.
  mutating func add(_ candidate: Candidate, isFinal: Bool) {
    let place = RulePlace(rule: candidate.rule, secret: candidate.secret)
    guard places.insert(place).inserted else { return }
    all.append(candidate)
    if isFinal {
      settled.insert(candidate.secret)
    } else {
      counts[candidate.rule, default: 0] += 1
    }
  }

  /// How many a rule has whose answer depends on the path.
  func count(of rule: Int) -> Int { counts[rule] ?? 0 }

  /// Notes how far a rule has followed a list, so that it is not followed again from each value.
  mutating func noteList(upTo end: Int, of rule: Int) { listEnds[rule] = end }

  /// Whether an anchor stands in a list that the rule has followed.
  func isListed(_ anchor: Range<Int>, by rule: Int) -> Bool {
    listEnds[rule].map { $0 >= anchor.upperBound } ?? false
  }

  /// Adds one that a view shows, unless its place is some rule's already.
  mutating func addSeen(_ candidate: Candidate, isFinal: Bool) {
    guard !settled.contains(candidate.secret) else { return }
    // Two views may show the same, with more or less of what stands for it.
    let value = SeenValue(rule: candidate.rule, value: candidate.value ?? [])
    if let last = seen[value], last.overlaps(candidate.secret) { return }
    seen[value] = candidate.secret
    add(candidate, isFinal: isFinal)
  }
}

extension Candidate {
  /// What it is in the text that a view was made from.
  fileprivate func asSeen(in view: View) -> Candidate {
    Candidate(
      rule: rule, match: view.origin(of: match), secret: view.origin(of: secret),
      value: value ?? Array(view.bytes[secret]))
  }

  /// The same in a text before which `count` bytes more stand.
  fileprivate func moved(by count: Int) -> Candidate {
    func moved(_ range: Range<Int>) -> Range<Int> {
      (range.lowerBound + count)..<(range.upperBound + count)
    }
    return Candidate(rule: rule, match: moved(match), secret: moved(secret), value: value)
  }
}
