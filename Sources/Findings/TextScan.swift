import Candidates
package import Git
import Rules

/// Scans texts that are about to be written, in the light of what stands in their place now.
package struct TextScan: ~Copyable {
  private let options: ScanOptions
  private var scanner: ContentScanner
  private var collector: Collector
  /// What was scanned since a report was told.
  private var texts = 0
  private var bytes = 0

  /// Prepares to scan.
  package init(_ options: ScanOptions) throws(ScanError) {
    guard let scanner = ContentScanner(options.index, options.progress),
      let collector = Collector(options.index, found: options.found)
    else { throw .outOfMemory }
    self.options = options
    self.scanner = scanner
    self.collector = collector
  }

  /// The hits in a text whose rules don't ask for another path.
  package mutating func hits(in text: [UInt8], at path: Path) -> [Hit] {
    texts += 1
    bytes += text.count
    return holding(scanner.hits(inContent: text.span), at: path)
  }

  /// Those of a text's hits that the content in its place has not got already, or has fewer of.
  ///
  /// A secret counts as there already only where a rule finds it there: a name that is put before
  /// an old value makes a key of it.
  /// - Parameters:
  ///   - hits: What `hits(in:at:)` gave for `text`.
  ///   - text: What is about to be there.
  ///   - path: Where, as rules about paths see it.
  ///   - former: What is there now.
  ///   - isWhole: Whether `text` takes the place of all of `former`: then, of several copies, only
  ///     those on lines that are new count.
  /// - Returns: The hits that are new.
  package mutating func added(
    _ hits: [Hit], of text: [UInt8], at path: Path, since former: [UInt8], isWhole: Bool
  ) -> [Hit] {
    let known = Self.counts(holding(scanner.hits(inContent: former.span), at: path))
    let counts = Self.counts(hits)
    let added = hits.filter { (counts[$0.secret] ?? 0) > (known[$0.secret] ?? 0) }
    guard isWhole, added.contains(where: { known[$0.secret] != nil }),
      let lines = try? AddedLines.ranges(from: former.span, to: text.span)
    else { return added }
    let touching = added.filter { hit in
      known[hit.secret] == nil || lines.contains { $0.overlaps(hit.lines) }
    }
    return touching.isEmpty ? added : touching
  }

  /// Adds hits at the place that their text is about to have.
  package mutating func add(_ hits: [Hit], at place: Place) {
    collector.add(hits, at: place)
  }

  /// Adds what the name of a place holds.
  package mutating func addName(at place: Place) {
    collector.addName(at: place)
  }

  /// Tells a report what could not be scanned since it was last told, and how much was.
  package mutating func tell(_ report: inout Report, of what: String) {
    report.addGaps(of: &scanner, in: what, rules: options.index)
    report.statistics.blobs += texts
    report.statistics.bytes += bytes
    (texts, bytes) = (0, 0)
  }

  /// Ends the scan and gives what was collected.
  package consuming func finish() -> Collector { collector }

  /// The hits whose rule does not ask for another path.
  private mutating func holding(_ hits: [Hit], at path: Path) -> [Hit] {
    var holding: [Hit] = []
    for hit in hits {
      let isHeld =
        !hit.inner.isEmpty || !options.index.rules[hit.rule].dependsOnPath
        || scanner.accepts(path: path.bytes, rule: hit.rule)
      if isHeld { holding.append(hit) }
    }
    return holding
  }

  /// In how many places each secret stands, however many rules see it there.
  private static func counts(_ hits: [Hit]) -> [[UInt8]: Int] {
    struct Spot: Hashable {
      let inner: [UInt8]
      let offset: Int
    }
    var spots: [[UInt8]: Set<Spot>] = [:]
    for hit in hits {
      spots[hit.secret, default: []].insert(Spot(inner: hit.inner, offset: hit.offset))
    }
    return spots.mapValues(\.count)
  }
}
