import Blobs
import Candidates
package import Git
import Rules

/// Scans what changes add: `staged`, and ranges of commits.
///
/// The whole content of a changed file is read for context, and a finding counts only where it
/// touches a line that the change adds.
package struct ChangeScan: ~Copyable {
  let repository: Repository
  let options: ScanOptions
  var scanner: ContentScanner
  var collector: Collector
  /// The hits of each blob, scanned once however many changes name it.
  var known: [ObjectID: [Hit]] = [:]
  /// The markers that silence nothing, of those blobs that have any.
  var idle: [ObjectID: [IdleMarker]] = [:]
  /// Whether they are wanted.
  private var notesMarkers = false
  /// What stands for files of Git LFS: whether the content was there to be read.
  private var pointers: [ObjectID: Bool] = [:]
  private var lacksContents = false
  /// Objects that git would refuse; what they hold can't be compared with what was there before.
  private var refused: Set<ObjectID> = []

  /// Prepares the scan of a repository.
  package init(_ repository: Repository, options: ScanOptions) throws(ScanError) {
    guard let scanner = ContentScanner(options.index, options.progress),
      var collector = Collector(options.index, found: options.found)
    else { throw .outOfMemory }
    collector.objects = repository.objects
    self.repository = repository
    self.options = options
    self.scanner = scanner
    self.collector = collector
  }

  /// Ends the scan and gives what was collected.
  package consuming func finish() -> Collector { collector }

  /// What the commit that is about to be made would change, as the index says.
  package struct Staged {
    fileprivate var changes: [StagedChange] = []
    fileprivate var gaps: [Report.Gap] = []

    /// Reads the index.
    package init(in repository: Repository) {
      var gaps: [Report.Gap] = []
      do throws(GitError) {
        changes = try repository.stagedChanges { failure in
          gaps.append(Report.Gap(what: failure.what.text, why: failure.error.message))
        }
      } catch {
        gaps.append(Report.Gap(what: "what is staged", why: error.message))
      }
      self.gaps = gaps
    }
  }

  /// Scans what the commit that is about to be made would record.
  package mutating func scan(_ staged: Staged, _ report: inout Report) {
    report.incomplete += staged.gaps
    notesMarkers = true
    for change in staged.changes {
      guard let blob = change.newID, change.mode.isBlob, !options.skips.matches(change.path) else {
        continue
      }
      let place = Place(
        layer: change.mode.kind == .symlink ? .symlink : .index, path: change.path,
        exposure: .carried, blob: blob)
      let isMoved = change.kind == .renamed
      add(
        blob, since: change.oldID.map { [$0] } ?? [], at: place,
        movedFrom: isMoved ? change.oldPath : nil, &report)
      noteMarkers(of: blob, since: change.oldID, at: place)
      if change.kind == .added || isMoved {
        collector.addName(at: place)
        collector.addPathFindings(at: place, fix: "git rm --cached -- \(change.path.shellWord)")
      }
    }
  }

  /// Scans what the commits of a range add, the oldest first.
  package mutating func scan(_ range: RevisionRange, _ report: inout Report) throws {
    let commits: [ObjectID]
    do throws(GitError) {
      let (found, failures) = try repository.commits(in: range)
      commits = found
      report.incomplete += failures.map { Report.Gap(what: $0.what.text, why: $0.error.message) }
      let boundary = try repository.shallowBoundary()
      if !boundary.isDisjoint(with: commits) { report.incomplete.append(.shallow(boundary)) }
    } catch {
      // Words that name nothing are a mistake of the caller; anything else is one of the repository.
      if error.reason == .unknownRevision { throw error }
      report.incomplete.append(
        Report.Gap(what: range.terms.joined(separator: " "), why: error.message))
      return
    }
    options.progress.expect(commits.count)
    for id in commits.reversed() where !options.progress.isCancelled() {
      do {
        try scan(commit: id, &report)
      } catch {
        report.incomplete.append(Report.Gap(what: "commit \(id)", why: "\(error)"))
      }
      report.statistics.commits += 1
      options.progress.advance(by: 1)
    }
  }

  private mutating func scan(commit id: ObjectID, _ report: inout Report) throws {
    let commit = Finding.CommitSummary(of: id, in: repository.objects)
    let messageHits = try repository.objects.withObject(id) { _, bytes in
      scanner.hits(in: bytes)
    }
    let message = Place(
      layer: .commitMessage, path: Path(""), exposure: .carried, commit: commit)
    note(collector.add(messageHits, at: message), commit)
    report.addGaps(of: &scanner, in: "commit \(id)", rules: options.index)
    var changes: [CommitChange] = []
    let failures = try repository.forEachChange(in: id) { changes.append($0) }
    report.incomplete += failures.map { Report.Gap(what: $0.what.text, why: $0.error.message) }
    for change in changes where change.mode.isBlob && !options.skips.matches(change.path) {
      let place = Place(
        layer: change.mode.kind == .symlink ? .symlink : .history, path: change.path,
        exposure: .carried, blob: change.id, commit: commit)
      note(add(change.id, since: change.previous, at: place, &report), commit)
      if change.previous.allSatisfy({ $0 == nil }) {
        note(collector.addName(at: place), commit)
        collector.addPathFindings(at: place, fix: nil)
      }
    }
  }

  /// Scans the name of a reference that is new.
  package mutating func scanName(ofReference name: Path) {
    collector.addName(
      at: Place(layer: .refName, path: name, exposure: .carried), layer: .refName)
  }

  /// Scans what a reference names besides commits: annotated tags, with all that they tag, and
  /// files and trees without a commit.
  package mutating func scanTarget(
    _ id: ObjectID, of reference: Path, _ report: inout Report
  ) {
    do {
      switch try repository.objects.header(of: id).kind {
      case .commit: break
      case .tag:
        let format = repository.format
        let (hits, target) = try repository.objects.withObject(id) { _, bytes in
          (scanner.hits(in: bytes), TagObject(bytes, format)?.target)
        }
        collector.add(hits, at: Place(layer: .tagMessage, path: Path(""), exposure: .carried))
        report.addGaps(of: &scanner, in: "tag \(id)", rules: options.index)
        if let target { scanTarget(target, of: reference, &report) }
      case .blob:
        let place = Place(layer: .history, path: reference, exposure: .carried, blob: id)
        add(id, since: [], at: place, &report)
      case .tree: scanTree(id, &report)
      }
    } catch {
      report.incomplete.append(Report.Gap(what: "object \(id)", why: "\(error)"))
    }
  }

  private mutating func scanTree(_ id: ObjectID, _ report: inout Report) {
    var files: [(path: Path, mode: FileMode, id: ObjectID)] = []
    let failures = repository.objects.forEachFile(inTree: id) { files.append(($0, $1, $2)) }
    report.incomplete += failures.map { Report.Gap(what: $0.what.text, why: $0.error.message) }
    for file in files where file.mode.isBlob {
      let place = Place(
        layer: file.mode.kind == .symlink ? .symlink : .history, path: file.path,
        exposure: .carried, blob: file.id)
      add(file.id, since: [], at: place, &report)
      collector.addName(at: place)
      collector.addPathFindings(at: place, fix: nil)
    }
  }

  private mutating func note(_ secrets: Set<[UInt8]>, _ commit: Finding.CommitSummary?) {
    guard let commit else { return }
    for secret in secrets { collector.note(secret, commit: commit, added: true) }
  }

  /// Adds the hits of a blob that touch a line which none of its former versions has.
  ///
  /// What a hit touches is all that the rule matched: a name that is written above an old value
  /// makes a key of it. So does a file's new name, where a rule asks for one.
  @discardableResult
  private mutating func add(
    _ blob: ObjectID, since former: [ObjectID?], at place: Place, movedFrom oldPath: Path? = nil,
    _ report: inout Report
  ) -> Set<[UInt8]> {
    do {
      let hits = try hits(of: blob, &report)
      if pointers[blob] == false, !former.contains(blob) { noteLackingContents(&report) }
      if hits.isEmpty { return [] }
      var added = hits
      for case let old? in former where !refused.contains(blob) {
        try removeInner(of: old, from: &added, &report)
        if pointers[blob] != nil {
          // A pointer has no lines of its content: what is new in it counts.
          let secrets = Set(try self.hits(of: old, &report).map(\.secret))
          added.removeAll { secrets.contains($0.secret) }
          continue
        }
        let lines = try repository.objects.addedLines(old: old, new: blob)
        added = added.filter { hit in
          !hit.inner.isEmpty || Self.touches(hit.lines, lines) || isNew(hit, movedFrom: oldPath)
        }
      }
      return collector.add(added, at: place)
    } catch {
      report.incomplete.append(Report.Gap(what: place.path.text, why: "\(error)"))
      return []
    }
  }

  /// Tells once that contents of Git LFS are missing.
  private mutating func noteLackingContents(_ report: inout Report) {
    if lacksContents { return }
    lacksContents = true
    report.incomplete.append(
      Report.Gap(
        what: "contents that Git LFS keeps",
        why: "some are not on this machine: 'git lfs fetch --all' gets them"))
  }

  /// Removes what stood within a container's former version at the same place.
  private mutating func removeInner(
    of old: ObjectID, from added: inout [Hit], _ report: inout Report
  ) throws {
    guard added.contains(where: { !$0.inner.isEmpty }) else { return }
    let former = try hits(of: old, &report)
    added.removeAll { hit in
      !hit.inner.isEmpty && former.contains { $0.inner == hit.inner && $0.secret == hit.secret }
    }
  }

  /// Whether a range of lines overlaps one of some ranges, which stand in order.
  private static func touches(_ lines: Range<Int>, _ added: [Range<Int>]) -> Bool {
    var (low, high) = (0, added.count)
    while low < high {
      let middle = (low + high) / 2
      if added[middle].upperBound > lines.lowerBound { high = middle } else { low = middle + 1 }
    }
    return low < added.count && added[low].lowerBound < lines.upperBound
  }

  /// Whether a hit did not hold under the path that its file had before.
  private mutating func isNew(_ hit: Hit, movedFrom oldPath: Path?) -> Bool {
    guard let oldPath, options.index.rules[hit.rule].dependsOnPath else { return false }
    return !scanner.accepts(path: oldPath.bytes, rule: hit.rule)
  }

  private mutating func hits(
    of blob: ObjectID, depth: Int = 0, _ report: inout Report
  ) throws -> [Hit] {
    if let hits = known[blob] { return hits }
    var kind = ObjectKind.blob
    var (hits, size): ([Hit], Int)
    var pointer: LFSPointer?
    do {
      (hits, size) = try repository.objects.withObject(blob, limit: options.maxBlobSize) {
        kind = $0
        pointer = LFSPointer($1)
        let hits = scanner.hits(inContent: $1)
        // Told later, by who knows what is new; to read the object again would take as long.
        let markers = notesMarkers ? scanner.idleMarkers(in: $1, besides: hits) : []
        if !markers.isEmpty { idle[blob] = markers }
        return (hits, $1.count)
      }
    } catch {
      guard let rest = repository.objects.salvage(blob, limit: options.maxBlobSize) else {
        throw error
      }
      refused.insert(blob)
      report.incomplete.append(Report.Gap(what: "object \(blob)", why: "\(error)"))
      (hits, size) = (scanner.hits(inContent: rest.bytes.span), rest.bytes.count)
    }
    if let pointer {
      let contents = try LFSContents(of: repository, options).read([blob: pointer], &report)
      pointers[blob] = contents.missing.isEmpty
      hits += contents.hits[blob] ?? []
    }
    known[blob] = hits
    if kind != .blob {
      refused.insert(blob)
      report.incomplete.append(
        Report.Gap(
          what: "object \(blob)",
          why: "a tree names it as a file, but it is a \(kind.name): git can't read it"))
      if kind == .tree { hits += try self.hits(below: blob, depth: depth + 1, &report) }
      known[blob] = hits
    }
    report.statistics.blobs += 1
    report.statistics.bytes += size
    report.addGaps(of: &scanner, in: "object \(blob)", rules: options.index)
    return hits
  }

  /// The hits in the files below a tree that stands in the place of a file.
  private mutating func hits(
    below tree: ObjectID, depth: Int, _ report: inout Report
  ) throws -> [Hit] {
    guard depth < 16 else { return [] }
    var files: Set<ObjectID> = []
    var count = 0
    _ = try repository.objects.forEachFile(inTree: tree) { _, mode, file in
      count += 1
      // A few trees that name each other many times over hold more files than can be visited.
      guard count < Attribution.limit else { throw FileFailure(why: "it holds too many files") }
      if mode.isBlob { files.insert(file) }
    }
    var hits: [Hit] = []
    for file in files.sorted() { hits += try self.hits(of: file, depth: depth, &report) }
    return hits
  }
}
