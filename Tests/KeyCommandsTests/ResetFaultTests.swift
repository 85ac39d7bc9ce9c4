import TestSupport
import Testing
import VastServer

/// What `reset` does where a call that changes something goes wrong: it is never sent again, and the
/// user is told what is known.
@Suite struct ResetFaultTests {
  static func made(_ key: String) -> Answer { .json(["success": true, "new_api_key": .text(key)]) }

  static let lost: [Case<Fault>] = [
    Case("dropped before it acted", .dropped(acted: false)),
    Case("dropped after it acted", .dropped(acted: true)),
    Case("no answer, not acted", .silent(acted: false)),
    Case("no answer, acted", .silent(acted: true)), Case("cut off", .cut),
    Case("half of the JSON", .halved), Case("without end", .endless), Case("no HTTP", .noise),
    Case("500, not acted", .answer(.refusal(500, "Internal error"), acted: false)),
    Case("500, acted", .answer(.refusal(500, "Internal error"), acted: true)),
    Case("502 as HTML, acted", .answer(.html(502, "Bad Gateway"), acted: true)),
    Case("504, not acted", .answer(.html(504, "Gateway Timeout"), acted: false)),
    Case("200 as HTML, acted", .answer(.html(200, "Log in"), acted: true)),
    Case("200 without a key, acted", .answer(.json(["success": true]), acted: true)),
    Case("200 without a body, acted", .answer(Answer(200), acted: true)),
    Case(
      "200 with null, acted", .answer(.json(["success": true, "new_api_key": nil]), acted: true)),
    Case("200 with a number", .answer(.json(["success": true, "new_api_key": 7]), acted: true)),
    Case("200 with a short key", .answer(made("abc"), acted: true)),
    Case("200 with an empty key", .answer(made(""), acted: true)),
    Case("200 with two lines", .answer(made(MadeUp.hex(32) + "\n" + MadeUp.hex(31)), acted: true)),
    Case("200 with control characters", .answer(made("\u{1b}[2J\u{7}"), acted: true)),
    Case("200 that says no", .answer(.json(["success": false, "msg": "No."]), acted: false)),
    Case("429 as text", .answer(.text(429, "API requests too frequent"), acted: false)),
    Case(
      "429 that asks to wait",
      .answer(
        .text(429, "API requests too frequent", headers: [("Retry-After", "1")]), acted: false)
    ),
    Case("refused", .answer(.refusal(403, "You are not authorized."), acted: false)),
    Case("redirected", .answer(.redirect(307, to: "/api/v0/commands/reset_apikey/"), acted: false)),
    Case("the key echoed", .echo(400)),
  ]

  @Test(arguments: lost)
  func `a reset is sent once, whatever comes back`(fault: Case<Fault>) throws {
    let scene = try Scene.withLeakedPrimary()
    scene.server.fail(.resetKey, fault.what)
    let outcome = try scene.run(
      "reset", "--yes", "--new-key-file", "new.key", environment: Scene.impatient)
    #expect([1, 3].contains(outcome.status), "\(outcome.status) \(outcome.said)")
    #expect(scene.server.requests(.resetKey).count == 1)
    #expect(scene.server.changes.count == 1 || scene.server.requests(.deleteKey).count == 1)
    #expect(outcome.said.contains("manage-keys"), "\(outcome.said)")
    // What is no key that works must not pass for one.
    if scene.repository.exists("new.key") {
      #expect(scene.server.isAlive(try scene.repository.text("new.key")))
    }
    // It was asked what became of the old value.
    let last = scene.server.requests.lastIndex { $0.route == .resetKey } ?? 0
    #expect(scene.server.requests[last...].contains { $0.route == .whoAmI })
  }

  @Test func `an answer that comes slowly is lost or kept, and said to be`() throws {
    let scene = try Scene.withLeakedPrimary()
    scene.server.fail(.resetKey, .slow)
    let outcome = try scene.run(
      "reset", "--yes", "--new-key-file", "new.key", environment: Scene.impatient)
    #expect(scene.server.requests(.resetKey).count == 1)
    if outcome.status == 0 {
      try scene.expectNewKey()
    } else {
      #expect([1, 3].contains(outcome.status), "\(outcome.said)")
      #expect(outcome.said.contains("manage-keys"), "\(outcome.said)")
    }
  }

  @Test func `a redirected reset goes to no other host`() throws {
    let scene = try Scene.withLeakedPrimary()
    let other = try VastServer()
    let place = other.url.replacing("127.0.0.1", with: "localhost")
    scene.server.fail(
      .resetKey,
      .answer(.redirect(307, to: place + "/api/v0/commands/reset_apikey/"), acted: false))
    let outcome = try scene.run("reset", "--yes", "--new-key-file", "new.key")
    #expect([1, 3].contains(outcome.status), "\(outcome.said)")
    #expect(other.requests.isEmpty)
  }

  @Test func `a reset after which the old value still works is no success`() throws {
    let scene = try Scene.withLeakedPrimary { $0.keepsOldKeys = true }
    let outcome = try scene.run("reset", "--yes", "--new-key-file", "new.key")
    #expect(outcome.status == 1, "\(outcome.said)")
    #expect(scene.server.requests(.resetKey).count == 1)
    // The new value works, and is not thrown away.
    try scene.expectNewKey()
  }

  @Test func `a reset that answers with the old value is no success`() throws {
    let scene = try Scene.withLeakedPrimary()
    scene.server.fail(.resetKey, .answer(Self.made(scene.primary), acted: false))
    let outcome = try scene.run("reset", "--yes", "--new-key-file", "new.key")
    #expect(outcome.status == 1, "\(outcome.said)")
  }

