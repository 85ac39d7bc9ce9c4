import BuiltInRules
import Findings
import Git
import Reports
import Rules
import Testing

@Suite struct ReportReadingTests {
  private func read(_ text: String) throws -> Report {
    try Report(try JSONReport(reading: Array(text.utf8)), rules: try RuleSet(), checks: [])
  }

  @Test(arguments: [ReportFormat.json, .jsonl])
  func `what is written again is the same`(format: ReportFormat) throws {
    var report = Sample.story
    report.findings[0].path = Path(bytes: [0x61, 0xFF])
    report.secrets[0].removals[0].path = Path(bytes: [0xFE])
    let text = try Sample.text(report, format.reporter())
    #expect(try Sample.text(try read(text), format.reporter()) == text)
  }

  @Test func `a rule that this program lacks is described by the report`() throws {
    let report = try read(try Sample.text(Sample.story, JSONReporter()))
    let log = try JSONValue(try Sample.text(report, SARIFReporter()))
    #expect(SARIFCheck(log).problems == [])
    let rules = log["runs"]?[0]?["tool"]?["driver"]?["rules"]?.elements ?? []
    #expect(rules.contains { $0["id"]?.string == "vast-key-in-url" })
    #expect(try JSONValue(try Sample.text(report, JSONReporter()))["rules"]?["count"] == .number(1))
  }

  @Test func `lines that were cut or lost are told`() throws {
    let lines = try Sample.text(Sample.story, JSONLinesReporter()).split(separator: "\n")
    for number in lines.indices.dropFirst() {
      let rest = lines[..<number] + lines[(number + 1)...]
      let error = #expect(throws: JSONReport.ReadingError.self) {
        try read(rest.joined(separator: "\n"))
      }
      let isCut = number == lines.count - 1
      #expect(error?.description.contains(isCut ? "cut" : "records are missing") == true)
      #expect(throws: JSONReport.ReadingError.self) {
        try read(lines[..<number].joined(separator: "\n"))
      }
    }
  }

  @Test func `a record of a kind that is not known is passed over`() throws {
    var lines = try Sample.text(Sample.story, JSONLinesReporter()).split(separator: "\n")
    lines.insert("{\"type\":\"tomorrow\"}", at: 2)
    #expect(try read(lines.joined(separator: "\n")).findings.count == 6)
  }

  @Test(arguments: [ReportFormat.sarif, .gitleaks, .gitlab, .junit, .html, .csv, .text])
  func `another form is refused with a reason`(format: ReportFormat) throws {
    let text = try Sample.text(Sample.story, format.reporter())
    let error = #expect(throws: JSONReport.ReadingError.self) { try read(text) }
    #expect(error?.description.hasPrefix("this is ") == true)
  }

  @Test(arguments: [
    ("\"line\" : 7", "\"line\" : -7"), ("\"line\" : 7", "\"line\" : 99999999999"),
    ("\"class\" : \"vast-account-key\"", "\"class\" : \"<b>\""),
    ("\"commit\" : \"c", "\"commit\" : \"x"), ("\"digest\" : \"9", "\"digest\" : \"<"),
    ("\"rule\" : \"vast", "\"rule\" : \"\\u001bvast"),
    ("\"fingerprint\" : \"", "\"fingerprint\" : \"="),
    ("\"secret\" : \"0", "\"secret\" : \"-"), ("\"id\" : \"0", "\"id\" : \"\\n"),
  ])
  func `a value that no report holds is refused`(old: String, new: String) throws {
    let text = try Sample.text(Sample.story, JSONReporter()).replacing(old, with: new)
    let error = #expect(throws: JSONReport.ReadingError.self) { try read(text) }
    #expect(error?.description.hasPrefix("the report is damaged: `") == true)
  }
}
