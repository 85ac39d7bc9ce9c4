import Foundation
import TestSupport
import Testing

/// `home` looks at the key files of whoever runs it, and at who else can read them.
@Suite struct HomeCommandTests {
  let place: TemporaryFolder

  init() throws {
    place = try TemporaryFolder()
  }

  private let keyFile = ".config/vastai/vast_api_key"

  /// The findings in the throwaway home: the machine that runs the tests may have some of its own.
  private func findings(_ options: String...) throws -> [ToolReport.Finding] {
    try Tool.json(["home"] + options, in: place).findings.filter { $0.path.hasPrefix(place.home) }
  }

  private func write(_ name: String, _ text: String, mode: mode_t = 0o600) throws {
    try place.write(place.home + "/" + name, text)
    try place.chmod(place.home + "/" + name, mode)
  }

  @Test func `lets a key live in the client's private file`() throws {
    let key = MadeUp.key()
    try write(keyFile, key)
    let findings = try findings()
    #expect(findings.map(\.severity) == ["info"])
    #expect(findings.map(\.layer) == ["home"])
    #expect(findings.map(\.rule) == ["vast-key-file"])
    #expect(findings.first?.path == place.home + "/" + keyFile)
    #expect(findings.first?.line == 1)
  }

  @Test func `tells who else can read a key file, and how to close it`() throws {
    try write(keyFile, MadeUp.key(), mode: 0o644)
    let before = try findings()
    #expect(Set(before.map(\.severity)) == ["medium"])
    #expect(Set(before.map(\.layer)) == ["home", "mode"])
    let fix = try #require(before.first { $0.layer == "mode" }?.fix)
    _ = try ChildProcess(["sh", "-c", fix], in: place.path, environment: place.environment).run()
    #expect(try findings().map(\.severity) == ["info"])
    #expect(try Tool.run("home", in: place).status != 2)
  }

  @Test func `changes nothing`() throws {
    try write(keyFile, MadeUp.key(), mode: 0o666)
    try write(".bash_history", "vastai set api-key \(MadeUp.key())\n", mode: 0o644)
    _ = try Tool.run("home", in: place)
    #expect(try place.mode(place.home + "/" + keyFile) == 0o666)
    #expect(try place.mode(place.home + "/.bash_history") == 0o644)
  }

  @Test(arguments: [
    (".bash_history", "vastai set api-key <k>\n"),
    (".zsh_history", ": 1700000000:0;export VAST_API_KEY=<k>\n"),
    (".local/share/fish/fish_history", "- cmd: vastai set api-key <k>\n  when: 1700000000\n"),
    (".python_history", "VastAI(api_key=\"<k>\")\n"),
    ("nohup.out", "429 Client Error: https://console.vast.ai/api/v0/bundles/?api_key=<k>\n"),
  ])
  func `finds keys in what programs write by themselves, whatever the mode`(
    name: String, text: String
  ) throws {
    try write(name, text.replacingOccurrences(of: "<k>", with: MadeUp.key()))
    let findings = try findings()
    #expect(findings.map(\.severity) == ["high"])
    #expect(findings.map(\.layer) == ["home"])
  }

