import Findings
import Foundation
import Git
import Reports
import Rules
import Testing

/// What readers of a format need that a look at it does not show.
@Suite struct FormatDetailTests {
  @Test func `each record of a stream is a row of the report`() throws {
    let schema = try SchemaCheck()
    let definitions = ["finding": "finding", "secret": "secret", "incomplete": "gap"]
    for line in try Sample.text(Sample.story, JSONLinesReporter()).split(separator: "\n") {
      var members = try JSONValue(String(line)).members
      let type = members.removeValue(forKey: "type")?.string ?? ""
      if let definition = definitions[type] {
        #expect(schema.problems(in: .object(members), definition: definition) == [])
      }
    }
  }

  @Test func `GitLab gets what its schema asks for`() throws {
    let report = try JSONValue(try Sample.text(Sample.story, GitLabReporter()))
    #expect(report["version"]?.string == "15.2.1")
    let scan = try #require(report["scan"])
    #expect(scan["type"]?.string == "secret_detection")
    for key in ["start_time", "end_time"] {
      #expect(scan[key]?.string?.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/) != nil)
    }
    for key in ["analyzer", "scanner"] {
      #expect(scan[key]?["vendor"]?["name"]?.string != nil)
      for part in ["id", "name", "version"] { #expect(scan[key]?[part]?.string != nil) }
    }
    var ids: Set<String> = []
    for row in report["vulnerabilities"]?.elements ?? [] {
      let id = row["id"]?.string ?? ""
      #expect(UUID(uuidString: id) != nil && ids.insert(id).inserted)
      #expect(row["location"]?["commit"]?["sha"]?.string?.isEmpty == false)
      #expect((row["name"]?.string?.count ?? 256) <= 255)
      #expect(
        ["Critical", "High", "Medium", "Low", "Info"].contains(row["severity"]?.string ?? ""))
      #expect((1...20).contains(row["identifiers"]?.elements.count ?? 0))
    }
    #expect(ids.count == 5)
  }

  @Test func `an incomplete scan is no success for GitLab, a complete one is`() throws {
    var report = Sample.story
    func status() throws -> String? {
      try JSONValue(try Sample.text(report, GitLabReporter()))["scan"]?["status"]?.string
    }
    #expect(try status() == "failure")
    report.incomplete = []
    #expect(try status() == "success")
  }

  @Test func `what reads gitleaks finds texts where it looks for texts`() throws {
    let rows = try JSONValue(try Sample.text(Sample.story, GitleaksReporter())).elements
    #expect(rows.count == 4)
    for row in rows {
      for key in [
        "Description", "Secret", "Match", "Commit", "Date", "Message", "RuleID", "File", "Author",
        "Email", "Fingerprint", "SymlinkFile",
      ] {
        #expect(row[key]?.string != nil, "\(key)")
      }
      for key in ["StartLine", "EndLine", "StartColumn", "EndColumn", "Entropy"] {
        #expect(row[key]?.number != nil, "\(key)")
      }
    }
    #expect(rows.last?["Author"]?.string == "")
    #expect(rows.first?["Email"]?.string == "jane@example.com")
  }

  @Test func `what reads gitleaks shows people nothing that acts on a terminal`() throws {
    let text = "a\u{1B}[31m\u{202E}"
    for row in try JSONValue(
      try Sample.text(Sample.story(saying: text), GitleaksReporter())
    ).elements {
      for (key, value) in row.members {
        let scalars = (value.string ?? "").unicodeScalars
        #expect(!scalars.contains("\u{1B}") && !scalars.contains("\u{202E}"), "\(key)")
      }
    }
  }

  @Test func `a clean run is one test that passed`() throws {
    let document = try Sample.text(Sample.report(), JUnitReporter())
    #expect(document.contains("<testsuites tests=\"1\" failures=\"0\" errors=\"0\""))
    #expect(document.matches(of: /<testcase\s/).count == 1)
    #expect(!document.contains("<failure"))
  }

  @Test func `a clean run needs no annotation and no page of findings`() throws {
    #expect(try Sample.text(Sample.report(), GitHubAnnotations()) == "Nothing found.\n")
    #expect(try Sample.text(Sample.report(), GitleaksReporter()) == "[\n\n]\n")
    let page = try Sample.text(Sample.report(), HTMLReporter())
    #expect(page.contains("class=\"verdict good\""))
    #expect(!page.contains("<article"))
  }

  /// A report of more findings than GitHub shows.
  private var crowd: Report {
    let text = String(repeating: "<|\u{1B}`>", count: 200)
    let findings = (1...600).map { number in
      Sample.finding(
        text + "\(number)", severity: number.isMultiple(of: 2) ? .low : .critical,
        secret: String(number + 1_000_000_000_000_000))
    }
    let gaps = (1...600).map { Report.Gap(what: text + "\($0)", why: text) }
    return Sample.report(
      findings: findings, secrets: findings.compactMap(\.secret).map { Sample.secret($0) },
      incomplete: gaps)
  }

  @Test func `of many annotations the worst ten of a kind are told`() throws {
    let lines = try Sample.text(crowd, GitHubAnnotations()).split(separator: "\n")
    #expect(lines.count { $0.hasPrefix("::error ") } == 10)
    #expect(lines.count { $0.hasPrefix("::notice ") } == 10)
    #expect(lines.count { $0.hasPrefix("::warning ") } == 3)
    #expect(lines.last == "23 annotations, and 1,177 more that are not shown here.")
  }

  @Test func `a step's summary stays below what GitHub takes`() throws {
    let summary = try Sample.text(crowd, GitHubSummary())
    #expect(summary.utf8.count < 1 << 20)
    #expect(summary.contains("And 400 more secrets, in the JSON report."))
    let first = summary.split(separator: "\n").first { $0.hasPrefix("| critical") }
    #expect(first != nil)
  }

  @Test func `a page asks the network for nothing and runs nothing`() throws {
    let page = try Sample.text(Sample.story, HTMLReporter())
    #expect(page.contains("default-src 'none'"))
    for word in ["<script", "<link", "<img", "url(", "@import", "src=", "onload"] {
      #expect(!page.contains(word), "\(word)")
    }
  }

  @Test func `a page can be read aloud`() throws {
    let page = try Sample.text(Sample.story, HTMLReporter())
    #expect(page.contains("<html lang=\"en\">"))
    #expect(page.matches(of: /<h1>/).count == 1)
    for landmark in ["<header>", "<main id=", "<footer>"] { #expect(page.contains(landmark)) }
    let labels = page.matches(of: /aria-labelledby="([^"]*)"/).map { String($0.1) }
    #expect(labels.allSatisfy { page.contains(" id=\"\($0)\"") } && !labels.isEmpty)
    #expect(page.matches(of: /<table>/).count == page.matches(of: /<thead>/).count)
    #expect(!page.contains("<th>"))
  }
}
