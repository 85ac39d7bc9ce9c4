import Foundation
import TestSupport
import Testing

/// `fix` closes what can be closed, shows it first, and changes nothing else.
@Suite struct FixCommandTests {
  let repository: RepositoryBuilder

  init() throws {
    repository = try RepositoryBuilder()
    try repository.write("README", "Runs on vast.ai\n")
    try repository.commit("Root")
  }

  private func fix(_ options: String...) throws -> ChildProcess.Outcome {
    try Tool.run(["fix"] + options, in: repository)
  }

  private func home(_ name: String) -> String { repository.home + "/" + name }

  @Test func `shows the change and makes none without a terminal or --yes`() throws {
    for options in [["--dry-run"], []] {
      let outcome = try Tool.run(["fix"] + options, in: repository)
      #expect(outcome.status == 1)
      #expect(outcome.stdout.contains("+++ \(repository.path)/.gitignore"))
      #expect(outcome.stdout.contains("\n+.vast_api_key\n"))
      #expect(!repository.exists(".gitignore"))
    }
  }

  @Test func `adds what no ignore rule covers, once`() throws {
    #expect(try fix("--yes").status == 0)
    for name in [".env", ".vast_api_key", "vast_api_key", "vast_tfa_key", "vastai_key"] {
      #expect(try repository.attempt("check-ignore", "--quiet", name).status == 0, "\(name)")
    }
    let after = try repository.read(".gitignore")
    let again = try fix("--yes")
    #expect(again.stdout == "Nothing to fix.\n")
    #expect(again.status == 0)
    #expect(try repository.read(".gitignore") == after)
    #expect(try repository.audit().status == 0)
  }

  @Test func `keeps line ends and order, and a last line without an end`() throws {
    try repository.write(
      ".gitignore", "build\r\n\r\n.env\r\n.secrets\r\nvast_api_key\r\nvastai_key")
    #expect(try fix("--yes").status == 0)
    let expected = [
      "build", "", ".env", ".secrets", ".vast_api_key", "vast_api_key", "vast_tfa_key",
      "vastai_backup_codes_*.txt", "vastai_key",
    ]
    #expect(try repository.text(".gitignore") == expected.joined(separator: "\r\n"))
  }

  @Test func `is not undone by a pattern that takes names back`() throws {
    try repository.write(".gitignore", ".env\n*_key\n\n!vast*\n!.env\n")
    #expect(try fix("--yes").status == 0)
    #expect(try repository.audit().status == 0)
    for name in [".env", "vast_api_key"] {
      #expect(try repository.attempt("check-ignore", "--quiet", name).status == 0, "\(name)")
    }
  }

  @Test func `takes rights from all but the owner of key files`() throws {
    try repository.write(".gitignore", ".env\n.vast_api_key\n")
    try repository.write("app/.env", "VAST_API_KEY=\(MadeUp.key())\n")
    try repository.write(home(".config/vastai/vast_api_key"), MadeUp.key())
    let outcome = try fix("--yes")
    #expect(outcome.status == 0, "\(outcome.stdout)\(outcome.stderr)")
    #expect(try repository.mode("app/.env") == 0o600)
    #expect(try repository.mode(home(".config/vastai/vast_api_key")) == 0o600)
    #expect(try repository.mode(home(".config/vastai")) == 0o700)
    #expect(try repository.mode(home(".config")) == 0o755)
  }

  @Test func `takes key files out of the index and leaves them in the work tree`() throws {
    try repository.write("a b/.env", "A=1\n")
    try repository.write(".env.example", "A=\n")
    try repository.commit("Adds")
    #expect(try fix("--yes").status == 0)
    #expect(repository.exists("a b/.env"))
    #expect(try repository.git("ls-files") == ".env.example\nREADME")
    #expect(try repository.git("diff", "--cached", "--name-status") == "D\ta b/.env")
  }

