import Archives
package import Blobs
package import Candidates
import Git
import Rules

/// A candidate with what its bytes tell of it, so that the bytes are not needed any more.
package struct Hit: Sendable {
  /// The number of the rule in the `RuleIndex`.
  package let rule: Int
  /// The secret in clear, however the content has it.
  package let secret: [UInt8]
  /// Where in a container the content is: `!`, and the name in it, as often as containers nest;
  /// empty for what is no part of one.
  package private(set) var inner: [UInt8] = []
  /// Whether `inner` ends with a table of a database, of which each row is a line.
  package private(set) var isInTable = false
  /// Where the secret, or what stands for it, begins in the content, in bytes.
  package let offset: Int
  package let region: Finding.Region
  /// The lines of what the rule matched, the name as well as the value, as git counts lines: only
  /// LF ends one.
  package let lines: Range<Int>
  /// Whether the secret's bytes stand at `offset` of the content as they are.
  private(set) var isVerbatim = true
  /// Whether it stands in the address of a submodule, if the content is a file of git's settings.
  private(set) var isSubmoduleURL = false
  /// The marker that stands beside it for it, if any.
  var marker: InlineMarker?

  /// The same hit in a content that a container holds.
  func moved(into inner: [UInt8], isTable: Bool = false) -> Hit {
    var hit = self
    if hit.inner.isEmpty { hit.isInTable = isTable }
    hit.inner = inner + hit.inner
    hit.isVerbatim = false
    hit.isSubmoduleURL = false
    return hit
  }

  /// The path of what holds the secret, where the whole content stands at `outer`.
  ///
  /// Who opens a database sees no files in it: a table has the path of its database.
  func path(in outer: Path) -> Path {
    if inner.isEmpty { return outer }
    // The stream did not know its own name when it was read.
    if inner == [UInt8(ascii: "!")] {
      return Path(bytes: outer.bytes + inner + ContentName.ofContent(at: outer.bytes))
    }
    let end = isInTable ? inner.lastIndex(of: UInt8(ascii: "!")) ?? 0 : inner.count
    return Path(bytes: outer.bytes + inner[..<end])
  }
}

