import Foundation
import Synchronization
import TestSupport

/// A server on loopback that behaves as the Vast.ai API does, as far as that is known, and that
/// fails where a test wants it to.
///
/// It ends when nothing refers to it any more.
package final class VastServer: Sendable {
  private let listener: Listener
  private let shared = Shared()

  /// Starts a server without accounts, on a port that was free.
  package init(_ change: (inout Behaviour) -> Void = { _ in }) throws {
    listener = try Listener()
    shared.state.withLock { change(&$0.world.behaviour) }
    listener.start { [shared] in shared.serve($0) }
  }

  deinit {
    listener.stop()
  }

  package var port: Int { Int(listener.port) }
  package var url: String { "http://127.0.0.1:\(port)" }

  /// Ends all connections; further ones are refused.
  package func stop() {
    listener.stop()
  }

  // MARK: - Accounts

  /// Adds an account without keys and gives its number.
  package func addAccount(
    twoFactors: Bool = false, team: Bool = false, parent: Int? = nil
  ) -> Int {
    shared.state.withLock { state in
      var account = Account(id: state.world.number(), email: "")
      account.email = "user\(account.id)@example.invalid"
      account.hasTwoFactors = twoFactors
      account.isTeam = team
      account.parent = parent
      state.world.accounts.append(account)
      return account.id
    }
  }

  /// Adds a key, by default with all permissions, and gives its value.
  @discardableResult
  package func addKey(
    _ kind: Key.Kind, to account: Int, scopes: [String]? = nil, name: String = "",
    created: Double = 1_600_000_000, isExpired: Bool = false
  ) -> String {
    shared.state.withLock { state in
      var key = Key(
        id: state.world.number(), value: MadeUp.key(), kind: kind, name: name, scopes: scopes,
        created: created)
      key.isExpired = isExpired
      state.world.issued.append(key.value)
      let index = state.world.accounts.firstIndex { $0.id == account }
      if let index { state.world.accounts[index].keys.append(key) }
      return key.value
    }
  }

  /// Adds an SSH key to an account, as somebody who holds a key of it could have done.
  package func addSSHKey(_ text: String, to account: Int, created: Double) {
    shared.state.withLock { state in
      let id = state.world.number()
      let index = state.world.accounts.firstIndex { $0.id == account }
      if let index { state.world.accounts[index].sshKeys.append((id, text, created)) }
    }
  }

  /// Ends a key, as its owner could on the web site.
  package func kill(_ key: String) {
    shared.state.withLock { state in
      guard let (account, index) = state.world.place(of: key) else { return }
      state.world.accounts[account].keys[index].isDeleted = true
    }
  }

  /// Whether a value still is a key.
  package func isAlive(_ key: String) -> Bool {
    shared.state.withLock { $0.world.place(of: key) != nil }
  }

  /// The number of a key that is alive.
  package func id(of key: String) -> Int? {
    shared.state.withLock { state in
      state.world.place(of: key).map { state.world.accounts[$0.account].keys[$0.key].id }
    }
  }

  /// The address of an account's owner.
  package func email(of account: Int) -> String { "user\(account)@example.invalid" }

  /// The values that the server gave out in answers, in order.
  package var minted: [String] { shared.state.withLock(\.world.minted) }

  /// All values that ever were keys here, alive or not.
  package var issued: [String] { shared.state.withLock(\.world.issued) }

  /// The keys of an account that are alive.
  package func keys(of account: Int) -> [Key] {
    shared.state.withLock { state in
      (state.world.accounts.first { $0.id == account }?.keys ?? []).filter { !$0.isDeleted }
    }
  }

  // MARK: - Faults

  /// Lets calls go wrong: those of a route, or all; counted from 1 for each route.
  package func fail(
    _ route: Route?, _ fault: Fault, calls: ClosedRange<Int> = 1...Int.max, by key: String? = nil
  ) {
    let plan = Plan(what: fault, route: route, calls: calls, key: key)
    shared.state.withLock { $0.faults.append(plan) }
  }

  /// Stops at a call, before or after it was acted upon, until the test lets it go on.
  package func pause(_ route: Route, call: Int = 1, acted: Bool = false) -> Pause {
    let pause = Pause()
    let plan = Plan(what: (pause: pause, acted: acted), route: route, calls: call...call, key: nil)
    shared.state.withLock { $0.pauses.append(plan) }
    return pause
  }

  // MARK: - What came in

  /// All requests, in the order in which they came.
  package var requests: [Request] { shared.state.withLock(\.requests) }

  /// The requests for a route.
  package func requests(_ route: Route) -> [Request] { requests.filter { $0.route == route } }

  /// The requests that asked for a change.
  package var changes: [Request] { requests.filter(\.changes) }

  /// The statuses that went out, in order.
  package var statuses: [Int] { shared.state.withLock(\.statuses) }
}

