import TestSupport
import Testing
import VastServer

/// What `verify` says about a key, and the status with which it ends.
@Suite struct VerdictTests {
  static let kinds:
    [Case<(verdict: String, status: Int32, make: @Sendable (VastServer) -> String)>] =
      [
        Case("a primary key", ("live", 1, { $0.addKey(.primary, to: $0.addAccount()) })),
        Case(
          "a key made by the user", ("live", 1, { $0.addKey(.userCreated, to: $0.addAccount()) })),
        Case(
          "a key that may read its user only",
          ("live", 1, { $0.addKey(.userCreated, to: $0.addAccount(), scopes: ["user_read"]) })),
        Case(
          "a key that may not read its user, but instances",
          ("live", 1, { $0.addKey(.userCreated, to: $0.addAccount(), scopes: ["instance_read"]) })),
        Case(
          "a key that may neither",
          ("gated", 1, { $0.addKey(.userCreated, to: $0.addAccount(), scopes: ["billing_read"]) })),
        Case(
          "a team's key", ("live", 1, { $0.addKey(.userCreated, to: $0.addAccount(team: true)) })),
        Case("a session", ("live", 1, { $0.addKey(.session, to: $0.addAccount()) })),
        Case(
          "a subaccount's key",
          ("live", 1, { $0.addKey(.derived, to: $0.addAccount(parent: $0.addAccount())) })),
        Case("an instance's key", ("gated", 1, { $0.addKey(.instance(7), to: $0.addAccount()) })),
        Case(
          "a key stopped by a second factor",
          ("gated", 1, { $0.addKey(.primary, to: $0.addAccount(twoFactors: true)) })),
        Case(
          "an expired session",
          ("dead", 0, { $0.addKey(.session, to: $0.addAccount(), isExpired: true) })),
        Case(
          "a deleted key",
          (
            "dead", 0,
            {
              let key = $0.addKey(.userCreated, to: $0.addAccount())
              $0.kill(key)
              return key
            }
          )),
        Case("a key that never was", ("dead", 0, { _ in MadeUp.key() })),
        Case("a machine's key", ("dead", 0, { $0.addKey(.host, to: $0.addAccount()) })),
      ]

  @Test(arguments: kinds)
  func `tells what a key is worth`(
    kind: Case<(verdict: String, status: Int32, make: @Sendable (VastServer) -> String)>
  ) throws {
    let scene = try Scene()
    let key = kind.what.make(scene.server)
    let outcome = try scene.run("verify", "-", input: key + "\n")
    #expect(outcome.verdict(of: key) == kind.what.verdict, "\(outcome.said)")
    #expect(outcome.status == kind.what.status)
    scene.expectUntouched()
  }

  @Test(arguments: [401, 404])
  func `takes the message for a dead key, with either status`(status: Int) throws {
    let scene = try Scene { $0.unknownKeyStatus = status }
    let key = MadeUp.key()
    let outcome = try scene.run("verify", "-", input: key)
    #expect(outcome.verdict(of: key) == "dead")
    #expect(outcome.status == 0)
  }

  @Test(arguments: [401, 403])
  func `takes a lack of permission for no death, with either status`(status: Int) throws {
    let scene = try Scene { $0.scopeStatus = status }
    let key = scene.userKey(["billing_read"])
    let outcome = try scene.run("verify", "-", input: key)
    #expect(outcome.verdict(of: key) == "gated")
    #expect(outcome.status == 1)
  }

  static let mixtures: [Case<(keys: [String], status: Int32)>] = [
    Case("dead", (["dead"], 0)),
    Case("dead and unknown", (["dead", "unknown"], 3)),
    Case("dead and gated", (["dead", "gated"], 1)),
    Case("gated and unknown", (["unknown", "gated"], 1)),
    Case("live and unknown", (["live", "unknown"], 1)), Case("unknown", (["unknown"], 3)),
    Case("all", (["dead", "unknown", "gated", "live"], 1)),
  ]

