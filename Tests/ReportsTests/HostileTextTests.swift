import Findings
import Foundation
import Reports
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Texts that somebody chose for a terminal, a build service, a browser or a spreadsheet, in paths,
/// authors, messages, names of references and reasons.
@Suite struct HostileTextTests {
  static let texts = [
    HostileText("escape sequences", "\u{1B}[2J\u{1B}]0;title\u{7}\u{9B}31m"),
    HostileText("lines", "a\n::error file=x::y\r\n::stop-commands::z"),
    HostileText("mask", "::add-mask::x"),
    HostileText("task command", "##[error]x ##vso[task.complete]y"),
    HostileText("elements", "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&amp;"),
    HostileText(
      "links", "](https://example.com) ![x](y) [z](javascript:alert(1)) **b** # h | c `d` ``e``"),
    HostileText("command formula", "=cmd|' /C calc'!A0"),
    HostileText("plus", "+1"),
    HostileText("minus", "-1"),
    HostileText("at", "@SUM(1)"),
    HostileText("tab formula", "\t=1"),
    HostileText("wide formula", "＝1+1"),
    HostileText("blank formula", " =1"),
    HostileText("quotes", "a\",\"=1"),
    HostileText("invisible", "\u{202E}txt.exe\u{2066}\u{200B}\u{FEFF}\u{2028}\u{2029}\u{E0041}"),
    HostileText("no characters", "\u{FFFE}\u{FFFF}\u{0}"),
    HostileText("entities", "]]>--><!DOCTYPE x [<!ENTITY y SYSTEM \"file:///etc/passwd\">]>&y;"),
    HostileText("mentions", "@everyone #1 $x$ ~~y~~"),
    HostileText("escaped line", "%0A::error::x,y:z"),
    HostileText("fence", "```\n# Heading\n```"),
    HostileText("addresses", "www.example.com http://example.com"),
    HostileText("nothing", ""),
    HostileText("blank", " "),
    HostileText("long", String(repeating: "x`", count: 3000)),
  ]

  static let all = texts.flatMap { text in ReportFormat.allCases.map { (text, $0) } }

  @Test(arguments: all)
  func `nothing acts on a terminal or is invisible`(text: HostileText, format: ReportFormat) throws
  {
    let shown = try Sample.text(Sample.story(saying: text.text), format.reporter())
    #expect(Self.isPlain(shown, allowing: format == .csv ? "\n\r" : "\n"))
  }

  @Test(arguments: texts)
  func `the page on an incident is plain text too`(text: HostileText) throws {
    let report = Sample.story(saying: text.text)
    let shown = try Sample.text(report, Sample.sheet(saying: text.text, replacements: text.text))
    #expect(Self.isPlain(shown, allowing: "\n"))
    expectMarkdown(shown)
  }

  @Test(arguments: all)
  func `no line is a command to a build service`(text: HostileText, format: ReportFormat) throws {
    let shown = try Sample.text(Sample.story(saying: text.text), format.reporter())
    let ours = [
      "::error file=", "::error title=", "::warning file=", "::warning title=", "::notice file=",
      "::notice title=",
    ]
    for line in shown.split(whereSeparator: \.isNewline) where !line.isEmpty {
      let words = line.drop { $0.isWhitespace }
      let isOurs = format == .github && ours.contains { words.hasPrefix($0) }
      #expect(isOurs || !words.hasPrefix("::"))
      // JSON has a quote before it at the least.
      let isJSON = words.contains("\"")
      #expect(isJSON || !words.contains("##["), "\(words)")
    }
  }

  @Test(arguments: texts)
  func `annotations are one line each, and of the kinds that were meant`(text: HostileText) throws {
    let shown = try Sample.text(Sample.story(saying: text.text), GitHubAnnotations())
    let lines = shown.split(separator: "\n")
    let plain = try Sample.text(Sample.story, GitHubAnnotations()).split(separator: "\n")
    #expect(lines.count <= plain.count)
    for line in lines.dropLast() {
      let properties = line.drop { $0 != " " }.prefix(while: { $0 != ":" })
      #expect(properties.split(separator: ",").count <= 6)
    }
  }

  @Test(arguments: texts)
  func `a page has no element, link or address of others`(text: HostileText) throws {
    let page = try Sample.text(Sample.story(saying: text.text), HTMLReporter())
    let elements = page.matches(of: /<([a-zA-Z!\/][^ >]*)/).map { $0.1 }
    let known: Set<String> = [
      "!DOCTYPE", "html", "head", "meta", "title", "style", "body", "a", "header", "p", "h1", "h2",
      "h3", "dl", "div", "dt", "dd", "main", "nav", "section", "article", "table", "caption",
      "thead", "tbody", "tr", "th", "td", "code", "span", "time", "ol", "li", "footer", "details",
      "summary",
    ]
    let unknown = elements.filter { !known.contains(String($0).replacing("/", with: "")) }
    #expect(unknown.isEmpty)
    #expect(page.matches(of: /href="([^"]*)"/).allSatisfy { $0.1.hasPrefix("#") })
  }

