import Foundation
import TestSupport
import Testing
import VastServer

/// What `README.md` tells people to type about keys, typed against a server on this machine.
@Suite struct ReadmeKeyTests {
  @Test func `its commands ask about a leaked key, plan, and close it`() throws {
    let readme = try String(
      contentsOf: URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../README.md"), encoding: .utf8)
    let commands = readme.components(separatedBy: "```sh\n").dropFirst()
      .compactMap { $0.components(separatedBy: "\n```").first }
      .flatMap { $0.components(separatedBy: "\n") }
      .filter { $0.contains(/^vastguard (verify|reset)\b|json=leaks\.json/) }
    #expect(commands.count == 5)

    let scene = try Scene.withLeakedPrimary()
    // Vast.ai's own client has the key there.
    let file = scene.repository.home + "/.config/vastai/vast_api_key"
    try scene.repository.write(file, scene.primary)
    let programs = URL(fileURLWithPath: Tool.executable).deletingLastPathComponent().path
    var environment = scene.repository.environment.merging(scene.environment) { $1 }
    environment["PATH"] = "\(programs):\(environment["PATH"] ?? "")"
    for command in commands {
      let changes = command.contains("--new-key-file")
      if changes { scene.expectUntouched() }
      // Where people answer a question, `--yes` does.
      let outcome = try ChildProcess(
        ["sh", "-c", changes ? command.replacing("reset", with: "reset --yes") : command],
        in: scene.repository.path,
        environment: environment
      ).run()
      #expect(outcome.status == (changes ? 0 : 1), "\(command): \(outcome.stderr)")
      scene.expectClean(outcome.stdout + outcome.stderr)
    }
    #expect(try scene.repository.text(file) == scene.server.minted.first)
    #expect(!scene.server.isAlive(scene.primary))
  }
}
