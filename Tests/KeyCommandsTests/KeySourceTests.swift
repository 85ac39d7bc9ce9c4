import Foundation
import TestSupport
import Testing
import VastServer

/// Where `verify` takes keys from, and whom it asks.
@Suite struct KeySourceTests {
  static let files: [Case<@Sendable (String) -> String>] = [
    Case("a bare key", { $0 }), Case("a line", { $0 + "\n" }),
    Case("lines of Windows", { $0 + "\r\n" }), Case("empty lines", { "\n\n  \n\($0)\n\n" }),
    Case("spaces around it", { "  \($0)\t\n" }), Case("the same key twice", { "\($0)\n\($0)\n" }),
    Case("a mark of UTF-8", { "\u{feff}\($0)\n" }),
  ]

  @Test(arguments: files)
  func `reads keys from a file, one a line`(file: Case<@Sendable (String) -> String>) throws {
    let scene = try Scene()
    try scene.repository.write("keys", file.what(scene.primary))
    let outcome = try scene.run("verify", "--key-file", "keys")
    #expect(outcome.verdict(of: scene.primary) == "live", "\(outcome.said)")
    #expect(outcome.status == 1)
    #expect(scene.server.requests(.whoAmI).map(\.bearer) == [scene.primary])
  }

  @Test func `reads several keys from standard input`() throws {
    let scene = try Scene()
    let keys = [scene.primary, scene.userKey(), MadeUp.key()]
    let outcome = try scene.run("verify", "-", input: keys.joined(separator: "\n"))
    #expect(keys.map { outcome.verdict(of: $0) } == ["live", "live", "dead"], "\(outcome.said)")
    #expect(Set(scene.server.requests(.whoAmI).compactMap(\.bearer)) == Set(keys))
  }

  static let noKeys: [Case<String>] = [
    Case("words", "not a key at all\n"), Case("control characters", "\u{0}\u{1}\u{2}\n"),
    Case("a header", "Bearer x\r\nHost: example.invalid\n"),
    Case("a mebibyte", String(repeating: "a", count: 1 << 20)),
    Case("a longer number", MadeUp.hex(65)), Case("a shorter number", MadeUp.hex(63)),
    Case("nothing", ""),
  ]

  @Test(arguments: noKeys)
  func `sends nothing that can't be a key`(line: Case<String>) throws {
    let scene = try Scene()
    let outcome = try scene.run("verify", "-", input: line.what)
    #expect([0, 2, 3].contains(outcome.status), "\(outcome.status)")
    #expect(scene.server.requests.isEmpty)
  }

  @Test(arguments: ["missing", "folder"])
  func `ends with 2 where the file of keys is none`(name: String) throws {
    let scene = try Scene()
    try scene.repository.makeFolder("folder")
    let outcome = try scene.run("verify", "--key-file", name)
    #expect(outcome.status == 2, "\(outcome.said)")
    #expect(scene.server.requests.isEmpty)
  }

  @Test func `reads the secrets again from the places that a report names`() throws {
    let scene = try Scene()
    try scene.leak(scene.primary)
    _ = try scene.run("audit", "--format", "json", "--output", "report.json")
    let outcome = try scene.run("verify", "--from", "report.json")
    #expect(outcome.verdict(of: scene.primary) == "live", "\(outcome.said)")
    #expect(outcome.status == 1)
    #expect(scene.server.requests(.whoAmI).count == 1)
  }

  @Test func `says that a report made with a baseline lacks what was silenced`() throws {
    let scene = try Scene()
    try scene.leak(scene.primary)
    _ = try scene.run("audit", "--write-baseline", "known.toml")
    _ = try scene.run(
      "audit", "--baseline", "known.toml", "--format", "json", "--output", "report.json")
    let outcome = try scene.run("verify", "--from", "report.json")
    #expect(outcome.said.contains("silenced findings are not in 'report.json'"))
    #expect(!outcome.said.contains("No Vast.ai keys"))
    #expect(scene.server.requests.isEmpty)
  }

  @Test func `finds the secrets of a report where they stand in the history only`() throws {
    let scene = try Scene()
    try scene.leak(scene.primary)
    try scene.repository.git("rm", "--quiet", "settings-0.sh")
    try scene.repository.commit("Removes settings")
    _ = try scene.run("audit", "--format", "json", "--output", "report.json")
    let outcome = try scene.run("verify", "--from", "report.json")
    #expect(outcome.verdict(of: scene.primary) == "live", "\(outcome.said)")
  }