  @Test(arguments: mixtures)
  func `ends with the status of the worst`(
    mixture: Case<(keys: [String], status: Int32)>
  ) throws {
    let scene = try Scene()
    var verdicts: [String: String] = [:]
    for verdict in mixture.what.keys {
      let key =
        switch verdict {
        case "live": scene.userKey()
        case "gated": scene.server.addKey(.primary, to: scene.server.addAccount(twoFactors: true))
        default: MadeUp.key()
        }
      if verdict == "unknown" {
        scene.server.fail(.whoAmI, .answer(.html(500, "Error"), acted: false), by: key)
      }
      verdicts[key] = verdict
    }
    let outcome = try scene.run(
      "verify", "-", input: verdicts.keys.map { $0 + "\n" }.joined())
    #expect(outcome.status == mixture.what.status, "\(outcome.said)")
    for (key, verdict) in verdicts { #expect(outcome.verdict(of: key) == verdict) }
  }

  @Test func `asks once about a key that stands in fifty places`() throws {
    let scene = try Scene()
    for number in 0..<50 {
      try scene.repository.write("\(number)/job.sh", "export VAST_API_KEY=\(scene.primary)\n")
      if number % 10 == 0 { try scene.repository.commit("Adds \(number)") }
    }
    try scene.repository.commit("Adds the rest")
    let outcome = try scene.run("verify")
    #expect(outcome.verdict(of: scene.primary) == "live", "\(outcome.said)")
    #expect(outcome.status == 1)
    #expect(scene.server.requests(.whoAmI).count == 1)
    scene.expectUntouched()
  }

  @Test func `tells a live key's number, name and power, and nothing of its owner`() throws {
    let scene = try Scene()
    let key = scene.server.addKey(
      .userCreated, to: scene.account, scopes: ["user_read", "instance_read"], name: "nightly")
    let outcome = try scene.run("verify", "-", input: key)
    #expect(outcome.stdout.contains("\(scene.server.id(of: key) ?? 0)"))
    #expect(outcome.stdout.contains("nightly"))
    #expect(!outcome.said.contains(scene.server.email(of: scene.account)))
    #expect(!outcome.said.contains("12.5") && !outcome.said.contains("41.75"))
  }

  @Test func `shows the account where it is asked to`() throws {
    let scene = try Scene()
    let outcome = try scene.run("verify", "--show-account", "-", input: scene.primary)
    #expect(outcome.said.contains(scene.server.email(of: scene.account)))
    #expect(outcome.said.contains("41.75") || outcome.said.contains("12.5"))
  }

  @Test func `sends a key in the header only, and nowhere else`() throws {
    let scene = try Scene.withLeakedPrimary()
    _ = try scene.run("verify")
    try #require(!scene.server.requests.isEmpty)
    for request in scene.server.requests {
      #expect(request.bearer == scene.primary)
      #expect(!request.target.contains(scene.primary))
      #expect(request.headers.filter { $0.value.contains(scene.primary) }.count == 1)
      #expect(request.method == "GET")
      #expect(request.path.hasSuffix("/"))
    }
  }

  @Test func `asks nothing where nothing was found`() throws {
    let scene = try Scene()
    try scene.repository.write("readme", "Nothing to see\n")
    try scene.repository.commit("Adds a readme")
    #expect(try scene.run("verify").status == 0)
    #expect(scene.server.requests.isEmpty)
  }

  @Test func `sends no other vendor's secrets, and no tokens of another kind`() throws {
    let scene = try Scene()
    let other = "hf" + "_" + String(MadeUp.hex(64).map { $0 == "0" ? "Q" : $0 }.prefix(34))
    let password = MadeUp.key()
    try scene.repository.write("a.env", "HF_TOKEN=\(other)\n")
    try scene.repository.write("b.env", "OPENAI_API_KEY=sk-\(MadeUp.hex(48))\n")
    try scene.repository.write("id", MadeUp.sshPrivateKey())
    try scene.repository.write("sums", "\(password)  training.tar\n")
    try scene.leak(scene.primary)
    _ = try scene.run("verify")
    #expect(Set(scene.server.requests.map(\.bearer)) == [scene.primary])
  }
}
