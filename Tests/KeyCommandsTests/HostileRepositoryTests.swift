import TestSupport
import Testing
import VastServer

/// Who controls the repository under scan chooses neither server nor command nor file.
@Suite struct HostileRepositoryTests {
  let scene: Scene
  let elsewhere: VastServer

  init() throws {
    scene = try Scene()
    elsewhere = try VastServer()
  }

  private func reset() throws -> ChildProcess.Outcome {
    try scene.run("reset", "--yes", "--new-key-file", "new.key")
  }

  /// Expects that all went as the user said.
  private func expectAsTold(
    _ outcome: ChildProcess.Outcome, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    #expect(outcome.status == 0, "\(outcome.said)", sourceLocation: sourceLocation)
    #expect(elsewhere.requests.isEmpty, sourceLocation: sourceLocation)
    #expect(!scene.repository.exists("owned"), sourceLocation: sourceLocation)
    try scene.expectNewKey(sourceLocation: sourceLocation)
  }

  static let settings = [
    "api-url = \"URL\"", "api_url = \"URL\"", "[verify]\napi-url = \"URL\"",
    "[reset]\nnew-key-command = \"touch owned\"", "new-key-command = \"touch owned\"",
    "[reset]\nyes = true\nany-leak = true", "vast-url = \"URL\"", "new-key-file = \"owned\"",
    "[vast]\nurl = \"URL\"",
  ]

  @Test(arguments: settings)
  func `the project's settings choose nothing`(text: String) throws {
    try scene.repository.write(
      ".vastguard.toml", text.replacing("URL", with: elsewhere.url) + "\n")
    try scene.leak(scene.primary)
    let outcome = try reset()
    // What such a file may not say can also be an error, before anything is done.
    if outcome.status == 2 {
      scene.expectUntouched()
      #expect(elsewhere.requests.isEmpty)
      #expect(!scene.repository.exists("owned"))
    } else {
      try expectAsTold(outcome)
    }
  }

  @Test func `the project's settings do not consent`() throws {
    try scene.repository.write(".vastguard.toml", "yes = true\n[reset]\nyes = true\n")
    try scene.leak(scene.primary)
    let outcome = try scene.run("reset", "--new-key-file", "new.key")
    #expect([1, 2].contains(outcome.status), "\(outcome.said)")
    scene.expectUntouched()
  }

  @Test func `files that other tools read choose nothing`() throws {
    let lines = "VAST_URL=\(elsewhere.url)\nVASTGUARD_API_URL=\(elsewhere.url)\n"
    try scene.repository.write(".env", lines)
    try scene.repository.write(".envrc", "export " + lines)
    try scene.repository.write(".curlrc", "proxy = \(elsewhere.url)\n")
    try scene.repository.write(".netrc", "machine 127.0.0.1 login a password b\n")
    try scene.repository.git("config", "vastguard.apiurl", elsewhere.url)
    try scene.repository.git("config", "http.proxy", elsewhere.url)
    try scene.leak(scene.primary)
    try expectAsTold(try reset())
  }

  @Test func `git's settings of the repository run nothing`() throws {
    for name in [
      "core.fsmonitor", "core.pager", "core.sshCommand", "core.editor", "core.askPass",
      "credential.helper", "diff.external", "core.hooksPath", "filter.a.clean",
    ] {
      try scene.repository.git("config", name, "touch owned; false")
    }
    try scene.repository.write(".git/hooks/post-index-change", "#!/bin/sh\ntouch owned\n")
    try scene.repository.chmod(".git/hooks/post-index-change", 0o755)
    try scene.repository.write("settings-0.sh", "export VAST_API_KEY=\(scene.primary)\n")
    _ = try scene.repository.attempt(
      ["-c", "core.fsmonitor=", "-c", "core.hooksPath=/dev/null", "add", "settings-0.sh"])
    _ = try scene.repository.attempt(
      ["-c", "core.fsmonitor=", "-c", "core.hooksPath=/dev/null", "commit", "-qm", "Adds"])
    try scene.repository.shell("rm -f owned")
    try expectAsTold(try reset())
  }

  @Test func `a program in the repository is not run in the place of ours`() throws {
    for name in ["vastguard-keys", "vastguard", "git", "sh", "curl"] {
      try scene.repository.write(name, "#!/bin/sh\ntouch owned\n")
      try scene.repository.chmod(name, 0o755)
    }
    try scene.leak(scene.primary)
    let outcome = try scene.run(
      "reset", "--yes", "--new-key-file", "new.key",
      environment: ["PATH": ".:" + (scene.repository.environment["PATH"] ?? "")])
    try expectAsTold(outcome)
  }

  @Test func `names and people can't write on the terminal`() throws {
    let name = "a\u{1b}[2J\u{7}\u{1b}]0;title\u{7}\rSafe\u{202e}.sh"
    try scene.repository.write(name, "export VAST_API_KEY=\(scene.primary)\n")
    try scene.repository.git("config", "user.name", "Eve\u{1b}[31m\r\u{8}")
    try scene.repository.commit("\u{1b}[2J Adds")
    let outcome = try scene.run("reset", "--dry-run")
    #expect(outcome.status == 1)
    for control in ["\u{1b}", "\u{7}", "\r", "\u{8}", "\u{202e}"] {
      #expect(!outcome.said.contains(control))
    }
  }

  @Test func `what the server says can't write on the terminal`() throws {
    let name = "ci\u{1b}]0;title\u{7}\r\u{202e}\nlive gated dead"
    let key = scene.server.addKey(.userCreated, to: scene.account, name: name)
    let outcome = try scene.run("verify", "-", input: key)
    #expect(outcome.verdict(of: key) == "live")
    for control in ["\u{1b}", "\u{7}", "\r", "\u{202e}", "\nlive gated dead"] {
      #expect(!outcome.said.contains(control))
    }
    let noise: Answer = .refusal(401, "\u{1b}[2J Not so \u{7}\n\(scene.primary)")
    scene.server.fail(.whoAmI, .answer(noise, acted: false))
    let other = try scene.run("verify", "-", input: scene.primary)
    #expect(!other.said.contains("\u{1b}"))
  }

  @Test func `made-up keys do not hide the one that works`() throws {
    let lines = (0..<30).map { _ in "export VAST_API_KEY=\(MadeUp.key())\n" }
    try scene.repository.write("decoys.sh", lines.joined())
    try scene.leak(scene.primary)
    let outcome = try reset()
    try expectAsTold(outcome)
    #expect(!scene.server.isAlive(scene.primary))
  }

  @Test func `more made-up keys than are asked about are no success`() throws {
    let lines = (0..<500).map { _ in "export VAST_API_KEY=\(MadeUp.key())\n" }
    try scene.repository.write("decoys.sh", lines.joined())
    try scene.leak(scene.primary)
    let outcome = try reset()
    #expect(outcome.status == 3 || outcome.status == 0 && !scene.server.isAlive(scene.primary))
  }

  @Test func `the place of the new value can't be moved by a link in the repository`() throws {
    let target = scene.repository.home + "/target"
    try scene.repository.link("new.key", to: target)
    try scene.leak(scene.primary)
    for more in [[], ["--replace"]] {
      let outcome = try Tool.run(
        ["reset", "--yes", "--new-key-file", "new.key"] + more, in: scene.repository,
        environment: scene.environment)
      #expect(!scene.repository.exists(target), "\(outcome.said)")
    }
  }
}
