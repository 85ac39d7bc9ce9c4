/// One call of the API.
package struct APICall: Sendable {
  package enum Method: String, Sendable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
    case delete = "DELETE"
  }

  package var method: Method
  /// Begins and ends with a slash; holds no secret.
  package var path: String
  package var body: String?
  /// What the server wants between two calls of this kind, in seconds.
  package var spacing: Double

  package init(_ method: Method, _ path: String, body: String? = nil, spacing: Double) {
    self.method = method
    self.path = path
    self.body = body
    self.spacing = spacing
  }

  /// What calls are spaced by: the method and the path without ids.
  var kind: String {
    method.rawValue
      + path.split(separator: "/").filter { !$0.allSatisfy(\.isNumber) }.joined(separator: "/")
  }
}

/// What a server sent back.
package struct RawAnswer: Sendable {
  package var status: Int
  package var body: [UInt8]
  /// Seconds, as the server asks for them.
  package var retryAfter: Double?

  package init(status: Int, body: [UInt8], retryAfter: Double? = nil) {
    self.status = status
    self.body = body
    self.retryAfter = retryAfter
  }
}

/// Why there is no answer.
package enum ExchangeFailure: Error, Sendable, Equatable {
  /// Nothing was sent: no address, no connection, no trust.
  case notSent(String)
  /// The call may have reached the server.
  case lost(String)
  /// The answer ended too early, or did not end in time: this is what came of it.
  case cut([UInt8])
  /// The server did not answer in time.
  case timeout
  /// The answer is larger than any of the API's.
  case tooLarge
  /// The user wants the program to end.
  case interrupted

  /// The failure in words, for the end of a sentence.
  package var words: String {
    switch self {
    case .notSent(let why): "the server can't be reached: \(why)"
    case .lost(let why): "the answer got lost: \(why)"
    case .cut: "the answer was cut short"
    case .timeout: "the server did not answer in time"
    case .tooLarge: "the answer is too large to be the API's"
    case .interrupted: "interrupted"
    }
  }
}

/// What sends a call and gets the answer; the only way to the network.
package protocol Exchange: Sendable {
  /// Sends a call once, with the key as bearer token.
  ///
  /// - Parameters:
  ///   - call: What is asked.
  ///   - key: Who asks; stands in a header and nowhere else.
  ///   - seconds: How long all of it may take.
  ///   - isCancelled: Asked while waiting; true gives up.
  /// - Returns: The answer, whatever its status.
  /// - Throws: `ExchangeFailure`.
  func send(
    _ call: APICall, key: String, within seconds: Double, isCancelled: () -> Bool
  ) throws(ExchangeFailure) -> RawAnswer
}
