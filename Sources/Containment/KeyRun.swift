import JSON
package import KeyRequests
package import VastAI

/// One run: asks about all keys, and, if it is to, closes them.
package struct KeyRun {
  /// So many keys without an answer, one after the other, mean that nobody is there.
  private static let mostTroubles = 3

  let request: KeysRequest
  let environment: [String: String]
  var voice: Voice
  var client: Client
  var facts: [KeyFacts] = []
  var place: NewValuePlace
  /// The key that does the work in place of the leaked ones.
  var helper: (key: String, account: Account)?

  /// Prepares a run.
  package init(
    _ request: KeysRequest, client: Client, voice: Voice, environment: [String: String]
  ) {
    self.request = request
    self.client = client
    self.voice = voice
    self.environment = environment
    place = NewValuePlace(
      request.options, stateFolder: Journal.folder(environment))
  }

  /// Does all of it, and gives the exit status.
  package mutating func run() -> Int32 {
    do throws(PlaceProblem) {
      if request.command == .reset { try place.check() }
      try readHelper()
    } catch {
      voice.note("\(error); no key was touched")
      return Status.usage
    }
    ask()
    if request.command == .reset, let status = Status.ofSignal { return status }
    switch request.command {
    case .verify: return verify()
    case .reset: return reset()
    }
  }

  /// What is known of the keys, for the report.
  package var answer: KeysAnswer {
    KeysAnswer(
      verdicts: request.keys.indices.map { index in
        index < facts.count ? facts[index].judgement.verdict : .unknown
      })
  }

  // MARK: - Asking

  private mutating func ask() {
    let limit = request.options.maximumKeys
    if request.keys.count > limit {
      voice.note(
        "there are \(request.keys.count) keys; the first \(limit) are asked about (--max-keys)")
    }
    for (index, key) in request.keys.enumerated() {
      facts.append(KeyFacts(key: key, judgement: judgement(of: key, number: index)))
      facts[index].anyLeak = request.options.anyLeak
      facts[index].helper = helper?.account
    }
    for index in facts.indices { addDetails(to: index) }
    markSharedIDs()
  }

  private mutating func judgement(of key: KeysRequest.LeakedKey, number: Int) -> Judgement {
    if number >= request.options.maximumKeys {
      return .unknown("not asked: there are too many keys")
    }
    if client.troubles >= Self.mostTroubles {
      return .unknown("not asked: the server gave no usable answer before")
    }
    return client.judge(key.value)
  }

  /// Name, kind and sessions of a key that works.
  private mutating func addDetails(to index: Int) {
    guard let account = facts[index].judgement.account, account.keyID != nil else { return }
    facts[index].rows = client.keys(facts[index].key.value)
    if facts[index].rows == nil, let helper, helper.account.id == account.id {
      facts[index].rows = client.keys(helper.key)
    }
    guard request.command == .reset, facts[index].rows != nil else { return }
    let isOrdinary = facts[index].row.map { $0.kind == .ordinary || $0.kind == .primary } ?? false
    if isOrdinary { return }
    let reply = client.read(.listSessions, key: facts[index].key.value)
    let list = reply.value?.values ?? reply.value?["sessions"]?.values ?? []
    facts[index].sessions = Set(
      list.flatMap { row in
        ["key_id", "id", "sid"].compactMap { row.id($0) }
      })
  }

  /// An id that two keys tell for themselves is not that of the key which asks.
  private mutating func markSharedIDs() {
    var counts: [String: Int] = [:]
    for case let account? in facts.map(\.judgement.account) + [helper?.account] {
      if let id = account.keyID { counts[account.id + " " + id, default: 0] += 1 }
    }
    for index in facts.indices {
      guard let account = facts[index].judgement.account, let id = account.keyID else { continue }
      facts[index].sharesID = counts[account.id + " " + id, default: 0] > 1
    }
  }

  /// Reads the key that is to do the work, and asks whose it is.
  private mutating func readHelper() throws(PlaceProblem) {
    guard let path = request.options.helperKeyFile else { return }
    let value = try KeyFile.read(path)
    voice.hide(value)
    guard !request.keys.contains(where: { $0.value == value }) else {
      throw PlaceProblem("the key of --with-key-file is one of the leaked keys")
    }
    switch client.judge(value) {
    case .live(let account) where account.scope.mayChangeKeys: helper = (value, account)
    case .live, .liveWithoutAccount, .refused, .gated(.scope):
      throw PlaceProblem("the key of --with-key-file may not change keys")
    case .gated(.secondFactor):
      throw PlaceProblem("the account of --with-key-file asks for a second factor")
    case .dead: throw PlaceProblem("the key of --with-key-file does not work")
    case .unknown(let why):
      throw PlaceProblem("the key of --with-key-file could not be checked: \(why)")
    }
  }

  // MARK: - Telling

  private mutating func verify() -> Int32 {
    voice.say("\(request.server) was asked about \(counted(facts.count, "key")):")
    for index in facts.indices {
      tell(index)
      if request.options.review { review(index) }
    }
    if facts.contains(where: { $0.key.isLeak && $0.judgement.verdict == .live }) {
      voice.say("How those that work would be closed: vastguard reset --dry-run")
    }
    return Status.ofSignal ?? Status.of(facts)
  }

  /// Says what is known of a key.
  func tell(_ index: Int) {
    let description = KeyDescription(facts: facts[index])
    voice.say(description.line)
    voice.say("      " + description.places)
    if request.options.showsAccount, let account = description.account {
      voice.say("      " + account)
    }
  }

  mutating func review(_ index: Int) {
    guard facts[index].judgement.account != nil else { return }
    let review = Review(since: facts[index].key.leakedSince)
    for line in review.lines(&client, key: facts[index].key.value, rows: facts[index].rows) {
      voice.say("      " + line)
    }
  }
}

/// A number with its noun.
func counted(_ number: Int, _ noun: String) -> String {
  "\(number) \(noun)" + (number == 1 ? "" : "s")
}
