import Blobs
import Git
import Packs

/// What an earlier run learned of the way from trees down to what was found: ids only.
///
/// It tells of the packs of that run: each of their trees that leads to a traced object is among the
/// leading ones.
struct TreeTrace: Sendable {
  /// Objects of which it is known which trees lead to them.
  var traced: Set<ObjectID> = []
  /// The trees that lead to them, at any depth.
  var leading: Set<ObjectID> = []

  /// A trace of more objects than this is not kept.
  static let limit = 1 << 20
}

/// Finds the entries of trees that lead to what is looked for, level by level.
///
/// What no pack has and no tree of a pack names is looked for in loose trees only. Where an earlier
/// run's trace tells of packs, only its trees are read, and what came since. Else each level costs a
/// pass over all trees.
struct EntrySearch {
  private let scan: ObjectScan
  private let store: ObjectStore
  private let known: ObjectReading.Known
  private let outside: Set<ObjectID>?
  /// The entries that an earlier run's trees have, by what they lead to; nil where a pass over all
  /// trees is needed.
  private var entries: [ObjectID: [TreeEntry]]?
  /// All that was looked for, and the trees that were found.
  private var asked: Set<ObjectID> = []
  private var found: Set<ObjectID> = []
  /// Whether an earlier run's trace did not do.
  private(set) var isFull = false

  /// Whether all folders were read already.
  private var hasClimbed = (loose: false, packed: false)

  /// How many levels are looked for by themselves, and how many where only loose trees are read: few
  /// repositories have more, and reading all folders costs more than one of these.
  private static let levels = 16
  private static let looseLevels = 2

  /// How many trees are read one by one rather than with all others.
  private static let mostSingle = 1000

  /// Prepares a search after all objects were looked at.
  init(_ scan: ObjectScan, _ store: ObjectStore, after reading: ObjectReading.Outcome) {
    self.scan = scan
    self.store = store
    known = reading.known
    outside = reading.outside
  }

  /// The entries of all trees that lead to one of some objects.
  mutating func callAsFunction(_ wanted: Set<ObjectID>) throws -> [TreeEntry] {
    let entries = try level(wanted)
    asked.formUnion(wanted)
    found.formUnion(entries.lazy.map(\.tree))
    return entries
  }

  /// Trees that hold one of some trees, at any depth: all that there are, or none where the next level
  /// is better looked for by itself.
  ///
  /// A level costs a pass, so that folders nested a thousand deep would cost as many. After a few of
  /// them all folders are read once, and the way up is found among them.
  mutating func ancestors(of trees: Set<ObjectID>, level: Int) throws -> Set<ObjectID> {
    let count = FolderStepCount()
    let format = store.format
    let collector: @Sendable () -> FolderStepCollector = { FolderStepCollector(count, format) }
    let parts: [[FolderSteps.Step]]
    if isLoose(trees) {
      guard level > Self.looseLevels, !hasClimbed.loose else { return [] }
      hasClimbed.loose = true
      parts = scan.readSingly(store.loose.sorted(), collector).parts
    } else {
      guard level > Self.levels, !hasClimbed.packed else { return [] }
      hasClimbed.packed = true
      parts = try scan.run(collector).parts
    }
    return count.isExceeded ? [] : FolderSteps(parts).ancestors(of: trees)
  }

  /// Whether only loose trees can hold the objects.
  private func isLoose(_ objects: Set<ObjectID>) -> Bool {
    guard let outside else { return false }
    return objects.allSatisfy { !store.packed.contains($0.prefix) && !outside.contains($0) }
  }

  /// What was learned, for the next run.
  func trace(outside: Set<ObjectID>) -> TreeTrace {
    let traced = asked.filter { store.packed.contains($0.prefix) || outside.contains($0) }
    let leading = found.filter { store.packed.contains($0.prefix) }
    guard traced.count + leading.count <= TreeTrace.limit else { return TreeTrace() }
    return TreeTrace(traced: traced, leading: leading)
  }

  private mutating func level(_ wanted: Set<ObjectID>) throws -> [TreeEntry] {
    let ids = IDSearch(wanted, store.format)
    let collector: @Sendable () -> EntryCollector = { EntryCollector(wanted, ids) }
    if isLoose(wanted) {
      return scan.readSingly(store.loose.sorted(), collector).parts.flatMap(\.self)
    }
    if !isFull, entries == nil { entries = try entriesOfTrace() }
    guard !isFull, let entries, wanted.allSatisfy(isCovered) else {
      isFull = true
      return try scan.run(collector).parts.flatMap(\.self)
    }
    let packed = try scan.readPacks(besides: known.packs, collector)
    let single = scan.readSingly(
      store.loose.sorted() + packed.failures.map(\.id), collector)
    return wanted.flatMap { entries[$0] ?? [] } + (packed.parts + single.parts).flatMap(\.self)
  }

  /// Whether the trace tells of all trees in the known packs that hold the object: there are none
  /// where neither those packs have it nor any of their trees names what they don't have.
  private func isCovered(_ id: ObjectID) -> Bool {
    let trace = known.verdicts.trace
    return trace.traced.contains(id) || trace.leading.contains(id)
      || !(known.verdicts.outside.contains(id) || store.isPacked(id, inAnyOf: known.packs))
  }

  /// Reads the trees of the trace; nil where there are no verdicts, or where one of the trees is not
  /// to be had.
  private func entriesOfTrace() throws -> [ObjectID: [TreeEntry]]? {
    let trace = known.verdicts.trace
    // What trees name that had to be read one by one is not among what is outside.
    guard !known.packs.isEmpty, known.verdicts.unread.isEmpty else { return nil }
    if trace.leading.isEmpty { return [:] }
    let wanted = trace.traced.union(trace.leading)
    let ids = IDSearch(wanted, store.format)
    let collector: @Sendable () -> EntryCollector = { EntryCollector(wanted, ids) }
    let count = trace.leading.count
    let isFew = count < Self.mostSingle && count < store.count / ObjectReading.singleCost
    let parts =
      isFew
      ? scan.readSingly(trace.leading.sorted(), collector).parts
      : try scan.run(collector).parts
    let entries = parts.joined().filter { trace.leading.contains($0.tree) }
    guard Set(entries.map(\.tree)).count == count else { return nil }
    return Dictionary(grouping: entries, by: \.target)
  }
}
