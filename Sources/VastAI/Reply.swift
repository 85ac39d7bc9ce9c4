package import JSON

/// An answer, as far as it is understood.
package enum Reply: Sendable, Equatable {
  /// JSON with a status.
  case json(status: Int, JSONValue)
  /// Anything else that a server, or something before it, sent.
  case strange(status: Int, [UInt8])
  /// No answer.
  case failure(ExchangeFailure)

  /// Reads an answer.
  package init(_ raw: RawAnswer) {
    if let value = try? JSONValue(reading: raw.body) {
      self = .json(status: raw.status, value)
    } else {
      self = .strange(status: raw.status, raw.body)
    }
  }

  /// What the API says in an error; nil where it is none of the API's.
  package var message: String? {
    guard case .json(_, let value) = self, value.boolean("success") != true else { return nil }
    return value.text("msg") ?? value.text("message") ?? value.text("detail")
  }

  /// The JSON of a call that succeeded.
  package var value: JSONValue? {
    guard case .json(200..<300, let value) = self, value.boolean("success") != false else {
      return nil
    }
    return value
  }

  /// Whether it can't be told from it what the server did.
  package var isUncertain: Bool {
    switch self {
    // The words for too many requests may be plain text.
    case .json(429, _), .strange(429, _): false
    case .json(let status, _): status >= 500 || (300..<400).contains(status)
    case .strange, .failure: true
    }
  }

  /// The bytes of an answer that was cut short or is no JSON; empty for any other.
  package var fragment: [UInt8] {
    switch self {
    case .strange(_, let body), .failure(.cut(let body)): body
    case .json, .failure: []
    }
  }

  /// Why it is no answer to rely on, in words of this program's own.
  package var trouble: String {
    switch self {
    case .failure(let failure): failure.words
    case .strange(let status, _), .json(let status, _):
      switch status {
      case 429: "the server wants fewer requests (status 429)"
      case 300..<400: "it was redirected elsewhere (status \(status))"
      case 500...: "the server failed (status \(status))"
      default: "the answer is not the API's own (status \(status))"
      }
    }
  }
}
