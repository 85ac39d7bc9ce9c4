import JSON
import KeyRequests
import VastAI

extension KeyRun {
  /// Whether the id that the account told is that of the key which asked, and not, say, always the
  /// primary one's.
  ///
  /// It is where the account has no other key; where another key told another id; and where a key
  /// made for the purpose is told its own id. That key can read its user and nothing else, and is
  /// deleted at once.
  mutating func isProven(_ index: Int) -> Bool {
    guard let account = facts[index].judgement.account, let id = account.keyID,
      !facts[index].sharesID
    else { return false }
    if let rows = facts[index].rows, rows.count == 1, rows[0].id == id { return true }
    let others =
      facts.indices.filter { $0 != index }.map { facts[$0].judgement.account }
      + [helper?.account]
    if others.contains(where: { $0?.id == account.id && $0?.keyID != nil && $0?.keyID != id }) {
      return true
    }
    return provesItsID(account, with: facts[index].key.value)
  }

  /// The name of a key that is made for a proof.
  static let proofName = "vastguard-proof"

  private mutating func provesItsID(_ account: Account, with key: String) -> Bool {
    if Stop.signalNumber != nil { return false }
    voice.say(
      "Making a key for a moment that can only read its user, to prove whose id Vast.ai tells …")
    let permissions = JSONValue.object("api", .object("user_read", .object([])))
    let reply = client.change(
      .createKey(name: Self.proofName, permissions: permissions), key: key)
    guard let value = reply.value, let id = value.id("id"), let made = value.text("key"),
      made.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else {
      if reply != .failure(.interrupted), reply.isUncertain || reply.value != nil {
        voice.say(
          "Whether a key named vastguard-proof was made is uncertain: if it is at "
            + "\(PlannedAction.page), delete it."
        )
      }
      return false
    }
    voice.hide(made)
    let told = client.judge(made).account
    let isDeleted = client.change(.deleteKey(id), key: key, isCleanup: true).value != nil
    if !isDeleted {
      voice.say(
        "The key named vastguard-proof, id \(id), could not be deleted: delete it at "
          + "\(PlannedAction.page)."
      )
    }
    return told?.id == account.id && told?.keyID == id
  }

  /// The permissions of the key that is to replace a deleted one; nil where none is to be made.
  func replacement(_ index: Int) -> JSONValue? {
    guard request.options.replacesScoped else { return nil }
    if case .limited(let value)? = facts[index].judgement.account?.scope {
      return value["api"] == nil ? .object("api", value) : value
    }
    return nil
  }

  /// Makes a key with the scope of a leaked one, and keeps its value.
  mutating func makeReplacement(
    _ index: Int, _ permissions: JSONValue, _ journal: Journal?
  ) -> Bool {
    let name = KeyDescription.name(facts[index].key)
    voice.say("\(name): making a key with the same scope …")
    note(journal, .begin, index, "replace")
    let reply = client.change(
      .createKey(name: facts[index].row?.name ?? "replacement", permissions: permissions),
      key: helper?.key ?? facts[index].key.value)
    let value = Self.newValue(in: reply, besides: facts[index].key.value)
    note(journal, .answered, index, "replace", value != nil ? "new value" : "none")
    guard let value else {
      _ = remains(
        index,
        reply.isUncertain
          ? "whether a replacement was made is uncertain (\(reply.trouble)), so that it is "
            + "not deleted"
          : "Vast.ai made no replacement, so that it is not deleted")
      return false
    }
    voice.hide(value)
    let kept = place.keep(value, voice)
    for problem in kept.problems { voice.note(problem) }
    guard !kept.places.isEmpty else {
      let id = reply.value?.id("id") ?? "not told"
      _ = remains(
        index,
        "the replacement (id \(id)) could not be kept anywhere: delete that, too; this key "
          + "is not deleted"
      )
      return false
    }
    voice.say("\(name): the replacement is in \(kept.places.joined(separator: " and ")).")
    return true
  }
}
