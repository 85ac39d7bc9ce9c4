import Foundation
import TestSupport
import Testing

@Suite struct MadeUpTests {
  @Test func `makes keys of 64 lower-case hex digits, never twice the same`() {
    let keys = Set((0..<100).map { _ in MadeUp.key() })
    #expect(keys.count == 100)
    #expect(keys.allSatisfy { $0.wholeMatch(of: /[0-9a-f]{64}/) != nil })
  }

  @Test func `makes the same keys from the same seed`() {
    var one = SeededGenerator(seed: 1)
    var again = SeededGenerator(seed: 1)
    var two = SeededGenerator(seed: 2)
    let key = MadeUp.key(using: &one)
    #expect(key == MadeUp.key(using: &again))
    #expect(key != MadeUp.key(using: &two))
    #expect(key != MadeUp.key(using: &one))
  }

  @Test func `makes private keys that ssh-keygen can read, where there is one`() throws {
    let folder = try TemporaryFolder()
    try folder.write("id_ed25519", MadeUp.sshPrivateKey(comment: "vast"))
    try folder.chmod("id_ed25519", 0o600)
    let outcome = try ChildProcess(
      ["ssh-keygen", "-y", "-f", "id_ed25519"], in: folder.path, environment: folder.environment
    ).run()
    if outcome.status != 127 {
      #expect(outcome.stdout.hasPrefix("ssh-ed25519 "))
      #expect(outcome.stdout.hasSuffix(" vast\n"))
    }
    let lines = try folder.text("id_ed25519").split(separator: "\n")
    #expect(lines.dropFirst().dropLast(2).allSatisfy { $0.count == 70 })
  }
}
