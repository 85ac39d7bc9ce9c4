import TestSupport
import Testing

/// No secret stands in clear in anything that the program says, and no byte of a scanned repository
/// controls a terminal or a build server.
@Suite struct RedactionTests {
  let key = MadeUp.key()

  /// All that the program says in each format, with standard error.
  private func everything(
    _ words: [String], in place: any Place, input: String = ""
  ) throws -> [String] {
    try ["text", "json", "sarif"].map { format in
      let outcome = try Tool.run(
        words + ["--format", format, "--verbose"], in: place, standardInput: Array(input.utf8))
      return outcome.stdout + outcome.stderr
    }
  }

  /// Expects that a text does not hold a secret, and shows the line where it does.
  private func expectHidden(
    _ secret: String, in text: String, of words: [String],
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let line = text.split(separator: "\n").first { $0.contains(secret) }
    #expect(line == nil, "\(words)", sourceLocation: sourceLocation)
  }

  @Test func `hides keys wherever they stand in a repository`() throws {
    let repository = try RepositoryBuilder()
    let text = "VAST_API_KEY=\(key)"
    try repository.write("\(text)/\(text)", text)
    try repository.write("other", text)
    try repository.git("add", "--all")
    try repository.git(
      "commit", "--quiet", "--message", "Says \(text)", "--author",
      "\(text) <\(text)@example.invalid>")
    try repository.git("branch", text)
    try repository.git("checkout", "--quiet", text)
    try repository.git("tag", "-a", "-m", text, "tag-\(text)")
    try repository.note(text)
    try repository.git("config", "remote.\(text).url", "https://vast.ai/?api_key=\(key)")
    try repository.link("link", to: text)
    try repository.stage("link")
    try repository.write(".git/refs/heads/broken-\(text)", "garbage")
    try repository.remove(".git/objects/\(try repository.id(of: "HEAD^{tree}").prefix(2))")

    for words in [["audit"], ["history"], ["staged"], ["history", "HEAD"], ["scan"]] {
      for said in try everything(words, in: repository) {
        expectHidden(key, in: said, of: words)
      }
    }
  }

  @Test func `hides keys in the words of errors`() throws {
    let folder = try TemporaryFolder()
    let text = "VAST_API_KEY=\(key)"
    try folder.shell("mkfifo '\(text)'")
    let words = ["scan", text]
    for said in try everything(words, in: folder) { expectHidden(key, in: said, of: words) }
    for words in [
      ["scan", "nothing-\(text)"], ["history", text], ["--api-key", key],
      ["scan", "--api-key=\(key)"],
      [key], ["-C", text, "scan"], ["scan", "--rules", text], ["scan", "--fail-on", key],
    ] {
      let outcome = try Tool.run(words, in: folder)
      #expect(outcome.status == 2)
      expectHidden(key, in: outcome.stdout + outcome.stderr, of: words)
    }
    let named = ["scan", "-", "--stdin-path", text]
    for said in try everything(named, in: folder, input: text) {
      expectHidden(key, in: said, of: named)
    }
  }

  @Test func `hides a private key to its last line`() throws {
    let folder = try TemporaryFolder()
    let secret = MadeUp.sshPrivateKey()
    try folder.write("vastai_key", secret)
    let lines = secret.split(separator: "\n").dropFirst().dropLast()
    for said in try everything(["scan"], in: folder) {
      #expect(said.contains("vastai_key"))
      for line in lines { expectHidden(String(line), in: said, of: ["scan"]) }
    }
  }

  @Test func `shows escapes and workflow commands harmlessly`() throws {
    let repository = try RepositoryBuilder()
    let evil = "\u{1B}[2J\u{1B}]0;title\u{7}\r::error file=x::boo\u{202E}"
    try repository.write("\(evil)\n::error::named", assignment(key))
    try repository.git("add", "--all")
    try repository.git(
      "commit", "--quiet", "--message", "\(evil)\n::error::said",
      "--author", "\(evil) <e@example.invalid>")
    try repository.git("config", "core.worktree", repository.path)
    let outcome = try Tool.run("audit", in: repository)
    #expect(outcome.status == 1)
    let said = outcome.stdout + outcome.stderr
    #expect(said.contains(redacted(key)))
    for scalar in said.unicodeScalars {
      #expect(scalar == "\n" || scalar.value >= 0x20 && scalar.value != 0x7F, "\(scalar.value)")
      #expect(scalar != "\u{202E}" && scalar != "\u{9B}")
    }
    for line in said.split(separator: "\n") {
      #expect(!line.drop { $0 == " " }.hasPrefix("::"), "\(line)")
    }
  }

  @Test func `shows what is wrong with a path harmlessly`() throws {
    let folder = try TemporaryFolder()
    let evil = "\u{1B}[2Jx\n::error::boo"
    let outcome = try Tool.run("scan", evil, in: folder)
    #expect(outcome.status == 2)
    #expect(!outcome.stderr.contains("\u{1B}"))
    #expect(!outcome.stderr.contains("\n::error"))
    try folder.shell("mkfifo \"$(printf 'a\\033[2Jb')\"")
    let fifo = try Tool.run("scan", "a\u{1B}[2Jb", in: folder)
    #expect(fifo.status == 3)
    #expect(!(fifo.stdout + fifo.stderr).contains("\u{1B}"))
  }

  @Test func `leaves no temporary file behind`() throws {
    let folder = try TemporaryFolder()
    try folder.write("leak", assignment(key))
    try folder.makeFolder("tmp")
    let outcome = try Tool.run(
      "scan", "leak", "--format", "json", "-o", "report", in: folder,
      environment: ["TMPDIR": folder.path("tmp")])
    #expect(outcome.status == 1)
    #expect(try folder.names() == ["leak", "report", "tmp"])
    #expect(try folder.names(in: "tmp").isEmpty)
  }
}