  @Test func `a new value is kept where the proof can't be had`() throws {
    let scene = try Scene.withLeakedPrimary()
    let pause = scene.server.pause(.resetKey, acted: true)
    let program = try scene.start(
      "reset", "--yes", "--new-key-file", "new.key", streams: .pipes(input: ""))
    #expect(pause.wait(), "\(program.said)")
    scene.server.fail(.whoAmI, .answer(.html(500, "Error"), acted: false))
    pause.release()
    #expect([1, 3].contains(program.wait()), "\(program.said)")
    try scene.expectNewKey()
    scene.expectClean(program.said)
  }

  // MARK: - Deleting

  static let deletions: [Case<(fault: Fault, contained: Bool)>] = [
    Case("dropped before it acted", (.dropped(acted: false), false)),
    Case("dropped after it acted", (.dropped(acted: true), true)),
    Case("no answer, not acted", (.silent(acted: false), false)),
    Case("no answer, acted", (.silent(acted: true), true)),
    Case("500, not acted", (.answer(.html(500, "Error"), acted: false), false)),
    Case("500, acted", (.answer(.html(500, "Error"), acted: true), true)),
    Case("cut off", (.cut, true)), Case("no HTTP", (.noise, false)),
    Case("429", (.answer(.text(429, "Too frequent"), acted: false), false)),
    Case("refused", (.answer(.refusal(401, "You must be logged in."), acted: false), false)),
    Case(
      "a success that is none",
      (.answer(.json("Successfully Deleted API Key"), acted: false), false)),
    Case(
      "a success without end", (.endless, true)),
  ]

  @Test(arguments: deletions)
  func `a deletion is what asking again says it is`(
    deletion: Case<(fault: Fault, contained: Bool)>
  ) throws {
    let scene = try Scene()
    let key = scene.userKey()
    try scene.leak(key)
    scene.server.fail(.deleteKey, deletion.what.fault)
    let outcome = try scene.run(
      "reset", "--yes", "--new-key-file", "new.key", environment: Scene.impatient)
    if deletion.what.contained {
      #expect([0, 1, 3].contains(outcome.status), "\(outcome.said)")
    } else {
      #expect([1, 3].contains(outcome.status), "\(outcome.said)")
    }
    #expect(scene.server.requests(.deleteKey).count == 1)
    #expect(scene.server.requests(.resetKey).isEmpty)
    #expect(scene.server.isAlive(scene.primary))
  }

  @Test func `a key whose deletion is refused as primary is not reset on that word alone`() throws {
    let scene = try Scene()
    let key = scene.userKey()
    try scene.leak(key)
    scene.server.fail(
      .deleteKey,
      .answer(.refusal(400, "Only user-created API keys can be deleted."), acted: false))
    let outcome = try scene.run("reset", "--yes", "--new-key-file", "new.key")
    #expect(outcome.status == 1, "\(outcome.said)")
    #expect(scene.server.requests(.resetKey).isEmpty)
    #expect(scene.server.isAlive(scene.primary))
  }

  @Test(arguments: [Fault.cut, .noise, .halved, .endless, .dropped(acted: false)])
  func `nothing is deleted where the list of keys can't be had`(fault: Fault) throws {
    let scene = try Scene()
    let key = scene.userKey()
    try scene.leak(key)
    scene.server.fail(.listKeys, fault)
    let outcome = try scene.run(
      "reset", "--yes", "--new-key-file", "new.key", environment: Scene.impatient)
    // Where the number alone is proof enough, the key is gone; nothing else ever is.
    #expect(scene.server.isAlive(scene.primary))
    #expect(scene.server.requests(.resetKey).isEmpty)
    #expect(outcome.status == 0 ? !scene.server.isAlive(key) : [1, 3].contains(outcome.status))
  }

  @Test func `a list that names other keys gets none of them deleted`() throws {
    let scene = try Scene()
    let (key, bystander) = (scene.userKey(), scene.userKey())
    try scene.leak(key)
    let id = JSON(scene.server.id(of: bystander) ?? 0)
    scene.server.fail(
      .listKeys, .answer(.json(["apikeys": [["id": id, "key": nil, "name": "ci"]]]), acted: false))
    _ = try scene.run("reset", "--yes", "--new-key-file", "new.key")
    #expect(scene.server.isAlive(bystander) && scene.server.isAlive(scene.primary))
  }

  @Test(arguments: [Fault.dropped(acted: false), .silent(acted: false), .noise])
  func `a session that could not be ended is still live`(fault: Fault) throws {
    let scene = try Scene()
    let session = scene.server.addKey(.session, to: scene.account)
    try scene.leak(session)
    scene.server.fail(.endSession, fault)
    let outcome = try scene.run("reset", "--yes", environment: Scene.impatient)
    #expect([1, 3].contains(outcome.status), "\(outcome.said)")
    #expect(scene.server.requests(.endSession).count == 1)
    #expect(scene.server.isAlive(scene.primary))
  }

  @Test func `one key's failure does not keep the next from being contained`() throws {
    let scene = try Scene()
    let keys = (0..<3).map { _ in scene.userKey() }
    try scene.leak(keys[0], keys[1], keys[2])
    scene.server.fail(.deleteKey, .noise, by: keys[1])
    let outcome = try scene.run("reset", "--yes")
    #expect([1, 3].contains(outcome.status), "\(outcome.said)")
    #expect(keys.map(scene.server.isAlive) == [false, true, false])
  }
}
