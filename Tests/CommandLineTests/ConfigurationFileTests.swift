import TestSupport
import Testing

/// Configuration files, from the strongest to the weakest, and what becomes of broken ones.
@Suite struct ConfigurationFileTests {
  let folder: TemporaryFolder
  let key = MadeUp.key()

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("leak", assignment(key))
  }

  private func scan(_ arguments: String..., environment: [String: String] = [:]) throws -> Int32 {
    try Tool.run(["scan", "leak"] + arguments, in: folder, environment: environment).status
  }

  private func writeUserFile(_ text: String) throws {
    try folder.write("../home/.config/vastguard/config.toml", text)
  }

  @Test func `an option beats the environment, that the project's file, that the user's`() throws {
    #expect(try scan() == 1)
    try writeUserFile("fail_on = \"critical\"\n")
    #expect(try scan() == 0)
    try folder.write(".vastguard.toml", "fail_on = \"low\"\n")
    #expect(try scan() == 1)
    #expect(try scan("--no-project-file") == 0)
    let variable = ["VASTGUARD_FAIL_ON": "critical"]
    #expect(try scan(environment: variable) == 0)
    #expect(try scan("--fail-on", "low", environment: variable) == 1)
  }

  @Test func `the user's file is where XDG_CONFIG_HOME says`() throws {
    try folder.write("conf/vastguard/config.toml", "fail_on = \"critical\"\n")
    #expect(try scan(environment: ["XDG_CONFIG_HOME": folder.path("conf")]) == 0)
    #expect(try scan(environment: ["XDG_CONFIG_HOME": "conf"]) == 1)
  }

  @Test func `a named file takes the place of the project's`() throws {
    try folder.write(".vastguard.toml", "broken")
    try folder.write("other.toml", "fail_on = \"critical\"\n")
    #expect(try scan("--config", "other.toml") == 0)
    #expect(try scan(environment: ["VASTGUARD_CONFIG": "other.toml"]) == 0)
    #expect(try scan("--config", "none.toml") == 2)
  }

  @Test(arguments: ["fail_on = ", "unknown = 1\n", "skip = [\"**\"]\n", "cache = false\n", "\u{0}"])
  func `a broken file ends every scan with status 2`(text: String) throws {
    let repository = try RepositoryBuilder()
    try repository.write("leak", assignment(key))
    try repository.write(".vastguard.toml", text)
    for command in [["scan"], ["staged"], ["history"], ["audit"], ["hook", "run", "pre-commit"]] {
      let outcome = try Tool.run(command, in: repository)
      #expect(outcome.status == 2, "\(command)")
      #expect(outcome.stderr.contains(".vastguard.toml"), "\(outcome.stderr)")
      #expect(outcome.stdout.isEmpty)
    }
  }

  @Test func `a configuration that leaves no rule is refused, and a misspelt rule is suggested`()
    throws
  {
    let list = try Tool.run("rules", "list", in: folder).stdout
    let ids = list.split(separator: "\n").compactMap { $0.split(separator: " ").first }
    let all = ids.map { "\"\($0)\"" }.joined(separator: ", ")
    try folder.write(".vastguard.toml", "disable = [\(all)]\n")
    let outcome = try Tool.run("scan", in: folder)
    #expect(outcome.status == 2)
    #expect(outcome.stderr.contains("no rule is active"))
    try folder.write(".vastguard.toml", "disable = [\"vast-key-asignment\"]\n")
    let misspelt = try Tool.run("scan", in: folder)
    #expect(misspelt.status == 2)
    #expect(misspelt.stderr.contains("did you mean 'vast-key-assignment'?"))
  }

  @Test func `a link, folder or pipe in the place of the file is not read`() throws {
    try folder.write("secret", "password\n")
    for make in ["ln -s secret", "mkdir", "mkfifo"] {
      try folder.shell("rm -rf .vastguard.toml; \(make) .vastguard.toml")
      let outcome = try Tool.run("scan", in: folder)
      #expect(outcome.status == 2, "\(make)")
      #expect(!outcome.stderr.contains("password"))
    }
  }

  @Test func `rules are switched off, changed and added`() throws {
    try folder.write(
      ".vastguard.toml",
      "disable = [\"vast-key-assignment\"]\nseverity = { vast-key-on-line = \"low\" }\n")
    #expect(try scan("--fail-on", "medium") == 0)
    let repository = try RepositoryBuilder()
    try repository.write(
      "tools/acme.toml",
      """
      [[rule]]
      id = "acme"
      name = "Acme"
      summary = "A key."
      class = "other-acme"
      remedy = "Reset it."
      anchors = ["acme_"]
      after = 20
      pattern = '(?<secret>acme_[0-9]{8})'
      """)
    try repository.write(".vastguard.toml", "rule_files = [\"tools/acme.toml\"]\n")
    try repository.write("src/file", "acme_12345678\n")
    #expect(try repository.audit().findings.contains { $0.rule == "acme" })
    for name in ["../x.toml", "/etc/passwd", "tools/none.toml", "./x"] {
      try repository.write(".vastguard.toml", "rule_files = [\"\(name)\"]\n")
      #expect(try Tool.run("audit", in: repository).status == 2, "\(name)")
    }
    try repository.link("tools/link.toml", to: "/etc/passwd")
    try repository.write(".vastguard.toml", "rule_files = [\"tools/link.toml\"]\n")
    let outcome = try Tool.run("audit", in: repository)
    #expect(outcome.status == 2)
    #expect(!outcome.stderr.contains("root:"))
  }

  @Test func `paths are left out, in files, the index and every commit`() throws {
    let repository = try RepositoryBuilder()
    let shown = MadeUp.key()
    try repository.write("vendor/a/leak", assignment(key))
    try repository.write("b.min.js", assignment(MadeUp.key()))
    try repository.write("src/leak", assignment(shown))
    try repository.write(".vastguard.toml", "skip = [\"/vendor/\", \"*.min.js\"]\n")
    try repository.git("add", "--all")
    for command in ["staged", "scan", "audit"] {
      let report = try repository.report([command])
      #expect(report.secrets.count == 1, "\(command)")
      #expect(!report.places(of: shown).isEmpty)
    }
    try repository.commit("One")
    try repository.write("src/leak", "")
    try repository.commit("Two")
    for command in [["history"], ["history", "--all"], ["audit"]] {
      let report = try repository.report(command)
      #expect(Set(report.findings.filter { $0.secret != nil }.map(\.path)) == ["src/leak"])
    }
  }

  @Test func `what a project's file leaves out is told`() throws {
    try folder.write(
      ".vastguard.toml", "skip = [\"le*\"]\nfail_on = \"high\"\ndisable = [\"vast-key-url\"]\n")
    let outcome = try Tool.run("scan", in: folder)
    #expect(outcome.status == 0)
    for words in ["le*", "vast-key-url", "below high"] { #expect(outcome.stderr.contains(words)) }
    #expect(try Tool.run("scan", "--quiet", in: folder).stderr.isEmpty)
  }

  @Test func `names of key files are added to the check of ignore rules`() throws {
    let repository = try RepositoryBuilder()
    try repository.write(".vastguard.toml", "key_files = [\"rental.token\"]\n")
    try repository.commit("One")
    #expect(try repository.audit().findings.contains { $0.path == "rental.token" })
    try repository.write(".gitignore", "rental.token\n")
    #expect(try !repository.audit().findings.contains { $0.path == "rental.token" })
    try repository.write(".vastguard.toml", "disable = [\"ignore-missing\"]\n")
    #expect(try !repository.audit().findings.contains { $0.rule == "ignore-missing" })
  }

  @Test func `config show tells each value and where it comes from`() throws {
    try writeUserFile("cache = false\nthreads = 1\nskip = [\"mine/\"]\n")
    try folder.write(".vastguard.toml", "\nfail_on = \"high\"\nskip = [\"theirs/\"]\n")
    let text = try Tool.run(
      "config", "show", "--max-blob-size", "2M", in: folder,
      environment: ["VASTGUARD_GITLEAKS_ALLOW": "1"]
    ).stdout
    let lines = text.split(separator: "\n")
    func line(_ key: String) -> String {
      let words = lines.first { $0.hasPrefix(key) }?.split(separator: " ") ?? []
      return words.joined(separator: " ")
    }
    #expect(line("fail_on") == "fail_on = \"high\" # .vastguard.toml:2")
    #expect(line("threads").hasSuffix("vastguard/config.toml:2"))
    #expect(line("max_blob_size") == "max_blob_size = \"2M\" # --max-blob-size")
    #expect(line("gitleaks_allow") == "gitleaks_allow = true # VASTGUARD_GITLEAKS_ALLOW")
    #expect(line("other_rules") == "other_rules = true # default")
    #expect(line("skip").hasPrefix("skip = [\"mine/\", \"theirs/\"]"))
    try folder.write("shown.toml", text)
    #expect(try scan("--config", "shown.toml") == 1)
  }

  @Test func `config show tells what only the user's file and variables set, too`() throws {
    try writeUserFile("color = false\nproject_file = false\nbaseline = \"known.toml\"\n")
    try folder.write("known.toml", "version = 1\n")
    func lines(_ arguments: String..., environment: [String: String] = [:]) throws -> [String] {
      try Tool.run(["config", "show"] + arguments, in: folder, environment: environment).stdout
        .split(separator: "\n").map { line in
          line.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
        }
    }
    let shown = try lines(
      "--baseline", "known.toml", "--exit-zero",
      environment: ["VASTGUARD_FORMAT": "json", "VASTGUARD_EXIT_CODE": "9"])
    #expect(shown.contains("baseline = \"known.toml\" # --baseline"))
    #expect(shown.contains { $0.hasPrefix("color = false # ") && $0.hasSuffix("config.toml:1") })
    #expect(
      shown.contains { $0.hasPrefix("project_file = false # ") && $0.hasSuffix("config.toml:2") })
    for line in [
      "# --format json # VASTGUARD_FORMAT", "# --exit-code 9 # VASTGUARD_EXIT_CODE",
      "# --exit-zero on # --exit-zero", "# --quiet off # default",
    ] {
      #expect(shown.contains(line), "\(line)")
    }
    try writeUserFile("")
    #expect(try lines(environment: ["NO_COLOR": "1"]).contains("color = false # NO_COLOR"))
    #expect(
      try lines("--no-project-file").contains("project_file = false # --no-project-file"))
  }

  @Test func `the null device stands for an empty file`() throws {
    try folder.write(".vastguard.toml", "skip = [\"leak\"]\n")
    #expect(try scan("--config", "/dev/null") == 1)
  }

  @Test func `what an option beats is not told as left out`() throws {
    try folder.write(".vastguard.toml", "fail_on = \"critical\"\n")
    #expect(try Tool.run("scan", "leak", in: folder).stderr.contains("below critical"))
    let outcome = try Tool.run("scan", "leak", "--fail-on", "low", in: folder)
    #expect(outcome.status == 1 && !outcome.stderr.contains("leaves out"))
  }

  @Test func `of a bare repository, HEAD's file counts`() throws {
    let repository = try RepositoryBuilder()
    try repository.write("vendor/leak", assignment(key))
    try repository.write(".vastguard.toml", "skip = [\"vendor/\"]\n")
    try repository.commit("One")
    let bare = try repository.bareClone()
    #expect(try bare.audit().status == 0)
    #expect(try bare.audit("--no-project-file").status == 1)
  }

  @Test func `what it says is shown harmlessly on standard error`() throws {
    let hostile = #"\u001b[31m\n::error::x\u202e"#
    for text in [
      "\"\(hostile)\" = 1\n", "disable = [\"\(hostile)\"]\n", "skip = [\"\(hostile)\"]\n",
    ] {
      try folder.write(".vastguard.toml", text)
      let said = try Tool.run("scan", "leak", in: folder).stderr
      #expect(!said.unicodeScalars.contains("\u{1B}") && !said.unicodeScalars.contains("\u{202E}"))
      #expect(!said.split(separator: "\n").contains { $0.hasPrefix("::") })
      #expect(said.contains("error"))
    }
  }

  @Test func `a suppression for a rule that does not exist is an error, with what was meant`()
    throws
  {
    try folder.write(
      ".vastguard.toml",
      "suppressions = [{ rule = \"vast-key-asignment\", path = \"leak\", reason = \"known\" }]\n")
    let outcome = try Tool.run("scan", "leak", in: folder)
    #expect(outcome.status == 2)
    #expect(outcome.stderr.contains("did you mean 'vast-key-assignment'?"))
  }

  @Test func `patterns that leave all out but one file are no mistake`() throws {
    try folder.write(".vastguard.toml", "skip = [\"*\", \"!leak\"]\n")
    #expect(try scan() == 1)
  }
}
