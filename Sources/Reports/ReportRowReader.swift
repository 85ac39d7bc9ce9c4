package import Findings
import FoundationEssentials
import Git

/// Reads a report, JSON or JSON lines, that comes in pieces, and hands on its rows one by one.
package struct ReportRowReader {
  /// A row.
  package enum Row {
    case finding(JSONReport.FindingRow)
    case secret(JSONReport.SecretEntry)
    case gap(Report.Gap)
  }

  private enum Form {
    case unknown
    case lines(JSONLinesReader)
    case whole(JSONWholeReader)
  }

  /// A first line that is longer than this is no record.
  private static let longestFirst = 1 << 20

  private var form = Form.unknown
  /// The first bytes, as long as the form is not known.
  private var first: [UInt8] = []
  /// What may tell which other form a file has.
  private var start: [UInt8] = []

  /// Prepares to read.
  package init() {}

  /// Takes the next bytes.
  ///
  /// - Throws: `JSONReport.ReadingError` where they are those of no report, or what `take` throws.
  package mutating func add(_ piece: Span<UInt8>, _ take: (Row) throws -> Void) throws {
    if start.count < 2000 { start += piece.copy(0..<min(piece.count, 2000 - start.count)) }
    guard case .unknown = form else { return try pass(piece, take) }
    first += piece.copy(0..<piece.count)
    guard first.contains(UInt8(ascii: "\n")) || first.count > Self.longestFirst else { return }
    try begin(take)
  }

  /// Ends the reading.
  ///
  /// - Returns: The report without rows.
  /// - Throws: `JSONReport.ReadingError` where something is missing.
  package mutating func finish(_ take: (Row) throws -> Void) throws -> JSONReport {
    if case .unknown = form { try begin(take) }
    switch form {
    case .lines(var reader): return try reader.finish(take)
    case .whole(let reader): return try reader.finish(otherForm: Self.otherForm(start))
    case .unknown: throw JSONReport.ReadingError.noReport
    }
  }

  private mutating func begin(_ take: (Row) throws -> Void) throws {
    struct Head: Decodable {
      var type: String
    }
    let line = first.prefix { $0 != UInt8(ascii: "\n") }
    let isRecord =
      line.first == UInt8(ascii: "{") && line.count <= Self.longestFirst
      && (try? JSONDecoder().decode(Head.self, from: Data(line))) != nil
    form = isRecord ? .lines(JSONLinesReader()) : .whole(JSONWholeReader())
    let bytes = first
    first = []
    try pass(bytes.span, take)
  }

  private mutating func pass(_ piece: Span<UInt8>, _ take: (Row) throws -> Void) throws {
    switch form {
    case .lines(var reader):
      // Taken out meanwhile, or its buffer would be copied with each piece.
      form = .unknown
      defer { form = .lines(reader) }
      try reader.add(piece, take)
    case .whole(var reader):
      form = .unknown
      defer { form = .whole(reader) }
      try reader.add(piece, take)
    case .unknown: break
    }
  }

  /// Says which other form a file seems to have.
  private static func otherForm(_ bytes: [UInt8]) -> String? {
    let start = String(decoding: bytes, as: UTF8.self)
    let form: String
    if start.contains("\"$schema\"") && start.contains("sarif") {
      form = "a SARIF log"
    } else if start.contains("\"vulnerabilities\"") || start.contains("\"secret_detection\"") {
      form = "a report for GitLab"
    } else if start.hasPrefix("[") && start.contains("\"RuleID\"") {
      form = "a report in the form of gitleaks"
    } else if start.lowercased().hasPrefix("<!doctype html") {
      form = "an HTML page"
    } else if start.hasPrefix("<?xml") {
      form = "an XML document"
    } else {
      return nil
    }
    return "this is \(form); only vastguard's own json and jsonl hold all that a report says"
  }
}

/// Reads the report that is one object.
struct JSONWholeReader {
  private static let arrays: Set<String> = ["findings", "secrets", "incomplete"]
  /// The members that are no arrays of rows.
  private static let single: Set<String> = [
    "complete", "rules", "schemaVersion", "silenced", "statistics", "target", "tool",
  ]

