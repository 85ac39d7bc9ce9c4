import Foundation

/// What goes wrong with a call.
package enum Fault: Sendable {
  /// The connection ends before anything is done, or, with `acted`, after it was done.
  case dropped(acted: Bool)
  /// No answer ever comes.
  case silent(acted: Bool)
  /// Another answer comes, instead of what was asked for or after it was done.
  case answer(Answer, acted: Bool)
  /// The answer breaks off in the middle, though its length was told.
  case cut
  /// The answer is whole and its length is right, and yet it is only half of the JSON text.
  case halved
  /// The answer comes a byte at a time, more slowly than anybody waits.
  case slow
  /// The answer begins well and goes on without end.
  case endless
  /// What comes is no HTTP at all.
  case noise
  /// An error that repeats the key it was asked with, as proxies do that quote a request.
  case echo(Int)
}

/// A moment at which the server stops until a test lets it go on.
package final class Pause: Sendable {
  private let arrived = DispatchSemaphore(value: 0)
  private let released = DispatchSemaphore(value: 0)

  /// Waits until the call is there; gives false where it does not come.
  package func wait(seconds: Double = 30) -> Bool {
    arrived.wait(timeout: .now() + seconds) == .success
  }

  /// Lets the server go on.
  package func release() {
    released.signal()
  }

  func hold() {
    arrived.signal()
    _ = released.wait(timeout: .now() + 60)
  }
}

/// When a fault or a pause takes place.
struct Plan<What: Sendable>: Sendable {
  var what: What
  /// Nil: any route.
  var route: Route?
  var calls: ClosedRange<Int>
  /// The key that has to ask; nil: any.
  var key: String?

  func applies(to request: Request, call: Int) -> Bool {
    (route == nil || route == request.route) && calls.contains(call)
      && (key == nil || key == request.bearer)
  }
}
