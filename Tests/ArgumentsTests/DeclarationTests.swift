import Arguments
import Testing

@Suite struct DeclarationTests {
  @Test func `a sound tree has no mistakes`() {
    #expect(validateDeclarations(of: Tool.self) == [])
  }

  @Test func `mistakes in names and texts are found`() {
    #expect(
      validateDeclarations(of: Misnamed.self) == [
        "Mis Named: the command's name is not a lower-case word",
        "Mis Named: the command has no abstract",
        "Mis Named: FIRST has no help",
        "Mis Named: 'plain' is not an option's name",
        "Mis Named: '--Upper' is not an option's name",
        "Mis Named: '-5' is not an option's name",
        "Mis Named: '--x' is not an option's name",
        "Mis Named: '--help' is declared twice",
        "Mis Named: an option has no name",
        "Mis Named: '--silent' has no help",
        "Mis Named: '--silent' is declared twice",
        "Mis Named: '--on' can never be switched off",
      ])
  }

  @Test func `arguments that can never be filled are found`() {
    #expect(
      validateDeclarations(of: Misplaced.self) == [
        "misplaced: SECOND is required but follows an optional argument",
        "misplaced: FOURTH follows an argument that takes the rest",
      ])
  }

  @Test func `mistakes in the tree are found`() {
    #expect(
      validateDeclarations(of: Misgrouped.self) == [
        "misgrouped: a command with subcommands cannot have arguments",
        "misgrouped: two subcommands have the same name",
        "misgrouped: the subcommand 'help' is built in",
        "misgrouped: the default subcommand is not among the subcommands",
        "misgrouped help: '-s' is declared twice",
        "misgrouped empty: the group has no commands",
        "misgrouped empty: the group has no commands",
      ])
  }
}

private struct Misnamed: ParsableCommand {
  static let configuration = CommandConfiguration(name: "Mis Named", abstract: "")
  @Argument(help: "") var first = "x"
  @Flag("plain", help: "Help.") var plain
  @Flag("--Upper", help: "Help.") var upper
  @Flag("-5", help: "Help.") var digit
  @Flag("--x", help: "Help.") var short
  @Flag("--help", help: "Help.") var help
  @Flag("", help: "Help.") var nameless
  @Option("--silent", help: "") var silent = 1
  @Option("--silent", help: "Help.") var again = 1
  @Flag("--on", help: "Help.") var on = true
  func run() throws {}
}

private struct Misplaced: ParsableCommand {
  static let configuration = CommandConfiguration(name: "misplaced", abstract: "Text.")
  @Argument(help: "Help.") var first: String?
  @Argument(help: "Help.") var second: String
  @Argument(help: "Help.") var third: [String]
  @Argument(help: "Help.") var fourth: String
  func run() throws {}
}

private struct Misgrouped: ParsableCommand {
  static let configuration = CommandConfiguration(
    name: "misgrouped", abstract: "Text.", subcommands: [Helper.self, Empty.self, Empty.self],
    defaultSubcommand: Misplaced.self)
  @Argument(help: "Help.") var first: String?
  @Flag("-s", help: "Help.") var flag
  func run() throws {}
}

private struct Helper: ParsableCommand {
  static let configuration = CommandConfiguration(name: "help", abstract: "Text.")
  @Flag("--silent -s", help: "Help.") var flag
  func run() throws {}
}

private struct Empty: CommandGroup {
  static let configuration = CommandConfiguration(name: "empty", abstract: "Text.")
}
