package import Git
package import Packs
import Dispatch
import Synchronization

/// What is done with the objects of a repository: one value for each thread.
///
/// Packs calls what ``ObjectVisitor`` asks for; loose objects and what Packs can't read come in the
/// same way.
package protocol ObjectCollector: ObjectVisitor, ~Copyable {
  associatedtype Outcome: Sendable

  /// The objects that could not be read, and why, since the last call.
  mutating func takeUnreadable() -> [(id: ObjectID, why: String)]

  /// Ends the thread's part and gives what came of it.
  consuming func finish() -> Outcome
}

/// Shows all objects of a repository, each once, to collectors on several threads.
///
/// Packs are read in the order of their deltas; loose objects, and what of a pack can't be read in
/// that way, are read one by one.
package struct ObjectScan: Sendable {
  private let store: ObjectStore
  private let objects: ObjectDatabase
  private let threads: Int
  private let limit: Int
  private let isCancelled: @Sendable () -> Bool
  /// The last walk over packs: further ones over the same packs need not read their indexes again.
  private let last = LastWalk()

  /// Prepares the scan.
  ///
  /// - Parameters:
  ///   - store: The objects.
  ///   - threads: How many threads read.
  ///   - limit: The size of an object in bytes past which it is not read.
  ///   - objects: The same objects, to be read one by one.
  ///   - isCancelled: Whether to end early; what was not read then is not told.
  package init(
    _ store: ObjectStore, threads: Int, limit: Int, objects: ObjectDatabase,
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) {
    self.store = store
    self.threads = threads
    self.limit = limit
    self.isCancelled = isCancelled
    self.objects = objects
  }

  /// What came of a scan: a value of each thread, and the objects that could not be read.
  package struct Outcome<Part: Sendable>: Sendable {
    package var parts: [Part] = []
    package var failures: [(id: ObjectID, why: String)] = []
    /// What is wrong with indexes of packs, so that there may be more than was shown.
    package var damages: [PackDamage] = []
  }

  /// Shows each object to a collector.
  ///
  /// - Parameter collector: Makes the collector of one thread.
  /// - Returns: What the collectors say and what could not be read.
  /// - Throws: `EntryError` where there is no memory.
  package func run<Collector: ObjectCollector & ~Copyable>(
    _ collector: @Sendable () -> Collector
  ) throws -> Outcome<Collector.Outcome> {
    let packed = try readPacks(collector)
    var outcome = readSingly(store.loose.sorted() + packed.failures.map(\.id), collector)
    outcome.parts += packed.parts
    return outcome
  }

  /// Shows each object of the packs to a collector.
  ///
  /// - Parameters:
  ///   - known: The numbers of packs to leave out, with all that they hold.
  ///   - collector: Makes the collector of one thread.
  /// - Returns: What the collectors say, and the objects to read by ``readSingly(_:_:)`` instead.
  /// - Throws: `EntryError` where there is no memory.
  package func readPacks<Collector: ObjectCollector & ~Copyable>(
    besides known: Set<Int> = [], _ collector: @Sendable () -> Collector
  ) throws -> Outcome<Collector.Outcome> {
    let shared = Mutex(Outcome<Collector.Outcome>())
    let walk = try walk(besides: known)
    try walk.run(collector) { finished in
      var finished = finished
      let unread = finished.takeUnreadable()
      let part = finished.finish()
      shared.withLock {
        $0.parts.append(part)
        $0.failures += unread
      }
    }
    var outcome = shared.withLock { $0 }
    outcome.damages = walk.damages
    return outcome
  }

  private func walk(besides known: Set<Int>) throws -> PackWalk {
    if let walk = last.walk(besides: known) { return walk }
    var options = PackWalk.Options()
    options.threads = threads
    options.isCancelled = isCancelled
    let objects = objects
    options.externalObject = { id in
      // Bases outside a pack are rare: a thin pack on its way, or a broken one.
      try? objects.withObject(id) { kind, bytes in
        PackWalk.ExternalObject(kind: kind, bytes: bytes.copy(0..<bytes.count))
      }
    }
    let packs = known.sorted() + store.packs.indices.filter { !known.contains($0) }
    let walk = try PackWalk(
      packs.map { store.packs[$0] }, known: known.count, noting: store.packed, options: options)
    last.keep(walk, besides: known)
    return walk
  }

  /// Reads objects one by one, each checked against its id, and shows each to a collector.
  ///
  /// - Parameters:
  ///   - ids: The objects.
  ///   - collector: Makes the collector of one thread.
  /// - Returns: What the collectors say and what could not be read.
  package func readSingly<Collector: ObjectCollector & ~Copyable>(
    _ ids: [ObjectID], _ collector: @Sendable () -> Collector
  ) -> Outcome<Collector.Outcome> {
    let shared = Mutex(Outcome<Collector.Outcome>())
    let next = Atomic(0)
    if ids.isEmpty { return Outcome() }
    DispatchQueue.concurrentPerform(iterations: min(threads, (ids.count + 63) / 64)) { _ in
      let (part, failures) = work(on: ids, from: next, collector)
      shared.withLock {
        $0.parts.append(part)
        $0.failures += failures
      }
    }
    return shared.withLock { $0 }
  }

  private func work<Collector: ObjectCollector & ~Copyable>(
    on ids: [ObjectID], from next: borrowing Atomic<Int>, _ collector: () -> Collector
  ) -> (Collector.Outcome, [(id: ObjectID, why: String)]) {
    var collector = collector()
    var failures: [(id: ObjectID, why: String)] = []
    let chunk = 16
    while true {
      let start = next.add(chunk, ordering: .relaxed).oldValue
      guard start < ids.count, !isCancelled() else { break }
      for id in ids[start..<min(start + chunk, ids.count)] {
        do {
          try objects.withObject(id, limit: limit) { kind, bytes in
            Self.show(id, kind, bytes, to: &collector)
          }
        } catch {
          failures.append((id, "\(error)"))
          // What there is of it is looked at all the same; as mere bytes where the id promises else.
          if let rest = objects.salvage(id, limit: limit) {
            Self.show(id, rest.kind ?? .blob, rest.bytes.span, to: &collector)
          }
        }
      }
    }
    return (collector.finish(), failures)
  }

  /// Shows an object that was read as a whole: its bytes are at hand, so they come without marks.
  private static func show<Collector: ObjectCollector & ~Copyable>(
    _ id: ObjectID, _ kind: ObjectKind, _ bytes: Span<UInt8>, to collector: inout Collector
  ) {
    guard collector.search(for: kind) != nil else { return }
    collector.visit(
      PackedObject(id: id, kind: kind, size: bytes.count, marks: []), bytes: bytes)
  }
}

/// A walk over packs with its tables, kept for further runs.
private final class LastWalk: Sendable {
  private let kept = Mutex<(known: Set<Int>, walk: PackWalk)?>(nil)

  /// The walk that leaves out the packs of these numbers, if it was the last.
  func walk(besides known: Set<Int>) -> PackWalk? {
    kept.withLock { $0?.known == known ? $0?.walk : nil }
  }

  func keep(_ walk: PackWalk, besides known: Set<Int>) {
    kept.withLock { $0 = (known, walk) }
  }
}
