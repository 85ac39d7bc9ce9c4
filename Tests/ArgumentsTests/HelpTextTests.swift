import Arguments
import Testing

@Suite struct HelpTextTests {
  private func help(_ names: String...) -> String {
    HelpText(root: parser.definition, names: names).text
  }

  @Test func `a command's help has all its declarations`() {
    #expect(
      help("check") == """
        Usage: tool check [OPTIONS] [PLACE] [MORE ...]

        Checks a place.

        Arguments:
          PLACE                       The place to check.
                                      (default: .)
          MORE ...                    Further places.

        Options:
          -f, --fail-on DEGREE        Fail from this degree on.
                                      (one of info, low, high; default: low;
                                      environment: TOOL_FAIL_ON)
              --limit N               How many are shown.
                                      (default: 10; environment: TOOL_LIMIT)
              --ratio X               A share.
                                      (environment: TOOL_RATIO)
              --config FILE           The configuration file.
                                      (environment: TOOL_CONFIG)
          -r, --rules FILE            A file of rules to add.
                                      (may be repeated; environment: TOOL_RULES)
              --color COLOR           Whether to use colors.
                                      (environment: TOOL_COLOR)

        Output:
              --format FORMAT         The report's format.
                                      (one of text, json, sarif; default: text;
                                      environment: TOOL_FORMAT)
          -o, --output FILE           Where the report goes.
                                      (default: -)
          -q, --quiet                 Print findings only.
                                      (environment: TOOL_QUIET)
          -v, --verbose               Print more.
                                      (environment: TOOL_VERBOSE)

        Global options:
          -C DIR                      Run in DIR.
                                      (may be repeated)
              --trace                 Tell what is done.
                                      (environment: TOOL_TRACE)
          -h, --help                  Show this help and exit.
              --version               Show the version and exit.

        The first paragraph.

        The second one.

        Examples:
          tool check
              Checks the current folder.

        """)
  }

  @Test func `the root's help lists the commands`() {
    #expect(
      help() == """
        Usage: tool [OPTIONS] COMMAND

        Looks after things.

        Options:
          -C DIR                      Run in DIR.
                                      (may be repeated)
              --trace                 Tell what is done.
                                      (environment: TOOL_TRACE)
          -h, --help                  Show this help and exit.
              --version               Show the version and exit.

        Commands:
          check                       Checks a place.
          hook                        Manages hooks.
          rules                       Shows the rules.
          send                        Sends files.

        """)
  }

  @Test func `the usage line tells what must be given`() {
    #expect(help("send").hasPrefix("Usage: tool send [OPTIONS] --to NAME FILE ...\n"))
    #expect(help("rules", "show").hasPrefix("Usage: tool rules show [OPTIONS] ID [DEPTH]\n"))
    #expect(help("rules").hasPrefix("Usage: tool rules [OPTIONS] [COMMAND]\n"))
  }

  @Test func `no line is longer than 80 columns`() {
    let text = HelpText(root: CommandDefinition(Wordy.self, environmentPrefix: "W_")).text
    for line in text.split(separator: "\n") { #expect(line.count <= 80) }
    #expect(text.contains("\n      --a-name-that-leaves-no-room VALUE\n                    "))
    #expect(text.contains("\n  * an indented line, long enough to need a second one, which"))
    #expect(text.contains("\n    wordy with  spaces\n") == false)
    #expect(text.contains("\n  wordy with  spaces\n"))
  }

  @Test func `the definitions are plain data`() throws {
    let check = try #require(parser.definition.subcommands.first)
    let failOn = try #require(check.options.first)
    #expect(failOn.names == ["--fail-on", "-f"])
    #expect(failOn.valueName == "DEGREE")
    #expect(failOn.choices == ["info", "low", "high"])
    #expect(failOn.defaultValue == "low")
    #expect(failOn.environmentVariable == "TOOL_FAIL_ON")
    #expect(failOn.groupTitle == nil)
    #expect(!failOn.isFlag && !failOn.isRequired && !failOn.isRepeating)
    #expect(check.options.last?.groupTitle == "Output")
    #expect(check.options.last?.isFlag == true)
    #expect(check.arguments.map(\.valueName) == ["PLACE", "MORE"])
    #expect(check.arguments.map(\.isRepeating) == [false, true])
    #expect(parser.definition.subcommands.map(\.defaultSubcommand) == [nil, nil, "list", nil])
    #expect(parser.definition == parser.definition)
  }
}

private struct Wordy: ParsableCommand {
  static let configuration = CommandConfiguration(
    name: "wordy",
    abstract: String(repeating: "word ", count: 40) + ".",
    discussion: """
      \(String(repeating: "more ", count: 50))

        * an indented line, long enough to need a second one, which is indented like the first is
      """,
    examples: [("wordy with  spaces", String(repeating: "example ", count: 30))])

  @Option("--a-name-that-leaves-no-room", help: String(repeating: "help ", count: 30)) var value = 1
  @Argument(help: "One of many.", valueName: "SOMETHING-RATHER-LONG") var first: String
  @Argument(help: "One of many.", valueName: "SOMETHING-ELSE-THAT-IS-LONG") var second: String
  @Argument(help: "Many of many.", valueName: "THE-REST-OF-THEM") var rest: [String]

  func run() throws {}
}
