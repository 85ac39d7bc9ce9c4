import Blobs
import Findings
import Foundation
import Git
import Reports
import Rules
import Testing

@Suite struct JSONReporterTests {
  private func json(_ report: Report) throws -> String {
    try Sample.text(report, JSONReporter())
  }

  /// A report with something in every place that can hold something.
  private var fullReport: Report {
    var suppressed = Sample.finding("docs/setup.md", line: 4)
    suppressed.suppressed = Finding.Suppression(by: "baseline", reason: "known since May")
    var report = Sample.report(
      findings: [
        suppressed, Sample.weakSpot(".env", layer: .ignore, fix: "vastguard fix"),
        Sample.finding("", layer: .commitMessage),
      ], secrets: [Sample.secret(occurrences: 2)],
      incomplete: [Report.Gap(what: "blob 4f", why: "larger than 1 GiB")])
    report.findings.append(
      Finding(
        rule: "vast-key-in-url", severity: .high, message: "A key", secret: "00000000000000aa",
        path: Path(bytes: [0x61, 0xFF]), region: Sample.region(2), layer: .file,
        fingerprint: Sample.fingerprint("1")))
    return report
  }

  @Test func `a report with one finding, whole`() throws {
    var report = Sample.report(findings: [Sample.finding("a.sh")], secrets: [Sample.secret()])
    report.findings[0].path = Path(bytes: Array("caf".utf8) + [0xE9])
    let digest = String(repeating: "9a", count: 32)
    let (a, b) = (String(repeating: "a", count: 40), String(repeating: "b", count: 40))
    #expect(
      try json(report) == """
        {
          "complete" : true,
          "findings" : [
            {
              "author" : "Jane Doe <jane@example.com>",
              "blob" : "\(b)",
              "column" : 9,
              "commit" : "\(a)",
              "date" : "2024-11-03T12:00:00Z",
              "endColumn" : 73,
              "endLine" : 1,
              "fingerprint" : "\(report.findings[0].fingerprint)",
              "fix" : null,
              "layer" : "history",
              "line" : 1,
              "message" : "A Vast.ai account key in a URL",
              "path" : "caf\u{FFFD}",
              "pathBase64" : "Y2Fm6Q==",
              "rule" : "vast-key-in-url",
              "secret" : "00000000000000aa",
              "severity" : "critical",
              "suppressed" : null
            }
          ],
          "incomplete" : [

          ],
          "rules" : {
            "count" : 1,
            "digest" : "\(digest)"
          },
          "schemaVersion" : 1,
          "secrets" : [
            {
              "class" : "vast-account-key",
              "firstCommit" : "\(a)",
              "firstDate" : "2024-11-03T12:00:00Z",
              "id" : "00000000000000aa",
              "occurrences" : 1,
              "reachable" : true,
              "redacted" : "4c23…a6f8",
              "sha256" : "\(String(repeating: "0e", count: 32))",
              "status" : "unverified",
              "timeline" : [
                {
                  "author" : "Jane Doe <jane@example.com>",
                  "commit" : "\(a)",
                  "date" : "2024-11-03T12:00:00Z",
                  "path" : "caf\u{FFFD}",
                  "pathBase64" : "Y2Fm6Q==",
                  "what" : "introduced"
                }
              ]
            }
          ],
          "statistics" : {
            "blobs" : 3480,
            "bytes" : 81070000,
            "commits" : 1204,
            "files" : 97,
            "seconds" : 0.813
          },
          "target" : {
            "head" : "\(a)",
            "kind" : "repository",
            "path" : "/srv/app"
          },
          "tool" : {
            "name" : "vastguard",
            "version" : "1.2.3"
          }
        }

        """)
  }

  @Test func `every report fits the schema`() throws {
    let schema = try SchemaCheck()
    for report in [Sample.report(), Sample.report(head: nil), fullReport, Sample.story] {
      #expect(schema.problems(in: try JSONValue(try json(report))) == [])
    }
  }

  @Test func `what is not there is null`() throws {
    var report = Sample.report(
      head: nil, findings: [Sample.weakSpot(".env", fix: nil)], secrets: [Sample.secret()])
    report.secrets[0].firstCommit = nil
    report.secrets[0].sha256 = nil
    let value = try JSONValue(try json(report))
    let nulls = [
      "author", "blob", "column", "commit", "date", "endColumn", "endLine", "fix", "line",
      "secret", "suppressed",
    ]
    for key in nulls { #expect(value["findings"]?[0]?[key] == .null, "\(key)") }
    for key in ["firstCommit", "firstDate", "sha256"] {
      #expect(value["secrets"]?[0]?[key] == .null, "\(key)")
    }
    #expect(value["target"]?["head"] == .null)
  }

  @Test func `a report that is read back says the same`() throws {
    let text = try json(fullReport)
    let read = try JSONReport(reading: Array(text.utf8))
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    #expect(String(decoding: try encoder.encode(read), as: UTF8.self) + "\n" == text)
  }

  @Test func `a path that is not UTF-8 is read back byte by byte`() throws {
    let read = try JSONReport(reading: Array(try json(fullReport).utf8))
    #expect(
      read.findings.map(\.exactPath.bytes) == [
        [], Array(".env".utf8), [0x61, 0xFF], Array("docs/setup.md".utf8),
      ])
  }

  @Test func `the order of rows does not depend on the order in which they were found`() throws {
    var report = fullReport
    report.findings += (1...9).map { Sample.finding("b.txt", line: $0 % 4, layer: .index) }
    report.secrets += (1...5).map { Sample.secret("000000000000000\($0)") }
    let text = try json(report)
    report.findings.reverse()
    report.secrets.reverse()
    #expect(try json(report) == text)
  }

  @Test func `findings are sorted by path, line and column, secrets by their worst finding`() throws
  {
    let report = Sample.report(
      findings: [
        Sample.finding("b", line: 10, severity: .low, secret: "0000000000000001"),
        Sample.finding("b", line: 9, severity: .high, secret: "0000000000000003"),
        Sample.finding("a", line: 11, severity: .critical, secret: "0000000000000002"),
        Sample.finding("B", line: 1, severity: .high, secret: "0000000000000004"),
      ], secrets: (1...4).map { Sample.secret("000000000000000\($0)") })
    let value = try JSONValue(try json(report))
    let places = (value["findings"]?.elements ?? []).map {
      ($0["path"]?.string ?? "") + ":\(Int($0["line"]?.number ?? 0))"
    }
    #expect(places == ["B:1", "a:11", "b:9", "b:10"])
    #expect(
      value["secrets"]?.elements.compactMap { $0["id"]?.string.map { $0.suffix(1) } }
        == ["2", "3", "4", "1"])
  }

  @Test func `control and invisible characters are escaped, and read back`() throws {
    let path = "a\u{1B}[0m\u{7F}\u{9B}\u{202E}\u{E0041}é"
    let text = try json(Sample.report(findings: [Sample.finding(path)]))
    #expect(
      text.contains(#""path" : "a\u001b[0m\u007f\u009b\u202e\udb40\udc41é","#))
    #expect(try JSONReport(reading: Array(text.utf8)).findings.first?.path == path)
  }

  @Test(arguments: [Int.min, -1, 253_402_300_800, Int.max])
  func `a date that four digits of a year can't hold is null`(time: Int) throws {
    var finding = Sample.finding("a")
    finding.commit?.time = time
    let value = try JSONValue(try json(Sample.report(findings: [finding])))
    #expect(value["findings"]?[0]?["date"] == .null)
  }

  @Test(arguments: [(0, "1970-01-01T00:00:00Z"), (253_402_300_799, "9999-12-31T23:59:59Z")])
  func `dates are in UTC`(time: Int, expected: String) throws {
    var finding = Sample.finding("a")
    finding.commit?.time = time
    let value = try JSONValue(try json(Sample.report(findings: [finding])))
    #expect(value["findings"]?[0]?["date"]?.string == expected)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func `a time that is no number does not break the report`(seconds: Double) throws {
    var report = Sample.report()
    report.statistics.seconds = seconds
    #expect(try JSONValue(try json(report))["statistics"]?["seconds"] == .number(0))
  }

  @Test(arguments: [
    ("", "this is no JSON report of vastguard"),
    ("[]", "this is no JSON report of vastguard"),
    (
      #"{"schemaVersion": 2}"#,
      "the report has schema version 2; this program reads version 1"
    ),
    (#"{"schemaVersion": 1}"#, "the report is damaged: the whole has no `complete`"),
    (
      #"{"schemaVersion": 1, "complete": true, "findings": [{"layer": "moon"}]}"#,
      "the report is damaged: `findings.0` has no `author`"
    ),
  ])
  func `what is no report is refused with a reason`(text: String, reason: String) {
    let error = #expect(throws: JSONReport.ReadingError.self) {
      try JSONReport(reading: Array(text.utf8))
    }
    #expect(error?.description == reason)
  }

  @Test func `deep nesting is refused, not followed`() {
    let text = #"{"schemaVersion": 1, "x": "# + String(repeating: "[", count: 100_000)
    #expect(throws: JSONReport.ReadingError.self) {
      try JSONReport(reading: Array(text.utf8))
    }
  }
}
