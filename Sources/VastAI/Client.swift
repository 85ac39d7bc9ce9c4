package import JSON

/// Asks the API: one call after the other, spaced as the server wants it.
///
/// Reads are repeated where that may help, within bounds. A change is sent once.
package struct Client {
  private static let mostTries = 3
  private static let longestWait = 30.0

  private let exchange: any Exchange
  private let waiting: Waiting
  private let spacing: (Double) -> Double
  /// When the next call of a kind may be sent, on the clock of `waiting`.
  private var next: [String: Double] = [:]
  /// Seconds that a read may take.
  private let timeout: Double
  /// Reads that got no answer, one after the other.
  private(set) package var troubles = 0

  /// How time passes: replaced in tests.
  package struct Waiting {
    package var now: () -> Double
    /// Waits for some seconds; returns early if the program is to end.
    package var sleep: (Double) -> Void
    package var isInterrupted: () -> Bool

    package init(
      now: @escaping () -> Double, sleep: @escaping (Double) -> Void,
      isInterrupted: @escaping () -> Bool
    ) {
      self.now = now
      self.sleep = sleep
      self.isInterrupted = isInterrupted
    }
  }

  /// Prepares to ask.
  ///
  /// - Parameters:
  ///   - exchange: What sends calls.
  ///   - timeout: Seconds that a read may take; a change gets twice as long.
  ///   - waiting: How time passes.
  ///   - spacing: What becomes of the documented time between two calls.
  package init(
    _ exchange: any Exchange, timeout: Double, waiting: Waiting,
    spacing: @escaping (Double) -> Double = { $0 }
  ) {
    self.exchange = exchange
    self.timeout = timeout
    self.waiting = waiting
    self.spacing = spacing
  }

  /// Sends a call that changes nothing, again where the server was busy or did not answer.
  package mutating func read(_ call: APICall, key: String) -> Reply {
    var reply = Reply.failure(.interrupted)
    for attempt in 1...Self.mostTries {
      space(call)
      if waiting.isInterrupted() { return .failure(.interrupted) }
      let wait: Double
      do throws(ExchangeFailure) {
        defer { noteEnd(of: call) }
        let raw = try exchange.send(
          call, key: key, within: timeout, isCancelled: waiting.isInterrupted)
        reply = Reply(raw)
        guard raw.status == 429 || [500, 502, 503, 504].contains(raw.status) else { break }
        wait = raw.retryAfter ?? spacing(Double(attempt) * 2)
      } catch {
        reply = .failure(error)
        guard error.mayPass, attempt < error.mostTries else { break }
        wait = spacing(Double(attempt) / 2)
      }
      // A server that wants a longer wait than a person has patience for is not asked again.
      guard attempt < Self.mostTries, wait <= Self.longestWait else { break }
      waiting.sleep(max(0, wait))
    }
    if case .json = reply { troubles = 0 } else { troubles += 1 }
    return reply
  }

  /// Sends a call that changes something: once, and whatever the user types meanwhile.
  ///
  /// - Parameters:
  ///   - call: The change.
  ///   - key: Who asks for it.
  ///   - isCleanup: Whether it only takes back what this program did, so that it is sent even where
  ///     the user wants the program to end.
  /// - Returns: The answer; `.failure(.interrupted)` where nothing was sent.
  package mutating func change(_ call: APICall, key: String, isCleanup: Bool = false) -> Reply {
    space(call)
    if waiting.isInterrupted(), !isCleanup { return .failure(.interrupted) }
    defer { noteEnd(of: call) }
    do throws(ExchangeFailure) {
      return Reply(
        try exchange.send(call, key: key, within: timeout * 2, isCancelled: { false }))
    } catch {
      return .failure(error)
    }
  }

  private mutating func space(_ call: APICall) {
    let now = waiting.now()
    if let time = next[call.kind], time > now { waiting.sleep(time - now) }
  }

  /// Counted from the end of a call: when the server saw its beginning is not known.
  private mutating func noteEnd(of call: APICall) {
    next[call.kind] = waiting.now() + spacing(call.spacing)
  }
}

extension ExchangeFailure {
  fileprivate var mayPass: Bool {
    switch self {
    case .notSent, .lost, .cut, .timeout: true
    case .tooLarge, .interrupted: false
    }
  }

  /// Waiting in vain twice is enough.
  fileprivate var mostTries: Int {
    switch self {
    case .timeout, .cut: 2
    default: 3
    }
  }
}

extension Client {
  /// Judges a key: one call, or two for a key that may not read its user.
  package mutating func judge(_ key: String) -> Judgement {
    let first = Judgement(ofAccount: read(.currentUser, key: key))
    guard first == .refused else { return first }
    return Judgement(ofCount: read(.instanceCount, key: key))
  }

  /// The account's keys; nil where they are not told.
  package mutating func keys(_ key: String) -> [KeyRow]? {
    read(.listKeys, key: key).value.flatMap(KeyRow.list)
  }
}

extension APICall {
  package static let currentUser = APICall(.get, "/api/v0/users/current/", spacing: 2)
  package static let instanceCount = APICall(.get, "/api/v0/instances/count/", spacing: 2)
  package static let instances = APICall(.get, "/api/v0/instances/", spacing: 2)
  package static let listKeys = APICall(.get, "/api/v0/auth/apikeys/", spacing: 1)
  package static let listSessions = APICall(.get, "/api/v0/auth/sessions/", spacing: 1)
  package static let listSSHKeys = APICall(.get, "/api/v0/ssh/", spacing: 1)
  package static let auditLog = APICall(.get, "/api/v0/audit_logs/", spacing: 2)

  /// Which key is reset: that of the account which asks; nothing else is documented.
  package static let reset = APICall(
    .put, "/api/v0/commands/reset_apikey/", body: #"{"client_id":"me"}"#, spacing: 3)

  /// Deletes a key by its id.
  package static func deleteKey(_ id: String) -> APICall {
    APICall(.delete, "/api/v0/auth/apikeys/\(id)/", body: "{}", spacing: 2)
  }

  /// Makes a key; the permissions are JSON, as they are told of another key.
  package static func createKey(name: String, permissions: JSONValue) -> APICall {
    let body = "{\"name\":\(JSONValue.quoted(name)),\"permissions\":\(permissions.text)}"
    return APICall(.post, "/api/v0/auth/apikeys/", body: body, spacing: 2)
  }

  /// Ends a session by the id of its key.
  package static func endSession(_ id: String) -> APICall {
    APICall(.delete, "/api/v0/auth/sessions/", body: "{\"key_id\":\(id)}", spacing: 2)
  }
}
