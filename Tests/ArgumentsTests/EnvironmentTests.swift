import Arguments
import Testing

@Suite struct EnvironmentTests {
  private func check(_ line: String = "", _ environment: [String: String]) throws -> Check {
    try command(Check.self, ["check"] + words(line), environment: environment)
  }

  @Test func `a variable gives an option that the command line leaves out`() throws {
    let check = try check(
      "", ["TOOL_FAIL_ON": "high", "TOOL_RULES": "a b", "TOOL_CONFIG": "-x", "TOOL_QUIET": "1"])
    #expect(check.failOn == .high)
    #expect(check.rules == ["a b"])
    #expect(check.config == "-x")
    #expect(check.output.quiet)
  }

  @Test func `the command line beats the environment`() throws {
    let check = try check(
      "--fail-on info -r b -q", ["TOOL_FAIL_ON": "bogus", "TOOL_RULES": "a", "TOOL_QUIET": "0"])
    #expect(check.failOn == .info)
    #expect(check.rules == ["b"])
    #expect(check.output.quiet)
  }

  @Test func `options of enclosing commands have variables, too`() throws {
    let invocation = try invocation(["check"], environment: ["TOOL_TRACE": "yes"])
    #expect(invocation.parent(Tool.self)?.trace == true)
  }

  @Test(arguments: [
    ("1", true), ("true", true), ("YES", true), ("on", true),
    ("0", false), ("false", false), ("no", false), ("off", false), ("", false),
  ])
  func `a flag's variable says yes or no`(text: String, value: Bool) throws {
    let check = try check("", ["TOOL_QUIET": text])
    #expect(check.output.quiet == value)
    #expect(check.output.$quiet.source == .environment)
  }

  @Test func `an empty variable gives no value`() throws {
    let check = try check("", ["TOOL_LIMIT": "", "TOOL_CONFIG": ""])
    #expect(check.limit == 10)
    #expect(check.config == nil)
    #expect(check.$config.source == .default)
  }

  @Test func `an option can do without a variable`() throws {
    let environment = ["TOOL_OUTPUT": "x", "TOOL_C": "y", "TOOL_PLACE": "z", "FORMAT": "json"]
    let invocation = try invocation(["check"], environment: environment)
    let check = try #require(invocation.command as? Check)
    #expect(check.output.path == "-")
    #expect(check.place == ".")
    #expect(check.output.format == .text)
    #expect(invocation.parent(Tool.self)?.directories == [])
  }

  @Test(arguments: [
    (
      "TOOL_FAIL_ON", "hihg",
      "invalid value 'hihg' in the environment variable TOOL_FAIL_ON: "
        + "expected info, low or high; did you mean 'high'?"
    ),
    (
      "TOOL_QUIET", "maybe",
      "invalid value 'maybe' in the environment variable TOOL_QUIET: "
        + "expected true or false; see 'tool check --help'"
    ),
    (
      "TOOL_LIMIT", "many",
      "invalid value 'many' in the environment variable TOOL_LIMIT: "
        + "expected a whole number; see 'tool check --help'"
    ),
  ])
  func `a mistake in the environment names the variable`(
    variable: String, value: String, text: String
  ) {
    #expect(mistake(["check"], environment: [variable: value])?.description == text)
  }

  @Test func `variables of other commands are not looked at`() throws {
    _ = try command(Uninstall.self, words("hook uninstall"), environment: ["TOOL_LIMIT": "many"])
  }

  @Test func `an option knows where its value came from`() throws {
    let check = try check("here --limit 10", ["TOOL_FAIL_ON": "low"])
    #expect(check.$limit.source == .commandLine)
    #expect(check.$failOn.source == .environment)
    #expect(check.$config.source == .default)
    #expect(check.$place.source == .commandLine)
    #expect(check.$more.source == .default)
    #expect(check.output.$format.source == .default)
  }
}
