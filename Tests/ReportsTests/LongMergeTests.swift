import Blobs
import BuiltInRules
import Findings
import Git
import Reports
import Rules
import TestSupport
import Testing

/// Merging with room in memory for a few rows only.
@Suite struct LongMergeTests {
  /// Findings of a few secrets at many places, some of them several times, in no order.
  private func rows(_ count: Int, from first: Int = 0) -> Report {
    let digits = Array("0123456789abcdef")
    var findings: [Finding] = []
    var secrets: Set<String> = []
    for number in first..<(first + count) {
      let mixed = number &* 7919 % 1009
      let secret = "00000000000000" + String(digits[mixed % 16]) + String(digits[mixed % 7])
      var finding = Sample.finding(
        mixed % 50 == 0 ? "" : "src/\(mixed % 31)/\(mixed).py", line: mixed % 9 + 1,
        layer: mixed % 50 == 0 ? .commitMessage : .history,
        severity: Severity.allCases[mixed % 5],
        commit: Sample.commit(digits[mixed % 13], day: mixed % 40), secret: secret)
      if mixed % 11 == 0 { finding.suppressed = .init(by: "inline", reason: "sample") }
      findings.append(finding)
      secrets.insert(secret)
    }
    let rows = secrets.sorted().map { id in
      var row = Sample.secret(id)
      row.removals = [
        .init(commit: Sample.commit("e", day: 20), path: Path("src/7/7.py")),
        .init(commit: Sample.commit("d", day: 10), path: Path("src/9/40.py")),
      ]
      row.references = ["refs/heads/\(id.suffix(2))", "refs/heads/main"]
      row.referenceCount = 2
      return row
    }
    let gaps = [Report.Gap(what: "blob \(first % 3)", why: "gone")]
    return Sample.report(kind: "history", findings: findings, secrets: rows, incomplete: gaps)
  }

  private func merged(
    _ reports: [Report], memory: Int = ReportMerge.memory, _ format: ReportFormat = .json
  ) throws -> String {
    var merge = ReportMerge(memory: memory)
    for report in reports { try merge.add(report, name: "report") }
    let whole = try merge.report()
    return try Sample.text(try #require(whole), format.reporter())
  }

  @Test(arguments: [1, 700, 20_000])
  func `gives the same bytes with any memory and any split`(memory: Int) throws {
    let whole = try merged([rows(400)])
    #expect(try merged([rows(400)], memory: memory) == whole)
    let parts = [rows(130), rows(150, from: 130), rows(120, from: 280)]
    // Each part has gaps of its own.
    let all = try merged(parts)
    #expect(try merged(parts.reversed() + parts, memory: memory) == all)
    var half = ReportMerge(memory: memory)
    try half.add(parts[2], name: "3")
    try half.add(parts[0], name: "1")
    let united = try half.report()
    #expect(try merged([try #require(united), parts[1]], memory: memory) == all)
  }

  @Test(arguments: [ReportFormat.json, .jsonl, .csv, .gitleaks, .junit])
  func `is written row by row as it would be as a whole`(format: ReportFormat) throws {
    var merge = ReportMerge(memory: 1000)
    try merge.add(rows(200), name: "1")
    try merge.add(rows(200, from: 100), name: "2")
    let folder = try TemporaryFolder()
    try ReportFile.write(&merge, with: format.reporter(), to: folder.path("merged"))
    #expect(
      String(decoding: try folder.read("merged"), as: UTF8.self)
        == (try merged([rows(200), rows(200, from: 100)], format)))
  }

  @Test func `of a secret with more events than are told, merging again changes nothing`() throws {
    let findings = (0..<300).map { number in
      Sample.finding("f\(number % 60)", line: number + 1, commit: commit(number, time: number))
    }
    var secret = Sample.secret()
    secret.removals = (0..<300).filter { $0 % 7 == 3 }.map { number in
      .init(commit: commit(1000 + number, time: number), path: Path("f\(number % 60)"))
    }
    let report = Sample.report(kind: "history", findings: findings, secrets: [secret])
    let once = try merged([report], .jsonl)
    let read = try Report(
      try JSONReport(reading: Array(once.utf8)), rules: try RuleSet(), checks: [])
    #expect(read.secrets[0].removals.count == secret.removals.count)
    #expect(try merged([read], .jsonl) == once)
    #expect(try merged([read, report], memory: 1000, .jsonl) == once)
    #expect(try SchemaCheck().problems(in: try JSONValue(try merged([report]))) == [])
  }

  private func commit(_ number: Int, time: Int) -> Finding.CommitSummary {
    let digits = String(number, radix: 16)
    let id = ObjectID(hex: String(repeating: "0", count: 40 - digits.count) + digits) ?? .zero
    return Finding.CommitSummary(
      id: id, author: "Jane Doe <jane@example.com>", time: 1_700_000_000 + time * 86_400)
  }

  @Test func `of references, what was told does not depend on the order`() throws {
    let names = (10..<60).map { "refs/heads/\($0)" }
    let parts = [names[0..<10], names[10..<30], names[25..<40], names[5..<9]].map { part in
      var report = Sample.report(findings: [Sample.finding("a")], secrets: [Sample.secret()])
      report.secrets[0].references = Array(part)
      report.secrets[0].referenceCount = part.count
      return report
    }
    func pair(_ one: Report, _ other: Report) throws -> Report {
      var merge = ReportMerge()
      try merge.add(one, name: "1")
      try merge.add(other, name: "2")
      let report = try merge.report()
      return try #require(report)
    }
    let left = try pair(try pair(try pair(parts[0], parts[1]), parts[2]), parts[3])
    let right = try pair(parts[1], try pair(parts[3], try pair(parts[2], parts[0])))
    #expect(try Sample.text(left, JSONReporter()) == (try Sample.text(right, JSONReporter())))
  }

  @Test func `of a path that only some kinds have, none is told in any order`() throws {
    var files = Sample.report(kind: "files", findings: [Sample.finding("a")])
    files.target.path = "/srv/app"
    let repository = Sample.report(findings: [Sample.finding("b")])
    #expect(try merged([files, repository]) == (try merged([repository, files])))
  }

  @Test func `a folder without room is told`() throws {
    var merge = ReportMerge(memory: 1, folder: "/nowhere")
    let error = #expect(throws: OutputError.self) { try merge.add(rows(10), name: "1") }
    #expect(error?.description.contains("TMPDIR") == true)
  }
}