  @Test func `runs nothing that the repository configures`() throws {
    let script = repository.path("monitor")
    try repository.write(".env", "A=1\n")
    try repository.stage(".env")
    try repository.write("monitor", "#!/bin/sh\ntouch \(repository.home)/ran\n")
    try repository.chmod("monitor", 0o755)
    try repository.write(
      ".git/hooks/post-index-change", "#!/bin/sh\ntouch \(repository.home)/ran\n")
    try repository.chmod(".git/hooks/post-index-change", 0o755)
    try repository.git("config", "core.fsmonitor", script)
    #expect(try fix("--yes").status == 0)
    #expect(!repository.exists(home("ran")))
  }

  @Test func `has hosts of Vast.ai checked, and no others changed`() throws {
    let before = """
      Host *.vast.ai
        StrictHostKeyChecking no
        User root
      Host lab
        StrictHostKeyChecking no

      """
    try repository.write(home(".ssh/config"), before)
    try repository.chmod(home(".ssh/config"), 0o600)
    #expect(try fix("--yes").status == 0)
    let after = try repository.text(home(".ssh/config"))
    #expect(
      after
        == before.replacingOccurrences(
          of: "*.vast.ai\n  StrictHostKeyChecking no",
          with: "*.vast.ai\n  StrictHostKeyChecking accept-new"))
    #expect(try repository.mode(home(".ssh/config")) == 0o600)
  }

  @Test func `keeps the way back`() throws {
    let text = ".env\nbuild"
    try repository.write(".gitignore", text)
    try repository.write("b/vast_api_key", MadeUp.key())
    try repository.write("c/.env", "A=1\n")
    try repository.stage("c/.env")
    let staged = try repository.git("ls-files", "--stage")
    let outcome = try fix("--yes")
    let line = try #require(
      outcome.stdout.split(separator: "\n").last { $0.hasPrefix("To undo: ") })
    let command = String(line.dropFirst("To undo: ".count))
    #expect(try repository.shell(command).status == 0)
    #expect(try repository.text(".gitignore") == text)
    #expect(try repository.mode("b/vast_api_key") == 0o644)
    #expect(try repository.git("ls-files", "--stage") == staged)
  }

  @Test func `writes through no link`() throws {
    let target = repository.home + "/target"
    try repository.write(target, "mine\n")
    try repository.link(".gitignore", to: target)
    let outcome = try fix("--yes")
    #expect(outcome.status == 1)
    #expect(try repository.text(target) == "mine\n")
    #expect(outcome.stderr.contains(".gitignore"))
  }

  @Test func `changes nothing that a link leads to`() throws {
    for name in ["one", "two/vast_api_key"] {
      try repository.write(repository.home + "/../outside/" + name, MadeUp.key())
    }
    try repository.makeFolder(home(".config"))
    try repository.link(home(".vast_api_key"), to: "../outside/one")
    try repository.link(home(".config/vastai"), to: "../../outside/two")
    let outcome = try fix("--yes")
    #expect(outcome.status == 1)
    #expect(outcome.stderr.contains(".vast_api_key: it is a link"))
    #expect(try repository.mode(home("../outside/one")) == 0o644)
    #expect(try repository.mode(home("../outside/two/vast_api_key")) == 0o644)
  }

  @Test func `looks at one repository only where one is named`() throws {
    try repository.write(home(".vast_api_key"), MadeUp.key())
    let outcome = try fix("--yes", repository.path)
    #expect(outcome.status == 0)
    #expect(try repository.mode(home(".vast_api_key")) == 0o644)
    #expect(try fix("--yes", "/does/not/exist").status == 2)
  }

  @Test func `prints no key and no control character`() throws {
    let key = MadeUp.key()
    try repository.write("\u{1b}[31m\(key)/.env", "VAST_API_KEY=\(key)\n")
    try repository.write(".gitignore", "# \(key) \u{1b}[31m\n")
    let outcome = try fix("--dry-run")
    #expect(outcome.stdout.contains(".gitignore"))
    for text in [outcome.stdout, outcome.stderr] {
      #expect(!text.contains(key))
      #expect(!text.contains("\u{1b}"))
    }
  }
}
