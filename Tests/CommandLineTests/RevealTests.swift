import TestSupport
import Testing

/// `--reveal` prints secrets in clear, where nobody else can read them.
@Suite struct RevealTests {
  let folder: TemporaryFolder
  let key = MadeUp.key()

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("leak", assignment(key))
  }

  @Test func `is refused for a pipe, and for a file that others can read`() throws {
    try folder.write("others", "")
    try folder.chmod("others", 0o644)
    try folder.write("group", "")
    try folder.chmod("group", 0o640)
    try folder.write("mine", "")
    try folder.chmod("mine", 0o600)
    try folder.link("link", to: "mine")
    let refused = [
      [], ["-o", "others"], ["-o", "group"], ["-o", "link"], ["-o", "/dev/null"], ["-o", "."],
      ["-o", "mine", "--report", "json=others"], ["-o", "mine", "--report", "json=-"],
    ]
    for options in refused {
      let outcome = try Tool.run(["scan", "leak", "--reveal"] + options, in: folder)
      #expect(outcome.status == 2, "\(options)")
      #expect(outcome.stderr.contains("--reveal"))
      #expect(!(outcome.stdout + outcome.stderr).contains(key))
    }
    #expect(try folder.text("mine").isEmpty)
    let redirected = try folder.shell(
      "\"$TOOL\" scan leak --reveal >others", environment: ["TOOL": Tool.executable])
    #expect(redirected.status == 2)
  }

  @Test func `writes to a file of one's own, which it makes with mode 0600`() throws {
    try folder.shell("umask 000; : >mine; chmod 600 mine")
    for (name, format) in [("mine", "json"), ("new", "text"), ("new.sarif", "sarif")] {
      let outcome = try Tool.run(
        "scan", "leak", "--reveal", "--format", format, "-o", name, in: folder)
      #expect(outcome.status == 1)
      #expect(try folder.text(name).contains(key))
      #expect(try folder.mode(name) == 0o600)
    }
    let redirected = try folder.shell(
      "\"$TOOL\" scan leak --reveal >mine", environment: ["TOOL": Tool.executable])
    #expect(redirected.status == 1)
    #expect(try folder.text("mine").contains(key))
  }

  @Test func `can't be asked for by the environment or a configuration`() throws {
    let outcome = try Tool.run(
      "scan", "leak", in: folder, environment: ["VASTGUARD_REVEAL": "1"])
    #expect(outcome.status == 1)
    #expect(!outcome.stdout.contains(key))
    try folder.write(".vastguard.toml", "reveal = true\n")
    #expect(try Tool.run("scan", "leak", in: folder).status == 2)
  }
}
