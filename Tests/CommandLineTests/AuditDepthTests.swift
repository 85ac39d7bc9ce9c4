import TestSupport
import Testing

/// `audit` asks ignore rules in depth, looks at what else packs a folder, and at habits.
@Suite struct AuditDepthTests {
  let repository: RepositoryBuilder
  private let all =
    ".env\n.vast_api_key\nvast_api_key\nvast_tfa_key\nvastai_backup_codes_*.txt\nvastai_key\n"

  init() throws {
    repository = try RepositoryBuilder()
    try repository.write("README", "Runs on vast.ai\n")
    try repository.write(".gitignore", all)
  }

  private func findings(_ rule: String) throws -> [ToolReport.Finding] {
    try repository.audit().findings.filter { $0.rule == rule }
  }

  @Test func `asks in every folder that has a manifest`() throws {
    try repository.write(".gitignore", all.replacing(".env\n", with: "/.env\n"))
    try repository.write("app/package.json", "{}\n")
    try repository.write("docs/page.html", "vast.ai\n")
    let finding = try #require(try findings("ignore-missing").first)
    #expect(finding.path == "app/.env")
    #expect(finding.severity == "low")
    #expect(try repository.shell(try #require(finding.fix)).status == 0)
    #expect(try findings("ignore-missing").isEmpty)
  }

  @Test func `sees what a folder takes back`() throws {
    try repository.write("app/.gitignore", "!*_key\n")
    try repository.write("app/go.mod", "module a\n")
    #expect(
      Set(try findings("ignore-missing").map(\.path)) == [
        "app/vast_api_key", "app/.vast_api_key", "app/vast_tfa_key", "app/vastai_key",
      ])
    #expect(try Tool.run("fix", "--yes", repository.path, in: repository).status == 0)
    #expect(try findings("ignore-missing").isEmpty)
  }

  @Test func `tells key files that git tracks although they are ignored`() throws {
    try repository.write("app/.env", "A=1\n")
    try repository.stage("app/.env")
    let finding = try #require(try findings("tracked-although-ignored").first)
    #expect(finding.path == "app/.env")
    #expect(try repository.shell(try #require(finding.fix)).status == 0)
    #expect(try findings("tracked-although-ignored").isEmpty)
  }

  @Test func `tells tools that would pack a key file`() throws {
    try repository.write("app/.env", "A=1\n")
    try repository.chmod("app/.env", 0o600)
    #expect(try findings("packed-with-folder").isEmpty)
    try repository.write("Dockerfile", "FROM scratch\nCOPY . .\n")
    try repository.write("app/.npmignore", "dist\n")
    try repository.write("MANIFEST.in", "graft app\n")
    #expect(try findings("packed-with-folder").count == 3)
    // In a .dockerignore a name without a path is one of the folder itself.
    try repository.write(".dockerignore", ".env\n")
    #expect(try findings("packed-with-folder").count == 3)
    try repository.write(".dockerignore", "**/.env*\n")
    #expect(try findings("packed-with-folder").count == 2)
    #expect(try Tool.run("fix", "--yes", repository.path, in: repository).status == 0)
    #expect(try findings("packed-with-folder").isEmpty)
  }

  @Test func `names the environments that share a key`() throws {
    let (shared, own) = (MadeUp.key(), MadeUp.key())
    try repository.write("deploy/.env.dev", assignment(shared))
    try repository.write("deploy/.env.prod", assignment(shared))
    try repository.write("deploy/.env.test", assignment(own))
    try repository.write(".github/workflows/run.yml", "env:\n  VAST_API_KEY: \(shared)\n")
    let found = try findings("key-in-several-environments")
    #expect(found.count == 1)
    #expect(found.first?.severity == "low")
    for word in ["CI", "development", "production", ".env.dev", ".env.prod"] {
      #expect(found.first?.message.contains(word) == true, "\(word)")
    }
    #expect(found.first?.message.contains(shared) == false)
  }

  @Test func `names the user's own key file beside an environment`() throws {
    let key = MadeUp.key()
    try repository.write(repository.home + "/.config/vastai/vast_api_key", key)
    try repository.write(".github/workflows/run.yml", "env:\n  VAST_API_KEY: \(key)\n")
    let finding = try #require(try findings("key-in-several-environments").first)
    #expect(finding.message.contains("this machine"))
  }

  @Test(arguments: [
    ("run.sh", "vastai set api-key \"$VAST_API_KEY\"\n", "practice-key-on-command-line"),
    (
      ".github/workflows/a.yml", "- run: vastai --api-key ${{ secrets.VAST_API_KEY }} show user\n",
      "practice-key-on-command-line"
    ),
    ("Dockerfile", "ARG VASTAI_API_KEY\nRUN vastai show user\n", "practice-key-in-image"),
    (
      "start.py", "onstart = f\"export VAST_API_KEY={key}; vastai show user\"\n",
      "practice-key-in-instance"
    ),
    ("onstart.sh", "# on vast.ai\nenv | grep _ >> /etc/environment\n", "practice-env-to-file"),
    (
      "up.sh", "ssh -o StrictHostKeyChecking=no root@ssh4.vast.ai\n", "practice-ssh-unchecked"
    ),
  ])
  func `tells habits that let keys leak`(name: String, text: String, rule: String) throws {
    try repository.write(name, text)
    let finding = try #require(try repository.audit().findings.first { $0.path == name })
    #expect(finding.rule == rule)
    #expect(finding.severity == "low")
    #expect(finding.secret == nil)
    #expect(finding.fix != nil)
  }

  @Test(arguments: [
    ("run.sh", "# vastai set api-key \"$KEY\"\nvastai show instances\n"),
    ("guide.md", "vastai set api-key $VAST_API_KEY\n"),
    ("run.py", "subprocess.run(['vastai', 'set', 'api-key', 'YOUR_API_KEY'])\n"),
    ("Dockerfile", "ENV VAST_URL=https://console.vast.ai VAST_API_KEY=\n"),
    ("on.py", "onstart = 'curl -H \"Bearer $CONTAINER_API_KEY\" https://console.vast.ai'\n"),
  ])
  func `leaves good habits alone`(name: String, text: String) throws {
    try repository.write(name, text)
    #expect(try !repository.audit().findings.contains { $0.path == name })
  }
}