  @Test(arguments: [
    (".netrc", "machine console.vast.ai login me password <k>\n"),
    (".cursor/mcp.json", #"{"mcpServers": {"vastai": {"env": {"VAST_API_KEY": "<k>"}}}}"#),
    (
      ".dstack/server/config.yml",
      "backends:\n- type: vastai\n  creds:\n    type: api_key\n    api_key: <k>\n"
    ),
    (".bashrc", "export VAST_API_KEY=<k>\n"),
    (".config/systemd/user/gpu.service", "[Service]\nEnvironment=VAST_API_KEY=<k>\n"),
    (".docker/config.json", #"{"proxies": {}, "vast_api_key": "<k>"}"#),
  ])
  func `finds keys in settings, and asks only that they are private`(
    name: String, text: String
  ) throws {
    let text = text.replacingOccurrences(of: "<k>", with: MadeUp.key())
    try write(name, text)
    #expect(try findings().map(\.severity) == ["info"])
    try write(name, text, mode: 0o640)
    let open = try findings()
    #expect(Set(open.map(\.severity)) == ["medium"])
    #expect(Set(open.map(\.layer)) == ["home", "mode"])
  }

  @Test func `tells copies that are left over`() throws {
    let key = MadeUp.key()
    for name in [keyFile, ".vast_api_key", ".config/vastai/vast_api_key~", ".vast_api_key.swp"] {
      try write(name, key)
    }
    let rules = Dictionary(grouping: try findings().filter { $0.secret == nil }, by: \.rule)
    #expect(rules["key-file-leftover"]?.map(\.path) == [place.home + "/.vast_api_key"])
    #expect(rules["key-file-backup"]?.count == 2)
    #expect(rules.values.joined().allSatisfy { $0.severity == "low" && $0.fix != nil })
  }

  @Test func `does not take a link to the key file for a copy`() throws {
    try write(keyFile, MadeUp.key())
    try place.link(place.home + "/.vast_api_key", to: keyFile)
    #expect(try findings().map(\.severity) == ["info"])
  }

  @Test func `tells old keys and sessions that have ended`() throws {
    try write(keyFile, MadeUp.key())
    try write(".config/vastai/vast_tfa_key", MadeUp.key())
    #expect(try findings().allSatisfy { $0.severity == "info" })
    for (name, days) in [(keyFile, 100.0), (".config/vastai/vast_tfa_key", 9.0)] {
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: -days * 86_400)],
        ofItemAtPath: place.home + "/" + name)
    }
    let rules = try findings().filter { $0.secret == nil }.map(\.rule)
    #expect(rules.sorted() == ["key-age", "session-key-stale"])
  }

  @Test func `tells folders in which others can replace a key file`() throws {
    try write(keyFile, MadeUp.key())
    try place.chmod(place.home + "/.config/vastai", 0o777)
    let finding = try #require(try findings().first { $0.rule == "key-folder-writable" })
    #expect(finding.layer == "mode")
    #expect(finding.path == place.home + "/.config/vastai")
    // Where only owners can rename, nobody else can.
    try place.chmod(place.home + "/.config/vastai", 0o1777)
    #expect(try !findings().contains { $0.rule == "key-folder-writable" })
  }

  @Test(.enabled(if: hasAccessLists, "setfacl is not installed, or the file system has no ACLs"))
  func `sees whom an access list lets in`() throws {
    try write(keyFile, MadeUp.key())
    let (file, folder) = (place.home + "/" + keyFile, place.home + "/.config/vastai")
    try setfacl(["-m", "u:12345:r"], file)
    try setfacl(["-d", "-m", "o::r"], folder)
    let found = try findings()
    let access = try #require(found.first { $0.path == file && $0.layer == "mode" })
    #expect(access.message.contains("user 12345 (r--)"))
    #expect(found.contains { $0.rule == "key-folder-default-acl" && $0.path == folder })
    for finding in found where finding.layer == "mode" {
      let fix = try #require(finding.fix)
      _ = try ChildProcess(["sh", "-c", fix], in: place.path, environment: place.environment).run()
    }
    #expect(try findings().map(\.severity) == ["info"])
  }

  private func setfacl(_ options: [String], _ path: String) throws {
    let outcome = try ChildProcess(
      ["setfacl"] + options + [path], in: place.path, environment: place.environment
    ).run()
    #expect(outcome.status == 0, "\(outcome.stderr)")
  }

  @Test(.enabled(if: geteuid() == 0, "only root can give a file to another user"))
  func `tells a key file of another user`() throws {
    try write(keyFile, MadeUp.key())
    try #require(unsafe chown(place.home + "/" + keyFile, 12345, 12345) == 0)
    let finding = try #require(try findings().first { $0.rule == "key-file-owner" })
    #expect(finding.severity == "medium")
  }

  @Test func `opens no pipe, and says what it could not read`() throws {
    try #require(unsafe mkfifo(place.home + "/.bash_history", 0o600) == 0)
    let report = try Tool.json("home", in: place)
    #expect(report.incomplete.contains { $0.what == place.home + "/.bash_history" })
    #expect(report.status == (report.findings.contains { $0.severity != "info" } ? 1 : 3))
    // A history that goes nowhere is no gap.
    try place.remove(place.home + "/.bash_history")
    try place.link(place.home + "/.bash_history", to: "/dev/null")
    #expect(try !Tool.json("home", in: place).incomplete.contains { $0.what.contains("history") })
  }

  @Test func `follows XDG_CONFIG_HOME and HISTFILE`() throws {
    let folder = place.path("settings")
    try place.write("settings/vastai/vast_api_key", MadeUp.key())
    try place.write("my history", "vastai set api-key \(MadeUp.key())\n")
    let report = try Tool.json(
      ["home"], in: place,
      environment: ["XDG_CONFIG_HOME": folder, "HISTFILE": place.path("my history")])
    let paths = Set(report.findings.filter { $0.secret != nil }.map(\.path))
    #expect(paths == [folder + "/vastai/vast_api_key", place.path("my history")])
  }

  @Test func `tells a variable that the client does not read`() throws {
    try write(".bashrc", "export VASTAI_API_KEY=\"$(pass vast)\"\n")
    let finding = try #require(try findings().first)
    #expect(finding.rule == "variable-not-read")
    #expect(finding.line == 1)
    try write(".profile", "export VAST_API_KEY=\"$VASTAI_API_KEY\"\n")
    #expect(try findings().isEmpty)
  }

  @Test(arguments: [("1.5.1", true), ("0.9", true), ("1.5.2", false), ("1.10.0", false)])
  func `tells a client that puts the key into URLs`(version: String, isOld: Bool) throws {
    let packages = ".local/lib/python3.11/site-packages"
    try write("\(packages)/vastai-\(version).dist-info/METADATA", "Name: vastai\n")
    #expect(try findings().contains { $0.rule == "client-puts-key-in-url" } == isOld)
  }

  @Test func `prints neither a key nor a control character of a name`() throws {
    let key = MadeUp.key()
    try write(".config/vastai/\u{1b}[31m\n\(key)", key, mode: 0o644)
    for format in ["text", "json", "sarif"] {
      let outcome = try Tool.run("home", "--format", format, in: place)
      #expect(!outcome.stdout.contains(key))
      #expect(!outcome.stderr.contains(key))
      #expect(!outcome.stdout.contains("\u{1b}[31m"))
    }
  }
}

/// Whether access lists can be tried here.
private let hasAccessLists: Bool = {
  guard let place = try? TemporaryFolder(), (try? place.write("file", "")) != nil else {
    return false
  }
  let outcome = try? ChildProcess(
    ["setfacl", "-m", "u:1:r", place.path("file")], in: place.path, environment: place.environment
  ).run()
  return outcome?.status == 0
}()
