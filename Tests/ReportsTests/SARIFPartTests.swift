import Findings
import Git
import Reports
import Testing

@Suite struct SARIFPartTests {
  private func run(_ part: SARIFReporter.Part) throws -> JSONValue {
    let log = try JSONValue(try Sample.text(Sample.story, SARIFReporter(part: part)))
    #expect(SARIFCheck(log).problems == [])
    return try #require(log["runs"]?[0])
  }

  private func layers(_ run: JSONValue) -> [String] {
    (run["results"]?.elements ?? []).compactMap { $0["properties"]?["layer"]?.string }.sorted()
  }

  @Test func `the checkout and the history share out the results`() throws {
    let (all, tree, history) = (try run(.all), try run(.tree), try run(.history))
    #expect(layers(tree) == ["mode", "worktree"])
    #expect(layers(history) == ["commit-message", "history", "history", "history"])
    #expect(layers(all) == (layers(tree) + layers(history)).sorted())
  }

  @Test func `history has a category of its own`() throws {
    #expect(try run(.all)["automationDetails"]?["id"]?.string == "vastguard/")
    #expect(try run(.tree)["automationDetails"]?["id"]?.string == "vastguard/")
    #expect(try run(.history)["automationDetails"]?["id"]?.string == "vastguard/history/")
  }
}
