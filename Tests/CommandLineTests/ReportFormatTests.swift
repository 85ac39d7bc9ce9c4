import Foundation
import TestSupport
import Testing

/// All formats from one scan by the built program.
@Suite struct ReportFormatTests {
  static let formats = [
    "text", "json", "jsonl", "sarif", "sarif-tree", "sarif-history", "gitleaks", "gitlab", "junit",
    "csv", "github", "github-summary", "html",
  ]

  /// A repository in which a key stands wherever somebody could put one.
  private func repository(_ key: String) throws -> RepositoryBuilder {
    let repository = try RepositoryBuilder()
    try repository.git("config", "user.name", "VAST_API_KEY=\(key)")
    try repository.write("config/.env", assignment(key))
    try repository.write("VAST_API_KEY=\(key)/notes \(key).txt", "api_key=\(key)\n")
    try repository.commit("Sets VAST_API_KEY=\(key)")
    try repository.remove("config/.env")
    try repository.commit("Removes it")
    try repository.branch("VAST_API_KEY=\(key)")
    try repository.tag("v1", message: "VAST_API_KEY=\(key)")
    try repository.write("local.env", assignment(key))
    try repository.stash("VAST_API_KEY=\(key)")
    try repository.write("VAST_API_KEY=\(key).zip", Array("PK\u{3}\u{4}".utf8))
    try repository.git(
      "remote", "add", "origin", "https://VAST_API_KEY=\(key)@example.com/?api_key=\(key)")
    return repository
  }

  @Test func `one scan writes every format, and none holds the key or a piece of it`() throws {
    let key = MadeUp.key()
    let repository = try repository(key)
    let folder = try TemporaryFolder()
    let reports = Self.formats.flatMap { ["--report", "\($0)=\(folder.path)/\($0)"] }
    let outcome = try Tool.run(
      ["audit", "-v", "--incident", folder.path + "/incident"] + reports, in: repository)
    #expect(outcome.status == 1)
    #expect(try folder.names() == (Self.formats + ["incident"]).sorted())
    for text in try folder.names().map({ try folder.text($0) }) + [outcome.stdout, outcome.stderr] {
      expectNothing(of: key, in: text)
    }
    for format in Self.formats {
      #expect(try folder.text(format).contains(redacted(key)), "\(format)")
    }
  }

  @Test func `what is written while the scan runs holds no key either`() throws {
    let key = MadeUp.key()
    let lines = try Tool.run("audit", "--format", "jsonl", in: try repository(key)).stdout
    expectNothing(of: key, in: lines)
    #expect(lines.contains(redacted(key)))
  }

  /// Looks for pieces of twelve digits: a digest could have fewer in common by chance.
  private func expectNothing(
    of key: String, in text: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let digits = Array(key)
    let pieces = (0...(digits.count - 12)).map { String(digits[$0..<($0 + 12)]) }
    #expect(!pieces.contains(where: text.contains), sourceLocation: sourceLocation)
  }

  @Test func `the lines of a stream are those of the report`() throws {
    let repository = try repository(MadeUp.key())
    let stream = try Tool.run("audit", "--format", "jsonl", in: repository).stdout
    let report = try Tool.json("audit", in: repository)
    let rows = stream.split(separator: "\n").map(String.init)
    func count(_ type: String) -> Int { rows.count { $0.contains("\"type\":\"\(type)\"") } }
    #expect(rows.first?.contains("\"type\":\"start\"") == true)
    #expect(rows.last?.contains("\"type\":\"end\"") == true)
    #expect(count("finding") == report.findings.count)
    #expect(count("secret") == report.secrets.count)
    #expect(count("incomplete") == report.incomplete.count)
  }

