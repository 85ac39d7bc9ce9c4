import Glibc
import Synchronization

/// The signal that asked the program to end, so that a scan ends early and tells what it found.
enum Interruption {
  /// Written by the handler, in which nothing but a plain store is safe.
  private static let received = Atomic<Int32>(0)

  /// Has SIGINT and SIGTERM end the scan; the second one ends the program at once, unless this
  /// program is to wait for another one's end whatever comes.
  static func listen(forGood: Bool = false) {
    // The first use makes the value: not in the handler.
    if !forGood { received.store(0, ordering: .relaxed) }
    for number in [SIGINT, SIGTERM] {
      var old = sigaction()
      // A signal that is ignored, as in a shell's background job, stays ignored.
      guard unsafe sigaction(number, nil, &old) == 0,
        unsafe unsafeBitCast(old.__sigaction_handler.sa_handler, to: Int.self) != 1
      else { continue }
      var action = sigaction()
      unsafe action.__sigaction_handler.sa_handler = { number in
        Interruption.received.store(number, ordering: .relaxed)
      }
      // Not SA_RESTART: a read that waits for a person's input has to end too.
      action.sa_flags = forGood ? 0 : Int32(bitPattern: UInt32(SA_RESETHAND))
      unsafe sigaction(number, &action, nil)
    }
  }

  /// The signal that was received, or nil.
  static var signalNumber: Int32? {
    let number = received.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }
}
