import Arguments
import Testing

/// Words with leading dashes that are values, since it matters where they stand.
@Suite struct DashedValueTests {
  private struct Walk: ParsableCommand {
    static let configuration = CommandConfiguration(name: "walk", abstract: "Walks.")

    @Argument(help: "Where to.", valueName: "PLACE", dashed: ["--not", "--all"])
    var places: [String] = []
    @Flag("--fast", help: "Hurries.") var fast: Bool

    func run() throws {}
  }

  private func walk(_ words: String...) throws -> Walk? {
    let parser = CommandParser(Walk.self, environmentPrefix: "TEST_")
    guard case .run(let invocation) = try parser.parse(words) else { return nil }
    return invocation.command as? Walk
  }

  @Test func `stay in order among the others`() throws {
    let found = try walk("a", "--not", "--fast", "b", "--all=x", "--not")
    #expect(found?.places == ["a", "--not", "b", "--all=x", "--not"])
    #expect(found?.fast == true)
  }

  @Test func `are only those that are declared`() throws {
    #expect(throws: UsageError.self) { try walk("--nor") }
    let error = #expect(throws: UsageError.self) { try walk("--nott") }
    #expect(error?.hint?.contains("--not") == true)
  }

  @Test func `may not be an option's name, too`() {
    struct Twice: ParsableCommand {
      static let configuration = CommandConfiguration(name: "twice", abstract: "Says it twice.")
      @Argument(help: "What.", valueName: "X", dashed: ["--all"]) var values: [String] = []
      @Flag("--all", help: "All.") var all: Bool
      func run() throws {}
    }
    #expect(validateDeclarations(of: Walk.self).isEmpty)
    #expect(validateDeclarations(of: Twice.self) == ["twice: '--all' is declared twice"])
  }
}
