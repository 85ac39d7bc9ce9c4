import JSON
package import KeyRequests

/// What an answer to "who am I" says of the key that asked.
///
/// Statuses alone decide nothing: gateways and proxies have the same ones. Only the API's own words
/// make a key dead or gated.
package enum Judgement: Sendable, Equatable {
  case live(Account)
  /// It works, but may not read whose it is.
  case liveWithoutAccount
  case gated(Gate)
  case dead(String)
  case unknown(String)
  /// It may be that only its scope stops it: something else has to be asked.
  case refused

  package enum Gate: Sendable, Equatable {
    case secondFactor
    case scope
  }

  package var verdict: KeyVerdict {
    switch self {
    case .live, .liveWithoutAccount: .live
    case .gated: .gated
    case .dead: .dead
    case .unknown, .refused: .unknown
    }
  }

  package var account: Account? {
    if case .live(let account) = self { account } else { nil }
  }

  /// Judges the answer of users/current.
  package init(ofAccount reply: Reply) {
    if let account = reply.value.flatMap(Account.init) {
      self = .live(account)
    } else {
      self = Self.refusal(reply) ?? .unknown(reply.trouble)
    }
  }

  /// Judges the answer of instances/count, asked because the key may not read its user.
  package init(ofCount reply: Reply) {
    if case .number? = reply.value {
      self = .liveWithoutAccount
      return
    }
    if let value = reply.value, value.isObject, value.text("error") == nil,
      value.names.contains(where: {
        $0.contains("count") || $0.contains("instances") || $0 == "success"
      })
    {
      self = .liveWithoutAccount
      return
    }
    switch Self.refusal(reply) {
    case .refused?: self = .gated(.scope)
    case let other?: self = other
    case nil: self = .unknown(reply.trouble)
    }
  }

  /// What a refusal in the API's own words means; nil where the words are not the API's.
  private static func refusal(_ reply: Reply) -> Judgement? {
    guard case .json(let status, let value) = reply, [401, 403, 404].contains(status),
      value.isObject, let message = reply.message
    else { return nil }
    let words = message.lowercased().filter { $0 != "-" && $0 != "_" }
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    if status != 403, words == "invalid user key" || words == "invalid user key." {
      return .dead("Vast.ai does not know it")
    }
    if status != 403, words.hasPrefix("session expired") { return .dead("its session has expired") }
    if words.contains("two factor authentication") || words.contains("twofactor authentication") {
      return status == 404 ? nil : .gated(.secondFactor)
    }
    // The words for a call without a key: something on the way took it out.
    if words.hasPrefix("this action requires login") || status == 404 { return nil }
    let isOwn =
      value.text("error") == "auth_error"
      || words.hasPrefix("you are not authorized to perform this action")
    return isOwn ? .refused : nil
  }
}
