import Arguments
import Testing

@Suite struct CommandTreeTests {
  @Test func `a word selects a command on each level`() throws {
    #expect(try command(Install.self, words("hook install --global")).global)
    #expect(try command(Show.self, words("rules show some-id 3")).id == "some-id")
    #expect(try command(Show.self, words("rules show some-id 3")).depth == 3)
    #expect(try command(Show.self, words("rules show some-id")).depth == nil)
  }

  @Test(arguments: [
    "-C a -C b --trace check here", "check here -C a -C b --trace", "-C a --trace check -Cb here",
    "--trace -Ca check here -C b",
  ])
  func `the root's options stand before or after the command`(line: String) throws {
    let invocation = try invocation(words(line))
    let root = try #require(invocation.parent(Tool.self))
    #expect(root.directories == ["a", "b"])
    #expect(root.trace)
    #expect((invocation.command as? Check)?.place == "here")
  }

  @Test func `the enclosing commands come from the root on`() throws {
    let invocation = try invocation(words("hook -C x install"))
    #expect(invocation.parents.count == 2)
    #expect(invocation.parents.first is Tool)
    #expect(invocation.parents.last is Hook)
    #expect(invocation.parent(Hook.self) != nil)
    #expect(invocation.parent(Rules.self) == nil)
  }

  @Test func `a group without a command lists its commands`() {
    #expect(mistake([])?.message == "'tool' needs a command: check, hook, rules or send")
    #expect(mistake(["hook"])?.message == "'tool hook' needs a command: install or uninstall")
    #expect(mistake(["hook"])?.hint == "see 'tool hook --help'")
  }

  @Test func `a group's default command runs where none is named`() throws {
    #expect(try !command(List.self, ["rules"]).long)
    #expect(try command(List.self, ["rules", "-l"]).long)
    #expect(try command(List.self, ["rules", "list", "-l"]).long)
    #expect(mistake(["rules", "-l", "show"])?.message == "unexpected argument 'show'")
    #expect(
      mistake(["rules", "lst"])?.description == "unknown command 'lst'; did you mean 'list'?")
  }

  @Test(arguments: [
    ("rules show", "missing argument ID"),
    ("send --to me", "missing argument FILE"),
    ("send some-file", "missing option '--to'"),
  ])
  func `what has no default must be given`(line: String, message: String) {
    #expect(mistake(words(line))?.message == message)
  }

  @Test func `what has no default can be given`() throws {
    let send = try command(Send.self, words("send a --to me b"))
    #expect(send.receiver == "me")
    #expect(send.files == ["a", "b"])
  }

  @Test(arguments: [
    ["check", "--help"], ["check", "-h"], ["check", "--bogus", "--help"], ["check", "-qh"],
    ["check", "--limit", "many", "-h"], ["check", "--limit", "--help"], ["help", "check"],
    ["check", "--help", "--version"], ["--help", "check"], ["--bogus", "check", "-h"],
    ["help", "check", "--help"], ["check", "-fbogus", "-h"],
  ])
  func `help is shown before anything can fail`(arguments: [String]) throws {
    guard case .help(let text) = try parser.parse(arguments, environment: ["TOOL_LIMIT": "x"])
    else { throw UnexpectedResult() }
    #expect(text.hasPrefix("Usage: tool check "))
  }

  @Test(arguments: [
    ("--help", "tool"), ("help", "tool"), ("help help", "tool"), ("hook -h", "tool hook"),
    ("help hook", "tool hook"), ("hook help install", "tool hook install"),
    ("help hook install", "tool hook install"), ("rules --help", "tool rules"),
  ])
  func `help is there on every level`(line: String, path: String) throws {
    guard case .help(let text) = try parser.parse(words(line)) else { throw UnexpectedResult() }
    #expect(text.hasPrefix("Usage: \(path) [OPTIONS]"))
  }

  @Test(arguments: ["--version", "check --version", "hook --bogus --version", "--version --help"])
  func `the version is there on every level`(line: String) throws {
    guard case .version = try parser.parse(words(line)) else { throw UnexpectedResult() }
  }

  @Test(arguments: [
    ("help chekc", "unknown command 'chekc'; did you mean 'check'?"),
    ("help check here", "unexpected argument 'here'; see 'tool check --help'"),
    ("help --bogus", "unknown option '--bogus'; see 'tool --help'"),
  ])
  func `help for what does not exist is a mistake`(line: String, text: String) {
    #expect(mistake(words(line))?.description == text)
  }

  @Test(arguments: ["-- --help", "-o-h", "--output=--help", "-- -h --version"])
  func `help is not asked for by a value`(line: String) throws {
    _ = try check(line)
  }

  @Test func `a misspelt group of letters does not count as asking for help`() {
    #expect(mistake(["check", "-xh"])?.message == "unknown option '-x' in '-xh'")
  }
}
