import TestSupport
import Testing
import VastServer

/// Whatever is not the API's own answer leaves a key's fate unknown: it is never called dead.
@Suite struct VerdictFaultTests {
  static let answers: [Case<Answer>] = [
    Case("500", .refusal(500, "Internal error", code: "server_error")),
    Case("502 with a dead key's message", .refusal(502, "Invalid user key")),
    Case("503 as HTML", .html(503, "Service Unavailable")),
    Case("504 without a body", Answer(504)),
    Case("a proxy's 403", .html(403, "Access denied by the proxy")),
    Case("a gateway's 403 in JSON", .json(["message": "Forbidden"], status: 403)),
    Case("a proxy's 407", .html(407, "Proxy Authentication Required")),
    Case("a lost login", .refusal(403, "This action requires login.")),
    Case("404 as HTML", .html(404, "Not Found")),
    Case("404 in somebody else's JSON", .json(["detail": "Not Found"], status: 404)),
    Case("404 without a message", .json(["success": false, "error": "auth_error"], status: 404)),
    Case(
      "a dead key's message in HTML",
      .text(404, "<html><body>Invalid user key</body></html>", type: "text/html")),
    Case("401 as plain text", .text(401, "Unauthorized")),
    Case("429 as text", .text(429, "API requests too frequent: endpoint threshold=2.0")),
    Case(
      "429 as JSON", .refusal(429, "API requests too frequent", code: "rate_limit_exceeded")),
    Case(
      "429 that asks to wait for a day",
      .text(429, "API requests too frequent", headers: [("Retry-After", "86400")])),
    Case(
      "429 that asks for nonsense",
      .text(429, "API requests too frequent", headers: [("Retry-After", "-99999999999999999999")])),
    Case("200 without a user", .json([:])), Case("200 with a list", .json([])),
    Case("200 with null", .json(.null)), Case("200 with a number", .json(7)),
    Case("200 with an error", .json(["success": false, "error": "server_error", "msg": "Oops"])),
    Case("200 with another thing", .json(["instances": []])),
    Case("200 as HTML", .html(200, "Log in to the network")),
    Case("200 without a body", Answer(200)), Case("204", Answer(204)),
    Case("a list nested too deeply", .text(200, String(repeating: "[", count: 100_000))),
    Case(
      "no UTF-8", Answer(200, headers: [("Content-Type", "application/json")], body: [0xff, 0])),
    Case("a redirect to a login page", .redirect(to: "/login/")),
    Case("a redirect to itself", .redirect(307, to: "/api/v0/users/current/")),
    Case("a redirect to nowhere", .redirect(to: "")),
    Case("a redirect to a file", .redirect(to: "file:///etc/passwd")),
    Case("a redirect without a place", .html(302, "Found")),
  ]

  @Test(arguments: answers)
  func `is unknown after an answer that is not the API's`(answer: Case<Answer>) throws {
    try expectUnknown(.answer(answer.what, acted: false))
  }

  static let faults: [Case<Fault>] = [
    Case("dropped before it acted", .dropped(acted: false)),
    Case("dropped after it acted", .dropped(acted: true)), Case("no answer", .silent(acted: false)),
    Case("cut off", .cut), Case("half of the JSON", .halved), Case("a byte at a time", .slow),
    Case("without end", .endless), Case("no HTTP", .noise), Case("the key echoed", .echo(500)),
    Case("the key echoed by a proxy", .echo(403)),
  ]

  @Test(arguments: faults)
  func `is unknown after a broken exchange`(fault: Case<Fault>) throws {
    try expectUnknown(fault.what)
  }

  private func expectUnknown(_ fault: Fault) throws {
    let scene = try Scene()
    scene.server.fail(.whoAmI, fault)
    let outcome = try scene.run(
      "verify", "-", input: scene.primary, environment: Scene.impatient)
    #expect(outcome.verdict(of: scene.primary) == "unknown", "\(outcome.said)")
    #expect(outcome.status == 3)
    scene.expectUntouched()
  }

  static let passing: [Case<Fault>] = [
    Case("503", .answer(.html(503, "Busy"), acted: false)),
    Case("dropped", .dropped(acted: false)),
    Case(
      "429 that asks for a second",
      .answer(.text(429, "Too frequent", headers: [("Retry-After", "1")]), acted: false)),
  ]

  @Test(arguments: passing)
  func `asks once more after what may pass`(fault: Case<Fault>) throws {
    let scene = try Scene()
    scene.server.fail(.whoAmI, fault.what, calls: 1...1)
    let outcome = try scene.run("verify", "-", input: scene.primary)
    #expect(outcome.verdict(of: scene.primary) == "live", "\(outcome.said)")
    #expect(scene.server.requests(.whoAmI).count == 2)
  }

  @Test func `one key's fault does not hide the others`() throws {
    let scene = try Scene()
    let keys = (0..<4).map { _ in scene.userKey() }
    scene.server.fail(.whoAmI, .noise, by: keys[1])
    let outcome = try scene.run("verify", "-", input: keys.joined(separator: "\n"))
    #expect(
      keys.map { outcome.verdict(of: $0) } == ["live", "unknown", "live", "live"], "\(outcome.said)"
    )
    #expect(outcome.status == 1)
  }

  @Test(arguments: [301, 302, 303, 307, 308])
  func `follows no redirect to another host`(status: Int) throws {
    let scene = try Scene()
    let other = try VastServer()
    other.fail(nil, .answer(.json(["id": 1, "email": "x", "balance": 0]), acted: false))
    // Another name for the same machine is another host.
    let place = other.url.replacing("127.0.0.1", with: "localhost") + "/api/v0/users/current/"
    scene.server.fail(.whoAmI, .answer(.redirect(status, to: place), acted: false))
    let outcome = try scene.run("verify", "-", input: scene.primary)
    #expect(outcome.verdict(of: scene.primary) == "unknown")
    #expect(outcome.status == 3)
    #expect(other.requests.isEmpty)
  }

  @Test func `is unknown where the address is another port's`() throws {
    let scene = try Scene()
    let other = try VastServer()
    scene.server.fail(
      .whoAmI, .answer(.redirect(to: other.url + "/api/v0/users/current/"), acted: false))
    let outcome = try scene.run("verify", "-", input: scene.primary)
    #expect(outcome.status == 3)
    #expect(other.requests.isEmpty)
  }

  @Test func `is unknown where nobody answers`() throws {
    let scene = try Scene()
    scene.server.stop()
    let outcome = try scene.run("verify", "-", input: scene.primary)
    #expect(outcome.verdict(of: scene.primary) == "unknown", "\(outcome.said)")
    #expect(outcome.status == 3)
  }

  @Test func `is unknown where a key is scoped, and the second question fails`() throws {
    let scene = try Scene()
    let key = scene.userKey(["instance_read"])
    scene.server.fail(.countInstances, .answer(.html(500, "Error"), acted: false))
    let outcome = try scene.run("verify", "-", input: key)
    #expect(outcome.verdict(of: key) != "dead")
    #expect([1, 3].contains(outcome.status))
  }

  @Test func `keeps the documented distance between calls`() throws {
    let scene = try Scene { $0.enforcesSpacing = true }
    try scene.leak(scene.primary)
    // Without the variables that let tests hurry.
    let outcome = try Tool.run(
      "reset", "--yes", "--new-key-file", "new.key", in: scene.repository,
      environment: ["VAST_URL": scene.server.url])
    #expect(outcome.status == 0, "\(outcome.said)")
    #expect(!scene.server.statuses.contains(429))
    try scene.expectNewKey()
  }
}
