import Glibc
import TestSupport
import Testing

/// Repositories that are stored in odd ways, or made to trip whoever reads them.
@Suite struct OddRepositoryTests {
  let repository: RepositoryBuilder
  let key = MadeUp.key()

  init() throws {
    repository = try RepositoryBuilder()
    try repository.write("start.txt", "nothing\n")
    try repository.commit("Begins")
  }

  private func said(_ report: ToolReport) -> String {
    report.incomplete.map { "\($0.what): \($0.why)" }.joined(separator: "\n")
  }

  // MARK: - Index

  @Test func `an index that is split is read, and the hook refuses what is in it`() throws {
    try repository.git("update-index", "--split-index")
    try repository.write("settings", assignment(key))
    try repository.stage("settings")
    try repository.remove("settings")
    #expect(try repository.report(["staged"]).place(of: key).path == "settings")
    #expect(try repository.audit().place(of: key).layer == "index")
    #expect(try Tool.run("hook", "run", "pre-commit", in: repository).status == 1)
    try repository.shell("rm .git/sharedindex.*")
    #expect(try repository.report(["staged"]).status == 3)
    #expect(try said(repository.audit()).contains("the index is split"))
  }

  @Test func `an index with a wrong checksum is scanned, and never clean`() throws {
    try repository.write("settings", assignment(key))
    try repository.stage("settings")
    var bytes = try repository.read(".git/index")
    bytes[bytes.count - 3] ^= 0x10
    try repository.write(".git/index", bytes)
    let report = try repository.report(["staged"])
    #expect(report.status == 1)
    #expect(!report.complete)
    #expect(said(report).contains("the checksum is wrong"))
    try repository.git("rm", "--quiet", "--cached", "settings")
    bytes = try repository.read(".git/index")
    bytes[bytes.count - 3] ^= 0x10
    try repository.write(".git/index", bytes)
    #expect(try repository.report(["staged"]).status == 3)
    #expect(try Tool.run("hook", "run", "pre-commit", in: repository).status == 3)
    let audit = try repository.audit()
    #expect(!audit.complete)
  }

  // MARK: - References

  @Test func `a broken file of packed references is scanned as text, and never clean`() throws {
    let commit = try repository.id(of: "HEAD")
    try repository.write(
      ".git/packed-refs", "\(commit) refs/tags/v1\nVAST_API_KEY=\(key)\n")
    let report = try repository.audit()
    #expect(report.status == 1)
    #expect(try report.place(of: key).layer == "ref-name")
    #expect(said(report).contains("the first is line 2"))
    #expect(try repository.report(["history"]).status == 3)
  }

  @Test func `a head that git takes for none makes every scan incomplete`() throws {
    try repository.write("settings", assignment(key))
    try repository.commit("Leaks")
    try repository.write(".git/HEAD", "ref: smfs/heads/main\n")
    for command in ["history", "audit"] {
      let report = try repository.report([command])
      #expect(report.secret(key) != nil)
      #expect(said(report).contains("HEAD"))
    }
    #expect(try repository.report(["staged"]).status == 3)
  }

  // MARK: - Files that are none

