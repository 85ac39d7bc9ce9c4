import FoundationEssentials
import KeyRequests
import VastAI

/// A key in words for people.
struct KeyDescription {
  let facts: KeyFacts

  /// What it is, such as `Vast.ai account key 4c23…a6f8`.
  static func name(_ key: KeysRequest.LeakedKey) -> String {
    let kind =
      switch key.secretClass {
      case "vast-session-key": "session key"
      case "vast-instance-key": "instance key"
      case "vast-host-key": "host key"
      default: "account key"
      }
    return "Vast.ai \(kind) \(key.redacted)"
  }

  /// What is known of it, in one line.
  var line: String {
    let verdict = facts.judgement.verdict.rawValue
    return "\(verdict)  \(Self.name(facts.key))  \(detail)"
  }

  private var detail: String {
    switch facts.judgement {
    case .live(let account): return live(account)
    case .liveWithoutAccount: return "limited scope: may not read its own user"
    case .gated(.secondFactor): return "the account asks for a second factor"
    case .gated(.scope): return "it is known, but its scope lets it do nothing that was asked"
    case .dead(let why), .unknown(let why): return why
    case .refused: return "the answers are not clear"
    }
  }

  private func live(_ account: Account) -> String {
    var parts: [String] = []
    parts.append("account \(account.id)")
    if let id = account.keyID { parts.append("key id \(id)") }
    if let name = facts.row?.name, !name.isEmpty { parts.append("name \(Voice.quoted(name))") }
    switch facts.row?.kind {
    case .primary?: parts.append("primary")
    case .platform?: parts.append("not made by the user")
    case .ordinary?:
      parts.append(account.scope.mayBePrimary ? "may be primary" : "not primary")
    case nil: break
    }
    parts.append(account.scope.words)
    return parts.joined(separator: ", ")
  }

  /// Whose it is; for a person who asked for it, and for no file.
  var account: String? {
    guard let account = facts.judgement.account else { return nil }
    let email = account.email.map { Voice.quoted($0) } ?? "not told"
    return "account \(account.id): e-mail \(email), credit \(account.balance ?? "not told")"
  }

  /// Where it leaked.
  var places: String {
    let key = facts.key
    var text = key.isInHistory ? "in git history" : "in no git history"
    if let since = key.leakedSince {
      text += " since " + Date(timeIntervalSince1970: Double(since)).formatted(.iso8601).prefix(10)
    }
    if key.isSuppressed { text += ", silenced in the report" }
    if !key.isLeak { text += ", in its owner's file only" }
    guard key.placeCount > 0 else { return text }
    let more = key.placeCount - key.places.count
    return text + ": " + key.places.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
  }
}