/// Finds hits in contents, whatever their path will turn out to be: one for each thread.
package struct ContentScanner: ~Copyable {
  private var finder: CandidateFinder
  private var anchors = AnchorList()
  private var isShortOfMemory = false
  private var problems: [ContainerProblem] = []
  /// Where the words stand in the content in which they were sought last, whatever it holds.
  var lastWords: [Anchor] = []
  /// What is left for containers that a content holds in base64.
  var allowance = EmbeddedAllowance()

  private let progress: ScanProgress

  /// Prepares to scan; nil where memory is short.
  package init?(_ index: RuleIndex, _ progress: ScanProgress = ScanProgress()) {
    guard let finder = CandidateFinder(index, isCancelled: progress.isCancelled) else { return nil }
    self.finder = finder
    self.progress = progress
  }

  /// The ids of all rules.
  var ruleIDs: Set<String> { Set(finder.index.rules.map(\.id)) }

  /// Whether the scan is to end early.
  var isCancelled: Bool { progress.isCancelled() }

  /// The hits in a whole content, all of whose anchors may be known already.
  package mutating func hits(in bytes: Span<UInt8>, anchors: [Anchor]? = nil) -> [Hit] {
    hits(in: bytes, window: .whole(count: bytes.count), anchors: anchors)
  }

  /// The hits in a whole content whose anchors stand at or behind `start`.
  mutating func hits(in bytes: Span<UInt8>, from start: Int) -> [Hit] {
    guard let anchors = finder.anchors(in: bytes, from: start) else {
      isShortOfMemory = true
      return []
    }
    return anchors.isEmpty ? [] : hits(in: bytes, anchors: anchors)
  }

  /// The hits that a piece of a content owns, in order of place; those of one place stand in
  /// order of precedence, and which of them holds is for the path to decide.
  ///
  /// - Parameters:
  ///   - bytes: The piece.
  ///   - window: Where it stands.
  ///   - anchors: All its anchors, where they are known.
  ///   - words: Words of which `lastWords` is to tell where they stand in it.
  /// - Returns: The hits.
  package mutating func hits(
    in bytes: Span<UInt8>, window: Window, anchors: [Anchor]? = nil, words: ContentWords? = nil
  ) -> [Hit] {
    if window.offset == 0 { allowance.beginContent() }
    let found = finder.candidates(in: bytes, path: nil, anchors: anchors, words: words)
    if words != nil { lastWords = finder.words }
    guard let candidates = found else {
      isShortOfMemory = true
      return []
    }
    let embedded = finder.embedded.filter { window.owned.contains($0.range.lowerBound) }
    let plain = hits(of: candidates, in: bytes, window: window)
    return embedded.isEmpty ? plain : plain + hits(inEmbedded: embedded)
  }

  /// The hits in the containers that a content holds in base64.
  private mutating func hits(inEmbedded containers: [Embedded]) -> [Hit] {
    var hits: [Hit] = []
    for container in containers where !isCancelled {
      guard let kind = ContainerKind(startOf: container.bytes.span) else { continue }
      guard let limits = allowance.begin() else {
        note(ContainerProblem(inner: [], why: EmbeddedAllowance.why))
        continue
      }
      defer { allowance.end() }
      var inside = InnerHits()
      let result = ArchiveReader(limits: limits).read(container.bytes.span, kind, at: []) {
        entry, piece, window in
        allowance.take(piece.count)
        add(entry, piece, window, to: &inside)
        return !isCancelled
      }
      hits += self.hits([], inside.hits, result)
    }
    return hits
  }

  private mutating func hits(
    of candidates: [Candidate], in bytes: Span<UInt8>, window: Window
  ) -> [Hit] {
    if candidates.isEmpty { return [] }
    var cursor = LineCursor(window, in: bytes)
    var (feeds, passed) = (window.line, 0)
    let hits = candidates.sorted {
      ($0.secret.lowerBound, $0.rule) < ($1.secret.lowerBound, $1.rule)
    }
    .filter { window.owned.contains($0.secret.lowerBound) }
    .map { candidate in
      cursor.advance(to: candidate.secret.lowerBound, in: bytes)
      var end = cursor
      end.advance(to: candidate.secret.upperBound, in: bytes)
      feeds += Self.feeds(in: bytes, passed..<candidate.secret.lowerBound)
      passed = candidate.secret.lowerBound
      let above = Self.feeds(in: bytes, candidate.match.lowerBound..<passed)
      let below = Self.feeds(in: bytes, passed..<candidate.match.upperBound)
      return Hit(
        rule: candidate.rule,
        secret: candidate.value ?? Array(candidate.secret.map { bytes[$0] }),
        offset: window.offset + candidate.secret.lowerBound,
        region: Finding.Region(
          line: cursor.line, column: cursor.column, endLine: end.line, endColumn: end.column),
        lines: (feeds - above)..<(feeds + below + 1), isVerbatim: candidate.value == nil,
        isSubmoduleURL: SubmoduleURL.holds(bytes, at: candidate.secret.lowerBound))
    }
    return marked(hits, candidates, in: bytes, from: window.offset)
  }

  /// The hits with the markers that stand beside them.
  private func marked(
    _ hits: [Hit], _ candidates: [Candidate], in bytes: Span<UInt8>, from offset: Int
  ) -> [Hit] {
    var ends: [Int: Int] = [:]
    for candidate in candidates {
      ends[candidate.secret.lowerBound] = max(
        ends[candidate.secret.lowerBound] ?? 0, candidate.secret.upperBound)
    }
    let rules = finder.index.rules
    let search = MarkersAround(hits, in: bytes)
    let around = hits.map { hit in
      let start = hit.offset - offset
      return InlineMarker.Candidate(
        rule: rules[hit.rule].id, secret: hit.secret,
        markers: search.markers(of: hit, at: start..<(ends[start] ?? start), in: bytes))
    }
    guard around.contains(where: { !$0.markers.isEmpty }) else { return hits }
    return zip(hits, InlineMarker.assigned(around)).map { hit, marker in
      var hit = hit
      hit.marker = marker
      hit.marker?.offset += offset
      return hit
    }
  }

  private static func feeds(in bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    var count = 0
    for index in range where bytes[index] == UInt8(ascii: "\n") { count += 1 }
    return count
  }

  /// Which rules could not be decided somewhere since the last call, and why.
  package mutating func takeUndecided() -> [Int: String] {
    finder.scratch.takeUndecided()
  }

  /// What of containers could not be looked at since the last call.
  mutating func takeProblems() -> [ContainerProblem] {
    defer { problems = [] }
    return problems
  }

  mutating func note(_ problem: ContainerProblem) { problems.append(problem) }

  /// Whether memory was short for the anchors of a content since the last call, so that it was not
  /// scanned.
  package mutating func takeShortOfMemory() -> Bool {
    defer { isShortOfMemory = false }
    return isShortOfMemory
  }

  /// Whether a name of a file holds an anchor of a path, and whether it holds one of contents.
  package mutating func anchors(inName name: Span<UInt8>) -> (path: Bool, content: Bool) {
    (has(finder.index.paths, in: name), has(finder.index.contents, in: name))
  }

  private mutating func has(_ search: AnchorSearch, in name: Span<UInt8>) -> Bool {
    guard search.find(in: name, anchors: &anchors) else {
      isShortOfMemory = true
      return true
    }
    return !anchors.isEmpty
  }

  /// Whether a rule about paths may match a path whose last part is `name`.
  package mutating func mayMatchPath(name: Span<UInt8>) -> Bool {
    finder.index.mayMatch(name: name, scratch: &finder.scratch)
  }

  /// The rules about paths that match a path, in order of precedence.
  package mutating func rules(matchingPath path: [UInt8]) -> [Int] {
    finder.index.rules(matchingPath: path.span, scratch: &finder.scratch)
  }

  /// Whether a rule says that a file of this path is one that keeps keys.
  package mutating func isKeyFile(_ path: [UInt8]) -> Bool {
    finder.index.namesKeyFile(path.span, scratch: &finder.scratch)
  }

  /// Whether the rule's conditions on the path hold for this path.
  package mutating func accepts(path: [UInt8], rule: Int) -> Bool {
    finder.index.accepts(path: path.span, rule: rule, scratch: &finder.scratch)
  }
}
