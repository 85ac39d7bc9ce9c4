import KeyRequests
import VastAI

extension KeyRun {
  /// Plans, asks, acts, and proves what came of it.
  mutating func reset() -> Int32 {
    tellUnfinished()
    let actions = facts.map(PlannedAction.init)
    showPlan(actions)
    let changes = facts.indices.filter { actions[$0].isChange }
    if request.options.isDryRun {
      voice.say("A dry run: nothing was changed.")
      return Status.of(facts)
    }
    if changes.isEmpty { return Status.of(facts) }
    if let problem = missingPlace(actions) {
      voice.note("\(problem); no key was touched")
      return Status.usage
    }
    guard isConsented(changes.count) else { return Status.ofSignal ?? Status.of(facts) }
    do throws(PlaceProblem) {
      try place.allocate(count: newValueCount(actions))
    } catch {
      voice.note("\(error); no key was touched")
      return Status.usage
    }
    defer { place.release() }
    return contain(actions)
  }

  private mutating func showPlan(_ actions: [PlannedAction]) {
    voice.say("Plan for \(counted(facts.count, "key")), at \(request.server):")
    for (index, action) in actions.enumerated() {
      tell(index)
      voice.say("      → " + words(action, index))
      if case .reset = action { showFiles(index) }
      if case .delete(_, _, true) = action { showFiles(index) }
      if request.options.review { review(index) }
    }
    warn(actions)
  }

  /// Says what else a person has to know before agreeing.
  private func warn(_ actions: [PlannedAction]) {
    if actions.contains(where: \.mayReset) {
      voice.say(
        "Use a new value only if its account is yours: somebody may have planted a key of "
          + "their own. "
          + "--show-account shows e-mail and credit.")
    }
    let left = facts.flatMap { $0.rows ?? [] }.filter { $0.name == Self.proofName }.map(\.id)
    for id in Set(left).sorted() {
      voice.say(
        "An earlier run left a key named \(Self.proofName), id \(id): delete it at "
          + "\(PlannedAction.page)."
      )
    }
  }

  private func showFiles(_ index: Int) {
    guard request.options.writesBack else { return }
    let files = writeBack(index).files
    voice.say(
      files.isEmpty
        ? "      no file of this machine's client or ignored .env file holds it"
        : "      a new value is written to " + files.joined(separator: ", "))
  }

  func writeBack(_ index: Int) -> WriteBack {
    WriteBack(
      of: facts[index].key.value, environment: environment,
      others: facts[index].key.environmentFiles)
  }

  private func words(_ action: PlannedAction, _ index: Int) -> String {
    switch action {
    case .nothing(let why): return why
    case .instructions(let what): return "by hand: " + what
    case .endSession(let id): return "end the session \(id)"
    case .reset: return "reset the primary key, once; the new value goes to \(placeWords)"
    case .delete(let id, _, let mayBePrimary):
      var text = "delete the key with the id \(id)"
      if replacement(index) != nil { text = "make a key with the same scope, then " + text }
      guard mayBePrimary else { return text }
      return text
        + (place.isNamed
          ? "; if Vast.ai says that it is the primary one: reset it, once; the new value "
            + "goes to \(placeWords)"
          : "; if Vast.ai says that it is the primary one: nothing, as there is no place for "
            + "a new value (--new-key-file)")
    }
  }

  private var placeWords: String {
    let options = request.options
    let places = [options.newKeyFile, options.newKeyCommand.map { _ in "the command" }]
      .compactMap(\.self)
    return places.isEmpty ? "no place yet (--new-key-file)" : places.joined(separator: " and ")
  }

  private func missingPlace(_ actions: [PlannedAction]) -> String? {
    guard !place.isNamed else { return nil }
    let needsOne = zip(facts.indices, actions).contains { index, action in
      if case .reset = action { return true }
      return replacement(index) != nil && action.isChange
    }
    return needsOne
      ? "a new value needs a place: give --new-key-file FILE or --new-key-command CMD" : nil
  }

  /// How many new values there may be.
  private func newValueCount(_ actions: [PlannedAction]) -> Int {
    guard place.isNamed else { return 0 }
    return zip(facts.indices, actions).count { index, action in
      switch action {
      case .reset: true
      case .delete(_, _, let mayBePrimary): mayBePrimary || replacement(index) != nil
      default: false
      }
    }
  }

  private func isConsented(_ count: Int) -> Bool {
    if request.options.isConfirmed { return true }
    guard let terminal = Terminal() else {
      voice.note("there is no terminal to ask at, and no --yes: no key was touched")
      return false
    }
    let answer = terminal.ask("Close \(counted(count, "key")) as planned? Type yes:")
    if answer?.trimmed.lowercased() == "yes" { return true }
    voice.note("no key was touched")
    return false
  }
}
