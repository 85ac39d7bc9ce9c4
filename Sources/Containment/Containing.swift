import JSON
import KeyRequests
import VastAI

extension KeyRun {
  /// How the work on a key ended.
  enum Outcome: Equatable {
    /// Asking it again shows that it is dead.
    case contained
    /// It was not touched, or the change was refused; it may still live.
    case remains
    /// It is contained, but something else went wrong that a person has to see to.
    case costly
    /// Whether the change was made can't be told.
    case uncertain
    /// Nothing was changed, for want of a place for the new value.
    case placeMissing
  }

  /// Closes the keys: deletions first, as a reset may not end what was made with the old value.
  mutating func contain(_ actions: [PlannedAction]) -> Int32 {
    let journal: Journal?
    do throws(Journal.Problem) {
      journal = try Journal(environment: environment)
    } catch {
      switch error {
      case .busy:
        voice.note("another run changes keys just now: no key was touched")
        return Status.usage
      case .unusable(let why):
        voice.note("there will be no journal: \(why)")
        journal = nil
      }
    }
    var outcomes: [Outcome] = []
    let order = facts.indices.filter { actions[$0].isChange }
      .sorted { (Self.rank(actions[$0]), $0) < (Self.rank(actions[$1]), $1) }
    for index in order {
      if Stop.signalNumber != nil { break }
      outcomes.append(close(index, actions[index], journal))
    }
    if let journal { voice.note("what was done stands in \(journal.path)") }
    return status(outcomes)
  }

  private static func rank(_ action: PlannedAction) -> Int {
    switch action {
    case .endSession: 0
    case .delete(_, _, let mayBePrimary): mayBePrimary ? 2 : 1
    default: 3
    }
  }

  /// Says what earlier runs began with these keys, and how they are now.
  func tellUnfinished() {
    let unfinished = Journal.unfinished(environment: environment)
    for facts in facts {
      guard let entry = unfinished[facts.key.fingerprint] else { continue }
      voice.note(
        "an earlier run began to \(entry.action) \(facts.key.redacted) at \(entry.time), and "
          + "ended before it had proven what came of it; the key is "
          + "\(facts.judgement.verdict.rawValue) now"
          + (entry.action == "reset" && facts.judgement.verdict == .dead
            ? "; if the new value is not where you had it put, it is lost: reset the key "
              + "again at \(PlannedAction.page)"
            : "")
      )
    }
  }

  private func status(_ outcomes: [Outcome]) -> Int32 {
    if let status = Status.ofSignal { return status }
    if outcomes.allSatisfy({ $0 == .placeMissing }), !outcomes.isEmpty { return Status.usage }
    let rest = Status.of(facts)
    if rest == Status.live { return rest }
    if outcomes.contains(.costly) || outcomes.contains(.placeMissing) { return Status.live }
    return outcomes.contains(.uncertain) ? Status.unknown : rest
  }

  private mutating func close(
    _ index: Int, _ action: PlannedAction, _ journal: Journal?
  ) -> Outcome {
    let name = KeyDescription.name(facts[index].key)
    switch action {
    case .endSession(let id):
      voice.say("\(name): ending its session …")
      return change(index, .endSession(id), "end the session of", journal)
    case .delete(let id, let isListed, let mayBePrimary):
      guard isListed || isProven(index) else {
        return unproven(index, "its id could not be proven")
      }
      if Stop.signalNumber != nil { return .remains }
      return delete(index, id, mayBePrimary: mayBePrimary, journal)
    case .reset(let id):
      guard isProven(index) else {
        return unproven(
          index, "it could not be proven that it is the primary key, so that it is not reset")
      }
      return reset(index, id, journal)
    case .nothing, .instructions: return .remains
    }
  }

  /// Leaves a key whose identity is not proven, unless it died meanwhile.
  mutating func unproven(_ index: Int, _ why: String) -> Outcome {
    guard judgeAgain(index, expectsDeath: false).verdict == .dead else {
      return remains(index, why)
    }
    let name = KeyDescription.name(facts[index].key)
    voice.say("\(name): it is dead; somebody else closed it meanwhile.")
    return .contained
  }

  func remains(_ index: Int, _ why: String) -> Outcome {
    voice.say(
      "\(KeyDescription.name(facts[index].key)): \(why). Close it at \(PlannedAction.page)")
    return .remains
  }

  // MARK: - Deleting

