import Blobs
import Candidates
import Git
import Packs

/// Looks at every object of a repository once, or, where an earlier run's verdicts hold, only at
/// what is new and at what they name.
struct ObjectReading {
  let store: ObjectStore
  let scan: ObjectScan
  let options: ScanOptions
  /// The folder of what all work trees of the repository share.
  let repository: Path
  private let searches: ObjectSearches

  /// How many objects of a pack are read in its order in the time that one takes by itself, roughly.
  static let singleCost = 32

  init(_ scan: ObjectScan, _ store: ObjectStore, _ options: ScanOptions, repository: Path) {
    self.scan = scan
    self.store = store
    self.options = options
    self.repository = repository
    searches = ObjectSearches(options.index, store: store)
  }

  /// What earlier verdicts say, and of which packs, by their numbers.
  struct Known {
    var packs: Set<Int> = []
    var verdicts = Verdicts()
    fileprivate var hits = ObjectHits()
  }

  /// What came of looking at the objects.
  struct Outcome {
    var objects: ObjectHits
    /// The objects that could not be read.
    var failures: [(id: ObjectID, why: String)]
    /// What is wrong with indexes of packs.
    var damages: [PackDamage]
    var known: Known
    /// Objects that trees of the packs name and none of the packs has; nil where not all trees told.
    var outside: Set<ObjectID>?
    /// The verdicts of all packs, where they may be kept for later runs.
    fileprivate var verdicts: Verdicts?
  }

  /// Looks at the objects.
  func read() throws -> Outcome {
    let known = try known()
    var packed = try scan.readPacks(besides: known.packs, collector)
    let fresh = ObjectHits(merging: &packed.parts)
    let unread = packed.failures.map(\.id)
    var single = scan.readSingly(
      store.loose.sorted() + unread + known.verdicts.unread.sorted(), collector)
    var objects = known.hits
    objects.merge(fresh)
    objects.merge(ObjectHits(merging: &single.parts))
    let isTold = unread.isEmpty && known.verdicts.unread.isEmpty
    return Outcome(
      objects: objects, failures: single.failures, damages: packed.damages, known: known,
      outside: isTold ? known.verdicts.outside.union(fresh.outside) : nil,
      verdicts: packed.damages.isEmpty ? verdicts(known, fresh, unread) : nil)
  }

  @Sendable private func collector() -> HitCollector {
    HitCollector(options, store: store, searches: searches)
  }

  /// The verdicts that hold: all of their packs are there as they were, and what they name can be
  /// read.
  private func known() throws -> Known {
    guard let cache = options.cache, let verdicts = cache.load(repository, for: options) else {
      return Known()
    }
    let numbers = Dictionary(
      zip(store.packIdentities, 0...), uniquingKeysWith: { first, _ in first })
    let packs = Set(verdicts.packs.compactMap { numbers[$0] })
    guard packs.count == verdicts.packs.count else { return Known() }
    var again = scan.readSingly(verdicts.again.sorted(), collector)
    guard again.failures.isEmpty, let found = try hits(verdicts.found) else { return Known() }
    var read = ObjectHits(merging: &again.parts)
    (read.blobCount, read.byteCount) = (0, 0)
    // What these trees name was held against what it is when they were first read.
    read.namings = [:]
    var hits = verdicts.hits
    hits.blobs = found
    hits.outsideRoots = Set(hits.commits.nodes.lazy.map(\.tree).filter { !store.contains($0) })
    hits.merge(read)
    options.progress.advance(
      by: packs.reduce(-verdicts.again.count) { $0 + store.objectCount(ofPack: $1) })
    return Known(packs: packs, verdicts: verdicts, hits: hits)
  }

  /// The hits in blobs with their secrets; nil where one can't be read.
  private func hits(_ found: KnownHits) throws -> [ObjectID: [Hit]]? {
    guard found.lastRule < options.index.rules.count else { return nil }
    var samples: [ObjectID: [Int: KnownHits.Sample]] = [:]
    for (number, sample) in found.samples.enumerated() {
      samples[sample.blob, default: [:]][number] = sample
    }
    let wanted = samples
    let read = scan.readSingly(wanted.keys.sorted()) { SampleCollector(wanted) }
    var secrets: [Int: [UInt8]] = [:]
    for part in read.parts { secrets.merge(part) { first, _ in first } }
    guard secrets.count == found.samples.count else { return nil }
    return found.hits(found.samples.indices.compactMap { secrets[$0] })
  }

  /// What is known of the packs now, if there is a cache and it would come out the same again.
  private func verdicts(
    _ known: Known, _ fresh: ObjectHits, _ unread: [ObjectID]
  ) -> Verdicts? {
    guard options.cache != nil, fresh.isRepeatable, !options.progress.isCancelled() else {
      return nil
    }
    var verdicts = known.verdicts
    verdicts.format = store.format
    verdicts.packs = store.packIdentities
    verdicts.add(fresh, unread: unread)
    let single =
      verdicts.again.count + verdicts.unread.count + verdicts.found.samples.count
    return single < 1000 || single < store.count / Self.singleCost ? verdicts : nil
  }

  /// Keeps the verdicts of the packs, if there is anything new in them.
  func keep(_ outcome: Outcome, after search: EntrySearch) {
    guard let cache = options.cache, var verdicts = outcome.verdicts,
      search.isFull || outcome.known.packs.count < verdicts.packs.count,
      !options.progress.isCancelled()
    else { return }
    verdicts.trace = search.trace(outside: verdicts.outside)
    cache.save(verdicts, repository, for: options)
  }
}

extension ObjectHits {
  /// Puts together what several threads found, and leaves nothing of it: what only one of both holds
  /// need not be copied.
  init(merging parts: inout [ObjectHits]) {
    self.init()
    while let part = parts.popLast() { merge(part) }
  }
}
