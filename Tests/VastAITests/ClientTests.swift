import Synchronization
import Testing
import VastAI

/// Reads are repeated where it may help; changes never.
@Suite struct ClientTests {
  /// Gives prepared answers, and notes what was sent when.
  private final class Script: Exchange {
    private struct State {
      var answers: [Result<RawAnswer, ExchangeFailure>]
      var sent: [(path: String, time: Double)] = []
    }

    private let state: Mutex<State>
    let clock = Mutex(0.0)

    init(_ answers: [Result<RawAnswer, ExchangeFailure>]) {
      state = Mutex(State(answers: answers))
    }

    var times: [Double] { state.withLock { $0.sent.map(\.time) } }

    func send(
      _ call: APICall, key: String, within seconds: Double, isCancelled: () -> Bool
    ) throws(ExchangeFailure) -> RawAnswer {
      let now = clock.withLock { $0 }
      let answer = state.withLock { state in
        state.sent.append((call.path, now))
        return state.answers.isEmpty ? .failure(.timeout) : state.answers.removeFirst()
      }
      return try answer.get()
    }
  }

  private func client(_ script: Script, isInterrupted: Bool = false) -> Client {
    Client(
      script, timeout: 1,
      waiting: Client.Waiting(
        now: { script.clock.withLock { $0 } },
        sleep: { seconds in script.clock.withLock { $0 += seconds } },
        isInterrupted: { isInterrupted }))
  }

  private func answer(
    _ status: Int, _ body: String = "{}", retryAfter: Double? = nil
  ) -> Result<RawAnswer, ExchangeFailure> {
    .success(RawAnswer(status: status, body: Array(body.utf8), retryAfter: retryAfter))
  }

  @Test func `waits as long as the server wants between two calls of a kind`() {
    let script = Script([answer(200), answer(200), answer(200)])
    var client = client(script)
    for key in ["a", "b"] { _ = client.read(.currentUser, key: key) }
    _ = client.read(.listKeys, key: "a")
    #expect(script.times == [0, 2, 2])
  }

  @Test(arguments: [429, 500, 502, 503, 504])
  func `asks again where the server was busy`(status: Int) {
    let script = Script([answer(status, "busy"), answer(200)])
    var client = client(script)
    #expect(client.read(.currentUser, key: "a").value != nil)
    #expect(script.times.count == 2)
  }

  @Test func `honours the time that a server asks for, but not any`() {
    let patient = Script([answer(429, retryAfter: 20), answer(200)])
    var first = client(patient)
    _ = first.read(.currentUser, key: "a")
    #expect(patient.times == [0, 20])
    let endless = Script([answer(429, retryAfter: 3600), answer(200)])
    var second = client(endless)
    _ = second.read(.currentUser, key: "a")
    #expect(endless.times == [0])
  }

  @Test(arguments: [200, 302, 401, 403, 404])
  func `takes other answers as they are`(status: Int) {
    let script = Script([answer(status), answer(200)])
    var client = client(script)
    _ = client.read(.currentUser, key: "a")
    #expect(script.times.count == 1)
  }

  @Test func `gives up after a few tries`() {
    let refused = Script(Array(repeating: .failure(.notSent("")), count: 9))
    var first = client(refused)
    #expect(first.read(.currentUser, key: "a") == .failure(.notSent("")))
    #expect(refused.times.count == 3)
    let hanging = Script([])
    var second = client(hanging)
    _ = second.read(.currentUser, key: "a")
    #expect(hanging.times.count == 2)
  }

  @Test(arguments: [429, 500, 503, 302, 404])
  func `sends a change once, whatever comes back`(status: Int) {
    let script = Script([answer(status), answer(200)])
    var client = client(script)
    _ = client.change(.reset, key: "a")
    #expect(script.times.count == 1)
  }

  @Test func `sends a change once, also if nothing comes back`() {
    for failure in [ExchangeFailure.lost(""), .timeout, .notSent(""), .cut([]), .tooLarge] {
      let script = Script([.failure(failure), answer(200)])
      var client = client(script)
      #expect(client.change(.reset, key: "a") == .failure(failure))
      #expect(script.times.count == 1)
    }
  }

  @Test func `sends nothing more once the program is to end, but takes back what it did`() {
    let script = Script([answer(200), answer(200)])
    var client = client(script, isInterrupted: true)
    #expect(client.read(.currentUser, key: "a") == .failure(.interrupted))
    #expect(client.change(.reset, key: "a") == .failure(.interrupted))
    #expect(script.times.isEmpty)
    _ = client.change(.deleteKey("1"), key: "a", isCleanup: true)
    #expect(script.times.count == 1)
  }

  @Test func `asks something else of a key that may not read its user, and nothing more`() {
    let refusal = #"{"success":false,"error":"auth_error","msg":"You are not authorized"}"#
    let script = Script([answer(401, refusal), answer(200, #"{"count":3}"#)])
    var client = client(script)
    #expect(client.judge("a") == .liveWithoutAccount)
    #expect(script.times.count == 2)
  }
}
