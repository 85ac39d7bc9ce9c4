import TestSupport
import Testing

/// `audit` tells what is no leak yet and will be one: names that nobody ignores, modes, key files
/// in git.
@Suite struct AuditPostureTests {
  let repository: RepositoryBuilder

  init() throws {
    repository = try RepositoryBuilder()
  }

  private func ignoreFindings() throws -> [ToolReport.Finding] {
    try repository.audit().findings.filter { $0.layer == "ignore" }
  }

  @Test func `wakes nobody who has nothing to do with Vast.ai`() throws {
    try repository.write("README", "A program.\n")
    try repository.commit("Root")
    let report = try repository.audit()
    #expect(!report.findings.isEmpty)
    #expect(report.findings.allSatisfy { $0.severity == "info" && $0.layer == "ignore" })
    #expect(report.status == 0)
  }

  @Test(arguments: [
    ("README", "Runs on vast.ai\n"), ("run.sh", "vastai show instances\n"), (".env", ""),
    ("vast_api_key", ""),
  ])
  func `tells a repository that has to do with Vast.ai what to ignore`(
    name: String, text: String
  ) throws {
    try repository.write(name, text)
    let findings = try ignoreFindings()
    #expect(findings.count >= 4)
    #expect(findings.allSatisfy { $0.severity == "low" }, "\(findings.map(\.severity))")
    #expect(try repository.audit().status == 1)
  }

  @Test func `gives commands that mend it`() throws {
    try repository.write("README", "Runs on vast.ai\n")
    // No line's end: what is added must not be glued to it.
    try repository.write(".gitignore", "build")
    try repository.commit("Root")
    for finding in try ignoreFindings() {
      let outcome = try repository.shell(try #require(finding.fix))
      #expect(outcome.status == 0)
    }
    #expect(try ignoreFindings().isEmpty)
    for name in [".env", "vast_api_key", ".vast_api_key", "vast_tfa_key"] {
      #expect(try repository.attempt("check-ignore", "--quiet", name).status == 0, "\(name)")
    }
    #expect(try repository.attempt("check-ignore", "--quiet", "build").status == 0)
    #expect(try repository.audit().status == 0)
  }

  @Test func `tells a personal exclude from the repository's own`() throws {
    try repository.write("README", "Runs on vast.ai\n")
    try repository.commit("Root")
    let before = try ignoreFindings()
    try repository.write(".git/info/exclude", ".env\n")
    try repository.write(repository.home + "/.config/git/ignore", "vast_tfa_key\n")
    let after = try ignoreFindings()
    #expect(after.map(\.path).sorted() == before.map(\.path).sorted())
    for finding in after {
      let isPersonal = [".env", "vast_tfa_key"].contains(finding.path)
      #expect(finding.message.contains("own exclude") == isPersonal, "\(finding.message)")
    }
  }

  @Test func `reads ignore rules as git does`() throws {
    try repository.write("README", "Runs on vast.ai\n")
    try repository.write(".gitignore", "*.env\n.*key\nvast*\n!vast_tfa_key\n")
    let names = try ignoreFindings().map(\.path)
    for name in [".env", "vast_api_key", ".vast_api_key", "vast_tfa_key"] {
      let isIgnored = try repository.attempt("check-ignore", "--quiet", name).status == 0
      #expect(names.contains(name) == !isIgnored, "\(name)")
    }
    #expect(names.contains("vast_tfa_key"))
  }

  @Test func `knows what a .gitignore in a folder takes out and puts back`() throws {
    let (kept, taken) = (MadeUp.key(), MadeUp.key())
    try repository.write(".gitignore", ".env\n")
    try repository.write("taken/.gitignore", "!.env\n")
    try repository.write("kept/.env", assignment(kept))
    try repository.write("taken/.env", assignment(taken))
    try repository.chmod("kept/.env", 0o600)
    let report = try repository.audit()
    #expect(try report.place(of: kept).severity == "info")
    #expect(try report.place(of: taken).severity == "high")
  }

  @Test func `finds .env files that git tracks or is about to, but not examples`() throws {
    for name in [".env", "app/.env.production", ".env.example", ".env.sample", ".env.template"] {
      try repository.write(name, "A=1\n")
    }
    try repository.stage(".env", "app/.env.production", ".env.example", ".env.sample")
    for _ in 1...2 {
      let findings = try repository.audit().findings.filter { $0.rule == "dotenv-file" }
      #expect(Set(findings.map(\.path)) == [".env", "app/.env.production"])
      #expect(findings.allSatisfy { $0.severity == "low" })
      try repository.commitStaged("Adds")
    }
  }

  @Test func `takes a .env file out of git with the command that it gives`() throws {
    try repository.write("my app/.env", "A=1\n")
    try repository.stage("my app/.env")
    let finding = try #require(
      try repository.audit().findings.first { $0.rule == "dotenv-file" })
    #expect(finding.layer == "index")
    #expect(try repository.shell(try #require(finding.fix)).status == 0)
    #expect(repository.exists("my app/.env"))
    #expect(try !repository.audit().findings.contains { $0.rule == "dotenv-file" })
  }

  @Test func `finds a key file that git tracks, whatever it holds`() throws {
    try repository.write(".vast_api_key", "none yet\n")
    try repository.commit("Adds")
    let findings = try repository.audit().findings.filter { $0.rule == "vast-key-file-in-git" }
    #expect(Set(findings.map(\.path)) == [".vast_api_key"])

    let key = MadeUp.key()
    try repository.write(".vast_api_key", key + "\n")
    try repository.commit("Fills")
    let places = try repository.audit().places(of: key)
    #expect(Set(places.map(\.layer)) == ["history", "worktree"])
    #expect(places.allSatisfy { $0.severity == "critical" && $0.line == 1 && $0.column == 1 })
  }

  @Test func `finds private keys, above all one that is named for Vast.ai`() throws {
    try repository.write("keys/vastai_key", MadeUp.sshPrivateKey())
    try repository.write("keys/other_key", MadeUp.sshPrivateKey())
    try repository.write("keys/vastai_key.pub", "ssh-ed25519 AAAA nobody\n")
    try repository.commit("Adds")
    let report = try repository.audit()
    #expect(report.secrets.map(\.class) == ["ssh-private-key", "ssh-private-key"])
    let severities = Set(report.findings.map { "\($0.path): \($0.severity)" })
    #expect(severities.isSuperset(of: ["keys/vastai_key: critical", "keys/other_key: medium"]))
  }

  @Test func `gives commands for names that a shell would misread`() throws {
    let key = MadeUp.key()
    let folder = "it's a $HOME `dir`; -x"
    try repository.write(".gitignore", "*api_key\n")
    try repository.write("\(folder)/vast_api_key", key)
    let mode = try #require(try repository.audit().findings.first { $0.layer == "mode" })
    #expect(try repository.shell(try #require(mode.fix)).status == 0)
    #expect(try repository.mode("\(folder)/vast_api_key") == 0o600)
    // A name that begins with a dash is no option.
    try repository.write("-R vast_api_key", key)
    try repository.stage("-R vast_api_key")
  }
}
