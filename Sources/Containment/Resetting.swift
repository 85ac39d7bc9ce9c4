import JSON
import KeyRequests
import VastAI

extension KeyRun {
  /// Resets the primary key: once, whatever comes back.
  mutating func reset(_ index: Int, _ id: String, _ journal: Journal?) -> Outcome {
    let name = KeyDescription.name(facts[index].key)
    if Stop.signalNumber != nil { return .remains }
    voice.say("\(name): resetting the primary key …")
    note(journal, .begin, index, "reset")
    let reply = client.change(.reset, key: facts[index].key.value)
    let value = Self.newValue(in: reply, besides: facts[index].key.value)
    var kept: NewValuePlace.Kept?
    if let value {
      voice.hide(value)
      kept = place.keep(value, voice)
    }
    note(
      journal, .answered, index, "reset", value == nil ? Self.result(of: reply) : "new value")
    if reply == .failure(.interrupted) { return interrupted(index) }
    if let kept { tell(kept, index) }
    let now = judgeAgain(index, expectsDeath: value != nil)
    note(journal, .proven, index, "reset", now.verdict.rawValue)
    guard let value, let kept else { return withoutValue(index, reply, now) }
    let outcome = withValue(index, value, kept, now)
    guard reply.isUncertain else { return outcome }
    voice.say(
      "\(name): \(reply.trouble), so that the outcome stays uncertain: look at "
        + "\(PlannedAction.page)."
    )
    return outcome == .contained ? .costly : outcome
  }

  /// The new value in the answer to a reset, in either of the forms that the API is known to have.
  ///
  /// Where the answer was cut short behind the value, the value is as good.
  static func newValue(in reply: Reply, besides old: String) -> String? {
    let text: String?
    if case .json(_, let value) = reply {
      text = value.text("new_api_key") ?? value.text("key")
    } else {
      text = wholeKey(in: reply.fragment)
    }
    guard let text, text != old, (16...512).contains(text.utf8.count),
      text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else { return nil }
    return text
  }

  /// The 64 digits in quotation marks that follow the name of a new key.
  private static func wholeKey(in fragment: [UInt8]) -> String? {
    for name in ["\"new_api_key\"", "\"key\""] {
      guard let range = fragment.firstRange(of: Array(name.utf8)) else { continue }
      let rest = fragment[range.upperBound...].drop { $0 == 0x20 || $0 == UInt8(ascii: ":") }
      let digits = rest.dropFirst().prefix { $0 != UInt8(ascii: "\"") }
      let text = String(decoding: digits, as: UTF8.self)
      let isQuoted =
        rest.first == UInt8(ascii: "\"") && digits.endIndex < fragment.endIndex
        && fragment[digits.endIndex] == UInt8(ascii: "\"")
      if isQuoted, KeyFile.isKey(text) { return text }
    }
    return nil
  }

  private func tell(_ kept: NewValuePlace.Kept, _ index: Int) {
    let account = facts[index].judgement.account.map { " of account \($0.id)" } ?? ""
    let name = KeyDescription.name(facts[index].key)
    if kept.places.isEmpty {
      voice.say(
        "\(name): THE NEW VALUE COULD NOT BE KEPT, and is gone with the end of this program: "
          + "reset the key again at \(PlannedAction.page)."
      )
    } else {
      voice.say("\(name): the new value\(account) is in \(kept.places.joined(separator: " and ")).")
    }
    for problem in kept.problems { voice.note(problem) }
  }

  private mutating func withValue(
    _ index: Int, _ value: String, _ kept: NewValuePlace.Kept, _ now: Judgement
  ) -> Outcome {
    let name = KeyDescription.name(facts[index].key)
    switch now.verdict {
    case .unknown where Stop.signalNumber != nil:
      voice.say(
        "\(name): interrupted before the old value was asked again: run this again to see "
          + "that it is dead."
      )
      return .uncertain
    case .live, .gated:
      voice.say(
        "\(name): Vast.ai sent a new value, but the old one still works. Look at "
          + "\(PlannedAction.page) which key was reset."
      )
      return .costly
    case .unknown:
      voice.say(
        "\(name): the outcome is uncertain: the old value could not be asked again. Look at "
          + "\(PlannedAction.page), or run this again."
      )
      return kept.places.isEmpty ? .costly : .uncertain
    case .dead: break
    }
    voice.say("\(name): the old value is dead; proven by asking it again.")
    if client.judge(value).verdict == .dead {
      voice.say("\(name): Vast.ai does not know the new value either: see \(PlannedAction.page).")
      return .costly
    }
    var isWrittenBack = true
    if request.options.writesBack { isWrittenBack = write(value, index) }
    voice.say(
      "Give the new value to what used the old one: secrets of CI systems, other machines, "
        + "running instances. Then look at \(PlannedAction.page) for keys, sessions and SSH keys "
        + "that are not yours, and at your instances and webhooks."
    )
    return kept.problems.isEmpty && isWrittenBack ? .contained : .costly
  }

  private func write(_ value: String, _ index: Int) -> Bool {
    let back = writeBack(index)
    let problems = back.replace(facts[index].key.value, by: value)
    for problem in problems { voice.note("not written back: \(problem)") }
    if back.files.count > problems.count {
      let number = counted(back.files.count - problems.count, "file")
      voice.say("The new value is written to \(number): \(back.files.joined(separator: ", ")).")
    }
    return problems.isEmpty
  }

  private func withoutValue(_ index: Int, _ reply: Reply, _ now: Judgement) -> Outcome {
    let name = KeyDescription.name(facts[index].key)
    let isRefused = !reply.isUncertain && reply.value == nil
    switch now.verdict {
    case .dead where isRefused:
      voice.say("\(name): it is dead; somebody else closed it meanwhile.")
      return .contained
    case .dead:
      voice.say(
        "\(name): the outcome is uncertain: \(why(reply)). The old value is dead, so the "
          + "reset was made; the new value is lost. Reset the key again at \(PlannedAction.page) "
          + "to get one."
      )
      return .costly
    case .live, .gated:
      return remains(
        index,
        isRefused
          ? "Vast.ai refused the reset"
          : "the outcome is uncertain: \(why(reply)), and the old value still works. It is "
            + "not tried again by itself"
      )
    case .unknown:
      voice.say(
        "\(name): the outcome is uncertain: \(why(reply)), and the old value could not be "
          + "asked again. If it is dead, the reset was made and the new value is lost: reset the "
          + "key again at \(PlannedAction.page)."
      )
      return .uncertain
    }
  }

  private func why(_ reply: Reply) -> String {
    reply.isUncertain ? reply.trouble : "the answer holds no new value"
  }
}
