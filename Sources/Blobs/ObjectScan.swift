package import Git
import Dispatch
import Synchronization

/// What is done with each object: one value for each thread.
package protocol ObjectVisitor: ~Copyable, SendableMetatype {
  associatedtype Outcome: Sendable

  /// Looks at an object; the bytes are lent for the call.
  mutating func visit(_ id: ObjectID, _ kind: ObjectKind, _ bytes: Span<UInt8>)

  /// Ends the thread's part and gives what came of it.
  consuming func finish() -> Outcome
}

/// Reads all objects of a repository, each once, on several threads.
package struct ObjectScan: Sendable {
  private let open: @Sendable () throws(GitError) -> Repository
  private let threads: Int
  private let limit: Int

  /// Prepares the scan.
  ///
  /// - Parameters:
  ///   - threads: How many threads read.
  ///   - limit: The size of an object in bytes past which it is not read.
  ///   - open: Opens the repository anew: each thread has its own.
  package init(
    threads: Int, limit: Int, open: @escaping @Sendable () throws(GitError) -> Repository
  ) {
    self.threads = threads
    self.limit = limit
    self.open = open
  }

  /// What came of a scan: a value of each thread, and the objects that could not be read.
  package struct Outcome<Part: Sendable>: Sendable {
    package var parts: [Part] = []
    package var failures: [(id: ObjectID, why: String)] = []
  }

  /// The ids of all objects.
  package func ids() throws -> Set<ObjectID> {
    var ids: Set<ObjectID> = []
    try open().objects.forEachID { ids.insert($0) }
    return ids
  }

  /// Shows each of the objects to a visitor.
  ///
  /// - Parameters:
  ///   - ids: The objects.
  ///   - only: The kind that is wanted, or nil for every kind.
  ///   - progress: Is told of each object.
  ///   - visitor: Makes the visitor of one thread.
  /// - Returns: What the visitors say and what could not be read.
  /// - Throws: What opening the repository or making a visitor throws.
  package func forEach<Visitor: ObjectVisitor & ~Copyable>(
    in ids: [ObjectID], only: ObjectKind? = nil, progress: ScanProgress = ScanProgress(),
    visitor: @Sendable () throws -> Visitor
  ) throws -> Outcome<Visitor.Outcome> {
    let shared = Mutex(Outcome<Visitor.Outcome>())
    let trouble = Mutex<(any Error)?>(nil)
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      do {
        let (part, failures) = try work(
          on: ids, from: next, only: only, progress: progress, visitor: visitor)
        shared.withLock {
          $0.parts.append(part)
          $0.failures += failures
        }
      } catch {
        trouble.withLock { $0 = error }
      }
    }
    if let error = trouble.withLock({ $0 }) { throw error }
    return shared.withLock { $0 }
  }

  private func work<Visitor: ObjectVisitor & ~Copyable>(
    on ids: [ObjectID], from next: borrowing Atomic<Int>, only: ObjectKind?,
    progress: ScanProgress, visitor: () throws -> Visitor
  ) throws -> (Visitor.Outcome, [(id: ObjectID, why: String)]) {
    let objects = try open().objects
    var visitor = try visitor()
    var failures: [(id: ObjectID, why: String)] = []
    let chunk = 64
    while true {
      let start = next.add(chunk, ordering: .relaxed).oldValue
      guard start < ids.count else { break }
      progress.advance(by: min(chunk, ids.count - start))
      for id in ids[start..<min(start + chunk, ids.count)] {
        do {
          if let only, try objects.header(of: id).kind != only { continue }
          try objects.withObject(id, limit: limit) { kind, bytes in
            visitor.visit(id, kind, bytes)
          }
        } catch {
          failures.append((id, "\(error)"))
        }
      }
    }
    return (visitor.finish(), failures)
  }
}
