package import Blobs
package import Candidates
package import Git
import Rules

/// Turns hits and places into findings and secrets, one row for each place.
///
/// A place is a layer, a path, a content and a position in it. Places are added in order of time,
/// so that each has the commit which brought it in first.
package struct Collector: ~Copyable {
  private let index: RuleIndex
  private let rules: [Rule]
  private let samples: [String: String]
  private var scanner: ContentScanner
  var findings: [Finding] = []
  var secrets: [[UInt8]: SecretRow] = [:]
  private var seen: Set<Key> = []
  /// Secrets whose first commit is known by descent.
  private var firstKnown: Set<[UInt8]> = []
  /// The markers beside secrets, by the numbers of the findings.
  private var markers: [Int: InlineMarker] = [:]
  /// Markers that stand beside no secret.
  var idleMarkers: [(path: Path, marker: IdleMarker)] = []
  /// Where the paths of places begin; nil where they stand as they are.
  package var base: Base?
  /// The objects of the repository that is scanned: ids of SHA-256 look like keys, and git writes
  /// them beside names and messages that speak of Vast.ai.
  package var objects: ObjectDatabase?
  /// Is told each finding when it is made.
  private let found: (@Sendable (Finding) -> Void)?

  private struct Key: Hashable {
    let layer: Layer
    let path: Path
    let blob: ObjectID?
    /// The commit of a place that has no path of its own.
    let message: ObjectID?
    let secret: String
    let ordinal: Int

    init(_ place: Place, message: ObjectID? = nil, secret: String, ordinal: Int) {
      layer = place.layer
      path = place.path
      blob = place.blob
      self.message = message
      self.secret = secret
      self.ordinal = ordinal
    }
  }

  /// Prepares to collect; nil where memory is short.
  package init?(_ index: RuleIndex, found: (@Sendable (Finding) -> Void)? = nil) {
    self.found = found
    guard let scanner = ContentScanner(index) else { return nil }
    self.scanner = scanner
    self.index = index
    rules = index.rules
    samples = index.samples
  }

  /// Adds the hits of one content at one of its places.
  ///
  /// - Returns: The values of the secrets that hold at this place.
  @discardableResult
  package mutating func add(_ hits: [Hit], at place: Place) -> Set<[UInt8]> {
    var ordinals: [[UInt8]: Int] = [:]
    for hit in holding(hits, at: place.path) {
      let rule = rules[hit.rule]
      var place = place
      place.layer = hit.layer(at: place)
      place.path = hit.path(in: place.path)
      let message = place.path.bytes.isEmpty ? place.commit?.id : nil
      place.path = located(place.path)
      let row = secretRow(of: hit.secret, rule: rule, at: place)
      let ordinal = ordinals[hit.secret, default: 0]
      ordinals[hit.secret] = ordinal + 1
      let key = Key(place, message: message, secret: row.id, ordinal: ordinal)
      guard seen.insert(key).inserted else { continue }
      markers[findings.count] = hit.marker
      let finding = finding(hit, rule, row, at: place, ordinal: ordinal)
      findings.append(finding)
      // What a marker says of it is judged at the end.
      if hit.marker == nil { found?(finding) }
    }
    return Set(ordinals.keys)
  }

  /// The hits that hold at a path: of those that share bytes the one with the first rule.
  private mutating func holding(_ hits: [Hit], at path: Path) -> [Hit] {
    var holding: [Hit] = []
    for hit in hits where !namesObject(hit) {
      if rules[hit.rule].dependsOnPath {
        let names = Self.names(of: hit.path(in: path), in: path)
        guard scanner.accepts(path: names, rule: hit.rule) else { continue }
      }
      guard let last = holding.last, hit.inner == last.inner,
        hit.offset < last.offset + last.secret.count
      else {
        holding.append(hit)
        continue
      }
      if hit.rule < last.rule { holding[holding.count - 1] = hit }
    }
    return holding
  }

  /// Whether a value is nothing but the id of an object that is there: nobody can make up a key that
  /// is one.
  private func namesObject(_ hit: Hit) -> Bool {
    guard let objects, objects.format == .sha256,
      let id = ObjectID(hex: String(decoding: hit.secret, as: UTF8.self), .sha256)
    else { return false }
    return objects.contains(id)
  }

  /// A path as rules see it: what a container holds is to them what a folder holds.
  private static func names(of path: Path, in outer: Path) -> [UInt8] {
    path.bytes[..<outer.bytes.count]
      + path.bytes[outer.bytes.count...].map { $0 == UInt8(ascii: "!") ? UInt8(ascii: "/") : $0 }
  }

  /// Adds a finding that is about a path or a setting and not about bytes.
  package mutating func add(_ finding: Finding) {
    // One for each path, however many versions of the file there are.
    let place = Place(layer: finding.layer, path: finding.path, exposure: .carried)
    let key = Key(place, secret: finding.fingerprint, ordinal: -1)
    if seen.insert(key).inserted { findings.append(finding) }
  }

  /// Adds what the rules about paths say of a path.
  package mutating func addPathFindings(at place: Place, fix: String?) {
    for number in scanner.rules(matchingPath: place.path.bytes) {
      let rule = rules[number]
      let path = located(place.path)
      add(
        Finding(
          rule: rule.id, severity: place.exposure.severity(of: rule),
          message: rule.name, path: path, layer: place.layer,
          blob: place.blob, commit: place.commit,
          fingerprint: Self.fingerprint(rule.id, "", path, 0), fix: fix ?? rule.remedy))
    }
  }

  /// Adds what a path, or a reference's name, holds as a text of its own.
  ///
  /// - Parameters:
  ///   - place: The place that has this path.
  ///   - layer: The layer of its name.
  /// - Returns: The values of the secrets that hold.
  @discardableResult
  package mutating func addName(
    at place: Place, layer: Layer = .pathName
  ) -> Set<[UInt8]> {
    addName(scanner.hits(in: place.path.bytes.span), at: place, layer: layer)
  }

  /// Adds what the path of a scanned file holds as a text of its own.
  mutating func addName(of result: FileResult) {
    if let hits = result.nameHits {
      addName(hits, at: result.task.place, layer: .pathName)
    } else {
      addName(at: result.task.place)
    }
  }

  @discardableResult
  private mutating func addName(
    _ hits: [Hit], at place: Place, layer: Layer
  ) -> Set<[UInt8]> {
    if hits.isEmpty { return [] }
    var named = place
    named.layer = layer
    return add(hits, at: named)
  }

  /// Tells a secret's row of a commit that brought a copy in or took one away.
  ///
  /// - Parameters:
  ///   - secret: Its value.
  ///   - commit: The commit.
  ///   - added: Whether it brought a copy in.
  ///   - isInOrder: Whether such calls come in the order of descent, so that the first of them tells
  ///     the first commit, whatever its clock said.
  package mutating func note(
    _ secret: [UInt8], commit: Finding.CommitSummary, added: Bool, isInOrder: Bool = false
  ) {
    guard var row = secrets[secret] else { return }
    let mayBeFirst = added && !firstKnown.contains(secret)
    if mayBeFirst, row.firstCommit.map({ commit.time < $0.time }) ?? true {
      row.firstCommit = commit
    }
    if added, isInOrder { firstKnown.insert(secret) }
    if row.lastCommit.map({ commit.time >= $0.time }) ?? true { row.lastCommit = commit }
    secrets[secret] = row
  }

  /// Tells a secret's row that whoever clones the repository gets it.
  package mutating func noteCloned(_ secret: [UInt8]) {
    secrets[secret]?.isCloned = true
  }

  /// Tells a secret's row that the tip of a reference still has it.
  package mutating func noteReachable(_ secret: [UInt8]) {
    secrets[secret]?.reachable = true
  }

  /// The secrets in clear, for asking whether they work; public samples left out.
  package var foundSecrets: [FoundSecret] {
    secrets.compactMap { value, row in
      samples[String(Digest.sha256(value).prefix(32))] == nil
        ? FoundSecret(row: row, value: value) : nil
    }
  }

  /// Puts the rows into `report`; no string of it holds a secret afterwards, unless the policy says
  /// that secrets appear in clear.
  ///
  /// - Parameters:
  ///   - report: Gets the rows.
  ///   - policy: Says what becomes of the findings, and notes what it did.
  package consuming func finish(_ report: inout Report, under policy: inout FindingPolicy) {
    leaveOut(policy)
    // What could not be scanned is named all the same.
    for gap in report.incomplete { noteSecrets(in: gap.what + "\n" + gap.why) }
    noteSecrets(in: report.target.path)
    for marker in markers.values { noteSecrets(in: marker.reason) }
    report.addGaps(of: &scanner, in: "a path or a name", rules: index)
    if policy.reveals { reveal() }
    let redactor = Redactor(secrets.mapValues(\.redacted))
    report.findings = judged(by: &policy, redactor)
    report.secrets = rows(of: report.findings, redactor)
    report.incomplete = report.incomplete.map(redactor.redacted)
    report.target.path = redactor.redacted(report.target.path)
  }

  /// The findings as they are reported, without those that are silenced and not to be shown.
  private func judged(by policy: inout FindingPolicy, _ redactor: Redactor) -> [Finding] {
    var values: [String: [UInt8]] = [:]
    for (value, row) in secrets { values[row.id] = value }
    // Thousands of findings can lie in one file: a path is cleaned once.
    var paths: [Path: Path] = [:]
    let judged = findings.enumerated().map { number, original in
      var finding = redactor.redacted(original)
      let path = paths[finding.path] ?? Path(bytes: redactor.redacted(finding.path.bytes))
      paths[finding.path] = path
      finding.path = path
      let suppression = policy.suppression(
        of: finding, secret: finding.secret.flatMap { values[$0] }, marker: markers[number])
      finding.suppressed = suppression.map {
        Finding.Suppression(by: $0.by, reason: redactor.redacted($0.reason))
      }
      return finding
    }
    for (path, marker) in idleMarkers where !policy.skips(path) {
      policy.note(
        idle: redactor.redacted(marker.why), redactor.redacted(path.bytes), line: marker.line)
    }
    return silencingModes(of: judged).filter { $0.suppressed == nil || policy.keepsSuppressed }
  }

  /// Silences what is said about the mode of a file all of whose secrets are silenced.
  private func silencingModes(of findings: [Finding]) -> [Finding] {
    guard findings.contains(where: { $0.layer == .mode }) else { return findings }
    let inFiles = findings.filter { $0.secret != nil && $0.layer == .worktree }
    let holders = Dictionary(grouping: inFiles, by: \.path)
    return findings.map { finding in
      guard finding.layer == .mode, finding.suppressed == nil, let held = holders[finding.path],
        held.allSatisfy({ $0.suppressed != nil })
      else { return finding }
      var finding = finding
      finding.suppressed = held[0].suppressed
      return finding
    }
  }

  /// The rows of the secrets that findings name.
  private func rows(of findings: [Finding], _ redactor: Redactor) -> [SecretRow] {
    var occurrences: [String: Int] = [:]
    for finding in findings {
      if let secret = finding.secret { occurrences[secret, default: 0] += 1 }
    }
    return secrets.values.compactMap { row in
      guard let count = occurrences[row.id] else { return nil }
      var row = row
      row.occurrences = count
      row.firstCommit = row.firstCommit.map(redactor.redacted)
      row.lastCommit = row.lastCommit.map(redactor.redacted)
      row.removals = row.removals.map(redactor.redacted)
      row.references = row.references.map(redactor.redacted)
      return row
    }
  }

  /// Has secrets appear in clear.
  private mutating func reveal() {
    for (value, row) in secrets {
      var row = row
      row.redacted = String(decoding: value, as: UTF8.self)
      secrets[value] = row
    }
  }

  /// Leaves out the findings at paths, and of checks, that the policy does not want.
  private mutating func leaveOut(_ policy: FindingPolicy) {
    for index in findings.indices where findings[index].secret == nil {
      if let severity = policy.checks.severities[findings[index].rule] {
        // What concerns nobody stays so.
        if findings[index].severity > .info { findings[index].severity = severity }
      }
    }
    if policy.skips.isEmpty, policy.checks.disabled.isEmpty { return }
    var known: [Path: Bool] = [:]
    var kept: [Finding] = []
    var keptMarkers: [Int: InlineMarker] = [:]
    for (number, finding) in findings.enumerated() {
      let isSkipped = known[finding.path] ?? policy.skips(finding.path)
      known[finding.path] = isSkipped
      if isSkipped || policy.checks.disabled.contains(finding.rule) { continue }
      keptMarkers[kept.count] = markers[number]
      kept.append(finding)
    }
    (findings, markers) = (kept, keptMarkers)
  }

  private mutating func noteSecrets(in text: String) {
    for hit in scanner.hits(in: Array(text.utf8).span) {
      let place = Place(layer: .file, path: Path(""), exposure: .outside)
      _ = secretRow(of: hit.secret, rule: rules[hit.rule], at: place)
    }
  }

  private mutating func secretRow(of value: [UInt8], rule: Rule, at place: Place) -> SecretRow {
    if let row = secrets[value] { return row }
    let row = SecretRow(
      value: value, secretClass: rule.secretClass,
      place: "\(secrets.count) \(rule.secretClass.rawValue) \(place.layer) \(place.path.text)")
    secrets[value] = row
    return row
  }

  private func finding(
    _ hit: Hit, _ rule: Rule, _ row: SecretRow, at place: Place, ordinal: Int
  ) -> Finding {
    let sample = samples[String(Digest.sha256(hit.secret).prefix(32))]
    return Finding(
      rule: rule.id, severity: sample == nil ? place.exposure.severity(of: rule) : .info,
      message: sample.map { "A public sample value, known from \($0)" } ?? rule.name,
      secret: row.id, path: place.path,
      region: hit.region, layer: place.layer, blob: place.blob, commit: place.commit,
      fingerprint: Self.fingerprint(rule.id, row.id, place.path, ordinal), fix: rule.remedy)
  }

  /// The identity of a finding, whatever its line and the layer where it is seen.
  package static func fingerprint(
    _ rule: String, _ secret: String, _ path: Path, _ ordinal: Int
  ) -> String {
    let text = Array("\(rule)\0\(secret)\0\(ordinal)\0".utf8) + path.bytes
    return String(Digest.sha256(text).prefix(32))
  }
}
