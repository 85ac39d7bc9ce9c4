import Foundation
import TestSupport
import Testing

/// `report convert` and `report merge`.
@Suite struct ReportCommandTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for name in ["a", "b", "c"] { try folder.write("\(name)/leak", assignment(MadeUp.key())) }
    try folder.write("clean/file", "text\n")
  }

  private func scan(_ paths: String..., to report: String) throws {
    _ = try Tool.run(["scan"] + paths + ["--format", "json", "-o", report], in: folder)
  }

  private func merged(_ reports: String...) throws -> String {
    let outcome = try Tool.run(["report", "merge"] + reports, in: folder)
    try #require(outcome.status == 0, "\(outcome.stderr)")
    return outcome.stdout
  }

  @Test func `merging gives the same bytes however the work was split`() throws {
    try scan("a", to: "1")
    try scan("b", to: "2")
    try scan("c", "clean", to: "3")
    try scan("b", "a", "clean", to: "4")
    try scan("c", "a", "b", "clean", to: "5")
    let whole = try merged("5")
    #expect(try merged("1", "2", "3") == whole)
    #expect(try merged("3", "1", "2", "3") == whole)
    #expect(try merged("4", "3") == whole)
    try folder.write("half", try merged("1", "2"))
    #expect(try merged("half", "3", "1") == whole)
  }

  @Test func `a merged report has what the parts have`() throws {
    try scan("a", to: "1")
    try scan("b", "c", to: "2")
    _ = try Tool.run("report", "merge", "1", "2", "-o", "all.json", in: folder)
    let report = try JSONDecoder().decode(ToolReport.self, from: Data(folder.read("all.json")))
    #expect(report.findings.map(\.path) == ["a/leak", "b/leak", "c/leak"])
    #expect(report.secrets.count == 3)
    #expect(report.complete)
  }

  @Test func `merging writes other forms, and reads lines`() throws {
    _ = try Tool.run("scan", "a", "-f", "jsonl", "-o", "1", in: folder)
    let table = try Tool.run("report", "merge", "--format", "csv", "1", in: folder)
    #expect(table.stdout.contains("\"a/leak\""))
  }

  @Test(arguments: [
    ["report", "convert", "--to", "html", "report.sarif"],
    ["report", "convert", "--to", "html", "none"],
    ["report", "convert", "--to", "html", "a"],
    ["report", "convert", "--to", "html", "a/leak"],
    ["report", "convert", "--to", "pdf", "report.json"],
    ["report", "convert", "report.json"],
    ["report", "convert", "--to", "html", "report.json", "-o", "a"],
    ["report", "convert", "--to", "html", "report.json", "-o", "/dev/full"],
    ["report", "merge", "report.json", "report.sarif"],
    ["report", "merge", "report.json", "other.json"],
    ["report", "merge"],
    ["report", "merge", "-", "-"],
  ])
  func `what can't be done is said, with status 2`(arguments: [String]) throws {
    try scan("a", to: "report.json")
    _ = try Tool.run("scan", "a", "-f", "sarif", "-o", "report.sarif", in: folder)
    _ = try Tool.run(
      "scan", "a", "-f", "json", "-o", "other.json", "--no-other-rules", in: folder)
    let outcome = try Tool.run(arguments, in: folder)
    #expect(outcome.status == 2)
    #expect(outcome.stderr.hasPrefix("vastguard: "))
    #expect(outcome.stdout.isEmpty)
  }
}