  @Test(arguments: ["", "{", "[]", "{}", #"{"schemaVersion": 99}"#, "\u{0}\u{ff}"])
  func `ends with 2 where the report is none`(text: String) throws {
    let scene = try Scene()
    try scene.repository.write("report.json", text)
    #expect(try scene.run("verify", "--from", "report.json").status == 2)
    #expect(scene.server.requests.isEmpty)
  }

  @Test func `says so where a report's secret is no longer in its place`() throws {
    let scene = try Scene()
    try scene.repository.write("settings.sh", "export VAST_API_KEY=\(scene.primary)\n")
    _ = try scene.run("audit", "--format", "json", "--output", "report.json")
    try scene.repository.write("settings.sh", "export VAST_API_KEY=\n")
    let outcome = try scene.run("verify", "--from", "report.json")
    #expect(outcome.status != 0, "\(outcome.said)")
    #expect(scene.server.requests.isEmpty)
  }

  @Test func `takes a repository's path, before and after the options`() throws {
    let scene = try Scene.withLeakedPrimary()
    let elsewhere = try TemporaryFolder()
    for arguments in [
      ["verify", scene.repository.path], ["-C", scene.repository.path, "verify"],
      ["verify", "-C", scene.repository.path],
    ] {
      let outcome = try Tool.run(
        arguments, in: elsewhere, environment: scene.environment)
      #expect(outcome.status == 1, "\(outcome.said)")
      #expect(outcome.verdict(of: scene.primary) == "live")
    }
  }

  @Test func `a wrong option is a usage error`() throws {
    let scene = try Scene.withLeakedPrimary()
    for arguments in [["--no-such-thing"], ["--api-url"], ["--key-file"], ["--from"]] {
      let outcome = try Tool.run(
        ["verify"] + arguments, in: scene.repository, environment: scene.environment)
      #expect(outcome.status == 2, "\(arguments) \(outcome.said)")
    }
    #expect(scene.server.requests.isEmpty)
  }

  // MARK: - Whom it asks

  static let refused = [
    "http://192.0.2.1", "http://console.vast.ai", "http://localhost.example.invalid",
    "http://127.0.0.1@192.0.2.1", "http://127.0.0.1.example.invalid", "http://[2001:db8::1]",
    "http://0x7f000001.example.invalid", "ftp://127.0.0.1", "file:///etc/passwd",
    "console.vast.ai", "https://", "http://", "://", "javascript:alert(1)", "https://a b",
    "http://127.0.0.1:99999", "http://127.0.0.1:x", "http://[::ffff:192.0.2.1]", "http://1",
    "https://\u{1}/",
  ]

  @Test(arguments: refused)
  func `refuses an address that is neither HTTPS nor loopback`(address: String) throws {
    let scene = try Scene()
    for outcome in [
      try scene.run("verify", "--api-url", address, "-", input: scene.primary),
      try scene.run("verify", "-", input: scene.primary, environment: ["VAST_URL": address]),
    ] {
      #expect(outcome.status == 2, "\(outcome.said)")
    }
    #expect(scene.server.requests.isEmpty)
  }

  @Test func `asks the server of the option before that of the environment`() throws {
    let scene = try Scene()
    let other = try VastServer()
    let outcome = try scene.run(
      "verify", "--api-url", scene.server.url, "-", input: scene.primary,
      environment: ["VAST_URL": other.url])
    #expect(outcome.verdict(of: scene.primary) == "live", "\(outcome.said)")
    #expect(other.requests.isEmpty)
  }

  @Test(arguments: ["http://localhost:PORT", "http://127.0.0.1:PORT/"])
  func `knows loopback by its names`(form: String) throws {
    let scene = try Scene()
    let address = form.replacing("PORT", with: "\(scene.server.port)")
    let outcome = try scene.run("verify", "--api-url", address, "-", input: scene.primary)
    #expect(outcome.verdict(of: scene.primary) == "live", "\(outcome.said)")
    #expect(scene.server.requests.allSatisfy { $0.target.hasPrefix("/api/v0/") })
  }

  @Test func `uses no proxy of the environment for loopback, and tells it no key`() throws {
    let scene = try Scene()
    let proxy = try VastServer()
    let names = [
      "http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy",
    ]
    let outcome = try scene.run(
      "verify", "-", input: scene.primary,
      environment: Dictionary(uniqueKeysWithValues: names.map { ($0, proxy.url) }))
    #expect(proxy.requests.isEmpty)
    #expect(outcome.verdict(of: scene.primary) == "live", "\(outcome.said)")
  }

  @Test func `the scanning commands ask nobody`() throws {
    let scene = try Scene.withLeakedPrimary()
    for command in ["audit", "history", "staged"] { _ = try scene.run(command) }
    _ = try scene.run("scan", ".")
    #expect(scene.server.requests.isEmpty)
  }

  @Test func `works where both programs stand elsewhere, and not where the second is missing`()
    throws
  {
    let scene = try Scene.withLeakedPrimary()
    let folder = try TemporaryFolder()
    let programs = URL(fileURLWithPath: Tool.executable).deletingLastPathComponent().path
    func copy(_ name: String) throws {
      try ChildProcess.whileNothingStarts {
        try FileManager.default.copyItem(atPath: "\(programs)/\(name)", toPath: folder.path(name))
      }
    }
    try copy("vastguard")
    let missing = try Tool.run(
      ["verify"], in: scene.repository, environment: scene.environment,
      executable: folder.path("vastguard"))
    #expect([2, 3].contains(missing.status), "\(missing.said)")
    #expect(missing.said.contains("vastguard-keys"))
    try copy("vastguard-keys")
    let outcome = try Tool.run(
      ["verify"], in: scene.repository, environment: scene.environment,
      executable: folder.path("vastguard"))
    #expect(outcome.verdict(of: scene.primary) == "live", "\(outcome.said)")
    try folder.link("linked", to: folder.path("vastguard"))
    let linked = try Tool.run(
      ["verify"], in: scene.repository, environment: scene.environment,
      executable: folder.path("linked"))
    #expect(linked.verdict(of: scene.primary) == "live", "\(linked.said)")
  }

  @Test func `names a place once that both the work tree and the history have`() throws {
    let scene = try Scene()
    try scene.repository.write("job.sh", "export VAST_API_KEY=\(scene.primary)\n")
    try scene.repository.commit("Adds a job")
    let said = try scene.run("verify").said
    #expect(said.matches(of: /job\.sh:1/).count == 1, "\(said)")
  }
}
