import Glibc
import Synchronization

/// The signal that asked the program to end.
///
/// A change that has begun is brought to its end first: whoever ends the program in the middle of a
/// reset would lose the new value.
package enum Stop {
  private static let received = Atomic<Int32>(0)

  /// Has SIGINT, SIGTERM and SIGHUP end the program when no change is under way, however often they
  /// come; and a closed pipe or a file that may grow no more be errors, not ends.
  package static func listen() {
    received.store(0, ordering: .relaxed)
    for number in [SIGINT, SIGTERM, SIGHUP] {
      var old = sigaction()
      // What is ignored, as in a shell's background job, stays ignored; SIGTERM is how the program
      // that started this one tells of its end.
      guard unsafe sigaction(number, nil, &old) == 0 else { continue }
      let handler = unsafe unsafeBitCast(old.__sigaction_handler.sa_handler, to: Int.self)
      guard number == SIGTERM || handler == 0 else { continue }
      var action = sigaction()
      unsafe action.__sigaction_handler.sa_handler = { number in
        Stop.received.store(number, ordering: .relaxed)
      }
      unsafe sigaction(number, &action, nil)
    }
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
  }

  /// The signal that was received, or nil.
  package static var signalNumber: Int32? {
    let number = received.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }

  /// Seconds of a clock that nobody sets.
  package static var now: Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// Waits, but not beyond a signal.
  package static func sleep(_ seconds: Double) {
    let end = now + seconds
    while signalNumber == nil {
      let rest = end - now
      guard rest > 0 else { return }
      usleep(UInt32(min(rest, 0.05) * 1_000_000))
    }
  }
}