  private var members = JSONMembers(arrays: arrays)
  private var singles: [String: [UInt8]] = [:]
  private var seen: Set<String> = []
  /// What is wrong with a row: told only if the report is of this program's version, which stands
  /// behind the findings.
  private var failure: JSONReport.ReadingError?
  private var problem: JSONMembers.Problem?
  private let decoder = JSONDecoder()
  private var hasBegun = false

  mutating func add(
    _ piece: Span<UInt8>, _ take: (ReportRowReader.Row) throws -> Void
  ) throws {
    guard problem == nil else { return }
    var start = 0
    if !hasBegun, piece.count > 0 {
      hasBegun = true
      let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
      if piece.count >= 3, mark.indices.allSatisfy({ piece[$0] == mark[$0] }) { start = 3 }
    }
    var members = members
    defer { self.members = members }
    do {
      try members.add(piece.extracting(start..<piece.count)) { try note($0, take) }
    } catch let error as JSONMembers.Problem {
      problem = error
    }
  }

  private mutating func note(
    _ part: JSONMembers.Part, _ take: (ReportRowReader.Row) throws -> Void
  ) throws {
    switch part {
    case .end(let key): seen.insert(key)
    case .member(let key, let bytes):
      if Self.single.contains(key) { singles[key] = bytes }
    case .element(let key, let number, let bytes):
      guard failure == nil else { return }
      do {
        try take(try row(key, Data(bytes), "\(key).\(number)"))
      } catch let error as JSONReport.ReadingError {
        failure = error
      }
    }
  }

  private func row(
    _ key: String, _ data: Data, _ place: String
  ) throws(JSONReport.ReadingError) -> ReportRowReader.Row {
    switch key {
    case "findings":
      .finding(try JSONReport.decode(JSONReport.FindingRow.self, from: data, decoder, at: place))
    case "secrets":
      .secret(try JSONReport.decode(JSONReport.SecretEntry.self, from: data, decoder, at: place))
    default: .gap(try JSONReport.decode(Report.Gap.self, from: data, decoder, at: place))
    }
  }

  /// What all but the rows is.
  private struct Head: Decodable {
    var complete: Bool
    var rules: JSONReport.RulesRow
    var silenced: Report.Silenced?
    var statistics: Report.Statistics
    var target: JSONReport.TargetRow
    var tool: Report.Tool
  }

  func finish(otherForm: String?) throws(JSONReport.ReadingError) -> JSONReport {
    guard let version = singles["schemaVersion"],
      let number = Int(String(decoding: version, as: UTF8.self))
    else {
      // One that was cut still begins like a report.
      if singles["complete"] != nil { try checkStructure() }
      throw otherForm.map { .init(description: $0) } ?? .noReport
    }
    try JSONReport.check(version: number)
    try checkStructure()
    if let failure { throw failure }
    let object = singles.sorted { $0.key < $1.key }.map { Array("\"\($0.key)\":".utf8) + $0.value }
    let bytes = Array("{".utf8) + object.joined(separator: [UInt8(ascii: ",")]) + Array("}".utf8)
    let head = try JSONReport.decode(Head.self, from: Data(bytes), decoder)
    for key in Self.arrays.sorted() where !seen.contains(key) {
      throw JSONReport.ReadingError(description: "the report is damaged: the whole has no `\(key)`")
    }
    return JSONReport(
      complete: head.complete, findings: [], incomplete: [], rules: head.rules,
      schemaVersion: number, secrets: [], silenced: head.silenced, statistics: head.statistics,
      target: head.target, tool: head.tool)
  }

  private func checkStructure() throws(JSONReport.ReadingError) {
    var problem = problem
    if problem == nil {
      do {
        try members.finish()
      } catch {
        problem = .endsEarly
      }
    }
    let why =
      switch problem {
      case nil: String?.none
      case .notJSON: "it is not JSON"
      case .endsEarly: "it is cut; scan again"
      case .twice(let key): "`\(DisplayText.of(key, limit: 100))` stands in it twice"
      case .tooLarge(let key): "a row of `\(DisplayText.of(key, limit: 100))` is too large"
      }
    if let why { throw .init(description: "the report is damaged: \(why)") }
  }
}
