import Findings
import Git
import Reports
import Rules
import Testing

@Suite struct ReportMergeTests {
  private func merged(_ reports: Report...) throws -> String {
    var merge = ReportMerge()
    for report in reports { try merge.add(report, name: "report") }
    let report = try merge.report()
    return try Sample.text(try #require(report), JSONReporter())
  }

  private func part(_ findings: [Finding], path: String = "/srv/app") -> Report {
    let secrets = Set(findings.compactMap(\.secret)).map { Sample.secret($0) }
    var report = Sample.report(kind: "files", findings: findings, secrets: secrets)
    report.target.path = path
    return report
  }

  private let a = Sample.finding("a")
  private let b = Sample.finding("b", line: 2)
  private let c = Sample.finding("c", secret: "00000000000000cc")

  @Test func `the order does not matter`() throws {
    let parts = [part([a], path: "a"), part([b], path: "b"), part([c], path: "c")]
    #expect(try merged(parts[0], parts[1], parts[2]) == merged(parts[2], parts[0], parts[1]))
  }

  @Test func `a report that is given twice counts once`() throws {
    let (one, two) = (part([a, b]), part([c]))
    #expect(try merged(one, two) == merged(one, two, one, two))
    #expect(try merged(one) == merged(one, one))
  }

  @Test func `it does not matter how the work was split`() throws {
    let whole = try merged(part([a, b, c], path: "a b c"))
    #expect(try merged(part([a], path: "a"), part([b, c], path: "b c")) == whole)
    #expect(
      try merged(part([a], path: "a"), part([b], path: "b"), part([c], path: "c"), part([]))
        == whole)
  }

  @Test func `merging what was merged changes nothing`() throws {
    var merge = ReportMerge()
    try merge.add(part([a]), name: "1")
    try merge.add(part([b]), name: "2")
    let report = try merge.report()
    let half = try #require(report)
    #expect(try merged(half, part([c])) == merged(part([a]), part([b]), part([c])))
    #expect(try merged(half, part([b])) == merged(half))
  }

  @Test func `of a place in two parts the worst is told, by its first commit`() throws {
    var (early, late) = (a, a)
    early.commit = Sample.commit("1", day: -3)
    early.severity = .low
    early.suppressed = .init(by: "baseline", reason: "known")
    late.commit = Sample.commit("2")
    let text = try merged(part([early]), part([late]))
    #expect(try merged(part([late]), part([early])) == text)
    let row = try JSONValue(text)["findings"]
    #expect(row?.elements.count == 1)
    #expect(row?[0]?["severity"]?.string == "critical")
    #expect(row?[0]?["commit"]?.string == Sample.id("1").description)
    #expect(row?[0]?["suppressed"] == .null)
  }

  @Test func `a key that works in one part works`() throws {
    var (one, two) = (part([a]), part([a]))
    one.secrets[0].status = .dead
    two.secrets[0].status = .live
    for text in [try merged(one, two), try merged(two, one)] {
      #expect(try JSONValue(text)["secrets"]?[0]?["status"]?.string == "live")
    }
  }

  @Test func `what one part could not scan was not scanned`() throws {
    var two = part([b])
    two.incomplete = [Report.Gap(what: "x", why: "y")]
    let value = try JSONValue(try merged(part([a]), two))
    #expect(value["complete"] == .bool(false))
    #expect(value["incomplete"]?.elements.count == 1)
  }

  @Test func `parts with other rules are refused by their name`() throws {
    var other = part([b])
    other.rules.digest = String(repeating: "1b", count: 32)
    var merge = ReportMerge()
    try merge.add(part([a]), name: "one.json")
    let failure = #expect(throws: ReportMerge.Failure.self) {
      try merge.add(other, name: "two.json")
    }
    #expect(
      failure?.description == "two.json was made with other rules than the reports before it")
  }

  @Test func `a merged report fits the schema`() throws {
    #expect(try SchemaCheck().problems(in: try JSONValue(try merged(Sample.story))) == [])
  }
}
