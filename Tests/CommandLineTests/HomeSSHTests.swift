import Foundation
import TestSupport
import Testing

/// `home` looks at SSH's keys and settings, as far as they are about rented hosts.
@Suite struct HomeSSHTests {
  let place: TemporaryFolder

  init() throws {
    place = try TemporaryFolder()
    try place.makeFolder(place.home + "/.ssh")
    try place.chmod(place.home + "/.ssh", 0o700)
  }

  private func findings() throws -> [ToolReport.Finding] {
    try Tool.json("home", in: place).findings.filter { $0.path.hasPrefix(place.home) }
  }

  private func write(_ name: String, _ text: String) throws {
    try place.write("\(place.home)/.ssh/\(name)", text)
    try place.chmod("\(place.home)/.ssh/\(name)", 0o600)
  }

  @Test func `tells what weakens connections to rented hosts`() throws {
    try write(
      "config",
      """
      Host github.com
        StrictHostKeyChecking no
        ForwardAgent yes
      # Host *.vast.ai
      Host ssh*.vast.ai vast-*
        User root
        stricthostkeychecking = off
        UserKnownHostsFile "/dev/null"
        ForwardAgent yes

      """)
    let found = try findings()
    let places = found.filter { $0.severity == "low" }.map { "\($0.rule):\($0.line ?? 0)" }
    #expect(
      Set(places) == [
        "ssh-host-key-unchecked:7", "ssh-known-hosts-discarded:8", "ssh-agent-forwarded:9",
      ])
  }

  @Test func `counts what is said for all hosts`() throws {
    try write("config", "ForwardAgent yes\nHost *\n  StrictHostKeyChecking no\n")
    #expect(
      Set(try findings().map(\.rule)) == ["ssh-host-key-unchecked", "ssh-agent-forwarded"])
  }

  @Test func `gives commands that mend the settings`() throws {
    try write(
      "config",
      "Host *.vast.ai\n\tStrictHostKeyChecking no\n\tUserKnownHostsFile=/dev/null\n\tForwardAgent=yes\n"
    )
    // From the last line to the first: a command that takes a line out moves those behind it.
    let findings = try findings().sorted { ($0.line ?? 0) > ($1.line ?? 0) }
    for finding in findings {
      let fix = try #require(finding.fix)
      let outcome = try ChildProcess(
        ["sh", "-c", fix], in: place.path, environment: place.environment
      ).run()
      #expect(outcome.status == 0, "\(outcome.stderr)")
    }
    let text = try place.text(place.home + "/.ssh/config")
    #expect(try self.findings().isEmpty, "\(text)")
  }

  @Test func `tells private keys for Vast.ai that have no passphrase`() throws {
    try write("vastai_key", MadeUp.sshPrivateKey())
    try write("id_other", MadeUp.sshPrivateKey())
    try write("id_work", MadeUp.sshPrivateKey())
    try write("id_work.pub", "ssh-ed25519 AAAA me-vast.ai\n")
    let found = try findings()
    let named = found.filter { $0.rule == "ssh-key-no-passphrase" }.map(\.path)
    #expect(named.sorted() == ["id_work", "vastai_key"].map { "\(place.home)/.ssh/\($0)" })
    #expect(found.filter { $0.secret != nil }.allSatisfy { $0.severity == "info" })
  }

  @Test func `tells private keys that others can read`() throws {
    try write("vastai_key", MadeUp.sshPrivateKey())
    try place.chmod(place.home + "/.ssh/vastai_key", 0o644)
    let modes = try findings().filter { $0.layer == "mode" }
    #expect(modes.map(\.severity) == ["medium"])
  }
}