  private mutating func delete(
    _ index: Int, _ id: String, mayBePrimary: Bool, _ journal: Journal?
  ) -> Outcome {
    if let permissions = replacement(index) {
      guard makeReplacement(index, permissions, journal) else { return .costly }
      if Stop.signalNumber != nil { return .remains }
    }
    let name = KeyDescription.name(facts[index].key)
    voice.say("\(name): deleting the key with the id \(id) …")
    note(journal, .begin, index, "delete")
    let reply = client.change(.deleteKey(id), key: helper?.key ?? facts[index].key.value)
    let words = (reply.message ?? "").lowercased()
    note(journal, .answered, index, "delete", Self.result(of: reply))
    if mayBePrimary, words.contains("primary key"), !reply.isUncertain {
      return resetAfterRefusal(index, id, journal)
    }
    return proof(index, reply, "deletion", journal)
  }

  private mutating func resetAfterRefusal(
    _ index: Int, _ id: String, _ journal: Journal?
  ) -> Outcome {
    guard place.isNamed else {
      _ = remains(
        index,
        "Vast.ai says that it is the primary key, and there is no place for a new value: "
          + "give --new-key-file FILE or --new-key-command CMD")
      return .placeMissing
    }
    guard isProven(index) else {
      return unproven(
        index,
        "Vast.ai says that its id is the primary key's, but that it is this key's id could "
          + "not be proven, so that nothing is reset"
      )
    }
    if Stop.signalNumber != nil { return .remains }
    return reset(index, id, journal)
  }

  private mutating func change(
    _ index: Int, _ call: APICall, _ action: String, _ journal: Journal?
  ) -> Outcome {
    note(journal, .begin, index, action)
    let reply = client.change(call, key: helper?.key ?? facts[index].key.value)
    note(journal, .answered, index, action, Self.result(of: reply))
    return proof(index, reply, "change", journal)
  }

  /// Asks the key once more: whatever an answer says, only that shows what came of a change.
  private mutating func proof(
    _ index: Int, _ reply: Reply, _ what: String, _ journal: Journal?
  ) -> Outcome {
    let name = KeyDescription.name(facts[index].key)
    if reply == .failure(.interrupted) { return interrupted(index) }
    if reply.isUncertain { voice.say("\(name): \(reply.trouble); asking the key itself …") }
    let now = judgeAgain(index, expectsDeath: reply.value != nil)
    note(journal, .proven, index, what, now.verdict.rawValue)
    switch now.verdict {
    case .dead:
      voice.say("\(name): it is dead; proven by asking it again.")
      return .contained
    case .live, .gated:
      let reason =
        reply.isUncertain
        ? "whether the \(what) was made is uncertain, and it still works"
        : reply.value == nil
          ? "Vast.ai refused the \(what)\(refusal(reply)), and it still works"
          : "Vast.ai confirmed the \(what), but it still works"
      return remains(index, reason)
    case .unknown where Stop.signalNumber != nil:
      voice.say(
        "\(name): interrupted before it was asked again: run this again to see that it is dead.")
      return .uncertain
    case .unknown:
      voice.say(
        "\(name): the outcome is uncertain: it could not be asked again. Look at "
          + "\(PlannedAction.page) whether it is gone, or run this again."
      )
      return .uncertain
    }
  }

  /// Says that nothing was sent for a key.
  func interrupted(_ index: Int) -> Outcome {
    voice.say("\(KeyDescription.name(facts[index].key)): interrupted; nothing was sent for it.")
    return .remains
  }

  /// What the journal says of an answer.
  static func result(of reply: Reply) -> String {
    reply == .failure(.interrupted)
      ? Journal.notSent : reply.isUncertain ? "uncertain" : "answered"
  }

  private func refusal(_ reply: Reply) -> String {
    reply.message.map { " (\(Voice.quoted($0, limit: 100)))" } ?? ""
  }

  /// Asks a key what it is now; where it should be dead and is not, a second time after a while.
  mutating func judgeAgain(_ index: Int, expectsDeath: Bool) -> Judgement {
    var judgement = client.judge(facts[index].key.value)
    if expectsDeath, judgement.verdict == .live, Stop.signalNumber == nil {
      judgement = client.judge(facts[index].key.value)
    }
    facts[index].judgement = judgement
    return judgement
  }

  func note(
    _ journal: Journal?, _ step: Journal.Entry.Step, _ index: Int, _ action: String,
    _ result: String? = nil
  ) {
    journal?.note(step, key: facts[index].key.fingerprint, action: action, result: result)
  }
}
