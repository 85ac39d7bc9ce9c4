import Dispatch
import Glibc
import Synchronization

/// How long a hook may take before it stops what it guards.
///
/// At the limit the scan ends with what it has, as incomplete. What does not notice, because it
/// waits for a device or works on one huge content, is ended by the system a little later.
enum TimeLimit {
  /// On the clock of `DispatchTime`, in nanoseconds; zero for no limit.
  private static let end = Atomic<UInt64>(0)
  private static let seconds = Atomic<Int>(0)
  /// How long after the limit the program is ended whatever it does, in seconds.
  private static let grace = 3

  /// Begins to count; zero seconds are no limit.
  static func start(seconds limit: Int) {
    guard limit > 0 else { return }
    seconds.store(limit, ordering: .relaxed)
    let now = DispatchTime.now().uptimeNanoseconds
    end.store(now + UInt64(limit) * 1_000_000_000, ordering: .relaxed)
    signal(SIGALRM) { _ in
      // Only what is safe in a handler: the words are in the program's own bytes.
      let words: StaticString =
        "vastguard: stopped: the time limit is over, and not everything was scanned\n"
      unsafe write(STDERR_FILENO, words.utf8Start, words.utf8CodeUnitCount)
      _exit(3)
    }
    alarm(UInt32(limit + grace))
  }

  /// Whether the time is over.
  static var isOver: Bool {
    let end = end.load(ordering: .relaxed)
    return end > 0 && DispatchTime.now().uptimeNanoseconds >= end
  }

  /// Why the rest was not scanned, and what to do.
  static var explanation: String {
    "the time limit of \(seconds.load(ordering: .relaxed)) s is over; do it in smaller steps, or "
      + "raise the limit (--time-limit, or VASTGUARD_TIME_LIMIT where the hook runs)"
  }
}
