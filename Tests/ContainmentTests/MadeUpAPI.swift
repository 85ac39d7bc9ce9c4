import JSON
import Synchronization
import VastAI

/// The API with made-up keys, in memory.
final class MadeUpAPI: Exchange {
  /// A key of the server's.
  struct Key: Sendable {
    var id: Int
    var user = 5
    var isPrimary = false
    var rights = "null"
  }

  /// What goes wrong with the first call whose path holds a text.
  enum Fault: Sendable {
    case lostBefore, lostAfter, cutAfter, failedAfter, refused
  }

  private struct State {
    var keys: [String: Key]
    var sent: [String] = []
    var faults: [(path: String, Fault)] = []
    var tellsPrimaryID = false
    var resetForm = "new_api_key"
    var next = 1000
  }

  private let state: Mutex<State>

  init(_ keys: [String: Key], tellsPrimaryID: Bool = false, resetForm: String = "new_api_key") {
    state = Mutex(State(keys: keys, tellsPrimaryID: tellsPrimaryID, resetForm: resetForm))
  }

  var keys: [String: Key] { state.withLock(\.keys) }
  /// The changes that were asked for.
  var changes: [String] { state.withLock { $0.sent.filter { !$0.hasPrefix("GET") } } }

  func fail(_ path: String, _ fault: Fault) {
    state.withLock { $0.faults.append((path, fault)) }
  }

  func remove(_ value: String) {
    state.withLock { $0.keys[value] = nil }
  }

  func send(
    _ call: APICall, key: String, within seconds: Double, isCancelled: () -> Bool
  ) throws(ExchangeFailure) -> RawAnswer {
    let (answer, fault) = state.withLock { state -> (RawAnswer, Fault?) in
      state.sent.append("\(call.method.rawValue) \(call.path)")
      var fault: Fault?
      if let index = state.faults.firstIndex(where: { call.path.contains($0.path) }) {
        fault = state.faults.remove(at: index).1
      }
      if fault == .lostBefore { return (RawAnswer(status: 0, body: []), fault) }
      if fault == .refused {
        let body = #"{"success":false,"error":"auth_error","msg":"You may not."}"#
        return (RawAnswer(status: 403, body: Array(body.utf8)), fault)
      }
      let (status, body) = Self.answer(call, key, &state)
      return (RawAnswer(status: status, body: Array(body.utf8)), fault)
    }
    switch fault {
    case .lostBefore?, .lostAfter?: throw .lost("closed")
    case .cutAfter?: throw .cut(Array(answer.body.dropLast()))
    case .failedAfter?: return RawAnswer(status: 502, body: Array("<html>".utf8))
    case .refused?, nil: return answer
    }
  }

  private static func error(_ status: Int, _ message: String) -> (Int, String) {
    (status, #"{"success":false,"error":"auth_error","msg":"\#(message)"}"#)
  }

  private static func answer(
    _ call: APICall, _ value: String, _ state: inout State
  ) -> (Int, String) {
    guard let key = state.keys[value] else { return error(404, "Invalid user key") }
    let own = state.keys.filter { $0.value.user == key.user }
    switch call.kindOfPath {
    case "GET users/current":
      let primary = own.values.first(where: \.isPrimary)?.id ?? key.id
      let id = state.tellsPrimaryID ? primary : key.id
      return (
        200, #"{"id":\#(key.user),"email":"a","key_id":\#(id),"rights":\#(key.rights),"balance":1}"#
      )
    case "GET auth/apikeys":
      let rows = own.values.map {
        #"{"id":\#($0.id),"user_id":\#($0.user),"key":null,"permissions":\#($0.rights)}"#
      }
      return (200, #"{"apikeys":[\#(rows.joined(separator: ","))]}"#)
    case "DELETE auth/apikeys":
      let id = call.path.split(separator: "/").compactMap { Int($0) }.last
      guard let (found, row) = own.first(where: { $0.value.id == id }) else {
        return error(404, "API Key not found.")
      }
      if row.isPrimary { return error(400, "You cannot delete your primary key.") }
      state.keys[found] = nil
      return (200, #""Successfully Deleted API Key""#)
    case "POST auth/apikeys":
      let body = try? JSONValue(reading: Array((call.body ?? "").utf8))
      state.next += 1
      let new = NewValue.make()
      state.keys[new] = Key(
        id: state.next, user: key.user, rights: body?["permissions"]?.text ?? "null")
      return (200, #"{"success":true,"id":\#(state.next),"key":"\#(new)"}"#)
    case "PUT commands/reset_apikey":
      guard let (old, row) = own.first(where: \.value.isPrimary) else { return error(400, "none") }
      let new = NewValue.make()
      state.keys[old] = nil
      state.keys[new] = row
      return (200, #"{"success":true,"\#(state.resetForm)":"\#(new)"}"#)
    default: return (404, "{}")
    }
  }
}

extension APICall {
  fileprivate var kindOfPath: String {
    let words = path.split(separator: "/").dropFirst(2).prefix(2)
    return method.rawValue + " " + words.joined(separator: "/")
  }
}

/// Values that nobody has.
enum NewValue {
  static func make() -> String {
    let digits = Array("0123456789abcdef")
    return String((0..<64).map { _ in digits[Int.random(in: 0..<16)] })
  }
}
