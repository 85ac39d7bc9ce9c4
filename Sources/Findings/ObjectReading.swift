import Blobs
import Git

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
  private static let singleCost = 32

  init(_ scan: ObjectScan, _ store: ObjectStore, _ options: ScanOptions, repository: Path) {
    self.scan = scan
    self.store = store
    self.options = options
    self.repository = repository
    searches = ObjectSearches(options.index, store: store)
  }

  /// What earlier verdicts say, and of which packs, by their numbers.
  private struct Known {
    var packs: Set<Int> = []
    var verdicts = Verdicts()
    var hits = ObjectHits()
  }

  /// What the objects hold, and which could not be read.
  func read() throws -> (objects: ObjectHits, failures: [(id: ObjectID, why: String)]) {
    let known = try known()
    let packed = try scan.readPacks(besides: known.packs, collector)
    let fresh = ObjectHits(merging: packed.parts)
    let unread = packed.failures.map(\.id)
    keep(known, fresh, unread)
    let single = try scan.readSingly(
      store.loose.sorted() + unread + known.verdicts.unread.sorted(), collector)
    var objects = known.hits
    objects.merge(fresh)
    objects.merge(ObjectHits(merging: single.parts))
    return (objects, single.failures)
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
    let again = try scan.readSingly(verdicts.again.sorted(), collector)
    guard again.failures.isEmpty else { return Known() }
    var read = ObjectHits(merging: again.parts)
    (read.blobCount, read.byteCount) = (0, 0)
    var hits = verdicts.hits
    hits.merge(read)
    options.progress.advance(
      by: packs.reduce(-verdicts.again.count) { $0 + store.objectCount(ofPack: $1) })
    return Known(packs: packs, verdicts: verdicts, hits: hits)
  }

  /// Keeps what is known of the packs now, if there is anything new and it would come out the same.
  private func keep(_ known: Known, _ fresh: ObjectHits, _ unread: [ObjectID]) {
    let identities = store.packIdentities
    guard let cache = options.cache, known.packs.count < identities.count, fresh.isRepeatable,
      !options.progress.isCancelled()
    else { return }
    var verdicts = known.verdicts
    verdicts.packs = identities
    verdicts.add(fresh, unread: unread)
    let single = verdicts.again.count + verdicts.unread.count
    guard single < 1000 || single < store.count / Self.singleCost else { return }
    cache.save(verdicts, repository, for: options)
  }
}

extension ObjectHits {
  /// Puts together what several threads found.
  init(merging parts: [ObjectHits]) {
    self.init()
    for part in parts { merge(part) }
  }
}
