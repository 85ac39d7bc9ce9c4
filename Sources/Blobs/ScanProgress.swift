import Synchronization

/// How far a scan has come: written by all of its threads, read by whoever shows it.
package final class ScanProgress: Sendable {
  private let total = Atomic(0)
  private let done = Atomic(0)

  /// Whether whoever waits for the scan wants it to end early; asked by all threads, and often.
  package let isCancelled: @Sendable () -> Bool

  package init(isCancelled: @escaping @Sendable () -> Bool = { false }) {
    self.isCancelled = isCancelled
  }

  /// Adds work that lies ahead.
  package func expect(_ count: Int) { total.add(count, ordering: .relaxed) }

  /// Adds work that is done.
  package func advance(by count: Int) { done.add(count, ordering: .relaxed) }

  /// The work that is done, and all of it as far as it is known.
  package var state: (done: Int, total: Int) {
    (done.load(ordering: .relaxed), total.load(ordering: .relaxed))
  }
}
