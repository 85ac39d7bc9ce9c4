import Blobs
import Candidates
package import Git

/// Scans a whole repository: `audit`, and `history` without a range.
package struct RepositoryScan {
  let repository: Repository
  let options: ScanOptions
  private let isSubmodule: Bool

  /// Prepares the scan.
  ///
  /// - Parameters:
  ///   - repository: The repository.
  ///   - options: What every scan is told.
  ///   - isSubmodule: Whether it is scanned as a part of another.
  package init(_ repository: Repository, options: ScanOptions, isSubmodule: Bool = false) {
    self.repository = repository
    self.options = options
    self.isSubmodule = isSubmodule
  }

  /// What was seen of a work tree, for the checks that follow the scan.
  package struct Seen: Sendable {
    package let workTree: WorkTree
    /// Paths of files that hold a secret.
    package var holders: Set<Path> = []
    /// Whether any file names Vast.ai, or is named as one that keeps keys.
    package var mentionsVast = false
    /// Paths of files that name Vast.ai.
    package var mentioning: [Path] = []
  }

  /// Scans what references reach.
  package func history(_ report: inout Report) throws -> Collector {
    var collector = try collector()
    _ = try HistoryScan(repository, options: options, scope: .referenced)
      .run(&collector, &report)
    if let root = repository.workTree {
      collector.addLineHashes(below: root, format: repository.format, options.progress)
    }
    return collector
  }

  /// Scans everything: objects, names, index, work tree, what else git keeps, and submodules.
  ///
  /// - Parameters:
  ///   - report: Gets the gaps and counts.
  ///   - checks: Gives the findings about a work tree that are no bytes.
  /// - Returns: What was found.
  /// - Throws: What `checks` throws.
  package func audit(
    _ report: inout Report, checks: (Repository, Seen) throws -> [Finding]
  ) throws -> Collector {
    var collector = try collector()
    try scanStore(&collector, &report)
    options.stages.begin("work tree")
    var nested: [Path] = []
    do {
      if let root = repository.workTree {
        let seen = try scanWorkTree(root, &collector, &report)
        nested = seen.workTree.nested
        options.stages.begin("checks")
        for finding in try checks(repository, seen) { collector.add(finding) }
        collector.addLineHashes(below: root, format: repository.format, options.progress)
      }
    } catch {
      // What was found until here is not to be lost.
      report.incomplete.append(Report.Gap(what: "the work tree", why: "\(error)"))
    }
    options.stages.begin("submodules")
    try scanSubmodules(nested, &collector, &report)
    return collector
  }

  /// Scans all but the work tree and submodules.
  func scanStore(_ collector: inout Collector, _ report: inout Report) throws {
    options.stages.begin("objects")
    let indexes = Indexes(of: repository)
    report.incomplete += indexes.gaps
    let leftovers = Leftovers(in: repository.objects.folders)
    for folder in leftovers.folders { try repository.alsoRead(folder) }
    let scan = HistoryScan(
      repository, options: options, scope: .everything, staged: indexes.blobs,
      further: leftovers.folders)
    let history = try scan.run(&collector, &report)
    options.stages.begin("other files of git")
    try LeftoverScan(
      leftovers: leftovers, root: repository.commonDirectory, format: repository.format,
      options: options
    )
    .run(&collector, &report)
    try scanGitFolder(besides: history.contents, &collector, &report)
    options.stages.begin("index")
    scanIndexes(indexes, history, &collector, &report)
  }

  private func collector() throws(ScanError) -> Collector {
    guard var collector = Collector(options.index, found: options.found) else { throw .outOfMemory }
    collector.objects = repository.objects
    return collector
  }

  /// Scans the files beside the objects, and the names of references.
  private func scanGitFolder(
    besides contents: Set<FileIdentity>, _ collector: inout Collector, _ report: inout Report
  ) throws {
    let (tasks, gaps) = GitFolder(repository: repository).tasks()
    report.incomplete += gaps
    let references = repository.references().references
    let names = Set(references.map(\.name))
    let files = tasks.filter { !contents.contains(FileIdentity($0.entry)) }
    for result in try FileScan(options: options).run(files) {
      report.addGaps(of: result, rules: options.index)
      let place = result.task.place
      collector.add(result.hits, at: place)
      // The reflog of a branch that is gone still has its name.
      if place.layer == .reflog, let name = GitFolder.reference(ofReflog: place.path),
        !names.contains(name)
      {
        collector.addName(at: place, layer: .refName)
      }
    }
    for reference in references {
      let place = Place(layer: .refName, path: reference.name, exposure: .carried)
      for secret in collector.addName(at: place, layer: .refName) {
        collector.noteReachable(secret)
      }
    }
  }

  /// Scans the files of the work tree, whose root is given.
  func scanWorkTree(
    _ root: Path, _ collector: inout Collector, _ report: inout Report
  ) throws -> Seen {
    guard var names = ContentScanner(options.index, options.progress) else {
      throw ScanError.outOfMemory
    }
    let workTree = try WorkTree(of: repository, root: root) { names.isKeyFile($0.bytes) }
    report.incomplete += workTree.gaps
    var seen = Seen(workTree: workTree)
    var counted = ContentCount()
    let files = workTree.files.filter { !options.skips.matches($0.entry.path) }
    let results = try FileScan(options: options).run(files.map { task(for: $0, root) })
    for result in results {
      let file = files[result.number]
      report.addGaps(of: result, rules: options.index)
      if file.stagedBlob == nil {
        counted.add(result, to: &report.statistics)
      } else {
        report.statistics.files += 1
      }
      seen.mentionsVast =
        seen.mentionsVast || result.mentionsVast || names.isKeyFile(file.entry.path.bytes)
      if result.mentionsVast { seen.mentioning.append(file.entry.path) }
      let found = collector.add(result.hits, at: result.task.place)
      collector.note(result.idleMarkers, at: result.task.place)
      if !found.isEmpty { seen.holders.insert(file.entry.path) }
      if file.standing == .untracked { collector.addName(of: result) }
    }
    return seen
  }

  private func task(for file: WorkTree.File, _ root: Path) -> FileTask {
    let exposure: Exposure =
      switch file.standing {
      case .tracked: .carried
      case .untracked: .untracked
      case .ignored: file.entry.mode & 0o077 == 0 ? .ignoredPrivate : .ignoredReadable
      }
    let layer: Layer = file.entry.kind == .symlink ? .symlink : .worktree
    return FileTask(
      entry: file.entry, location: root.appending(file.entry.path.bytes),
      place: Place(
        layer: layer, path: file.entry.path, exposure: exposure, blob: file.stagedBlob),
      wantsName: file.standing == .untracked)
  }

  /// What is staged and stands in no commit.
  private func scanIndexes(
    _ indexes: Indexes, _ history: HistoryScan.Outcome, _ collector: inout Collector,
    _ report: inout Report
  ) {
    var late: [ObjectID: [Hit]] = [:]
    for entry in indexes.entries
    where entry.mode.isBlob && !options.skips.matches(entry.path) {
      let place = Place(layer: .index, path: entry.path, exposure: .carried, blob: entry.id)
      if !history.store.contains(entry.id), late[entry.id] == nil, !entry.isIntentToAdd {
        late[entry.id] = lateHits(in: entry, &report)
      }
      if !history.committed.contains(.init(path: entry.path, blob: entry.id)) {
        collector.add(history.blobs[entry.id] ?? late[entry.id] ?? [], at: place)
        collector.addName(at: place)
      }
      let fix = isSubmodule ? nil : "git rm --cached -- \(entry.path.shellWord)"
      collector.addPathFindings(at: place, fix: fix)
    }
  }

  /// The hits in a blob that was not there when the objects were listed.
  private func lateHits(in entry: IndexEntry, _ report: inout Report) -> [Hit] {
    guard var scanner = ContentScanner(options.index, options.progress) else { return [] }
    do {
      let hits = try repository.objects.withObject(entry.id, limit: options.maxBlobSize) {
        _, bytes in
        scanner.hits(inContent: bytes)
      }
      report.addGaps(of: &scanner, in: entry.path.text, rules: options.index)
      return hits
    } catch {
      report.incomplete.append(Report.Gap(what: entry.path.text, why: "\(error)"))
      return []
    }
  }
}
