import Blobs
import Candidates
import Git
import Packs
import Rules

/// Reads all objects of a repository once, and tells where each hit came from.
struct HistoryScan {
  /// How much of what the objects hold is wanted.
  enum Scope {
    /// What references reach.
    case referenced
    /// That, and objects that none of them reaches.
    case everything
  }

  private let repository: Repository
  private let options: ScanOptions
  private let scope: Scope
  private let staged: Set<ObjectID>
  private let further: [Path]

  /// Prepares the scan.
  ///
  /// - Parameters:
  ///   - repository: The repository.
  ///   - options: What every scan is told.
  ///   - scope: How much is wanted.
  ///   - staged: The blobs that indexes name.
  ///   - further: Folders of objects that `repository` reads besides its own.
  init(
    _ repository: Repository, options: ScanOptions, scope: Scope, staged: Set<ObjectID> = [],
    further: [Path] = []
  ) {
    self.repository = repository
    self.options = options
    self.scope = scope
    self.staged = staged
    self.further = further
  }

  /// What the index has to be held against: the hits of each blob, and which (path, blob) some
  /// commit holds.
  struct Outcome {
    let store: ObjectStore
    var blobs: [ObjectID: [Hit]] = [:]
    var committed: Set<CommittedFile> = []
    /// The files of Git LFS that were read for what stands for them.
    var contents: Set<FileIdentity> = []
    /// Commits that were scanned.
    var commitCount = 0
  }

  struct CommittedFile: Hashable {
    let path: Path
    let blob: ObjectID
  }

  /// Scans, adds the findings to `collector` and the gaps and counts to `report`.
  func run(_ collector: inout Collector, _ report: inout Report) throws -> Outcome {
    let store = ObjectStore(
      objectDirectory: repository.objectDirectory, alternates: repository.alternates + further,
      format: repository.format, threads: options.threads)
    report.incomplete += store.failures.map { Report.Gap(what: $0.what.text, why: $0.why) }
    for pack in store.withoutIndex where scope == .everything {
      report.addPackWithoutIndex(GitFolder.name(of: pack, in: repository.commonDirectory))
    }
    let scan = ObjectScan(
      store, threads: options.threads, limit: options.maxBlobSize, objects: repository.objects,
      isCancelled: options.progress.isCancelled)
    options.progress.expect(store.count)
    let reading = ObjectReading(scan, store, options, repository: repository.commonDirectory)
    let read = try hits(reading, &report)
    var objects = read.objects
    let contents = try LFSContents(of: repository, options).read(objects.pointers, &report)
    report.addMissingLFS(contents.missing.count)
    objects.blobs.merge(contents.hits) { $0 + $1 }
    let commits = CommitGraph(objects.commits, threads: options.threads)
    let reach = Reach(of: repository, commits: commits, tags: objects.tags)
    // Of a scan that was ended early, everything is missing.
    if !options.progress.isCancelled() { addGaps(objects, commits, reach, store, &report) }
    let misnamed = objects.misnamed(
      in: repository.objects, besides: Set(read.failures.map(\.id)))
    report.incomplete += misnamed
    var placing = Placing(repository, objects, commits, reach, scope, staged: staged)
    placing.placeMessages(&collector)
    var search = EntrySearch(scan, store, after: read)
    placing.place(try edges(&search, objects, &report), &collector, &report)
    if misnamed.isEmpty { reading.keep(read, after: search) }
    let count = scope == .everything ? reach.marks.count : reach.marks.count { $0 != 0 }
    report.statistics.commits += count
    return Outcome(
      store: store, blobs: objects.blobs, committed: placing.committed, contents: contents.files,
      commitCount: count)
  }

  /// Looks at every object once.
  private func hits(
    _ reading: ObjectReading, _ report: inout Report
  ) throws -> ObjectReading.Outcome {
    let outcome = try reading.read()
    report.incomplete += outcome.failures.sorted { $0.id < $1.id }.map { failure in
      Report.Gap(what: "object \(failure.id)", why: failure.why)
    }
    report.incomplete += outcome.damages.map { Report.Gap(what: $0.index.text, why: $0.why) }
    report.statistics.blobs += outcome.objects.blobCount
    report.statistics.bytes += outcome.objects.byteCount
    return outcome
  }

  /// The way down from root trees to what was found.
  private func edges(
    _ search: inout EntrySearch, _ objects: ObjectHits, _ report: inout Report
  ) throws -> TreeEdges {
    // A hit that holds only in files of certain names needs a path only if there is such a file; the
    // names within a container are known to its hits alone.
    let rules = options.index.rules
    let blobs = objects.blobs.filter { blob, hits in
      objects.suspects.contains(blob)
        || hits.contains { !rules[$0.rule].isTiedToNames || !$0.inner.isEmpty }
    }
    let edges = try TreeEdges(to: Set(blobs.keys), named: objects.named) {
      try search.ancestors(of: $0, level: $1)
    } pass: {
      try search($0)
    }
    if edges.isCut {
      report.incomplete.append(
        Report.Gap(
          what: "paths of what was found",
          why: "folders are nested more than \(TreeEdges.mostLevels) deep"))
    }
    return edges
  }

  private func addGaps(
    _ objects: ObjectHits, _ commits: CommitGraph, _ reach: Reach, _ store: ObjectStore,
    _ report: inout Report
  ) {
    var boundary: Set<ObjectID> = []
    do throws(GitError) {
      boundary = try repository.shallowBoundary()
      if !boundary.isEmpty { report.incomplete.append(.shallow(boundary)) }
    } catch {
      report.incomplete.append(Report.Gap(what: "where the history was cut", why: error.message))
    }
    var missing = objects.outside.filter { !store.contains($0) }
    missing.formUnion(objects.outsideRoots.filter { !store.contains($0) && !reach.known($0) })
    let cut = Set(boundary.compactMap(commits.number).flatMap(commits.parentIDs))
    missing.formUnion(reach.missing.filter { !cut.contains($0) })
    if !missing.isEmpty, repository.isPartial {
      report.incomplete.append(
        Report.Gap(
          what: "\(missing.count) objects that were never fetched",
          why: "this is a partial clone: 'git fetch --refetch --filter=tree:0 --no-filter' or a "
            + "full clone gets them"))
    } else {
      report.incomplete += missing.sorted().map {
        Report.Gap(what: "object \($0)", why: "it is missing; 'git fsck' tells who needs it")
      }
    }
    // Which thread met an object first is chance; those of one object are in order.
    report.incomplete += objects.faults.enumerated()
      .sorted { ($0.element.id, $0.offset) < ($1.element.id, $1.offset) }
      .map { Report.Gap(what: "object \($0.element.id)", why: $0.element.why) }
    for (id, rule, why) in objects.undecided.sorted(by: { ($0.id, $0.rule) < ($1.id, $1.rule) }) {
      report.addUndecided([rule: why], in: "object \(id)", rules: options.index)
    }
    report.incomplete += reach.failures
  }
}