  @Test(arguments: texts)
  func `a test report is sound XML`(text: HostileText) throws {
    let document = try Sample.text(Sample.story(saying: text.text), JUnitReporter())
    let parser = XMLParser(data: Data(document.utf8))
    #expect(parser.parse(), "\(String(describing: parser.parserError))")
  }

  @Test(arguments: texts)
  func `no cell of a table is a formula, and each row has all cells`(text: HostileText) throws {
    let table = try Sample.text(Sample.story(saying: text.text), CSVReporter())
    let rows = Self.rows(of: table)
    #expect(rows.count == Sample.story.findings.count + 2)
    for row in rows {
      #expect(row.count == 17)
      for cell in row {
        let first = cell.drop(while: \.isWhitespace).first
        #expect(!"=+-@|%＝＋－＠".contains(first ?? "x"))
      }
    }
  }

  /// The cells of comma-separated values, all of which stand in quotes.
  private static func rows(of table: String) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var rest = Substring(table).unicodeScalars
    while rest.popFirst() == "\"" {
      var cell = ""
      while let scalar = rest.popFirst() {
        if scalar == "\"" {
          guard rest.first == "\"" else { break }
          rest.removeFirst()
        }
        cell.unicodeScalars.append(scalar)
      }
      row.append(cell)
      if rest.popFirst() == "\r" {
        rest.removeFirst()
        rows.append(row)
        row = []
      }
    }
    return rows
  }

  @Test(arguments: texts)
  func `a summary is Markdown without anything of others in it`(text: HostileText) throws {
    expectMarkdown(try Sample.text(Sample.story(saying: text.text), GitHubSummary()))
  }

  @Test(arguments: texts)
  func `what is JSON stays JSON`(text: HostileText) throws {
    let report = Sample.story(saying: text.text)
    for reporter in [JSONReporter(), SARIFReporter(), GitleaksReporter(), GitLabReporter()]
      as [any Reporter]
    {
      let value = try JSONValue(try Sample.text(report, reporter))
      #expect(value != .null)
    }
    #expect(SARIFCheck(try JSONValue(try Sample.text(report, SARIFReporter()))).problems == [])
    for line in try Sample.text(report, JSONLinesReporter()).split(separator: "\n") {
      #expect(try JSONValue(String(line))["type"]?.string != nil)
    }
  }

  /// Whether all that there is can be seen.
  private static func isPlain(_ text: String, allowing line: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator:
        line.unicodeScalars.contains(scalar)
      default: true
      }
    }
  }

  /// Checks that outside of code nothing is an element or a link, and that tables are whole.
  private func expectMarkdown(_ text: String) {
    var isCode = false
    for line in text.split(separator: "\n") {
      if line.hasPrefix("   ```") { isCode.toggle() }
      if isCode { continue }
      let words = Self.withoutCode(String(line))
      #expect(!words.contains("<"), "\(line)")
      #expect(!words.contains("]("), "\(line)")
      #expect(!words.contains("http:"), "\(line)")
      guard line.hasPrefix("|") else { continue }
      // Every cell begins with a bar and a blank; no other bar stands in a row.
      #expect([3, 5, 7].contains(line.count { $0 == "|" }), "\(line)")
    }
  }

  /// A line of Markdown without what stands between equally long runs of backticks.
  private static func withoutCode(_ line: String) -> String {
    var rest = line[...]
    var result = ""
    while let start = rest.firstIndex(of: "`") {
      result += rest[..<start]
      let fence = rest[start...].prefix { $0 == "`" }
      rest = rest[fence.endIndex...]
      var search = rest
      var end: Range<Substring.Index>?
      while let next = search.firstIndex(of: "`") {
        let run = search[next...].prefix { $0 == "`" }
        if run.count == fence.count {
          end = run.startIndex..<run.endIndex
          break
        }
        search = search[run.endIndex...]
      }
      guard let end else { return result + fence + rest }
      rest = rest[end.upperBound...]
    }
    return result + rest
  }
}

/// A text that somebody chose; test runs show its name, since they are shown by build services too.
struct HostileText: Sendable, CustomTestStringConvertible {
  let name: String
  let text: String

  init(_ name: String, _ text: String) {
    self.name = name
    self.text = text
  }

  var testDescription: String { name }
}