  @Test func `a stream goes through convert as the report does`() throws {
    let repository = try repository(MadeUp.key())
    let stream = try Tool.run("audit", "--format", "jsonl", in: repository).output
    for format in ["csv", "gitleaks"] {
      let converted = try Tool.run(
        ["report", "convert", "--to", format, "-"], in: repository, standardInput: stream)
      #expect(converted.status == 0)
      #expect(
        converted.stdout == (try Tool.run("audit", "--format", format, in: repository).stdout))
    }
  }

  @Test func `the hash of a line is the one that code scanning computes`() throws {
    let key = MadeUp.key()
    let folder = try TemporaryFolder()
    try folder.write("a.env", "\n# settings\n" + assignment(key))
    let log = try Tool.run("scan", "a.env", "--format", "sarif", in: folder).stdout
    let hash = try #require(log.firstMatch(of: /primaryLocationLineHash" : "([0-9a-f]+):1"/)).1
    #expect(String(hash) == Self.lineHash(of: assignment(key)))
  }

  /// The hash of a last line, by the definition: over a hundred units, of which all after the text's
  /// end are zero but the first.
  private static func lineHash(of line: String) -> String {
    let units = Array(line.utf16) + [0xFFFF] + [UInt16](repeating: 0, count: 100)
    let hash = units.prefix(100).reduce(UInt64(0)) { $0 &* 37 &+ UInt64($1) }
    return String(hash, radix: 16)
  }

  @Test func `a step's summary is added to`() throws {
    let folder = try TemporaryFolder()
    try folder.write("leak", assignment(MadeUp.key()))
    try folder.write("summary", "before\n")
    for _ in 1...2 {
      _ = try Tool.run(
        "scan", "leak", "--report", "github-summary=summary", in: folder,
        environment: ["GITHUB_STEP_SUMMARY": "summary"])
    }
    let text = try folder.text("summary")
    #expect(text.hasPrefix("before\n## vastguard\n"))
    #expect(text.matches(of: /## vastguard\n/).count == 2)
  }

  @Test(arguments: formats)
  func `two reports to one file are refused, however it is spelled`(format: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("leak", assignment(MadeUp.key()))
    try folder.makeFolder("out")
    for other in ["out/../report", "./report", folder.path + "/report"] {
      let outcome = try Tool.run(
        "scan", "leak", "--report", "json=report", "--report", "\(format)=\(other)", in: folder)
      #expect(outcome.status == 2)
      #expect(!folder.exists("report"))
    }
  }

  @Test(arguments: formats)
  func `a place that takes no report is refused before the scan`(format: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("leak", assignment(MadeUp.key()))
    try folder.write("victim", "precious")
    try folder.link("link", to: "victim")
    try folder.makeFolder("folder")
    try folder.shell("mkfifo pipe")
    for place in ["link", "folder", "pipe", "none/report"] {
      let outcome = try Tool.run("scan", "leak", "--report", "\(format)=\(place)", in: folder)
      #expect(outcome.status == 2, "\(place)")
      #expect(outcome.stdout.isEmpty)
      #expect(outcome.stderr.contains("cannot write \(place): "))
    }
    #expect(try folder.text("victim") == "precious")
  }

  @Test(arguments: formats)
  func `a full disk is told, and other reports are written all the same`(format: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("leak", assignment(MadeUp.key()))
    try folder.write("clean", "text\n")
    for (file, status) in [("leak", 1), ("clean", 3)] {
      let outcome = try Tool.run(
        "scan", file, "--format", format, "-o", "/dev/full", "--report", "json=report.json",
        in: folder)
      #expect(outcome.status == Int32(status))
      #expect(outcome.stderr.contains("No space left on device"))
      #expect(folder.exists("report.json"))
      try folder.remove("report.json")
    }
  }

  @Test(arguments: formats)
  func `a reader that went away changes nothing`(format: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("leak", assignment(MadeUp.key()))
    let outcome = try folder.shell(
      "{ '\(Tool.executable)' scan leak --format \(format); echo $? >status; } | true; cat status")
    #expect(outcome.stdout == "1\n")
    #expect(outcome.stderr.isEmpty)
  }
}