  @Test(arguments: ["config", "HEAD", "packed-refs", "refs/heads/main", "included", "logs/HEAD"])
  func `a pipe is never waited for`(_ name: String) throws {
    if name == "included" { try repository.git("config", "include.path", "included") }
    try repository.shell("rm -f .git/\(name); mkfifo .git/\(name)")
    for command in ["audit", "history", "staged"] {
      let status = try Tool.run(command, in: repository).status
      #expect([0, 2, 3].contains(status), "\(command)")
      if command == "audit", name != "logs/HEAD" { #expect(status != 0) }
    }
  }

  @Test func `a link out of the repository is not followed, and is a gap where git would`() throws {
    let outside = try TemporaryFolder()
    try outside.write("secret", assignment(key))
    try repository.link(".git/note", to: outside.path("secret"))
    try repository.link(".git/hooks/helper", to: outside.path("secret"))
    let harmless = try repository.audit()
    #expect(harmless.status == 0)
    try repository.link(".git/logs/refs/heads/x", to: outside.path("secret"))
    let report = try repository.audit()
    #expect(report.secret(key) == nil)
    #expect(report.incomplete.map(\.what) == [".git/logs/refs/heads/x"])
  }

  @Test func `a link within the repository is followed, and the text of each is scanned`() throws {
    try repository.write(".git/real", assignment(key))
    try repository.link(".git/other", to: "real")
    let named = MadeUp.key()
    try repository.link(".git/dead", to: "VAST_API_KEY=\(named)")
    let report = try repository.audit()
    #expect(Set(report.places(of: key).map(\.path)) == [".git/other", ".git/real"])
    #expect(try report.place(of: named).layer == "symlink")
  }

  // MARK: - Formats

  @Test func `extensions that change nothing are accepted, others are explained`() throws {
    try repository.git("config", "core.repositoryFormatVersion", "1")
    for (name, value) in [("noop-v1", "1"), ("objectFormat", "sha1"), ("refStorage", "files")] {
      try repository.git("config", "extensions.\(name)", value)
    }
    #expect(try repository.report(["history"]).status == 0)
    let settings = try repository.read(".git/config")
    let refused = [
      ("refStorage", "reftable", "git refs migrate"),
      ("strange", "1", "git config --unset extensions.strange"), ("objectFormat", "x", "'x'"),
    ]
    for (name, value, words) in refused {
      let more = "[extensions]\n\t\(name) = \(value)\n"
      try repository.write(".git/config", settings + Array(more.utf8))
      for command in ["history", "staged", "audit"] {
        let report = try repository.report([command])
        #expect(report.status == 3)
        #expect(said(report).contains(words), "\(name)")
      }
      let hook = try Tool.run("hook", "run", "pre-commit", in: repository)
      #expect(hook.status == 3)
      #expect(hook.stderr.contains("git commit --no-verify"))
    }
  }

  // MARK: - Environment

  @Test(.enabled(if: getuid() == 0))
  func `trust is read from where git reads it`() throws {
    try repository.shell("chown -R 12345:12345 .")
    let place = try TemporaryFolder()
    try place.write("settings", "[safe]\n\tdirectory = \(repository.path)\n")
    let variables: [[String: String]] = [
      ["GIT_CONFIG_GLOBAL": place.path("settings")],
      ["GIT_CONFIG_SYSTEM": place.path("settings"), "GIT_CONFIG_NOSYSTEM": "0"],
      [
        "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*",
      ],
      ["GIT_CONFIG_PARAMETERS": "'safe.directory'='*'"],
      ["GIT_CONFIG_PARAMETERS": "'a.b'= 'safe.directory=\(repository.path)'"],
      [:],
      ["GIT_CONFIG_PARAMETERS": "'safe.directory'='*' 'safe.directory'=''"],
      ["GIT_CONFIG_PARAMETERS": "nonsense"],
      ["GIT_CONFIG_COUNT": "1"],
    ]
    for (number, environment) in variables.enumerated() {
      let git = try repository.shell("git rev-parse HEAD", environment: environment).status
      let own = try Tool.run(["history"], in: repository, environment: environment).status
      #expect((git == 0) == (own == 0), "\(environment)")
      #expect((own == 0) == (number < 5), "\(environment)")
    }
  }

  @Test func `the null device stands for a whole history`() throws {
    try repository.write("more", "text\n")
    try repository.commit("Goes on")
    let environment = ["GIT_SHALLOW_FILE": "/dev/null"]
    for words in [["history", "HEAD~1..HEAD"], ["history"], ["staged"]] {
      #expect(try repository.report(words, environment: environment).status == 0)
    }
    try repository.write(".git/shallow", "nonsense\n")
    #expect(try repository.report(["history", "HEAD~1..HEAD"]).status == 3)
    #expect(try repository.report(["history"]).status == 3)
  }

  @Test func `every report on a shallow clone says that it is one`() throws {
    for name in ["one", "two"] {
      try repository.write(name, name)
      try repository.commit(name)
    }
    let clone = try repository.shallowClone(depth: 2)
    for words in [["audit"], ["history"], ["staged"], ["history", "HEAD~1..HEAD"]] {
      #expect(try clone.report(words).target.shallow == true, "\(words)")
      #expect(try Tool.run(words, in: clone).stdout.contains("shallow clone"), "\(words)")
      #expect(
        try Tool.run(words + ["--format", "sarif"], in: clone).stdout.contains("shallowClone"))
      #expect(try repository.report(words).target.shallow == nil)
    }
  }

  // MARK: - Ranges

  @Test func `words with dashes count where they stand`() throws {
    try repository.git("checkout", "--quiet", "-b", "side")
    try repository.write("settings", assignment(key))
    try repository.commit("Leaks")
    try repository.checkout("main")
    for words in ["side --not main", "--branches", "side^-", "--not main --not side", "--all"] {
      let report = try repository.report(["history"] + words.split(separator: " ").map(String.init))
      #expect(report.secret(key) != nil, "\(words)")
    }
    for words in ["main --not side", "--all --not side", "--tags", "--branches=ma*"] {
      let report = try repository.report(["history"] + words.split(separator: " ").map(String.init))
      #expect(report.status == 0, "\(words)")
    }
    #expect(try Tool.run("history", "--not", in: repository).status == 2)
    #expect(try Tool.run("history", "--branch", in: repository).stderr.contains("--branches"))
  }
}
