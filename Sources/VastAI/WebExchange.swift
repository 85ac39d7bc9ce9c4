import Dispatch
import Foundation
import FoundationNetworking
package import KeyRequests
import Synchronization

/// Calls the server by HTTP.
///
/// Each call has a session and a connection of its own: on a connection that is used again, the
/// library below would repeat a call whose connection was closed early. There are no cookies, no
/// cache, no stored credentials, and no redirect is followed.
package struct WebExchange: Exchange {
  private static let largestBody = 1 << 20

  private let server: ServerAddress
  private let userAgent: String

  /// Prepares calls of one server, and no other.
  package init(server: ServerAddress, userAgent: String) {
    self.server = server
    self.userAgent = userAgent
  }

  package func send(
    _ call: APICall, key: String, within seconds: Double, isCancelled: () -> Bool
  ) throws(ExchangeFailure) -> RawAnswer {
    guard let url = URL(string: server.text + call.path) else {
      throw .notSent("its address can't be used")
    }
    var request = URLRequest(
      url: url, cachePolicy: .reloadIgnoringLocalCacheData, timeoutInterval: seconds + 1)
    request.httpMethod = call.method.rawValue
    request.httpShouldHandleCookies = false
    request.setValue("Bearer \(key)", forHTTPHeaderField: "Authorization")
    request.setValue("application/json", forHTTPHeaderField: "Accept")
    request.setValue(userAgent, forHTTPHeaderField: "User-Agent")
    if let body = call.body {
      request.setValue("application/json", forHTTPHeaderField: "Content-Type")
      request.httpBody = Data(body.utf8)
    }
    let receiver = Receiver(limit: Self.largestBody)
    let session = URLSession(
      configuration: Self.configuration, delegate: receiver, delegateQueue: nil)
    let task = session.dataTask(with: request)
    task.resume()
    defer { session.invalidateAndCancel() }
    let end = DispatchTime.now() + seconds
    while receiver.ended.wait(timeout: .now() + .milliseconds(50)) == .timedOut {
      if isCancelled() { throw .interrupted }
      if DispatchTime.now() > end { throw receiver.whatCame.map { .cut($0) } ?? .timeout }
    }
    return try receiver.outcome()
  }

  private static var configuration: URLSessionConfiguration {
    let configuration = URLSessionConfiguration.ephemeral
    configuration.httpCookieStorage = nil
    configuration.httpCookieAcceptPolicy = .never
    configuration.httpShouldSetCookies = false
    configuration.urlCache = nil
    configuration.urlCredentialStorage = nil
    configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
    configuration.httpMaximumConnectionsPerHost = 1
    return configuration
  }
}

/// Takes an answer as it comes, up to a limit.
private final class Receiver: NSObject, URLSessionDataDelegate {
  private struct State {
    var body: [UInt8] = []
    var response: (status: Int, retryAfter: Double?)?
    var failure: ExchangeFailure?
    var isOver = false
    /// Whether the server asked for a password, which comes after the whole answer.
    var isChallenged = false
  }

  let ended = DispatchSemaphore(value: 0)
  private let limit: Int
  private let state = Mutex(State())

  init(limit: Int) {
    self.limit = limit
  }

  /// The part of an answer that is there; nil where none has begun.
  var whatCame: [UInt8]? {
    state.withLock { $0.body.isEmpty ? nil : $0.body }
  }

  func outcome() throws(ExchangeFailure) -> RawAnswer {
    let (response, body, failure) = state.withLock { ($0.response, $0.body, $0.failure) }
    if case .lost? = failure, let whatCame { throw .cut(whatCame) }
    if let failure { throw failure }
    guard let response else { throw .lost("it is no HTTP answer") }
    return RawAnswer(status: response.status, body: body, retryAfter: response.retryAfter)
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask,
    willPerformHTTPRedirection response: HTTPURLResponse,
    newRequest request: URLRequest, completionHandler: @escaping (URLRequest?) -> Void
  ) {
    completionHandler(nil)
  }

  func urlSession(
    _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
    completionHandler: @escaping (URLSession.ResponseDisposition) -> Void
  ) {
    note(response)
    completionHandler(.allow)
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    let isTooLarge = state.withLock { state in
      guard state.failure == nil, state.body.count + data.count <= limit else {
        state.failure = state.failure ?? .tooLarge
        state.body = []
        return true
      }
      state.body += data
      return false
    }
    if isTooLarge {
      end()
      dataTask.cancel()
    }
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?
  ) {
    if let response = task.response { note(response) }
    if let error {
      state.withLock { state in
        // Nobody has a password, so that the library gives up; the answer is there all the same.
        if state.isChallenged, state.response != nil { return }
        state.failure = state.failure ?? Self.failure(error)
      }
    }
    end()
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, didReceive challenge: URLAuthenticationChallenge,
    completionHandler: @escaping (URLSession.AuthChallengeDisposition, URLCredential?) -> Void
  ) {
    if let response = task.response { note(response) }
    state.withLock { $0.isChallenged = true }
    completionHandler(.cancelAuthenticationChallenge, nil)
  }

  private func note(_ response: URLResponse) {
    guard let response = response as? HTTPURLResponse else { return }
    let wait = response.value(forHTTPHeaderField: "Retry-After").flatMap { Double($0) }
    state.withLock { $0.response = (response.statusCode, wait) }
  }

  private func end() {
    let isFirst = state.withLock { state in
      defer { state.isOver = true }
      return !state.isOver
    }
    if isFirst { ended.signal() }
  }

  /// Only what certainly happened before anything was sent is told as such.
  private static func failure(_ error: any Error) -> ExchangeFailure {
    guard let error = error as? URLError else { return .lost("an error of the network") }
    switch error.code {
    case .cannotFindHost, .dnsLookupFailed: return .notSent("its name is not known")
    case .cannotConnectToHost, .notConnectedToInternet: return .notSent("nothing answers there")
    case .serverCertificateUntrusted, .serverCertificateHasBadDate,
      .serverCertificateHasUnknownRoot, .serverCertificateNotYetValid:
      return .notSent("its certificate is not trusted")
    case .unsupportedURL: return .lost("what came back is no HTTP")
    case .timedOut: return .timeout
    case .networkConnectionLost, .badServerResponse: return .lost("the connection was closed")
    default: return .lost("the connection failed (error \(error.code.rawValue))")
    }
  }
}