/// What the threads of a server share; it does not keep the server alive.
private final class Shared: Sendable {
  struct State: Sendable {
    var world = World()
    var requests: [Request] = []
    var statuses: [Int] = []
    var counts: [Route: Int] = [:]
    var faults: [Plan<Fault>] = []
    var pauses: [Plan<(pause: Pause, acted: Bool)>] = []
  }

  let state = Mutex(State())

  func serve(_ connection: Connection) {
    var connection = connection
    while let request = connection.next(), respond(to: request, on: connection) {}
  }

  /// Gives false where the connection ends with this request.
  private func respond(to request: Request, on connection: Connection) -> Bool {
    let (call, fault) = state.withLock { state in
      state.requests.append(request)
      state.counts[request.route, default: 0] += 1
      let call = state.counts[request.route] ?? 0
      return (call, state.faults.first { $0.applies(to: request, call: call) }?.what)
    }
    hold(request, call, acted: false)
    guard let fault else {
      return deliver(act(request, call), on: connection)
    }
    switch fault {
    case .dropped(let acted):
      if acted { _ = act(request, call) }
      return false
    case .silent(let acted):
      if acted { _ = act(request, call) }
      connection.waitForEnd()
      return false
    case .answer(let answer, let acted):
      if acted { _ = act(request, call) }
      return deliver(answer, on: connection)
    case .cut:
      let whole = act(request, call)
      _ = connection.send(
        whole.head(length: whole.body.count) + whole.body.prefix(whole.body.count / 2))
      return false
    case .halved:
      var whole = act(request, call)
      whole.body = Array(whole.body.prefix(whole.body.count / 2))
      return deliver(whole, on: connection)
    case .slow: return drip(act(request, call), on: connection)
    case .endless: return flood(act(request, call), on: connection)
    case .noise:
      _ = connection.send(Array("\u{1}\u{2} not a protocol\r\n\r\n\u{3}".utf8))
      return false
    case .echo(let status):
      let quoted = request.headers.map { "\($0.key): \($0.value)" }.joined(separator: "\n")
      return deliver(
        .text(status, "Could not serve \(request.target)\n\(quoted)\n"), on: connection)
    }
  }

  private func act(_ request: Request, _ call: Int) -> Answer {
    let answer = state.withLock { $0.world.answer(request) }
    hold(request, call, acted: true)
    return answer
  }

  private func hold(_ request: Request, _ call: Int, acted: Bool) {
    let pause = state.withLock { state in
      state.pauses.first { $0.what.acted == acted && $0.applies(to: request, call: call) }?.what
    }
    pause?.pause.hold()
  }

  private func deliver(_ answer: Answer, on connection: Connection) -> Bool {
    state.withLock { $0.statuses.append(answer.status) }
    return connection.send(answer.wire)
  }

  private func drip(_ answer: Answer, on connection: Connection) -> Bool {
    for byte in answer.wire {
      guard !connection.isStopped(), connection.send([byte]) else { return false }
      usleep(100_000)
    }
    return true
  }

  /// Sends JSON that never closes, up to a bound that nobody should read to, and then nothing.
  private func flood(_ answer: Answer, on connection: Connection) -> Bool {
    var head = answer
    head.body = []
    let padding = [UInt8](repeating: 0x20, count: 1 << 20)
    guard connection.send(head.head(length: 1 << 40) + answer.body.dropLast()) else { return false }
    for _ in 0..<256 {
      guard !connection.isStopped(), connection.send(padding) else { return false }
    }
    connection.waitForEnd()
    return false
  }
}
