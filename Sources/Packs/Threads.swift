import Glibc
import Synchronization

/// Runs `body` on `count` threads, the calling one among them, and returns when all are done.
///
/// Where the system refuses a thread, the work is done by those that there are: so `body` must take
/// its share from a common counter.
func runThreads(_ count: Int, _ body: @Sendable () -> Void) {
  withThreads(count - 1, body) { waitForThreads in
    body()
    waitForThreads()
  }
}

/// Work on fewer rows than this is not worth a second thread.
let leastShared = 1 << 12

/// Runs `body` on `count` equal parts of a range that begins at zero, each on a thread of its own as
/// far as the system has them.
package func runThreads(_ count: Int, sharing total: Int, _ body: @Sendable (Range<Int>) -> Void) {
  let next = Atomic(0)
  runThreads(count) {
    while true {
      let part = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard part < count else { return }
      body((total * part / count)..<(total * (part + 1) / count))
    }
  }
}

/// Runs `body` on up to `count` further threads, and `meanwhile` on this one.
///
/// Threads rather than tasks: the work is bound by processor and mapped pages, and must not starve
/// the shared pool. When this returns or throws, all threads are done; `meanwhile` can wait for
/// them before.
func withThreads<Failure: Error>(
  _ count: Int, _ body: @Sendable () -> Void,
  meanwhile: (_ waitForThreads: () -> Void) throws(Failure) -> Void
) throws(Failure) {
  var failure: Failure?
  withoutActuallyEscaping(body) { body in
    var threads = (0..<max(count, 0)).compactMap { _ in startThread(body) }
    let wait = {
      for thread in threads { pthread_join(thread, nil) }
      threads = []
    }
    do throws(Failure) {
      try meanwhile(wait)
    } catch {
      failure = error
    }
    wait()
  }
  if let failure { throw failure }
}

/// The work of a thread, boxed so that a C function pointer can carry it.
private final class Work: Sendable {
  let body: @Sendable () -> Void

  init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}

private func startThread(_ body: @escaping @Sendable () -> Void) -> pthread_t? {
  let work = unsafe Unmanaged.passRetained(Work(body))
  var thread = pthread_t()
  let status = unsafe pthread_create(
    &thread, nil,
    { argument in
      // The argument is the retained box that was passed below.
      if let argument = unsafe argument {
        unsafe Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body()
      }
      return nil
    }, work.toOpaque())
  guard status == 0 else {
    unsafe work.release()
    return nil
  }
  return thread
}
