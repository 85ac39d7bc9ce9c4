package import KeyRequests
package import VastAI

/// What is known of a leaked key when it is decided what to do with it.
package struct KeyFacts {
  package var key: KeysRequest.LeakedKey
  package var judgement: Judgement
  /// The account's keys; nil where they were not told.
  package var rows: [KeyRow]?
  /// Ids of the account's sessions.
  package var sessions: Set<String> = []
  /// Another key of the user's that is to do the work; nil where there is none.
  package var helper: Account?
  /// Whether another key, of another value, told the same id for itself.
  package var sharesID = false
  /// Whether keys that are in no git history are closed, too.
  package var anyLeak = false

  package init(key: KeysRequest.LeakedKey, judgement: Judgement) {
    self.key = key
    self.judgement = judgement
  }

  /// The row of the key in the account's list, if the id that it told for itself is there.
  package var row: KeyRow? {
    guard let id = judgement.account?.keyID else { return nil }
    return rows?.first { $0.id == id }
  }
}

/// What is to be done with a key.
package enum PlannedAction: Equatable, Sendable {
  /// Nothing, and why.
  case nothing(String)
  /// What the person has to do.
  case instructions(String)
  /// Delete the key of this id.
  ///
  /// - isListed: The account's list has it as a key of the user's; else its identity has to be
  ///   proven first.
  /// - mayBePrimary: The list does not tell; the server does, by refusing to delete it.
  case delete(id: String, isListed: Bool, mayBePrimary: Bool)
  /// Reset the primary key of this id.
  case reset(id: String)
  /// End the session of this id.
  case endSession(id: String)

  /// Whether something is sent that changes the account.
  package var isChange: Bool {
    switch self {
    case .delete, .reset, .endSession: true
    case .nothing, .instructions: false
    }
  }

  /// Whether a new value may come of it.
  var mayReset: Bool {
    switch self {
    case .reset, .delete(_, _, mayBePrimary: true): true
    default: false
    }
  }

  /// Where keys are managed by hand.
  package static let page = "https://cloud.vast.ai/manage-keys/"

  /// Decides what to do with a key.
  ///
  /// The rule for everything that is not certain: leave the account alone, and say what a person can
  /// do.
  package init(for facts: KeyFacts) {
    self = Self.untouched(facts) ?? Self.byAccount(facts)
  }

  private static func untouched(_ facts: KeyFacts) -> PlannedAction? {
    switch facts.judgement {
    case .dead(let why): return .nothing("nothing: \(why)")
    case .unknown(let why): return .nothing("nothing: \(why)")
    case .refused: return .nothing("nothing: the answers are not clear")
    case .gated(.secondFactor):
      return .instructions(
        "its account asks for a second factor: delete or reset it at \(page), or after "
          + "`vastai tfa login`"
      )
    case .gated(.scope):
      return .instructions(
        "its scope lets it do nothing that can be asked: delete it at \(page)")
    case .live, .liveWithoutAccount: break
    }
    guard facts.key.isLeak else {
      return .nothing("nothing: it lies in an ignored file of its owner's only")
    }
    guard facts.key.isInHistory || facts.anyLeak else {
      return .nothing("nothing: it is in no git history (--any-leak closes it all the same)")
    }
    return byClass(facts.key.secretClass)
  }

  private static func byClass(_ secretClass: String) -> PlannedAction? {
    switch secretClass {
    case "vast-instance-key":
      .instructions("it is an instance's own key: destroy the instance, and create it anew")
    case "vast-host-key":
      .instructions("it is a host's key: run the host installer again with a new key from \(page)")
    default: nil
    }
  }

  private static func byAccount(_ facts: KeyFacts) -> PlannedAction {
    guard let account = facts.judgement.account else {
      return .instructions(
        "it may not read its own user, so that its id can't be proven: delete it at \(page)")
    }
    guard let id = account.keyID else {
      return .instructions("Vast.ai does not tell its id: delete or reset it at \(page)")
    }
    if let helper = facts.helper, helper.id != account.id {
      return .instructions(
        "the key of --with-key-file is another account's: use one of its own, or \(page)")
    }
    if facts.sharesID {
      return .instructions(
        "another key tells the same id for itself, so that neither is proven: use \(page)")
    }
    guard account.scope.mayChangeKeys || facts.helper != nil else {
      return .instructions(
        "its scope does not let it delete keys: give one that may with --with-key-file, or "
          + "use \(page)"
      )
    }
    guard facts.rows != nil else {
      return .instructions("the account's keys could not be listed: try again, or use \(page)")
    }
    if let row = facts.row { return byRow(row, account, facts) }
    if facts.sessions.contains(id) { return .endSession(id: id) }
    if facts.key.secretClass == "vast-session-key" || !account.scope.mayBePrimary {
      return .instructions("its id is not among the account's keys: delete or reset it at \(page)")
    }
    return .delete(id: id, isListed: false, mayBePrimary: true)
  }

  private static func byRow(
    _ row: KeyRow, _ account: Account, _ facts: KeyFacts
  ) -> PlannedAction {
    if let owner = row.userID, owner != account.id {
      return .instructions("the key of its id is somebody else's: delete it at \(page)")
    }
    guard row.scope.agrees(with: account.scope) else {
      return .instructions(
        "the key of its id has another scope, so that it is not proven to be this one: use \(page)")
    }
    switch row.kind {
    case .primary:
      if !account.scope.mayBePrimary {
        return .instructions("it is limited, and the key of its id is the primary one: use \(page)")
      }
      return .reset(id: row.id)
    case .platform(let kind):
      if facts.sessions.contains(row.id) || kind.contains("session") {
        return .endSession(id: row.id)
      }
      return .instructions(
        "it is made by Vast.ai (\(Voice.quoted(kind, limit: 20))): end what it belongs to, "
          + "or use \(page)"
      )
    case .ordinary:
      return .delete(id: row.id, isListed: true, mayBePrimary: account.scope.mayBePrimary)
    }
  }
}
